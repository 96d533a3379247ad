using System.Globalization;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>The sentences of <see cref="DueText"/> in one language.</summary>
internal abstract class DueWords
{
    public static readonly DueWords Vietnamese = new DueWordsVi();
    public static readonly DueWords English = new DueWordsEn();

    public abstract NumberFormatInfo Numbers { get; }

    /// <summary>The sentence of a part without a value, or null where the grammar has no such part.</summary>
    public abstract string? Flag(string flag);

    public abstract string Known(string date);

    public abstract string OneMonth(string month);

    public abstract string SeveralMonths(string first, string last);

    public abstract string Months(string span, string due, string paid);

    /// <summary>The amount of the line for one span of months.</summary>
    public abstract string Amounts(string span, int count, string monthly, string total);

    public abstract string NameOf(RateRow rate);

    public abstract string Rate(string key, string name, string from, string basis);

    /// <summary>The rate of a programme without the group that it belongs to.</summary>
    public abstract string RateOnly(string programme, string from);

    public abstract string BaseName(string kind);

    public abstract string Base(string name, string amount, string from, string basis);

    public abstract string Coefficient(string factor);

    public abstract string Premium(string percent);

    public abstract string Contribution(string percent);

    public abstract string Covered(string amount);

    public abstract string NoRate(NoRateReason reason);

    public abstract string Highest(ExclusionSet set, string dossier);

    public string Decimal(string value) => value.Replace(".", Numbers.NumberDecimalSeparator, StringComparison.Ordinal);

    /// <summary>Brackets around a text that may be empty.</summary>
    protected static string Bracketed(string text) => text.Length == 0 ? "" : $" ({text})";
}

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

    public override string RateOnly(string programme, string from) =>
        $"Mức hưởng của chương trình {programme} theo nhóm đối tượng ghi trong quyết định, áp dụng từ ngày {from}.";

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
        _ => "Chế độ này không tính theo tháng.",
    };

    public override string Highest(ExclusionSet set, string dossier) =>
        $"Hồ sơ {dossier} thay thế: {set.ReasonVi}. Căn cứ: {set.LegalBasis}.";
}

/// <summary>English: amounts as 1,080,000.</summary>
internal sealed class DueWordsEn : DueWords
{
    public override NumberFormatInfo Numbers { get; } = NumberFormatInfo.InvariantInfo;

    public override string? Flag(string flag) => flag switch
    {
        "REGULAR" => "Regular benefit of the month.",
        "ARREARS" => "Arrears: what is still owed for earlier months.",
        "RECOVERY" => "Recovery: paid above what was due; never deducted from later months by itself.",
        "HELD" => "Held, not to be paid.",
        "HEIR" => "The beneficiary is dead: payable only to the recorded heir.",
        "UNVERIFIED" => "This rate was not checked against the decree's own text.",
        "CARRIED" => "A later rate exists but is unverified, so the last verified one carries on.",
        "ROUNDED" => "The result is rounded to the đồng.",
        "LOCKED" => "The law keeps the price at which the month was paid.",
        "SUSPENDED" => "Payment rests; what is committed stays.",
        "BEFORE" => "These months lie before the first entitled month.",
        "STOPPED" => "These months lie after the entitlement ended.",
        "DEAD" => "These months lie after the month of death.",
        _ => null,
    };

    public override string Known(string date) => $"Computed with the rates published and in force by {date}.";

    public override string OneMonth(string month) => $"Month {month}";

    public override string SeveralMonths(string first, string last) => $"Months {first} to {last}";

    public override string Months(string span, string due, string paid) =>
        $"{span}: due {due} đ a month, committed {paid} đ a month.";

    public override string Amounts(string span, int count, string monthly, string total) => count == 1
        ? $"{span}: this line is {total} đ."
        : $"{span}: this line is {monthly} đ × {count} months = {total} đ.";

    public override string NameOf(RateRow rate) => rate.NameEn.Length > 0 ? rate.NameEn : rate.NameVi;

    public override string Rate(string key, string name, string from, string basis) =>
        $"Group {key}{Bracketed(name)}, applies from {from}. Legal basis: {basis}.";

    public override string RateOnly(string programme, string from) =>
        $"Rate of programme {programme} for the group named in the decision, applies from {from}.";

    public override string BaseName(string kind) => kind switch
    {
        "SOCIAL_ASSISTANCE_STANDARD" => "Social assistance standard",
        "SOCIAL_PENSION" => "Social pension amount",
        "MERIT_STANDARD" => "Merit standard",
        "BASE_SALARY" => "Base salary",
        "RURAL_POVERTY_LINE" => "Rural poverty line",
        _ => kind,
    };

    public override string Base(string name, string amount, string from, string basis) =>
        $"{name} {amount} đ, applies from {from}. Legal basis: {basis}.";

    public override string Coefficient(string factor) => $"Times coefficient {factor}.";

    public override string Premium(string percent) =>
        $"Support of {percent} % of the health premium (4.5 % of the base salary).";

    public override string Contribution(string percent) => $"Support of {percent} % of 22 % of the rural poverty line.";

    public override string Covered(string amount) =>
        $"Of this {amount} đ a month is paid under another dossier of the person.";

    public override string NoRate(NoRateReason reason) => reason switch
    {
        NoRateReason.UnknownGroup => "The catalogue has no such group.",
        NoRateReason.NotYetKnown => "No rate is in force for these months.",
        NoRateReason.OnlyUnverified => "Only rates not checked against the decree's text exist.",
        NoRateReason.Ended => "The benefit was abolished before these months.",
        NoRateReason.BaseMissing => "The base amount to multiply is not known.",
        NoRateReason.PercentMissing => "The injury percent is missing or outside the table.",
        _ => "The benefit is not owed by month.",
    };

    public override string Highest(ExclusionSet set, string dossier) =>
        $"Dossier {dossier} takes its place: {set.ReasonEn}. Legal basis: {set.LegalBasis}.";
}
