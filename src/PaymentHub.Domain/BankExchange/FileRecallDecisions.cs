using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>The bank executes from its cut-off time on; what is asked later comes too late.</summary>
public sealed record RecallTooLate(Instant CutOff) : Refusal(
    "recall-too-late",
    "Đã quá giờ chốt của ngân hàng trong ngày thực hiện nên không thu hồi được; hãy liên hệ ngân hàng.",
    "The bank's cut-off time on the execution day is over, so the file cannot be recalled; call the bank.");

/// <summary>Only a payment file (pain.001) of a release can be asked back by a message.</summary>
public sealed record FileNotRecallable() : Refusal(
    "file-not-recallable", "Chỉ thu hồi được tệp lệnh chuyển khoản (pain.001) của một lần phát lệnh.",
    "Only a file of credit transfers (pain.001) of a release can be recalled.");

/// <summary>The bank was asked, or it has answered.</summary>
public sealed record RecallDecided() : Refusal(
    "recall-decided", "Yêu cầu thu hồi đã gửi hoặc đã có trả lời.", "The recall was asked for already, or answered.");

/// <summary>One person gives one of the two signatures.</summary>
public sealed record RecallSecondPerson(string User) : Refusal(
    "segregation-of-duties", $"{User} đã đề nghị thu hồi; cần một người khác đồng ý.",
    $"{User} proposed the recall; another person has to agree.");

/// <summary>The code is none of the agreed ones.</summary>
public sealed record RecallReasonUnknown(string Codes) : Refusal(
    "recall-reason-unknown", $"Mã lý do phải là một trong: {Codes}.", $"The reason is one of: {Codes}.");

/// <summary>A request as a file: its name and the hash of its fixed bytes.</summary>
public sealed record RecallRequest(string FileName, string Sha256);

/// <summary>
/// Asking a file back (thu hồi lệnh chi): before the cut-off, by two people, under an id that follows from the file, so
/// it cannot be asked for twice. The payments change only when the bank has answered.
/// </summary>
public static class FileRecallDecisions
{
    /// <summary>PartiallyAccepted: some of the payments are given back.</summary>
    internal const string SomeStatus = "PACR";

    /// <summary>What banks call a recall that they grant, refuse, grant in part.</summary>
    private static readonly string[] Granted = ["ACCR", "CNCL", "CANC"], Refused = ["RJCR", SomeStatus];

    private const int MinReasonLength = 5;
    private const string Transfers = "pain.001";

    /// <summary>Whether the file may be asked back at all at this moment.</summary>
    public static Refusal? Objection(InstructionFile file, Instant cutOff, Instant now)
    {
        if (file.Produced is not { } produced) return new FileNotProduced();
        if (file.Ordered is null || produced.Format?.StartsWith(Transfers, StringComparison.Ordinal) != true)
            return new FileNotRecallable();
        if (file.Recall is { State: not RecallState.Proposed }) return new RecallDecided();
        if (file.Delivery.State == DeliveryState.Declined) return new DeliveryDecided(file.Delivery.State);
        return now < cutOff ? null : new RecallTooLate(cutOff);
    }

    /// <summary>The first person; <paramref name="codes"/> are the reasons that a bank may be given.</summary>
    public static Decision Propose(
        InstructionFile file, string? code, IReadOnlyCollection<string> codes, string? reason, Instant cutOff,
        string user, Instant now)
    {
        if ((reason?.Trim().Length ?? 0) < MinReasonLength) return new BankReasonMissing();
        if (code is null || !codes.Contains(code)) return new RecallReasonUnknown(string.Join(", ", codes));
        if (Objection(file, cutOff, now) is { } refusal) return refusal;
        return file.Recall is null
            ? Decision.Accept(new RecallProposed(now, user, file.MessageId, code, reason!.Trim()))
            : new RecallSecondPerson(file.Recall.ProposedBy);
    }

    /// <summary>The second person; <paramref name="request"/> is what the bank will get.</summary>
    public static Decision Agree(InstructionFile file, RecallRequest request, Instant cutOff, string user, Instant now)
    {
        if (Objection(file, cutOff, now) is { } refusal) return refusal;
        if (file.Recall is not { State: RecallState.Proposed } recall) return new NoSuchProposal(0);
        if (string.Equals(recall.ProposedBy, user, StringComparison.OrdinalIgnoreCase))
            return new RecallSecondPerson(user);
        return Decision.Accept(new RecallAsked(
            now, user, file.MessageId, recall.ProposedBy, FileRecall.RequestIdOf(file.MessageId), recall.ReasonCode,
            request.FileName, request.Sha256));
    }

    /// <summary>Whether a status answers a recall.</summary>
    public static bool IsAnswer(string status) => Granted.Contains(status) || Refused.Contains(status);

    /// <summary>
    /// The bank's answer, by what it says of the file, its batches and its payments (<paramref name="told"/>) and by
    /// how many of the file's payments are cancelled with it. A pending answer (PDCR) is none yet; one that comes again
    /// changes nothing.
    /// </summary>
    public static Decision Answer(
        InstructionFile file, IReadOnlyCollection<string> told, string? reasonCode, int payments, int cancelled,
        Guid fileId, Instant now)
    {
        if (file.Recall is not { State: RecallState.Asked, RequestId: { } request }) return Decision.AlreadyDone;
        if (!told.Any(IsAnswer)) return Decision.AlreadyDone;
        var isWhole = cancelled == payments;
        var status = isWhole ? told.FirstOrDefault(Granted.Contains) ?? Granted[0]
            : cancelled > 0 ? SomeStatus : Refused[0];
        return Decision.Accept(new RecallAnswered(
            now, file.MessageId, request, isWhole, status, reasonCode, fileId));
    }
}
