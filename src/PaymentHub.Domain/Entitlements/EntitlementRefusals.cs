using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// The dossier already belongs to somebody else; a dossier identifies one person's decision for ever.
/// </summary>
public sealed record EntitlementOfAnotherPerson(string Dossier) : Refusal(
    "entitlement-other-person",
    $"Hồ sơ {Dossier} đã thuộc về một người khác. Hãy kiểm tra mã hồ sơ hoặc số định danh cá nhân.",
    $"Dossier {Dossier} already belongs to another person. Check the dossier number or the personal id.");

/// <summary>The last month lies before the first one.</summary>
public sealed record EntitlementMonthsInverted(string Dossier) : Refusal(
    "entitlement-months-inverted",
    $"Hồ sơ {Dossier}: tháng thôi hưởng hoặc tháng đã chi kết thúc trước khi bắt đầu.",
    $"Dossier {Dossier}: the months end before they begin.");

/// <summary>The injury percent lies outside the tables of NĐ 77/2024 Phụ lục II and III.</summary>
public sealed record InjuryPercentOutOfRange(string Dossier, int Percent) : Refusal(
    "injury-percent-out-of-range",
    $"Hồ sơ {Dossier}: tỷ lệ tổn thương {Percent}% phải từ 21 đến 100.",
    $"Dossier {Dossier}: injury percent {Percent} must be 21 to 100.");

/// <summary>A brought-forward amount that is not above zero.</summary>
public sealed record PaidBeforeNotPositive(string Dossier) : Refusal(
    "paid-before-not-positive",
    $"Hồ sơ {Dossier}: mức đã chi phải lớn hơn 0 đồng; nếu chưa chi thì để trống cả ba cột.",
    $"Dossier {Dossier}: the amount paid before must be above zero; leave all three columns empty otherwise.");

/// <summary>The command needs a decision that is not in the register.</summary>
public sealed record EntitlementUnknown(string Dossier) : Refusal(
    "entitlement-unknown",
    $"Không có hồ sơ {Dossier} trong danh sách quản lý.",
    $"Dossier {Dossier} is not in the register.");

/// <summary>The paper lacks its number, signer or legal basis, or is signed in the future.</summary>
public sealed record DecisionPaperIncomplete(string Dossier) : Refusal(
    "decision-paper-incomplete",
    $"Hồ sơ {Dossier}: quyết định phải có số, người ký, căn cứ và ngày ký không sau hôm nay.",
    $"Dossier {Dossier}: a decision needs its number, signer, legal basis and a date signed not after today.");

/// <summary>The cause is not in the catalogue, or is one for another kind of decision.</summary>
public sealed record CauseUnknown(string Dossier, string Cause) : Refusal(
    "cause-unknown",
    $"Hồ sơ {Dossier}: lý do {Cause} không có trong danh mục cho loại quyết định này.",
    $"Dossier {Dossier}: cause {Cause} is not in the catalogue for this kind of decision.");

/// <summary>An annulled decision takes no further decision.</summary>
public sealed record EntitlementIsAnnulled(string Dossier) : Refusal(
    "entitlement-annulled",
    $"Hồ sơ {Dossier}: quyết định đã bị hủy bỏ.",
    $"Dossier {Dossier}: the decision was annulled.");

/// <summary>A recovery must be above zero, and a month may give no more than the catalogue allows.</summary>
public sealed record NettingAboveLimit(string Dossier, Money MonthlyLimit, Money Allowed) : Refusal(
    "netting-above-limit",
    $"Hồ sơ {Dossier}: mức trừ {MonthlyLimit} đ/tháng phải lớn hơn 0 và không quá {Allowed} đ.",
    $"Dossier {Dossier}: {MonthlyLimit} đ a month must be above zero and at most {Allowed} đ.");

/// <summary>More is to be taken back than was over-paid.</summary>
public sealed record RecoveryAboveOverpaid(string Dossier, Money Total, Money Overpaid) : Refusal(
    "recovery-above-overpaid",
    $"Hồ sơ {Dossier}: số thu hồi {Total} đ lớn hơn số đã chi vượt {Overpaid} đ.",
    $"Dossier {Dossier}: {Total} đ is more than the over-payment of {Overpaid} đ.");

/// <summary>Another commune can take over only a running decision, and not the commune it is in.</summary>
public sealed record MoveNotPossible(string Dossier, string Commune, YearMonth From) : Refusal(
    "move-not-possible",
    $"Hồ sơ {Dossier}: không thể chuyển sang xã {Commune} từ tháng {From.Month:00}/{From.Year}.",
    $"Dossier {Dossier}: cannot move to commune {Commune} from {From.Year}-{From.Month:00}.");

/// <summary>A change from a month outside the months of the decision.</summary>
public sealed record ChangeMonthOutside(string Dossier, YearMonth Month) : Refusal(
    "change-month-outside",
    $"Hồ sơ {Dossier}: tháng điều chỉnh {Month.Month:00}/{Month.Year} nằm ngoài thời gian hưởng.",
    $"Dossier {Dossier}: the change from {Month.Year}-{Month.Month:00} lies outside the months of the decision.");
