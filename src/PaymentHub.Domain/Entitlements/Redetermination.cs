using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// The authority asked the person to have the disability or the conditions determined again (yêu cầu xác định lại), to
/// be answered until and with <paramref name="AnswerBy"/>.
/// </summary>
public sealed record RedeterminationRequested(
    LocalDate AnswerBy, string Reason, DecisionPaper Paper, Instant At, string ByUser);

/// <summary>The person answered the request (đã phối hợp xác định lại).</summary>
public sealed record RedeterminationAnswered(LocalDate AnsweredOn, string Note, Instant At, string ByUser);

/// <summary>A request that waits for its answer.</summary>
public sealed record OpenRequest(LocalDate AnswerBy, string Number);

/// <summary>The last day of the answer lies before the day of the paper.</summary>
public sealed record AnswerDayTooEarly(string Dossier) : Refusal(
    "answer-day-too-early",
    $"Hồ sơ {Dossier}: hạn trả lời phải từ ngày ký văn bản yêu cầu trở đi.",
    $"Dossier {Dossier}: the answer cannot be due before the request was signed.");

/// <summary>
/// Requests to determine again (TT 02/2021 Điều 2 khoản 3): unanswered ones lead to a proposed suspension, which a
/// person signs.
/// </summary>
public static class RedeterminationDecisions
{
    /// <summary>Asks; the same paper again is already done.</summary>
    public static Decision Request(
        string dossier, Entitlement? state, LocalDate answerBy, string reason, DecisionPaper paper, Instant at,
        string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        if (state.IsAnnulled) return new EntitlementIsAnnulled(dossier);
        if (paper.Number.Length == 0 || paper.SignedBy.Length == 0 || paper.LegalBasis.Length == 0)
            return new DecisionPaperIncomplete(dossier);
        if (answerBy < paper.SignedOn) return new AnswerDayTooEarly(dossier);
        return state.Asked == new OpenRequest(answerBy, paper.Number)
            ? Decision.AlreadyDone
            : Decision.Accept(new RedeterminationRequested(answerBy, reason, paper, at, byUser));
    }

    /// <summary>What is open after a request or an answer.</summary>
    internal static OpenRequest? AskedAfter(object @event) =>
        @event is RedeterminationRequested e ? new OpenRequest(e.AnswerBy, e.Paper.Number) : null;

    /// <summary>Notes the answer; where nothing is open it is already done.</summary>
    public static Decision Answer(
        string dossier, Entitlement? state, LocalDate answeredOn, string note, Instant at, string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        return state.Asked is null
            ? Decision.AlreadyDone
            : Decision.Accept(new RedeterminationAnswered(answeredOn, note, at, byUser));
    }
}
