using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>
/// The books of a month: where they stand and what is booked in it; <paramref name="Debit"/> is the sum of the debits,
/// đồng.
/// </summary>
public sealed record PeriodItem(string Period, string Status, long Postings, long Debit, string? ByUser, Instant? At);

/// <summary>Every month with postings, latest first.</summary>
public sealed record PeriodList(IReadOnlyList<PeriodItem> Items);

/// <summary>One step in the life of a month's books.</summary>
public sealed record PeriodStepView(Instant At, string Status, string ByUser, string? Reason, string? Hash);

/// <summary>An exception kind that the month leaves undecided, and why it was carried, where it was.</summary>
public sealed record CarriedView(string Kind, int Count, long Amount, string? Reason);

/// <summary>A point of the closing checklist.</summary>
public sealed record PointView(string Code, bool Holds, string TextVi, string TextEn);

/// <summary>
/// A month's books with the closing checklist as it stands now, and the hash over its postings now;
/// <paramref name="SealHolds"/> is null where nothing was sealed.
/// </summary>
public sealed record PeriodAnswer(
    string Period, string Status, long Postings, long Debit, string Hash, string? SealedHash, bool? SealHolds,
    string? FirstBy, IReadOnlyList<PointView> Checklist, IReadOnlyList<CarriedView> Exceptions,
    IReadOnlyList<PeriodStepView> Steps);

/// <summary>The accounting periods (kỳ kế toán) and how far their books are shut.</summary>
public sealed class ReadPeriods : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var periods = api.MapGroup("/accounting-periods").WithTags("Ledger");
        periods.MapGet("", ListAsync).RequirePermission(Permissions.LedgerView).Answers<PeriodList>("ListPeriods");
        periods.MapGet("/{period}", HandleAsync).RequirePermission(Permissions.LedgerView)
            .Answers<PeriodAnswer>("GetPeriod");
    }

    /// <summary>Every month with postings; they belong to the whole province, so a narrower scope sees none.</summary>
    /// <remarks>Các kỳ kế toán và trạng thái khóa sổ.</remarks>
    public static async Task<IResult> ListAsync(
        CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(new PeriodList(MaySee(user) ? await QueryAsync(source, cancellation) : []));

    /// <summary>The books of a month with the closing checklist as it stands now.</summary>
    /// <remarks>Sổ của một tháng và danh mục kiểm tra khóa sổ.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, NpgsqlDataSource source, IQuerySession session,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        return MaySee(user)
            ? Results.Ok(await FindAsync(month, source, session, cancellation))
            : Problems.NotFound("kỳ kế toán này", "such accounting period");
    }

    /// <summary>The books are those of the whole province.</summary>
    public static bool MaySee(CurrentUser user) =>
        user.Can(Permissions.LedgerView) && user.CommuneFilter(Permissions.LedgerView) is null;

    /// <summary>Months with postings or steps, latest first.</summary>
    public static async Task<List<PeriodItem>> QueryAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            with booked as (
                select date_trunc('month', booked_on)::date as period, count(*) as postings,
                       coalesce(sum(amount) filter (where amount > 0), 0)::bigint as debit
                from hub.posting group by 1
            ), step as (
                select distinct on (period) period, status, by_user, at from hub.period_step
                order by period, version desc)
            select coalesce(b.period, s.period), coalesce(s.status, 'Open'), coalesce(b.postings, 0),
                   coalesce(b.debit, 0), s.by_user, s.at
            from booked b full join step s on s.period = b.period order by 1 desc
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<PeriodItem>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new PeriodItem(
                PeriodIso.Format(reader.GetFieldValue<LocalDate>(0).ToYearMonth()), reader.GetString(1),
                reader.GetInt64(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<Instant>(5)));
        }

        return found;
    }

    /// <summary>The books of a month; one that nobody touched is open.</summary>
    public static async Task<PeriodAnswer> FindAsync(
        YearMonth month, NpgsqlDataSource source, IQuerySession session, CancellationToken cancellation)
    {
        var state = await session.Events.AggregateStreamAsync<AccountingPeriod>(
            AccountingPeriod.IdOf(month), token: cancellation);
        var facts = await ClosingChecklist.LookAsync(source, month, cancellation);
        var isSealed = state?.Status is PeriodStatus.Closed or PeriodStatus.ReopenProposed;
        var reasons = (state?.Carried ?? []).ToDictionary(c => c.Kind, c => c.Reason);
        var exceptions = isSealed
            ? state!.Carried.Select(c => new CarriedView(c.Kind, c.Count, c.Amount.Dong, c.Reason))
            : facts.Exceptions.Select(e => new CarriedView(
                e.Kind, e.Count, e.Amount.Dong, reasons.GetValueOrDefault(e.Kind)));
        return new PeriodAnswer(
            PeriodIso.Format(month), (state?.Status ?? PeriodStatus.Open).ToString(), facts.Seal.Postings,
            facts.Seal.Debit.Dong, facts.Seal.Hash, state?.Seal?.Hash,
            state?.Seal is { } sealedAs ? sealedAs.IsSame(facts.Seal) : null, state?.FirstBy,
            [.. facts.Points.Select(p => new PointView(p.Code, p.Holds, p.Vietnamese, p.English))],
            [.. exceptions], await StepsAsync(month, source, cancellation));
    }

    private static async Task<List<PeriodStepView>> StepsAsync(
        YearMonth month, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select at, status, by_user, reason, hash from hub.period_step where period = $1 order by version");
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var steps = new List<PeriodStepView>();
        while (await reader.ReadAsync(cancellation))
        {
            steps.Add(new PeriodStepView(
                reader.GetFieldValue<Instant>(0), reader.GetString(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        return steps;
    }
}
