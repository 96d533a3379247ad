using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>Why is not said.</summary>
public sealed record BankReasonMissing() : Refusal(
    "reason-missing", "Cần ghi lý do (ít nhất 5 ký tự).", "A reason is needed (at least 5 characters).");

/// <summary>The bank is a partner already.</summary>
public sealed record BankKnown(string Institution) : Refusal(
    "bank-known", $"{Institution} đã được khai báo; hãy sửa hồ sơ của đơn vị này.",
    $"{Institution} is a partner already; change what is recorded of it.");

/// <summary>Something recorded of a bank cannot be right; the place says which field.</summary>
public sealed record BankDataUnfit(string Field, string Vi, string En) : Refusal(
    "bank-data-unfit", $"{Field}: {Vi}", $"{Field}: {En}");

/// <summary>No such proposal waits.</summary>
public sealed record NoSuchProposal(int No) : Refusal(
    "no-such-proposal", $"Không có đề nghị số {No} đang chờ; hãy tải lại trang.",
    $"No proposal {No} waits; reload the page.");

/// <summary>The second person is another one.</summary>
public sealed record BankSecondPerson(string User) : Refusal(
    "segregation-of-duties", $"{User} đã đề nghị thay đổi này; cần một người khác đồng ý.",
    $"{User} proposed this change; another person has to agree.");

/// <summary>The bank has not passed its certification.</summary>
public sealed record BankNotCertified(string Institution) : Refusal(
    "bank-not-certified", $"{Institution} chưa đạt kiểm thử kết nối nên chưa thể hoạt động.",
    $"{Institution} has not passed its certification and cannot go live.");

/// <summary>Files go only to a live bank.</summary>
public sealed record BankNotLive(string Institution) : Refusal(
    "bank-not-live",
    $"{Institution} chưa hoạt động hoặc đang tạm dừng nên không gửi được lệnh chi. Hãy xem hồ sơ đối tác.",
    $"{Institution} is not live, so no payments are sent to it. See the bank's page.");

/// <summary>What was agreed with the bank is not recorded yet.</summary>
public sealed record BankTermsMissing() : Refusal(
    "bank-terms-missing", "Chưa khai báo định dạng, hạn mức và giờ chốt của đơn vị này.",
    "The formats, limits and cut-off time of this bank are not recorded yet.");

/// <summary>No certification runs.</summary>
public sealed record NoCertificationRun() : Refusal(
    "no-certification-run", "Chưa có đợt kiểm thử nào; quản trị viên cần mở một đợt.",
    "No certification runs; an administrator has to start one.");

/// <summary>The run is passed and takes no more files.</summary>
public sealed record CertificationOver() : Refusal(
    "certification-over", "Đợt kiểm thử đã đạt; không nhận thêm tệp.",
    "The certification is passed and takes no more files.");

/// <summary>The script has no such step.</summary>
public sealed record NoSuchStep(string Step) : Refusal(
    "no-such-step", $"Kịch bản kiểm thử không có bước {Step}.", $"The script has no step {Step}.");

/// <summary>The key is not one of this bank, or it has ended.</summary>
public sealed record NoSuchKey(LocalDate Day) : Refusal(
    "no-such-key", $"Không có khóa này còn hiệu lực sau ngày {Day:dd/MM/yyyy}.",
    $"No such key counts after {Day:yyyy-MM-dd}.");
