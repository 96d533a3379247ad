using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.BankExchange;

/// <summary>The first of two people proposes to ask the bank for the file back, before it executes it.</summary>
public sealed record RecallProposed(Instant At, string ByUser, string MessageId, string ReasonCode, string Reason);

/// <summary>
/// The second person agrees: the bank is asked (camt.055) under an id of its own, with fixed bytes. Until it answers,
/// the payments stand as they are.
/// </summary>
public sealed record RecallAsked(
    Instant At, string ByUser, string MessageId, string ProposedBy, string RequestId, string ReasonCode,
    string FileName, string Sha256);

/// <summary>
/// The bank's answer (camt.029, or pain.002 with CANC). <paramref name="IsAccepted"/>: it executes nothing of the file;
/// <paramref name="Status"/> PACR: it executes some of it.
/// </summary>
public sealed record RecallAnswered(
    Instant At, string MessageId, string RequestId, bool IsAccepted, string Status, string? ReasonCode, Guid? FileId);

/// <summary>How far a recall is.</summary>
public enum RecallState
{
    Proposed,
    Asked,
    Accepted,

    /// <summary>The bank gives some of the payments back and executes the others.</summary>
    Partly,
    Refused,
}

/// <summary>A request to the bank not to execute a file (thu hồi lệnh chi), and its answer.</summary>
public sealed record FileRecall(RecallState State, string ProposedBy, string ReasonCode, string? RequestId)
{
    /// <summary>The recall after one more event of the file's stream.</summary>
    public static FileRecall? After(FileRecall? recall, object @event) => @event switch
    {
        RecallProposed e => new FileRecall(RecallState.Proposed, e.ByUser, e.ReasonCode, null),
        RecallAsked e => new FileRecall(RecallState.Asked, e.ProposedBy, e.ReasonCode, e.RequestId),
        RecallAnswered e when recall is not null => recall with { State = StateOf(e) },
        _ => recall,
    };

    /// <summary>What the bank's answer makes of the recall.</summary>
    public static RecallState StateOf(RecallAnswered answer) => answer.IsAccepted ? RecallState.Accepted
        : answer.Status == FileRecallDecisions.SomeStatus ? RecallState.Partly : RecallState.Refused;

    /// <summary>16 base-32 characters that name the recall of this file.</summary>
    public static string RequestIdOf(string messageId) => Base32.Encode(Keys.HashOf("recall", messageId), 16);
}
