namespace PaymentHub.Domain;

/// <summary>What one budget (nguồn kinh phí: TW, TINH, XA, TAITRO) bears of an amount, in đồng above zero.</summary>
public sealed record SourceShare(string Source, Money Amount);

/// <summary>
/// The parts of an amount that other budgets than a batch's own one bear, in the order of their codes; null where the
/// own one bears all, which is nearly always. The own part is the rest, so the parts add up to the đồng.
/// </summary>
public static class SourceShares
{
    /// <summary>What the own source bears.</summary>
    public static Money Own(Money amount, SourceShare[]? others) =>
        others is null ? amount : amount - others.Sum(o => o.Amount);

    /// <summary>The parts of a sum of amounts.</summary>
    public static SourceShare[]? Sum(IEnumerable<SourceShare[]?> parts)
    {
        SortedDictionary<string, long>? sums = null;
        foreach (var part in parts)
        {
            if (part is null) continue;
            sums ??= new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (source, amount) in part) sums[source] = sums.GetValueOrDefault(source) + amount.Dong;
        }

        return sums is null ? null : Of(sums);
    }

    /// <summary>
    /// The parts of a payment that is made of signed parts of lines: what is taken off towards an over-payment may
    /// exceed what its source bears of the payment, and then the others bear the difference, the own source first.
    /// </summary>
    /// <param name="own">The batch's own source.</param>
    /// <param name="amount">The payment's amount.</param>
    /// <param name="parts">The signed sum of each source over the lines; they add up to the amount.</param>
    public static SourceShare[]? Of(string own, Money amount, IReadOnlyDictionary<string, long> parts)
    {
        if (parts.Values.Sum() != amount.Dong)
            throw new InvalidOperationException($"The sources bear {parts.Values.Sum()} of {amount}.");
        var positive = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var missing = 0L;
        foreach (var (source, part) in parts)
        {
            if (part < 0) missing -= part;
            else if (part > 0) positive[source] = part;
        }

        foreach (var source in positive.Keys.OrderBy(s => s == own ? 0 : 1).ToList())
        {
            var taken = Math.Min(missing, positive[source]);
            positive[source] -= taken;
            missing -= taken;
        }

        positive.Remove(own);
        return Of(positive);
    }

    /// <summary>
    /// The parts of a stretch of a payment. A payment is measured like a ruler: first what the batch's own source
    /// bears, then the others in the order of their codes. What is paid covers it from the beginning, so that the
    /// legal amount goes before what is added to it, and stretches that cover the ruler add up to its parts exactly.
    /// </summary>
    /// <param name="others">The parts of the whole payment.</param>
    /// <param name="amount">The whole payment.</param>
    /// <param name="from">Where the stretch begins.</param>
    /// <param name="to">Where it ends.</param>
    public static SourceShare[]? Between(SourceShare[]? others, Money amount, Money from, Money to)
    {
        if (others is null) return null;
        var found = new List<SourceShare>(others.Length);
        var start = Own(amount, others);
        foreach (var other in others)
        {
            var end = start + other.Amount;
            var part = Money.Min(end, to) - Money.Max(start, from);
            if (part.IsPositive) found.Add(new SourceShare(other.Source, part));
            start = end;
        }

        return found.Count == 0 ? null : [.. found];
    }

    /// <summary>True where both say the same.</summary>
    public static bool AreSame(SourceShare[]? one, SourceShare[]? other) =>
        one is null || other is null ? one is null && other is null : one.AsSpan().SequenceEqual(other);

    /// <summary>True where the parts are above zero, in order, each source once, and no more than the amount.</summary>
    public static bool AreOf(Money amount, SourceShare[]? others)
    {
        if (others is null) return true;
        for (var i = 0; i < others.Length; i++)
        {
            if (!others[i].Amount.IsPositive) return false;
            if (i > 0 && string.CompareOrdinal(others[i - 1].Source, others[i].Source) >= 0) return false;
        }

        return others.Length > 0 && others.Sum(o => o.Amount) <= amount;
    }

    private static SourceShare[]? Of(SortedDictionary<string, long> sums)
    {
        SourceShare[] parts =
            [.. sums.Where(s => s.Value != 0).Select(s => new SourceShare(s.Key, new Money(s.Value)))];
        return parts.Length == 0 ? null : parts;
    }
}
