using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// Fills a database with months of payments for a measurement of what comes after them: the very events that planning,
/// approval and release store, and the rows that follow from them, written by the store's own copy. Lines of payments
/// and files to banks are left out: nothing that is measured reads them.
/// </summary>
internal sealed class BenchFill(NpgsqlDataSource source, ReferenceData reference)
{
    private const string Central = "TW";
    private const int BatchesAtOnce = 24;

    private static readonly string[] Programmes = ["HTXH", "TCXH", "NCC"];

    private readonly FactTables _tables = new(
        typeof(FactTable).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(FactTable)))
            .Select(t => (FactTable)Activator.CreateInstance(t)!));

    /// <summary>The banks whose statements are measured; the post office has none.</summary>
    public IReadOnlyList<Institution> Banks { get; } =
        [.. reference.Institutions.Values.Where(i => !i.IsPost).OrderBy(i => i.Code, StringComparer.Ordinal)];

    /// <summary>
    /// Stores a month with this many payments, released and open, numbered from <paramref name="first"/>;
    /// <paramref name="more"/> adds the events that came after the release.
    /// </summary>
    public async Task MonthAsync(
        YearMonth period, long first, int payments,
        Func<BatchKey, PlacedPayment[], IEnumerable<object>>? more = null)
    {
        var keys = Banks.SelectMany(_ => reference.Communes.Keys.Order(StringComparer.Ordinal), (b, c) => (b.Code, c))
            .SelectMany(_ => Programmes, (k, p) => new BatchKey(period, k.c, p, k.Code, 0)).ToArray();
        var done = 0;
        foreach (var some in keys.Select((k, i) => (Key: k, No: i)).Chunk(BatchesAtOnce))
        {
            var copy = new EventCopy(_tables, null, null);
            foreach (var (key, no) in some)
            {
                var until = (int)((long)payments * (no + 1) / keys.Length);
                Add(copy, key, Placed(key, first + done, until - done), more);
                done = until;
            }

            await SaveAsync(copy);
        }
    }

    /// <summary>Stores events of other streams, such as a file's, by the same copy.</summary>
    public async Task StoreAsync<T>(Guid stream, object[] events)
        where T : class
    {
        var copy = new EventCopy(_tables, null, null);
        copy.Start<T>(stream, events);
        await SaveAsync(copy);
    }

    private async Task SaveAsync(EventCopy copy)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await copy.BeforeCommitAsync(connection, transaction, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static PlacedPayment[] Placed(BatchKey key, long first, int count)
    {
        var placed = new PlacedPayment[count];
        for (var i = 0; i < count; i++)
        {
            var (no, name) = (first + i, BenchNames.NameOf(first + i));
            var payee = Keys.GuidOf("bench-payee", no.ToString(System.Globalization.CultureInfo.InvariantCulture));
            placed[i] = new PlacedPayment(
                i, payee, 0, new PaymentKey(payee, key.Programme, key.Period, 0).EndToEndId,
                new Money(BenchNames.AmountOf(no)),
                new Payout(PayoutMethod.Transfer, "970436", BenchNames.AccountOf(no), name, "SELF", name), null);
        }

        return placed;
    }

    private static void Add(
        EventCopy copy, BatchKey key, PlacedPayment[] placed,
        Func<BatchKey, PlacedPayment[], IEnumerable<object>>? more)
    {
        var at = Moment(key.Period, -8);
        var amount = placed.Sum(p => p.Amount);
        var fund = new FundKey(key.Commune, key.Programme, Central, key.Period.Year);
        var hash = new string('0', 64);
        copy.Start<PaymentBatch>(key.Id,
        [
            new BatchPrepared(
                at, "lap", key.Period, key.Commune, key.Programme, key.Institution, 0, BatchKind.Regular, Central, []),
            .. placed.Chunk(PaymentBatch.ChunkSize).Select(c => new PaymentsPlaced(at, c, [])),
            new BatchSubmitted(at, "trinh", placed.Length, amount, hash),
            new BatchApproved(at, "duyet1", placed.Length, amount, hash, false),
            new BatchApproved(at, "duyet2", placed.Length, amount, hash, true),
            new BatchReleased(Moment(key.Period, -1), "khobac", MessageIdOf(key), placed.Length, amount, 0,
                Money.Zero, hash),
            .. placed.Chunk(PaymentBatch.ChunkSize).Select(c => new PaymentsInstructed(
                Moment(key.Period, -1), MessageIdOf(key), [.. c.Select(p => p.No)], c.Sum(p => p.Amount))),
            .. more?.Invoke(key, placed) ?? [],
        ]);
        var claim = Keys.GuidOf("bench-fund", fund.Code, key.Code);
        copy.Start<Fund>(claim,
        [
            new FundAllotted(at, "nhap", fund, amount, key.Code),
            new FundsReserved(at, "duyet2", fund, key.Id, amount),
        ]);
    }

    public static string MessageIdOf(BatchKey key) =>
        $"PH{PeriodIso.Format(key.Period).Replace("-", "", StringComparison.Ordinal)}{key.Institution}";

    /// <summary>A moment so many days from the first day of the month.</summary>
    public static Instant Moment(YearMonth period, int days) =>
        period.OnDayOfMonth(1).PlusDays(days).At(new LocalTime(9, 0)).InZoneStrictly(HubClock.Zone).ToInstant();
}
