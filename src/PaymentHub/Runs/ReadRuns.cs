using System.Text.Json.Serialization;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Runs;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// Where the planning of a period stands (Planning or Planned); counts and đồng are those of the communes planned so
/// far in the present round.
/// </summary>
public sealed record RunItem(
    string Period, string Status, int CommunesPlanned, int CommunesTotal, int Batches, int Payments, int Lines,
    long Amount, int HeldPayments, long HeldAmount)
{
    [JsonIgnore]
    public bool IsPlanned => Status == "Planned";
}

/// <summary>The months that were ever planned, as yyyy-MM.</summary>
public sealed record RunPeriods(IReadOnlyList<string> Items);

/// <summary>The monthly runs (kỳ chi trả): which exist, and how far one is planned.</summary>
public sealed class ReadRuns : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<RunPeriods>("ListRuns");
        api.MapGet("/runs/{period}", OneAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<RunItem>("GetRun");
    }

    /// <summary>The months that were ever planned, the latest first.</summary>
    /// <remarks>Các kỳ chi trả đã lập, kỳ mới nhất trước.</remarks>
    public static async Task<IResult> ListAsync(NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(new RunPeriods([.. (await PeriodsAsync(source, cancellation)).Select(PeriodIso.Format)]));

    /// <summary>How far the planning of a month is, with its counts and đồng.</summary>
    /// <remarks>Tiến độ lập kỳ chi trả và các số tổng hợp.</remarks>
    public static async Task<IResult> OneAsync(string period, IQuerySession session, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var run = await FindAsync(session, month, cancellation);
        return run is null ? Problems.NotFound("kỳ chi trả này", "such run") : Results.Ok(run);
    }

    /// <summary>The periods that were ever planned, the latest first.</summary>
    public static async Task<List<YearMonth>> PeriodsAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select distinct period from hub.run_step where status = 'Opened' order by period desc");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var periods = new List<YearMonth>();
        while (await reader.ReadAsync(cancellation)) periods.Add(reader.GetFieldValue<LocalDate>(0).ToYearMonth());
        return periods;
    }

    /// <summary>The communes whose lines of the period are placed.</summary>
    public static async Task<HashSet<string>> PlannedCommunesAsync(
        NpgsqlDataSource source, YearMonth month, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select commune from hub.run_step where run_id = $1 and status = 'CommunePlanned'");
        command.Parameters.Add(Parameter.Of(PaymentRun.IdOf(month)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var communes = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) communes.Add(reader.GetString(0));
        return communes;
    }

    /// <summary>The run of a period, or null where nobody planned it yet.</summary>
    public static async Task<RunItem?> FindAsync(
        IQuerySession session, YearMonth month, CancellationToken cancellation)
    {
        var run = await session.Events.AggregateStreamAsync<PaymentRun>(PaymentRun.IdOf(month), token: cancellation);
        return run is null ? null : new RunItem(
            PeriodIso.Format(month),
            run.IsPlanned ? "Planned" : "Planning",
            run.Communes.Length,
            run.Opened.Communes.Length,
            run.Communes.Sum(c => c.Batches),
            run.Communes.Sum(c => c.Payments),
            run.Communes.Sum(c => c.Lines),
            run.Communes.Sum(c => c.Amount.Dong),
            run.Communes.Sum(c => c.HeldPayments),
            run.Communes.Sum(c => c.HeldAmount.Dong));
    }
}
