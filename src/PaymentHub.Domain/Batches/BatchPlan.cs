using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>
/// A line to be placed, with the payee that gets it and the institution that pays. <see cref="Importers"/> brought in
/// the decision and the payout details that it rests on.
/// </summary>
public sealed record PlannedLine(
    Guid Payee, string Programme, string Institution, Payout Payout, string? HeldBecause, string[] Importers,
    PlacedLine Line)
{
    /// <summary>
    /// What each source bears of the computed line whose first stretch of months this is, below zero where it is taken
    /// off. Null on its further stretches, and where the batch's own source bears all.
    /// </summary>
    public SourceShare[]? Sources { get; init; }
}

/// <summary>What a batch of the plan starts with.</summary>
public sealed record PlannedBatch(BatchKey Key, IReadOnlyList<object> Events, int Payments, int Lines, Money Amount,
    int HeldPayments, Money HeldAmount);

/// <summary>
/// Groups lines into payments and payments into batches (lập lô chi): lines of one payee, programme and payout are one
/// payment. Pure and deterministic: lines come in any order and give the same batches.
/// </summary>
public static class BatchPlan
{
    /// <param name="nextNumber">The next free batch number of a programme and institution.</param>
    /// <param name="nextOccurrence">The next free occurrence of a payee's payment in a programme.</param>
    public static IEnumerable<PlannedBatch> Make(
        YearMonth period, string commune, IEnumerable<PlannedLine> lines, Func<string, string, int> nextNumber,
        Func<Guid, string, int> nextOccurrence, Func<string, string> sourceOf, string byUser, Instant now)
    {
        foreach (var group in lines.GroupBy(l => (l.Programme, l.Institution)).OrderBy(g => g.Key))
        {
            var number = nextNumber(group.Key.Programme, group.Key.Institution);
            var payments = PaymentsOf(period, group.Key.Programme, group, nextOccurrence).ToList();
            foreach (var chunk in payments.Chunk(PaymentBatch.MaxPayments))
            {
                var key = new BatchKey(period, commune, group.Key.Programme, group.Key.Institution, number);
                var kind = number == 0 ? BatchKind.Regular : BatchKind.Supplement;
                yield return BatchOf(key, kind, sourceOf(group.Key.Programme), chunk, byUser, now);
                number++;
            }
        }
    }

    private sealed record Draft(PaymentKey Key, PlannedLine First, PlannedLine[] Lines)
    {
        public Money Amount => Lines.Sum(l => l.Line.Amount);

        public string? HeldBecause => Lines.Select(l => l.HeldBecause).FirstOrDefault(h => h is not null);

        /// <summary>
        /// What other sources bear where the lines do not say: those of the payment that is made again.
        /// </summary>
        public SourceShare[]? Again { get; init; }

        /// <summary>What other sources than the batch's own one bear of the payment.</summary>
        public SourceShare[]? OtherSources(string own)
        {
            if (Array.TrueForAll(Lines, l => l.Sources is null)) return Again;
            var parts = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var (source, part) in Lines.SelectMany(l => l.Sources ?? []))
                parts[source] = parts.GetValueOrDefault(source) + part.Dong;
            parts[own] = parts.GetValueOrDefault(own) + Amount.Dong - parts.Values.Sum();
            return SourceShares.Of(own, Amount, parts);
        }
    }

    private static IEnumerable<Draft> PaymentsOf(
        YearMonth period, string programme, IEnumerable<PlannedLine> lines, Func<Guid, string, int> nextOccurrence)
    {
        var taken = new Dictionary<Guid, int>();
        var groups = lines
            .OrderBy(l => l.Line.Dossier, StringComparer.Ordinal).ThenBy(l => l.Line.FirstMonth)
            .GroupBy(l => (l.Payee, l.Payout));
        foreach (var group in groups)
        {
            var occurrence = taken.GetValueOrDefault(group.Key.Payee, nextOccurrence(group.Key.Payee, programme));
            taken[group.Key.Payee] = occurrence + 1;
            PlannedLine[] own = [.. group];
            yield return new Draft(new PaymentKey(group.Key.Payee, programme, period, occurrence), own[0], own);
        }
    }

    /// <summary>
    /// A payment made again in a batch of its own: the same lines and the same sources, to the payee's payout details
    /// of today.
    /// </summary>
    public static PlannedBatch Again(
        BatchKey key, int occurrence, IReadOnlyList<PlannedLine> lines, string source, SourceShare[]? otherSources,
        string byUser, Instant now)
    {
        var first = lines[0];
        var draft = new Draft(
            new PaymentKey(first.Payee, key.Programme, key.Period, occurrence), first, [.. lines])
        {
            Again = otherSources,
        };
        return BatchOf(key, BatchKind.Reissue, source, [draft], byUser, now);
    }

    private static string[] ImportersOf(Draft[] drafts) => [.. drafts.SelectMany(d => d.Lines)
        .SelectMany(l => l.Importers).Distinct().Order(StringComparer.Ordinal)];

    private static PlannedBatch BatchOf(
        BatchKey key, BatchKind kind, string source, Draft[] drafts, string byUser, Instant now)
    {
        var events = new List<object>
        {
            new BatchPrepared(
                now, byUser, key.Period, key.Commune, key.Programme, key.Institution, key.Number, kind, source,
                ImportersOf(drafts)),
        };
        PlacedPayment[] payments = [.. drafts.Select((d, no) => new PlacedPayment(
            no, d.Key.Payee, d.Key.Occurrence, d.Key.EndToEndId, d.Amount, d.First.Payout, d.HeldBecause)
        {
            OtherSources = d.OtherSources(source),
        })];
        PlacedLine[] lines = [.. drafts.SelectMany((d, no) => d.Lines.Select(l => l.Line with { No = no }))];
        events.AddRange(Chunks(payments, lines, now));
        return new PlannedBatch(
            key, events, payments.Length, lines.Length, payments.Sum(p => p.Amount),
            payments.Count(p => p.HeldBecause is not null),
            payments.Where(p => p.HeldBecause is not null).Sum(p => p.Amount));
    }

    // Payments and their lines travel together; the lines of a fund's one payment may need further chunks.
    private static IEnumerable<PaymentsPlaced> Chunks(PlacedPayment[] payments, PlacedLine[] lines, Instant now)
    {
        foreach (var chunk in payments.Chunk(PaymentBatch.ChunkSize))
        {
            var (first, last) = (chunk[0].No, chunk[^1].No);
            var own = lines.Where(l => l.No >= first && l.No <= last).Chunk(PaymentBatch.ChunkSize * 2).ToArray();
            yield return new PaymentsPlaced(now, chunk, own.Length > 0 ? own[0] : []);
            foreach (var more in own.Skip(1)) yield return new PaymentsPlaced(now, [], more);
        }
    }
}
