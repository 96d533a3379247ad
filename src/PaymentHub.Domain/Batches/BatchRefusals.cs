namespace PaymentHub.Domain.Batches;

/// <summary>The batch is not in the state that the command needs.</summary>
public sealed record WrongBatchStatus(BatchStatus Status, BatchStatus Needed) : Refusal(
    "batch-wrong-status",
    $"Lô đang ở trạng thái {BatchWords.Vietnamese(Status)}; thao tác này chỉ làm được khi lô "
        + $"{BatchWords.Vietnamese(Needed)}.",
    $"The batch is {BatchWords.English(Status)}; this needs a batch that is {BatchWords.English(Needed)}.");

/// <summary>One person may not do two duties on one batch (phân tách nhiệm vụ).</summary>
public sealed record SegregationOfDuties(string User, string Duty, string HeldDuty) : Refusal(
    "segregation-of-duties",
    $"{User} đã là {BatchWords.DutyVi(HeldDuty)} của lô này nên không thể là {BatchWords.DutyVi(Duty)}. Hãy để người "
        + $"khác thực hiện.",
    $"{User} already was {HeldDuty} of this batch and cannot be its {Duty}. Ask another person.");

/// <summary>The content no longer has the hash that was signed.</summary>
public sealed record ContentChanged(string Signed, string Found) : Refusal(
    "batch-content-changed",
    $"Nội dung lô không còn khớp mã băm đã ký ({Signed[..12]}… ≠ {Found[..12]}…). Lô bị chặn; báo ngay cho thanh tra.",
    $"The content does not match the signed hash ({Signed[..12]}… ≠ {Found[..12]}…). The batch is blocked; tell the "
        + $"inspector.");

/// <summary>Nothing in the batch can take part.</summary>
public sealed record NothingToPay() : Refusal(
    "batch-empty",
    "Lô không có khoản chi nào. Hãy lập lại kế hoạch tháng.",
    "The batch has no payment. Plan the month again.");

/// <summary>The payment number does not exist or is past the point where the command makes sense.</summary>
public sealed record WrongPaymentStatus(int No, PaymentStatus Status) : Refusal(
    "payment-wrong-status",
    $"Khoản chi số {No + 1} đang ở trạng thái {BatchWords.Vietnamese(Status)} nên không làm được thao tác này.",
    $"Payment {No + 1} is {Status}; this cannot be done any more.");

/// <summary>No payment has this number.</summary>
public sealed record PaymentNotFound(int No) : Refusal(
    "payment-not-found",
    $"Lô không có khoản chi số {No + 1}.",
    $"The batch has no payment {No + 1}.");

/// <summary>A reason is part of the audit trail and may not be empty.</summary>
public sealed record ReasonMissing() : Refusal(
    "reason-missing",
    "Cần ghi lý do (ít nhất 5 ký tự).",
    "A reason is needed (at least 5 characters).");

/// <summary>The payment has no money to pay again, or was already re-issued once.</summary>
public sealed record NotReissuable(int No) : Refusal(
    "payment-not-reissuable",
    $"Khoản chi số {No + 1} không có tiền phải chi lại, hoặc đã được chi lại một lần.",
    $"Payment {No + 1} has no money to pay again, or was already re-issued.");

/// <summary>The payment still may be paid, was paid, or its money went back or out again already.</summary>
public sealed record NothingToGiveBack(int No) : Refusal(
    "nothing-to-give-back",
    $"Khoản chi số {No + 1} không có tiền để hoàn dự toán: chưa được duyệt, đang chuyển, đã chi, đã chi lại hoặc "
        + "đã hoàn.",
    $"Payment {No + 1} has no money to give back: it is not approved, is under way, was paid, was paid again or was "
        + "given back already.");

/// <summary>Only a part came back, and nothing says which of the payment's months the part belongs to.</summary>
public sealed record PartlyReturned(int No) : Refusal(
    "payment-partly-returned",
    $"Khoản chi số {No + 1} mới bị trả lại một phần nên chưa chi lại được. Hãy hỏi ngân hàng về phần còn lại; khi đã "
        + "trả lại đủ thì chi lại toàn bộ.",
    $"Payment {No + 1} came back only in part. Ask the bank about the rest; re-issue it when all of it has come back.");

/// <summary>The institution refused these very payout details, and the register still has the same ones.</summary>
public sealed record PayoutUnchanged(int No, string Code) : Refusal(
    "payout-unchanged",
    $"Khoản chi số {No + 1} bị trả lại với mã {Code}, nhưng thông tin chi trả trong hồ sơ vẫn như cũ. Hãy cập nhật "
        + "tài khoản hoặc hình thức chi trả rồi mới chi lại.",
    $"Payment {No + 1} failed with {Code}, and the register still has the same payout details. Correct them first.");

/// <summary>
/// The bank's reason says that this payment must not be made again: it was a duplicate, was stopped, or may still
/// arrive.
/// </summary>
public sealed record ReasonForbidsReissue(int No, string Code) : Refusal(
    "reason-forbids-reissue",
    $"Khoản chi số {No + 1} có mã lý do {Code}: không chi lại trực tiếp. Hãy làm việc với đơn vị xử lý ghi trên trang "
        + "khoản chi; nếu người hưởng thật sự chưa nhận được tiền, tháng đó sẽ được lập lại ở kỳ sau.",
    $"Payment {No + 1} failed with {Code}, which must not simply be paid again. Settle it with those named on the "
        + "payment's page; what the person truly did not receive is planned again with the next month.");

/// <summary>The months of the payment are paid for by another plan, or are no longer due.</summary>
public sealed record NoLongerDue(int No, string Dossier) : Refusal(
    "payment-no-longer-due",
    $"Khoản chi số {No + 1}: các tháng hưởng của hồ sơ {Dossier} đã được lập lại ở kỳ khác, hoặc không còn được "
        + "hưởng. Hãy lập kế hoạch tháng thay cho chi lại.",
    $"Payment {No + 1}: the months of {Dossier} are planned elsewhere already, or are no longer due. Plan the month "
        + "instead.");

/// <summary>
/// The register no longer knows a decision of the payment, or where its money goes: made again without it, the payment
/// would be smaller than the one whose place it takes.
/// </summary>
public sealed record ReissueLinesLost(int No, string Dossiers) : Refusal(
    "reissue-lines-lost",
    $"Khoản chi số {No + 1}: danh sách không còn quyết định hoặc thông tin chi trả của hồ sơ {Dossiers}, nên chi lại "
        + "sẽ thiếu tiền. Hãy khôi phục hồ sơ trong danh sách rồi mới chi lại.",
    $"Payment {No + 1}: the register no longer has the decision or the payout details of {Dossiers}, so a re-issue "
        + "would pay less. Restore them in the register first.");

/// <summary>Payment of a decision rests until the person answers, and so does its earlier money.</summary>
public sealed record ReissueAwaitsAnswer(int No, string Dossier, string LegalBasis) : Refusal(
    "reissue-awaits-answer",
    $"Khoản chi số {No + 1}: hồ sơ {Dossier} đang tạm dừng hoặc đã thôi hưởng vì không nhận chế độ, nên khoản chưa "
        + $"nhận chờ quyết định hưởng lại rồi được truy lĩnh. Căn cứ: {LegalBasis}.",
    $"Payment {No + 1}: {Dossier} is suspended or has ended because nobody collected, so its money waits for the "
        + $"decision to resume and is then paid as arrears. Legal basis: {LegalBasis}.");

/// <summary>The Vietnamese and English words for states and duties.</summary>
public static class BatchWords
{
    public static string Vietnamese(BatchStatus status) => status switch
    {
        BatchStatus.Placed => "đã lập",
        BatchStatus.Submitted => "đã trình",
        BatchStatus.Approved => "đã duyệt",
        _ => "đã phát lệnh",
    };

    public static string English(BatchStatus status) => status switch
    {
        BatchStatus.Placed => "prepared",
        BatchStatus.Submitted => "submitted",
        BatchStatus.Approved => "approved",
        _ => "released",
    };

    public static string Vietnamese(PaymentStatus status) => status switch
    {
        PaymentStatus.Placed => "đã lập",
        PaymentStatus.Removed => "đã loại khỏi lô",
        PaymentStatus.Voided => "đã hủy trước khi phát lệnh",
        PaymentStatus.Instructed => "đã phát lệnh",
        PaymentStatus.Accepted => "ngân hàng đã nhận",
        PaymentStatus.Unknown => "chưa rõ kết quả",
        PaymentStatus.Rejected => "bị từ chối",
        PaymentStatus.Cancelled => "đã hủy lệnh",
        PaymentStatus.Settled => "đã chi",
        _ => "bị trả lại",
    };

    public static string DutyVi(string duty) => duty switch
    {
        Duty.Importer => "người nhập dữ liệu",
        Duty.Planner => "người lập",
        Duty.Submitter => "người trình",
        Duty.Approver => "người duyệt",
        Duty.Treasurer => "người phát lệnh",
        _ => duty,
    };
}

/// <summary>The duties that must lie with different people over a batch's whole life.</summary>
public static class Duty
{
    public const string Importer = "importer";
    public const string Planner = "planner";
    public const string Submitter = "submitter";
    public const string Approver = "approver";
    public const string Treasurer = "treasurer";
}
