using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>
/// Batches beside the month before, in dossiers and đồng. Monthly amounts form a bridge: <see cref="Before"/> +
/// <see cref="New"/> − <see cref="Gone"/> + <see cref="AmountDifference"/> = <see cref="Now"/>, and with
/// <see cref="Arrears"/> they are what the batches pay.
/// </summary>
/// <param name="FromEarlierSystem">
/// Dossiers whose month before is known only from the earlier system's amounts (đã chi); its accounts are unknown.
/// </param>
/// <param name="TotalCount">Dossiers that the batches pay, those with arrears alone included.</param>
public sealed record BatchComparison(
    string ComparedWith, long BeforeCount, long Before, long NewCount, long New, long GoneCount, long Gone,
    long AmountChangedCount, long AmountDifference, long AccountChangedCount, long AccountChangedAmount, long NowCount,
    long Now, long ArrearsCount, long Arrears, long FromEarlierSystem, long TotalCount)
{
    /// <summary>What the batches pay: this month's amounts and arrears.</summary>
    public long Total => Now + Arrears;

    /// <summary>Whether anything is other than last month, arrears included.</summary>
    public bool IsUnchanged =>
        NewCount + GoneCount + AmountChangedCount + AccountChangedCount + ArrearsCount == 0;
}

/// <summary>How one dossier differs from the month before.</summary>
/// <param name="Change">New, Gone, or Kept; a kept one may have another amount, another account, or both.</param>
/// <param name="No">Number of the payment in this batch; null for one that is gone.</param>
/// <param name="Payee">The payee with all but the last word of the name masked.</param>
/// <param name="Monthly">This month's own amount in đồng, without arrears.</param>
/// <param name="Before">Last month's own amount; null where nothing was paid.</param>
/// <param name="Origin">Ledger or EarlierSystem: who knows last month's amount; null for a new one.</param>
/// <param name="Account">Where the money goes: institution, bank and last four characters of the account.</param>
/// <param name="GoneBecause">Died, Ended or Suspended; null where no such fact is recorded.</param>
public sealed record DossierDifference(
    string Dossier, string Change, bool AmountChanged, bool AccountChanged, int? No, string? Payee, long Monthly,
    long Arrears, long? Before, string? Origin, string? Account, string? AccountBefore, string? GoneBecause);

/// <summary>The bridge from last month, and one page of the dossiers that differ.</summary>
public sealed record DifferencePage(BatchComparison Summary, IReadOnlyList<DossierDifference> Items, long Total);

/// <summary>
/// The difference to last month (chênh lệch so với kỳ trước) before anyone signs. It is taken dossier by dossier: a
/// person's payment holds one or two dossiers and a fund's payment holds all its insured, so both are compared alike.
/// Where this ledger has no month before, the register's amounts already paid by the earlier system stand in.
/// </summary>
public sealed class CompareBatch : IUseCase
{
    /// <summary>The parts of a difference that lists can be limited to.</summary>
    public static readonly string[] Parts = ["new", "gone", "amount", "account", "arrears"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/batches/{batchId:guid}/difference", HandleAsync).RequirePermission(Permissions.BatchesView)
            .WithTags("Batches").Answers<DifferencePage>("GetBatchDifference");

    /// <summary>What is other than last month in a batch: the bridge of sums, and the dossiers that differ.</summary>
    /// <remarks>Chênh lệch của lô so với kỳ trước: mới hưởng, thôi hưởng, thay đổi mức, đổi tài khoản nhận.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid batchId, string? part, int? page, int? size, CurrentUser user, NpgsqlDataSource source,
        ReferenceData reference, CancellationToken cancellation)
    {
        var batch = await ReadBatches.FindAsync(
            source, reference, user, new BatchFilter(BatchId: batchId), cancellation);
        if (batch is null) return Problems.NotFound("lô chi trả này", "such batch");
        var period = PeriodIso.Parse(batch.Period);
        var (items, total) = await ItemsAsync(
            source, batchId, period, Parts.Contains(part) ? part : null, PageOf.From(page, size), cancellation);
        return Results.Ok(new DifferencePage(
            await SummaryAsync(source, [batchId], period, cancellation), items, total));
    }

    /// <summary>The bridge from last month to these batches of one period; the caller has checked the scope.</summary>
    public static async Task<BatchComparison> SummaryAsync(
        NpgsqlDataSource source, Guid[] batches, YearMonth period, CancellationToken cancellation)
    {
        await using var command = CommandOf(source, DifferenceQueries.Summary, batches, period);
        return await SummaryOfAsync(command, period, cancellation);
    }

    /// <summary>Reads the one row of a summary.</summary>
    internal static async Task<BatchComparison> SummaryOfAsync(
        NpgsqlCommand command, YearMonth period, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var n = new long[16];
        for (var i = 0; i < n.Length; i++) n[i] = reader.GetInt64(i);
        return new BatchComparison(
            PeriodIso.Format(period.PlusMonths(-1)), n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10],
            n[11], n[12], n[13], n[14], n[15]);
    }

    /// <summary>
    /// The dossiers that differ, or with <paramref name="part"/> only the new, the gone, those with another amount or
    /// account, or those with arrears; the largest difference of money first.
    /// </summary>
    public static async Task<(List<DossierDifference> Items, long Total)> ItemsAsync(
        NpgsqlDataSource source, Guid batch, YearMonth period, string? part, PageOf page,
        CancellationToken cancellation)
    {
        await using var command = CommandOf(source, DifferenceQueries.Items, [batch], period);
        command.Parameters.Add(Parameter.Of(part));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        return await ItemsOfAsync(command, cancellation);
    }

    /// <summary>Reads one page of dossiers and how many there are.</summary>
    internal static async Task<(List<DossierDifference> Items, long Total)> ItemsOfAsync(
        NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<DossierDifference>();
        var total = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(ItemOf(reader));
            total = reader.GetInt64(13);
        }

        return (items, total);
    }

    private static NpgsqlCommand CommandOf(NpgsqlDataSource source, string query, Guid[] batches, YearMonth period)
    {
        var command = source.CreateCommand(query);
        command.Parameters.Add(Parameter.Of(batches));
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.Parameters.Add(Parameter.Of((YearMonth?)period.PlusMonths(-1)));
        command.Parameters.Add(Parameter.Of([ProgrammeCode.HealthInsurance, ProgrammeCode.VoluntaryInsurance]));
        return command;
    }

    private static DossierDifference ItemOf(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetBoolean(3), r.IsDBNull(4) ? null : r.GetInt32(4),
        Text(r, 5), r.GetInt64(6), r.GetInt64(7), r.IsDBNull(8) ? null : r.GetInt64(8), Text(r, 9), Text(r, 10),
        Text(r, 11), Text(r, 12));

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
