using System.Globalization;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>Vietnamese: amounts as 1.080.000, decimals with a comma.</summary>
internal sealed class DueWordsVi : DueWords
{
    public override NumberFormatInfo Numbers { get; } =
        new() { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };

    public override string? Flag(string flag) => flag switch
    {
        "REGULAR" => "Trợ cấp thường kỳ của tháng.",
        "ARREARS" => "Truy lĩnh: phần còn thiếu của các tháng trước.",
        "RECOVERY" => "Truy thu: phần đã chi vượt mức được hưởng; không tự động trừ vào các tháng sau.",
        "ONEOFF" => "Khoản chi một lần.",
        "NETTING" => "Trừ dần khoản đã chi vượt theo quyết định truy thu.",
        "UNDERAGE" => "Chưa đủ tuổi của nhóm đối tượng trong các tháng này.",
        "OVERAGE" => "Đã quá tuổi của nhóm đối tượng trong các tháng này.",
        "ANNULLED" => "Quyết định đã bị hủy bỏ từ đầu.",
        "FORFEITED" => "Các tháng này bị thu hồi toàn bộ theo quyết định (TT 44/2022/TT-BTC Điều 15).",
        "EXHAUSTED" => "Đã hết số tháng được hỗ trợ tối đa.",
        "HELD" => "Tạm giữ, chưa được chi.",
        "HEIR" => "Người hưởng đã chết: chỉ chi cho người thừa kế đã ghi nhận.",
        "UNVERIFIED" => "Mức này chưa được đối chiếu với văn bản gốc.",
        "CARRIED" => "Có mức mới hơn nhưng chưa được đối chiếu nên vẫn áp dụng mức đã đối chiếu gần nhất.",
        "ROUNDED" => "Kết quả được làm tròn đến đồng.",
        "LOCKED" => "Theo quy định, tháng đã chi giữ nguyên mức tại thời điểm chi.",
        "SUSPENDED" => "Đang tạm dừng chi; khoản đã bố trí được giữ nguyên.",
        "BEFORE" => "Các tháng này trước tháng bắt đầu hưởng.",
        "STOPPED" => "Các tháng này từ tháng thôi hưởng trở đi.",
        "DEAD" => "Các tháng này sau tháng người hưởng chết.",
        _ => null,
    };

    public override string Known(string date) => $"Tính theo các mức hưởng đã ban hành và có hiệu lực đến ngày {date}.";

    public override string OneMonth(string month) => $"Tháng {month}";

    public override string SeveralMonths(string first, string last) => $"Từ tháng {first} đến tháng {last}";

    public override string Months(string span, string due, string paid) =>
        $"{span}: được hưởng {due} đ/tháng, đã bố trí chi {paid} đ/tháng.";

    public override string Amounts(string span, int count, string monthly, string total) => count == 1
        ? $"{span}: số tiền của dòng này là {total} đ."
        : $"{span}: số tiền của dòng này là {monthly} đ × {count} tháng = {total} đ.";

    public override string NameOf(RateRow rate) => rate.NameVi;

    public override string Rate(string key, string name, string from, string basis) =>
        $"Nhóm {key}{Bracketed(name)}, áp dụng từ ngày {from}. Căn cứ: {basis}.";

    public override string RateOnly(string programme, string from, string law) =>
        $"Mức hưởng của chương trình {programme} theo nhóm đối tượng ghi trong quyết định, áp dụng từ ngày {from}. "
        + $"Căn cứ: {law}.";

    public override string Programme(string name, string basis) => $"Chế độ: {name}. Căn cứ: {basis}.";

    public override string BaseName(string kind) => kind switch
    {
        "SOCIAL_ASSISTANCE_STANDARD" => "Mức chuẩn trợ giúp xã hội",
        "SOCIAL_PENSION" => "Mức trợ cấp hưu trí xã hội",
        "MERIT_STANDARD" => "Mức chuẩn trợ cấp ưu đãi người có công",
        "BASE_SALARY" => "Lương cơ sở",
        "RURAL_POVERTY_LINE" => "Chuẩn nghèo khu vực nông thôn",
        _ => kind,
    };

    public override string Base(string name, string amount, string from, string basis) =>
        $"{name} {amount} đ, áp dụng từ ngày {from}. Căn cứ: {basis}.";

    public override string Coefficient(string factor) => $"Nhân với hệ số {factor}.";

    public override string Premium(string percent) =>
        $"Hỗ trợ {percent}% mức đóng BHYT (mức đóng bằng 4,5% lương cơ sở).";

    public override string Contribution(string percent) => $"Hỗ trợ {percent}% của 22% chuẩn nghèo khu vực nông thôn.";

    public override string Covered(string amount) =>
        $"Trong đó {amount} đ/tháng đã được chi theo hồ sơ khác của cùng người.";

    public override string NoRate(NoRateReason reason) => reason switch
    {
        NoRateReason.UnknownGroup => "Danh mục không có nhóm đối tượng này.",
        NoRateReason.NotYetKnown => "Chưa có mức hưởng có hiệu lực cho các tháng này.",
        NoRateReason.OnlyUnverified => "Chỉ có mức hưởng chưa đối chiếu với văn bản gốc.",
        NoRateReason.Ended => "Chế độ này đã bãi bỏ trước các tháng này.",
        NoRateReason.BaseMissing => "Chưa có mức chuẩn để tính.",
        NoRateReason.PercentMissing => "Thiếu tỷ lệ tổn thương hoặc tỷ lệ nằm ngoài bảng mức hưởng.",
        _ => "Chưa có trích lục khai tử của người hưởng.",
    };

    public override string Highest(ExclusionSet set, string dossier) =>
        $"Hồ sơ {dossier} thay thế: {set.ReasonVi}. Căn cứ: {set.LegalBasis}.";

    public override string Units(long units) => $"Nhân với {units} suất.";

    public override string TopUp(string source, string amount, string from) =>
        $"Cộng thêm {amount} đ từ {source}, áp dụng từ ngày {from}.";

    public override string SourceName(string source) => source switch
    {
        "TW" => "ngân sách trung ương",
        "TINH" => "ngân sách tỉnh",
        "XA" => "ngân sách xã",
        "TAITRO" => "nguồn tài trợ",
        _ => source,
    };

    public override string TextOf(RuleRow rule) => rule.TextVi;

    public override string Cause(string text, string basis) =>
        basis.Length == 0 ? $"Lý do: {text}." : $"Lý do: {text}. Căn cứ: {basis}.";

    public override string Basis(string basis) => $"Căn cứ: {basis}.";

    public override string Pension(string amount) =>
        $"Đang hưởng lương hưu hoặc trợ cấp BHXH {amount} đ/tháng, không thấp hơn mức trợ cấp.";

    public override string Shared(string dossier) => $"Chỉ hưởng một suất: suất này thuộc hồ sơ {dossier}.";

    public override string Paper(string number) => $"Theo quyết định số {number}.";
}
