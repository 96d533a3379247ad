using NodaTime;
using PaymentHub.Domain;

namespace PaymentHub.Reports;

/// <summary>The lists that the law asks for, and the reasons of every line.</summary>
public enum ListKind
{
    /// <summary>
    /// Payee table for the State Treasury (bảng thanh toán cho đối tượng thụ hưởng): NĐ 11/2020 Điều 3.
    /// </summary>
    Payees,

    /// <summary>Increases and decreases (danh sách tăng, giảm): NĐ 20/2021 Điều 34.</summary>
    Changes,

    /// <summary>For public posting (danh sách niêm yết): NĐ 20/2021 Điều 8.</summary>
    Posting,

    /// <summary>Why every line is as it is (bảng giải trình).</summary>
    Reasons,
}

/// <summary>One list of one commune and month; <paramref name="Full"/> tells names and accounts unmasked.</summary>
public sealed record ListAsked(ListKind Kind, YearMonth Month, string Commune, string? Programme, bool Full);

/// <summary>The list would not add up; nothing is printed.</summary>
public sealed record ListDoesNotAddUp(long Payments, long Lines) : Refusal(
    "list-does-not-add-up",
    $"Tổng các khoản chi ({Payments} đồng) khác tổng các dòng ({Lines} đồng); không lập danh sách.",
    $"The payments sum to {Payments} đồng and their lines to {Lines} đồng; no list is made.");

/// <summary>Names and accounts without a reason.</summary>
public sealed record ListReasonMissing() : Refusal(
    "list-reason-missing",
    "Phải ghi lý do (tối đa 500 ký tự) khi lập danh sách có đủ họ tên, số tài khoản.",
    "State the reason (at most 500 characters) for a list with full names and accounts.");

/// <summary>The commune's month has no list yet.</summary>
public sealed record ListNotPlanned(string Commune) : Refusal(
    "list-not-planned",
    $"Xã {Commune} chưa lập kế hoạch chi của kỳ này.",
    $"The commune {Commune} has not planned this month yet.");
