namespace PaymentHub.Domain.Reconciliation;

/// <summary>No break has this id in the user's scope.</summary>
public sealed record BreakUnknown() : Refusal(
    "break-unknown", "Không có khoản chưa giải thích này.", "There is no such break.");

/// <summary>Why is not said.</summary>
public sealed record BreakReasonMissing() : Refusal(
    "reason-missing", "Cần ghi lý do (ít nhất 5 ký tự).", "A reason is needed (at least 5 characters).");

/// <summary>The break is explained already; who knows better reopens it first.</summary>
public sealed record BreakNotOpen() : Refusal(
    "break-not-open",
    "Khoản này đã có giải thích. Nếu giải thích sai, hãy mở lại khoản rồi giải thích lại.",
    "The break is explained already. If the explanation is wrong, reopen it and explain it again.");

/// <summary>No explanation waits for a second person.</summary>
public sealed record BreakNotExplained() : Refusal(
    "break-not-explained",
    "Không có giải thích nào đang chờ người thứ hai. Hãy tải lại trang.",
    "No explanation waits for a second person. Reload the page.");

/// <summary>Only a resolved break can be opened again.</summary>
public sealed record BreakNotResolved() : Refusal(
    "break-not-resolved", "Khoản này chưa được giải quyết nên không có gì để mở lại.",
    "The break is not resolved, so there is nothing to reopen.");

/// <summary>One person gives one of the two signatures.</summary>
public sealed record BreakSecondPerson(string User) : Refusal(
    "segregation-of-duties",
    $"{User} là người đã giải thích khoản này; cần một người khác đồng ý.",
    $"{User} explained this break; another person has to agree.");

/// <summary>The parts are none, not above zero, or not the break's amount to the đồng.</summary>
public sealed record ExplanationSum(Money Amount, Money Explained) : Refusal(
    "explanation-sum",
    $"Các phần giải thích cộng lại là {Explained} đồng, phải đúng bằng {Amount} đồng và từng phần lớn hơn 0.",
    $"The parts sum to {Explained} đồng; they must be {Amount} đồng exactly, each above zero.");

/// <summary>A contradicted answer is decided by one of two words, without an amount.</summary>
public sealed record AnswerDecisionMissing() : Refusal(
    "answer-decision-missing",
    "Trả lời mâu thuẫn chỉ có hai cách quyết định: ngân hàng rút lại trả lời, hoặc trả lời là đúng; số tiền là 0.",
    "A contradicted answer is decided in one of two ways: the bank takes it back, or it is right; the amount is 0.");

/// <summary>Money that came in is no payment and no charge; money that left is no return and no funding.</summary>
public sealed record ExplanationDirection(ExplanationKind Kind) : Refusal(
    "explanation-direction",
    $"Loại giải thích {Kind} không hợp với chiều tiền của khoản này.",
    $"The explanation {Kind} does not fit the direction of this break's money.");

/// <summary>The named payment does not exist at this institution.</summary>
public sealed record ExplanationPaymentUnknown(string? EndToEndId) : Refusal(
    "explanation-payment-unknown",
    $"Đơn vị này không có khoản chi mang mã {EndToEndId}. Hãy kiểm tra mã lệnh.",
    $"The institution has no payment {EndToEndId}. Check the order's id.");

/// <summary>The payment has not so much money in transit, or did not keep so much that could come back.</summary>
public sealed record ExplanationExceedsPayment(string EndToEndId, Money Left) : Refusal(
    "explanation-exceeds-payment",
    $"Khoản chi {EndToEndId} chỉ còn {Left} đồng có thể giải thích như vậy.",
    $"Of the payment {EndToEndId} only {Left} đồng can be explained so.");

/// <summary>There is no such advance, or it is given already.</summary>
public sealed record ExplanationAdvanceUnknown(string? MessageId) : Refusal(
    "explanation-advance-unknown",
    $"Không có lệnh tạm ứng cho danh sách {MessageId} còn chờ đúng số tiền này.",
    $"No advance for the list {MessageId} waits for this amount.");

/// <summary>The other break is not open, not of this account, of the same direction, or of more money.</summary>
public sealed record OffsetUnfit() : Refusal(
    "offset-unfit",
    "Khoản đối ứng phải còn mở, cùng tài khoản, ngược chiều tiền và đúng số tiền của nó.",
    "The other break must be open, of the same account, in the other direction, and for its whole amount.");

/// <summary>What the explanation did cannot be undone any more: later facts rest on it.</summary>
public sealed record ExplanationRestedOn(string EndToEndId) : Refusal(
    "explanation-rested-on",
    $"Khoản chi {EndToEndId} đã có bước sau dựa trên việc này (bị trả lại, chi lại, hoàn dự toán, hoặc các tháng của "
        + "nó đã lập lại ở danh sách sau). Hãy hủy bước đó trước.",
    $"Later steps of the payment {EndToEndId} rest on this (returned, re-issued, given back, or its months are on a "
        + "later list). Undo those first.");

/// <summary>The bank's correction is undone from the break that was explained by it.</summary>
public sealed record OffsetOfOther() : Refusal(
    "offset-of-other",
    "Khoản này được giải quyết cùng khoản đối ứng; hãy mở lại từ khoản đó.",
    "This break was resolved together with its counterpart; reopen it from there.");

/// <summary>The comment is empty or longer than it may be.</summary>
public sealed record CommentLength(int Most) : Refusal(
    "comment-length", $"Ghi chú phải có từ 1 đến {Most} ký tự.", $"A comment has 1 to {Most} characters.");

/// <summary>The file is empty, too large, or of a kind that is not taken.</summary>
public sealed record AttachmentRefused(long MostBytes, string Types) : Refusal(
    "attachment-refused",
    $"Tệp đính kèm phải có nội dung, tối đa {MostBytes} byte, loại {Types} đúng với nội dung.",
    $"An attachment has content, at most {MostBytes} bytes, and is of a type {Types} that its content shows.");

/// <summary>Nobody with this name can clear breaks.</summary>
public sealed record OwnerUnknown(string Owner) : Refusal(
    "owner-unknown",
    $"{Owner} không có quyền giải quyết khoản này.",
    $"{Owner} may not clear this break.");
