using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>A reason, at least five characters.</summary>
public sealed record PeriodReason(string? Reason);

/// <summary>Why exceptions are carried over: kind → reason.</summary>
public sealed record PeriodSignature(IReadOnlyDictionary<string, string>? Carried);

/// <summary>
/// Shutting and opening the books of a month (khóa sổ, mở sổ kỳ kế toán). Who closes answers for the whole province.
/// </summary>
public sealed class ClosePeriod : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var periods = api.MapGroup("/accounting-periods").WithTags("Ledger");
        periods.MapPost("/{period}/soft-close", HandleSoftCloseAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("SoftClosePeriod", StatusCodes.Status204NoContent);
        periods.MapPost("/{period}/open", HandleOpenAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("OpenPeriod", StatusCodes.Status204NoContent);
        periods.MapPost("/{period}/sign", HandleSignAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("SignPeriod", StatusCodes.Status204NoContent);
        periods.MapPost("/{period}/reopen", HandleReopenAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("ReopenPeriod", StatusCodes.Status204NoContent);
    }

    /// <summary>Stops postings into a month that is over.</summary>
    /// <remarks>Khóa sổ tạm: không ghi thêm vào tháng đã hết.</remarks>
    public static async Task<IResult> HandleSoftCloseAsync(
        string period, ActOnPeriod act, CancellationToken cancellation) =>
        AnswerOf(period, await act.SoftCloseAsync(period, cancellation));

    /// <summary>Takes a soft close back.</summary>
    /// <remarks>Mở lại kỳ mới khóa tạm.</remarks>
    public static async Task<IResult> HandleOpenAsync(
        string period, PeriodReason body, ActOnPeriod act, CancellationToken cancellation) =>
        AnswerOf(period, await act.OpenAsync(period, body.Reason ?? "", cancellation));

    /// <summary>Signs a soft-closed month; the second person's signature closes and seals it.</summary>
    /// <remarks>Ký khóa sổ; người thứ hai ký thì kỳ được khóa và niêm phong.</remarks>
    public static async Task<IResult> HandleSignAsync(
        string period, PeriodSignature body, ActOnPeriod act, CancellationToken cancellation) =>
        AnswerOf(period, await act.SignAsync(
            period, body.Carried ?? new Dictionary<string, string>(), cancellation));

    /// <summary>Proposes to open a closed month, or agrees as the second person.</summary>
    /// <remarks>Đề nghị hoặc đồng ý mở lại kỳ đã khóa sổ.</remarks>
    public static async Task<IResult> HandleReopenAsync(
        string period, PeriodReason body, ActOnPeriod act, CancellationToken cancellation) =>
        AnswerOf(period, await act.ReopenAsync(period, body.Reason ?? "", cancellation));

    private static IResult AnswerOf(string period, (bool Found, Refusal? Refusal) result) => result switch
    {
        (false, _) when !PeriodIso.TryParse(period, out _) => PeriodProblem.Result,
        (false, _) => Problems.NotFound("kỳ kế toán này", "such accounting period"),
        (_, { } refusal) => Problems.Of(refusal),
        _ => Results.NoContent(),
    };
}

/// <summary>The acts on a month's books, for the API and for the page.</summary>
public sealed class ActOnPeriod(NpgsqlDataSource source, IDocumentStore store, IClock clock, CurrentUser user)
{
    /// <summary>True where the user answers for the books of the whole province.</summary>
    public bool IsCloser =>
        user.Can(Permissions.LedgerClose) && user.CommuneFilter(Permissions.LedgerClose) is null
        && user.InstitutionFilter(Permissions.LedgerClose) is null;

    public Task<(bool Found, Refusal? Refusal)> SoftCloseAsync(string period, CancellationToken cancellation) =>
        DecideAsync(
            period,
            async (state, month, now) => AccountingPeriodDecisions.SoftClose(
                state, month, await OpenBeforeAsync(month, cancellation), user.UserName, now),
            cancellation);

    public Task<(bool Found, Refusal? Refusal)> OpenAsync(
        string period, string reason, CancellationToken cancellation) =>
        DecideAsync(
            period,
            (state, _, now) => Task.FromResult(AccountingPeriodDecisions.Open(state, reason, user.UserName, now)),
            cancellation);

    public Task<(bool Found, Refusal? Refusal)> SignAsync(
        string period, IReadOnlyDictionary<string, string> reasons, CancellationToken cancellation) =>
        DecideAsync(
            period,
            async (state, month, now) => AccountingPeriodDecisions.Sign(
                state, month, await ClosingChecklist.LookAsync(source, month, cancellation), reasons,
                user.UserName, now),
            cancellation);

    public Task<(bool Found, Refusal? Refusal)> ReopenAsync(
        string period, string reason, CancellationToken cancellation) =>
        DecideAsync(
            period,
            (state, month, now) => Task.FromResult(
                AccountingPeriodDecisions.Reopen(state, month, reason, user.UserName, now)),
            cancellation);

    private async Task<(bool Found, Refusal? Refusal)> DecideAsync(
        string period, Func<AccountingPeriod?, YearMonth, Instant, Task<Decision>> decide,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month) || !IsCloser) return (false, null);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        await session.BeginTransactionAsync(cancellation);
        await Books.TakeAloneAsync(session.Connection!, cancellation);
        var stream = await session.Events.FetchForWriting<AccountingPeriod>(
            AccountingPeriod.IdOf(month), cancellation);
        var decision = await decide(stream.Aggregate, month, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return (true, refusal);
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (true, null);
    }

    // The latest earlier month with postings whose books are not shut.
    private async Task<YearMonth?> OpenBeforeAsync(YearMonth month, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select min(date_trunc('month', p.booked_on))::date from hub.posting p
            where p.booked_on < $1 and coalesce((
                select s.status from hub.period_step s where s.period = date_trunc('month', p.booked_on)
                order by s.version desc limit 1), 'Open') = 'Open'
            """);
        command.Parameters.Add(Storage.Parameter.Of((YearMonth?)month));
        return await command.ExecuteScalarAsync(cancellation) is LocalDate first ? first.ToYearMonth() : null;
    }
}
