using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>Who is to clear a break (nobody: the caller), and until when (null: the day of its kind).</summary>
public sealed record BreakAssignment(string? Owner, LocalDate? Due);

/// <summary>A remark on a break.</summary>
public sealed record BreakComment(string? Text);

/// <summary>Why; at least five characters, kept for ever.</summary>
public sealed record BreakReason(string? Reason);

/// <summary>
/// A part of a break's money in đồng and what it was: Payment, Return (of the payment <paramref name="EndToEndId"/>),
/// Funding, Charge, Advance, AdvanceReturned (for the list <paramref name="MessageId"/>) or Offset (by
/// <paramref name="OtherBreak"/>).
/// </summary>
public sealed record ExplanationPart(
    ExplanationKind Kind, long Amount, string? EndToEndId = null, string? MessageId = null, Guid? OtherBreak = null)
{
    /// <summary>The part with the place of its payment; one that is not found is refused by the decision.</summary>
    public Explanation In(ExplanationFacts facts)
    {
        var id = EndToEndId?.Trim().ToUpperInvariant();
        var place = facts.Payments.Where(p => p.Value.Placed.EndToEndId == id).Select(p => (PaymentRef?)p.Key)
            .FirstOrDefault();
        return new Explanation(Kind, new Money(Amount), place?.Batch, place?.No, id, MessageId?.Trim(), OtherBreak);
    }
}

/// <summary>A payment that is not the one, and why.</summary>
public sealed record RejectedPayment(string? EndToEndId, string? Reason);

/// <summary>What a break's money was; the parts sum to its amount.</summary>
public sealed record BreakExplanation(ExplanationPart[]? Parts, string? Reason);

/// <summary>Clears breaks one by one (giải quyết khoản chưa giải thích).</summary>
public sealed class ClearBreak : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/breaks/{breakId:guid}");
        Act(group.MapPost("/assign", AssignAsync), Permissions.BreaksResolve, "AssignBreak");
        Act(group.MapPost("/comment", CommentAsync), Permissions.BreaksConfirm, "CommentBreak");
        Act(group.MapPost("/explain", ExplainAsync), Permissions.BreaksResolve, "ExplainBreak");
        Act(group.MapPost("/confirm", ConfirmAsync), Permissions.BreaksConfirm, "ConfirmBreak");
        Act(group.MapPost("/decline", DeclineAsync), Permissions.BreaksConfirm, "DeclineBreak");
        Act(group.MapPost("/reopen", ReopenAsync), Permissions.BreaksResolve, "ReopenBreak");
        Act(group.MapPost("/reject", RejectAsync), Permissions.BreaksResolve, "RejectProposal");
        Act(group.MapPost("/files", AttachAsync).TakesFile(), Permissions.BreaksConfirm, "AttachToBreak");
    }

    /// <summary>Gives a break to somebody who may clear it.</summary>
    /// <remarks>Giao người xử lý và hạn xử lý.</remarks>
    public static async Task<IResult> AssignAsync(
        Guid breakId, BreakAssignment body, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.AssignAsync(breakId, body.Owner, body.Due, cancellation));

    /// <summary>Adds a remark that is kept for ever.</summary>
    /// <remarks>Ghi chú vào khoản chưa giải thích.</remarks>
    public static async Task<IResult> CommentAsync(
        Guid breakId, BreakComment body, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.CommentAsync(breakId, body.Text, cancellation));

    /// <summary>Says what the break's money was; from a limit on a second person has to agree.</summary>
    /// <remarks>Giải thích khoản tiền; từ hạn mức trở lên cần người thứ hai đồng ý.</remarks>
    public static async Task<IResult> ExplainAsync(
        Guid breakId, BreakExplanation body, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.ExplainAsync(breakId, body.Parts ?? [], body.Reason, cancellation));

    /// <summary>Agrees as the second person with how the break was explained.</summary>
    /// <remarks>Người thứ hai đồng ý với giải thích.</remarks>
    public static async Task<IResult> ConfirmAsync(Guid breakId, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.ConfirmAsync(breakId, cancellation));

    /// <summary>Does not agree with how the break was explained.</summary>
    /// <remarks>Không đồng ý với giải thích.</remarks>
    public static async Task<IResult> DeclineAsync(
        Guid breakId, BreakReason body, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.DeclineAsync(breakId, body.Reason, cancellation));

    /// <summary>Opens a resolved break again; what its explanation posted is taken back.</summary>
    /// <remarks>Mở lại khoản đã giải quyết; bút toán của giải thích được đảo.</remarks>
    public static async Task<IResult> ReopenAsync(
        Guid breakId, BreakReason body, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.ReopenAsync(breakId, body.Reason, cancellation));

    /// <summary>Says that a payment is not the one behind the break; the pair is not proposed again.</summary>
    /// <remarks>Loại một khoản chi được đề xuất; cặp này không được đề xuất lại.</remarks>
    public static async Task<IResult> RejectAsync(
        Guid breakId, RejectedPayment body, ActOnBreak act, CancellationToken cancellation) =>
        Answer(await act.RejectAsync(breakId, body.EndToEndId, body.Reason, cancellation));

    /// <summary>Adds a paper: PDF, PNG or JPEG.</summary>
    /// <remarks>Đính kèm văn bản: PDF, PNG hoặc JPEG.</remarks>
    public static async Task<IResult> AttachAsync(
        Guid breakId, HttpRequest request, ActOnBreak act, BreakRules rules, CancellationToken cancellation)
    {
        if (request.ContentLength > rules.AttachmentBytes) return Problems.Of(rules.RefusedPaper);
        var (name, bytes) = await UploadLimits.ReadAsync(request, cancellation);
        return Answer(await act.AttachAsync(breakId, name, bytes, cancellation));
    }

    private static void Act(RouteHandlerBuilder endpoint, string permission, string operation) =>
        endpoint.RequirePermission(permission).WithTags("Reconciliation")
            .Answers(operation, StatusCodes.Status204NoContent);

    private static IResult Answer(Refusal? refusal) => refusal switch
    {
        null => Results.NoContent(),
        BreakUnknown => Problems.NotFound("khoản chưa giải thích này", "such break"),
        _ => Problems.Of(refusal),
    };
}
