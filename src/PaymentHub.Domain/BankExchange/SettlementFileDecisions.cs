using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>The file does not wait for a decision: it is posted, being posted, or refused.</summary>
public sealed record FileNotHeld() : Refusal(
    "file-not-held",
    "Tệp không ở trạng thái tạm giữ nên không còn gì để quyết định. Hãy tải lại trang để xem kết quả.",
    "The file is not held, so there is nothing to decide. Reload to see what became of it.");

/// <summary>Why is not said.</summary>
public sealed record FileReasonMissing() : Refusal(
    "reason-missing",
    "Cần ghi lý do (ít nhất 5 ký tự).",
    "A reason is needed (at least 5 characters).");

/// <summary>What holds the file cannot be answered for by anybody: posting it would make the ledger wrong.</summary>
public sealed record FileNotPostable(string Objection) : Refusal(
    "file-not-postable",
    $"Không thể ghi sổ tệp này vì lý do {Objection}: sổ cái sẽ lệch với ngân hàng. Hãy từ chối tệp và yêu cầu đơn vị "
        + "gửi bản đúng.",
    $"The file cannot be posted because of {Objection}: the ledger would differ from the bank. Refuse it and ask for a "
        + "correct one.");

/// <summary>Entries lack what a posting needs, e.g. a date.</summary>
public sealed record FileIncomplete() : Refusal(
    "file-incomplete",
    "Tệp có mục thiếu ngày hạch toán nên không thể ghi sổ. Hãy từ chối tệp và yêu cầu đơn vị gửi bản đầy đủ.",
    "The file has entries without a date, which cannot be posted. Refuse it and ask for a complete one.");

/// <summary>Who handed the file in does not decide on it.</summary>
public sealed record FileOwnReceipt(string User) : Refusal(
    "segregation-of-duties",
    $"{User} là người nộp tệp này nên không được quyết định ghi sổ. Hãy để người khác thực hiện.",
    $"{User} handed the file in and cannot decide to post it. Ask another person.");

/// <summary>One person gives one of the two signatures.</summary>
public sealed record FileSecondPerson(string User) : Refusal(
    "segregation-of-duties",
    $"{User} đã đề nghị ghi sổ tệp này; cần một người khác đồng ý.",
    $"{User} already proposed to post this file; another person has to agree.");

/// <summary>Refusing takes two people.</summary>
public sealed record RefusalSecondPerson(string User) : Refusal(
    "segregation-of-duties",
    $"{User} đã đề nghị từ chối tệp này; cần một người khác đồng ý.",
    $"{User} already proposed to refuse this file; another person has to agree.");

/// <summary>What reading the kept bytes again says, and what the store objects today.</summary>
/// <param name="IsComplete">Whether every entry has what a posting needs.</param>
public sealed record HeldFileFacts(
    string[] Objections, bool IsComplete, int Entries, StatementFacts[] Statements, string? OriginalMessageId,
    string[] Findings, string[] FindingsEn)
{
    /// <summary>
    /// The posted file whose statements this one tells otherwise and whose place it may take; null where there is no
    /// such file, or where later statements rest on its closing balance.
    /// </summary>
    public Guid? Replaces { get; init; }
}

/// <summary>What everybody may know of a held file before it is decided on.</summary>
public static class HeldFile
{
    /// <summary>The same statement was told before with other content.</summary>
    public const string Conflict = "CONFLICT";

    /// <summary>
    /// Objections that people may answer for after asking the bank: they leave every entry and every sum as it is.
    /// </summary>
    public static readonly IReadOnlyList<string> Answerable =
    [
        "BAD_ENCODING", "CONTROL_MISMATCH", "DAY_GAP", "FUTURE_DATE", "MESSAGE_CONFLICT", "NO_BALANCE", "OPENING_GAP",
        "ORIGINAL_MISMATCH", "OUT_OF_ORDER", "SCHEMA", "SEQUENCE_GAP",
    ];
}

/// <summary>What may be done with a held file (tệp tạm giữ): two people post it, or two refuse it.</summary>
public static class SettlementFileDecisions
{
    private const int MinReasonLength = 5;

    /// <summary>
    /// The first person proposes to post the file, another one agrees (hai người ký). Both sign for the same
    /// objections: where new ones have come up since, the signatures begin anew.
    /// </summary>
    public static Decision Release(SettlementFile file, HeldFileFacts facts, string? reason, string user, Instant now)
    {
        if (!IsHeld(file)) return new FileNotHeld();
        if (IsMissing(reason)) return new FileReasonMissing();
        if (facts.Objections.FirstOrDefault(o => !MayAnswerFor(o, facts)) is { } objection)
            return new FileNotPostable(objection);
        if (!facts.IsComplete) return new FileIncomplete();
        if (IsSame(user, file.Received.ByUser)) return new FileOwnReceipt(user);
        if (file.Proposed is not { } proposed || facts.Objections.Except(proposed.Objections).Any())
            return Decision.Accept(new FileReleaseProposed(now, user, reason!.Trim(), facts.Objections));
        if (IsSame(user, proposed.ByUser)) return new FileSecondPerson(user);
        return Decision.Accept(
            new FileReleased(now, user, reason!.Trim(), facts.Objections) { Replaces = facts.Replaces },
            new FileAccepted(
                now, facts.Entries, facts.Statements, facts.OriginalMessageId, facts.Findings, facts.FindingsEn));
    }

    /// <summary>
    /// Refuses a held file for good: nothing of it is ever posted. The first person proposes, another one agrees; what
    /// is refused may be the only true telling of money that moved.
    /// </summary>
    public static Decision Refuse(SettlementFile file, string? reason, string user, Instant now)
    {
        if (!IsHeld(file)) return new FileNotHeld();
        if (IsMissing(reason)) return new FileReasonMissing();
        var reasons = file.Held!.Reasons;
        if (file.RefusalProposed is not { } proposed)
            return Decision.Accept(new FileRefusalProposed(now, user, reason!.Trim(), reasons));
        if (IsSame(user, proposed.ByUser)) return new RefusalSecondPerson(user);
        return Decision.Accept(new FileRefused(now, reasons, [], ByUser: user, Why: reason!.Trim()));
    }

    // A statement that takes another's place posts the differences, so the ledger is what the bank now says.
    private static bool MayAnswerFor(string objection, HeldFileFacts facts) =>
        HeldFile.Answerable.Contains(objection) || (objection == HeldFile.Conflict && facts.Replaces is not null);

    private static bool IsHeld(SettlementFile file) =>
        file.Status is SettlementFileStatus.Held or SettlementFileStatus.Proposed;

    private static bool IsMissing(string? reason) => (reason?.Trim().Length ?? 0) < MinReasonLength;

    private static bool IsSame(string one, string other) => string.Equals(
        one, other, StringComparison.OrdinalIgnoreCase);
}
