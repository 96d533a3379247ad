namespace PaymentHub.Domain.Ledger;

/// <summary>A month may be shut only after its last day.</summary>
public sealed record PeriodNotOver(string Period) : Refusal(
    "period-not-over",
    $"Tháng {Period} chưa hết; chỉ khóa sổ sau ngày cuối tháng.",
    $"The month {Period} is not over; its books are shut after its last day only.");

/// <summary>An earlier month is still open.</summary>
public sealed record PeriodOutOfOrder(string Earlier) : Refusal(
    "period-out-of-order",
    $"Tháng {Earlier} chưa khóa sổ. Hãy khóa các tháng theo thứ tự.",
    $"The books of {Earlier} are not closed. Close the months in their order.");

/// <summary>The act does not fit where the month stands.</summary>
public sealed record PeriodStandsOtherwise(string Period, PeriodStatus Status) : Refusal(
    "period-stands-otherwise",
    $"Kỳ kế toán {Period} đang ở trạng thái {Status}; thao tác này không áp dụng.",
    $"The accounting period {Period} is {Status}; this act does not apply to it.");

/// <summary>Points of the checklist do not hold.</summary>
public sealed record ChecklistOpen(string Codes, string Vietnamese, string English) : Refusal(
    "checklist-open", Vietnamese, English);

/// <summary>Exceptions are carried over without a reason.</summary>
public sealed record CarryingNeedsReason(string Kinds) : Refusal(
    "carrying-needs-reason",
    $"Còn khoản chưa giải thích thuộc loại: {Kinds}. Hãy xử lý, hoặc ghi lý do chuyển sang tháng sau cho từng loại.",
    $"There are exceptions of these kinds: {Kinds}. Decide on them, or give a reason of each kind for carrying them.");

/// <summary>Both signatures, or both decisions to reopen, are those of one person.</summary>
public sealed record SecondPersonNeeded(string User) : Refusal(
    "second-person-needed",
    $"{User} đã ký lần thứ nhất; cần một người khác.",
    $"{User} was the first; another person is needed.");

/// <summary>The postings of the month are no longer those that were signed.</summary>
public sealed record SealDiffers(string Period) : Refusal(
    "seal-differs",
    $"Bút toán của tháng {Period} khác với khi người thứ nhất ký. Hãy mở lại kỳ và ký lại từ đầu.",
    $"The postings of {Period} differ from what was signed first. Open the month and sign anew.");
