using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Entitlements;

/// <summary>A decision to rest payment (tạm dừng) from a month on, for a cause of the catalogue.</summary>
public sealed record SuspendCommand(YearMonth From, string Cause, DecisionPaper Paper);

/// <summary>
/// A decision to change programme, group or injury percent (điều chỉnh) from a month on; the months before keep theirs.
/// </summary>
public sealed record ChangeTermsCommand(
    YearMonth From, string Programme, string Group, int? InjuryPercent, DecisionPaper Paper);

/// <summary>A decision to pay again (chi lại) from a month on; an earlier month brings those between back.</summary>
public sealed record ResumeCommand(YearMonth From, string Reason, DecisionPaper Paper);

/// <summary>A decision to end (thôi hưởng); the first month no longer entitled, for a cause of the catalogue.</summary>
public sealed record EndCommand(YearMonth Until, string Cause, DecisionPaper Paper);

/// <summary>A decision that declares another void from its beginning (hủy bỏ).</summary>
public sealed record AnnulCommand(string Reason, DecisionPaper Paper);

/// <summary>A decision to take months back whole for fraud; up to, not including, <paramref name="Until"/>.</summary>
public sealed record RecoverWholeCommand(YearMonth From, YearMonth? Until, string Reason, DecisionPaper Paper);

/// <summary>A decision that another commune pays from a month on (chuyển nơi chi trả).</summary>
public sealed record MoveCommand(string Commune, YearMonth From, DecisionPaper Paper);

/// <summary>A request to determine again (yêu cầu xác định lại), to be answered until and with a day.</summary>
public sealed record RequestCommand(LocalDate AnswerBy, string Reason, DecisionPaper Paper);

/// <summary>The answer to the request.</summary>
public sealed record AnswerCommand(LocalDate AnsweredOn, string Note);

/// <summary>
/// Records the signed decisions about one entitlement. Each needs its paper: number, signer, date and legal basis. Who
/// records one may not approve the money that rests on it.
/// </summary>
public sealed class DecideEntitlement(
    IDocumentStore store, CurrentUser user, RateBooks books, HubSettings settings, IClock clock) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var entitlements = api.MapGroup("/entitlements/{dossier}").WithTags("Entitlements");
        entitlements.MapPost("/suspend", SuspendAsync).Decides("SuspendEntitlement");
        entitlements.MapPost("/change", ChangeAsync).Decides("ChangeEntitlement");
        entitlements.MapPost("/resume", ResumeAsync).Decides("ResumeEntitlement");
        entitlements.MapPost("/end", EndAsync).Decides("EndEntitlement");
        entitlements.MapPost("/annul", AnnulAsync).Decides("AnnulEntitlement");
        entitlements.MapPost("/recover-whole", RecoverWholeAsync).Decides("RecoverWhole");
        entitlements.MapPost("/move", MoveAsync).Decides("MoveEntitlement");
        entitlements.MapPost("/papers", RecordAsync).Decides("RecordPapers");
        entitlements.MapPost("/redetermination", RequestAsync).Decides("RequestRedetermination");
        entitlements.MapPost("/redetermination/answer", AnswerRequestAsync).Decides("AnswerRedetermination");
    }

    /// <summary>Rests payment from a month on by a signed decision.</summary>
    /// <remarks>Tạm dừng chi trả theo quyết định.</remarks>
    public static Task<IResult> SuspendAsync(
        string dossier, SuspendCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.Suspend(
            dossier, state, body.From, body.Cause, body.Paper, decide.Rules(now), now, decide.UserName), cancellation);

    /// <summary>Changes the terms from a month on by a signed decision; the months before stay as they were.</summary>
    /// <remarks>Điều chỉnh mức, nhóm hưởng từ một tháng theo quyết định.</remarks>
    public static async Task<IResult> ChangeAsync(
        string dossier, ChangeTermsCommand body, DecideEntitlement decide, ReferenceData reference,
        CancellationToken cancellation)
    {
        if (!reference.ProgrammeGroups.Contains((body.Programme, body.Group)))
        {
            return Problems.BadRequest(
                "group-unknown",
                $"Không có nhóm {body.Group} trong chương trình {body.Programme}.",
                $"The programme {body.Programme} has no group {body.Group}.");
        }

        var wanted = new TermsWanted(body.Programme, body.Group, body.InjuryPercent);
        return await decide.AnswerAsync(dossier, (state, now) => SignedDecisions.Change(
            dossier, state, body.From, wanted, body.Paper, now, decide.UserName), cancellation);
    }

    /// <summary>Pays again from a month on by a signed decision.</summary>
    /// <remarks>Chi trả trở lại theo quyết định.</remarks>
    public static Task<IResult> ResumeAsync(
        string dossier, ResumeCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.Resume(
            dossier, state, body.From, body.Reason, body.Paper, now, decide.UserName), cancellation);

    /// <summary>Ends an entitlement by a signed decision.</summary>
    /// <remarks>Thôi hưởng theo quyết định.</remarks>
    public static Task<IResult> EndAsync(
        string dossier, EndCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.End(
            dossier, state, body.Until, body.Cause, body.Paper, decide.Rules(now), now, decide.UserName), cancellation);

    /// <summary>Declares a decision void from its beginning; what was paid under it becomes recoverable.</summary>
    /// <remarks>Hủy bỏ quyết định từ đầu; số đã chi trở thành số phải thu hồi.</remarks>
    public static Task<IResult> AnnulAsync(
        string dossier, AnnulCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.Annul(
            dossier, state, body.Reason, body.Paper, now, decide.UserName), cancellation);

    /// <summary>Takes months back whole for fraud by a signed decision.</summary>
    /// <remarks>Thu hồi toàn bộ các tháng do gian lận theo quyết định.</remarks>
    public static Task<IResult> RecoverWholeAsync(
        string dossier, RecoverWholeCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.RecoverWhole(
            dossier, state, body.From, body.Until, body.Reason, body.Paper, now, decide.UserName), cancellation);

    /// <summary>Lets another commune pay from a month on; no month is left out and none paid twice.</summary>
    /// <remarks>Chuyển nơi chi trả sang xã khác từ một tháng.</remarks>
    public static Task<IResult> MoveAsync(
        string dossier, MoveCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.Move(
            dossier, state, body.Commune, body.From, body.Paper, now, decide.UserName), cancellation);

    /// <summary>Records what the papers say beside the terms: children, shares, the disability certificate.</summary>
    /// <remarks>Ghi nhận giấy tờ kèm hồ sơ: con, số suất, giấy xác nhận khuyết tật.</remarks>
    public static Task<IResult> RecordAsync(
        string dossier, Circumstances body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => SignedDecisions.Record(
            dossier, state, body, now, decide.UserName), cancellation);

    /// <summary>
    /// Asks the person to have the conditions determined again; unanswered in time, a suspension is proposed.
    /// </summary>
    /// <remarks>Yêu cầu xác định lại; quá hạn không trả lời thì đề nghị tạm dừng.</remarks>
    public static Task<IResult> RequestAsync(
        string dossier, RequestCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => RedeterminationDecisions.Request(
            dossier, state, body.AnswerBy, body.Reason, body.Paper, now, decide.UserName), cancellation);

    /// <summary>Notes that the person answered the request.</summary>
    /// <remarks>Ghi nhận người hưởng đã phối hợp xác định lại.</remarks>
    public static Task<IResult> AnswerRequestAsync(
        string dossier, AnswerCommand body, DecideEntitlement decide, CancellationToken cancellation) =>
        decide.AnswerAsync(dossier, (state, now) => RedeterminationDecisions.Answer(
            dossier, state, body.AnsweredOn, body.Note, now, decide.UserName), cancellation);

    /// <summary>Records a netting plan within what is over-paid and what a month is worth.</summary>
    internal Task<IResult> NetAsync(
        string dossier, NettingPlan plan, Money overpaid, Money monthly, DecisionPaper paper,
        CancellationToken cancellation) =>
        AnswerAsync(dossier, (state, now) => SignedDecisions.Net(
            dossier, state, plan, overpaid, monthly, paper, Rules(now), now, UserName), cancellation);

    internal string UserName => user.UserName;

    internal Domain.Programmes.ProgrammeRules Rules(Instant now) =>
        books.Current.KnownAt(now, settings.IsDemo).Rules;

    internal async Task<IResult> AnswerAsync(
        string dossier, Func<Entitlement?, Instant, Decision> decide, CancellationToken cancellation) =>
        await RunAsync(dossier, decide, cancellation) switch
        {
            { Found: false } => Problems.NotFound("hồ sơ này", "such dossier"),
            { Refusal: { } refusal } => Problems.Of(refusal),
            _ => Results.NoContent(),
        };

    /// <summary>Appends what the decision says, for the API and for the pages.</summary>
    public async Task<(bool Found, Refusal? Refusal)> RunAsync(
        string dossier, Func<Entitlement?, Instant, Decision> decide, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<Entitlement>(Entitlement.IdOf(dossier), cancellation);
        if (stream.Aggregate is not { } state) return (false, null);
        if (!user.Can(Permissions.EntitlementsDecide, state.Terms.Commune, null)) return (false, null);
        var decision = decide(state, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return (true, refusal);
        if (decision.Events.Count == 0) return (true, null);
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (true, null);
    }
}

/// <summary>What every endpoint of a signed decision has in common.</summary>
internal static class DecisionEndpoints
{
    public static RouteHandlerBuilder Decides(this RouteHandlerBuilder endpoint, string operationId) =>
        endpoint.RequirePermission(Permissions.EntitlementsDecide)
            .Answers(operationId, StatusCodes.Status204NoContent);
}
