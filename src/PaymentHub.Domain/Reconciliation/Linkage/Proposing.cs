using System.Globalization;
using NodaTime;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>An open break as the probabilistic pass reads it.</summary>
/// <param name="Text">What the bank's line says: its reference and the order that it names.</param>
public sealed record BreakToLink(
    Guid Id, bool IsDebit, Money Amount, LocalDate Date, string? Text, string? Account);

/// <summary>
/// A payment that could still take money of a break: a debit what is in transit, a credit what the payee kept.
/// </summary>
public sealed record PaymentToLink(
    PaymentRef Ref, string EndToEndId, bool ForDebits, Money Amount, LocalDate? Released, string? Account,
    string? Payee);

/// <summary>
/// The probabilistic pass over breaks and payments. Debits and credits are linked apart. The same rows in any order
/// give the same proposals; a pair that a person rejected is left out.
/// </summary>
public static class Proposing
{
    private const double Thousand = 1_000;
    private const int MostTaught = 400;

    // A few breaks teach the pass little, so it doubts even what looks sure; a person looks at every proposal anyway.
    private static readonly LinkageOptions ForPeople = new() { Threshold = 0.1 };

    /// <summary>A hash over everything that <see cref="Propose"/> looks at.</summary>
    public static string InputOf(
        IReadOnlyList<BreakToLink> breaks, IReadOnlyList<PaymentToLink> payments,
        IReadOnlySet<(Guid Break, string EndToEndId)> rejected) => Convert.ToHexStringLower(Keys.HashOf(
    [
        LinkageOptions.RuleVersion.ToString(CultureInfo.InvariantCulture),
        .. breaks.Select(TextOf).Order(StringComparer.Ordinal),
        .. payments.Select(TextOf).Order(StringComparer.Ordinal),
        .. rejected.Select(r => $"{r.Break} {r.EndToEndId}").Order(StringComparer.Ordinal),
    ]));

    private static string TextOf(BreakToLink b) => string.Create(
        CultureInfo.InvariantCulture, $"{b.Id}|{b.IsDebit}|{b.Amount}|{b.Date:uuuu-MM-dd}|{b.Text}|{b.Account}");

    private static string TextOf(PaymentToLink p) => string.Create(
        CultureInfo.InvariantCulture,
        $"{p.EndToEndId}|{p.ForDebits}|{p.Amount}|{p.Released:uuuu-MM-dd}|{p.Account}|{p.Payee}");

    /// <summary>The pairs, in the order of the breaks' ids.</summary>
    public static ProposedMatch[] Propose(
        IReadOnlyList<BreakToLink> breaks, IReadOnlyList<PaymentToLink> payments,
        IReadOnlySet<(Guid Break, string EndToEndId)> rejected) =>
    [
        .. new[] { true, false }.SelectMany(isDebit => Linked(
                [.. breaks.Where(b => b.IsDebit == isDebit)], [.. payments.Where(p => p.ForDebits == isDebit)]))
            .Where(p => !rejected.Contains((p.Break, p.EndToEndId))).OrderBy(p => p.Break),
    ];

    private static IEnumerable<ProposedMatch> Linked(BreakToLink[] breaks, PaymentToLink[] payments)
    {
        var byId = payments.ToDictionary(p => p.EndToEndId, StringComparer.Ordinal);
        var lines = breaks.Select(b => new LinkRow(
            b.Id.ToString(), b.Date, b.Amount.Dong, Telling(b.Text, byId), b.Account)).ToArray();
        var tells = lines.Any(l => l.Text is not null);
        var orders = payments.Select(p => new LinkRow(
            p.EndToEndId, p.Released, p.Amount.Dong, tells ? $"{p.EndToEndId} {p.Payee}" : null, p.Account)).ToArray();
        var taught = orders.OrderBy(o => o.Id, StringComparer.Ordinal).Take(MostTaught).ToArray();
        var result = Linker.Link(
            [.. lines, .. taught.Select(o => Lesson(o) with { Date = o.Date?.PlusDays(1), Text = null })],
            [.. orders, .. taught.Select(Lesson)],
            ForPeople);
        return result.Pairs.Where(pair => byId.ContainsKey(pair.Right) && Guid.TryParse(pair.Left, out _))
            .Select(pair => ProposedOf(pair, byId[pair.Right]));
    }

    // What a debit of ours looks like is known before any break is seen: it names the account and the amount that were
    // ordered and comes soon after. A handful of breaks cannot teach that, so orders that nobody has teach it.
    private static LinkRow Lesson(LinkRow order) => order with
    {
        Id = $"lesson {order.Id}",
        Account = order.Account is { } account ? "L" + new string([.. account.Reverse()]) : null,
    };

    // The bank's own reference is no word of ours: only a line that names an order says anything by its words, and one
    // that does not is not the less likely to be ours.
    private static string? Telling(string? text, Dictionary<string, PaymentToLink> byId) =>
        text?.Split(' ').Any(byId.ContainsKey) == true ? text : null;

    private static ProposedMatch ProposedOf(LinkPair pair, PaymentToLink payment) => new(
        Guid.Parse(pair.Left), payment.Ref.Batch, payment.Ref.No, payment.EndToEndId, pair.Band.ToString(),
        (int)Math.Round(pair.Probability * Thousand), Milli(pair.Bits),
        [.. pair.Evidence.Select(e => new FieldBits(e.Field, e.Level, Milli(e.Bits)))],
        pair.RunnerUp?.Split(" - ")[^1], pair.Margin is { } margin ? Milli(margin) : null, pair.WouldDecide);

    private static long Milli(double bits) => (long)Math.Round(bits * Thousand);
}
