using NodaTime.Text;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// The fields that a row changes, under the names of the register's columns, old and new as people read them.
/// </summary>
public static class RowChanges
{
    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("MM/uuuu");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("dd/MM/uuuu");

    /// <summary>Everything that differs between two moments of a person and of one decision.</summary>
    public static IEnumerable<FieldChange> Of(
        string dossier, (Beneficiary? Before, Beneficiary? After) person,
        (Entitlement? Before, Entitlement? After) decision)
    {
        var (a, b) = person;
        var changes = Of(a?.Person, b?.Person)
            .Concat(Of(a?.Payouts.GetValueOrDefault(dossier), b?.Payouts.GetValueOrDefault(dossier)));
        return decision.After is null ? changes : changes.Concat(Of(decision.Before, decision.After));
    }

    public static IEnumerable<FieldChange> Of(PersonDetails? a, PersonDetails? b) => Differing(
        ("Họ và tên", a?.FullName, b?.FullName),
        ("Ngày sinh", Text(a?.Birth), Text(b?.Birth)),
        ("Giới tính", Text(a?.Sex), Text(b?.Sex)),
        ("Mã xã", a?.Commune, b?.Commune));

    public static IEnumerable<FieldChange> Of(PayoutDetails? a, PayoutDetails? b) => Differing(
        ("Hình thức chi trả", a?.Method.ToString(), b?.Method.ToString()),
        ("Đơn vị chi trả", a?.Institution, b?.Institution),
        ("Mã ngân hàng thụ hưởng", a?.BankBin, b?.BankBin),
        ("Số tài khoản", a?.Account, b?.Account),
        ("Tên chủ tài khoản", a?.HolderName, b?.HolderName),
        ("Người nhận", a?.Relation.ToString(), b?.Relation.ToString()),
        ("Họ tên người nhận", a?.Payee?.Name, b?.Payee?.Name),
        ("Số định danh người nhận", a?.Payee?.Identifier, b?.Payee?.Identifier));

    public static IEnumerable<FieldChange> Of(Entitlement? before, Entitlement? after)
    {
        var (a, b) = (before?.Terms, after?.Terms);
        return Differing(
            ("Chương trình", a?.Programme, b?.Programme),
            ("Nhóm đối tượng", a?.Group, b?.Group),
            ("Tỷ lệ tổn thương (%)", $"{a?.InjuryPercent}", $"{b?.InjuryPercent}"),
            ("Số quyết định", a?.DecisionNumber, b?.DecisionNumber),
            ("Người ký", a?.SignedBy, b?.SignedBy),
            ("Ngày ký", a is null ? null : Day.Format(a.SignedOn), b is null ? null : Day.Format(b.SignedOn)),
            ("Hưởng từ tháng", a is null ? null : Month.Format(a.From), b is null ? null : Month.Format(b.From)),
            ("Thôi hưởng từ tháng", Text(a?.Until), Text(b?.Until)),
            ("Mã xã", a?.Commune, b?.Commune),
            ("Tạm dừng từ tháng", Resting(before), Resting(after)),
            ("Mức đã chi (đ/tháng)", $"{before?.PaidBefore?.Monthly.Dong}", $"{after?.PaidBefore?.Monthly.Dong}"))
            .Concat(Of(before?.Circumstances ?? Circumstances.None, after?.Circumstances ?? Circumstances.None));
    }

    private static IEnumerable<FieldChange> Of(Circumstances a, Circumstances b) => a == b ? [] : Differing(
        ("Ngày giấy xác nhận khuyết tật", Text(a.CertificateOn), Text(b.CertificateOn)),
        ("Ngày sinh các con", Text(a.Dependants), Text(b.Dependants)),
        ("Số suất", $"{a.Units}", $"{b.Units}"),
        ("Mã suất chung", a.ShareKey, b.ShareKey),
        ("Số tháng đã hỗ trợ", $"{a.SupportedBefore}", $"{b.SupportedBefore}"));

    private static string? Text(Dependants? dependants) => dependants is null
        ? null
        : string.Join("; ", dependants.Select(d => Day.Format(d.Born)
            + (d.From is { } from ? $" từ {Month.Format(from)}" : "")
            + (d.Until is { } until ? $" đến {Month.Format(until.PlusMonths(-1))}" : "")));

    /// <summary>The values that differ; empty and missing are the same.</summary>
    public static IEnumerable<FieldChange> Differing(params (string Field, string? Before, string? After)[] values) =>
        values.Where(v => (v.Before ?? "") != (v.After ?? ""))
            .Select(v => new FieldChange(v.Field, NullIfEmpty(v.Before), NullIfEmpty(v.After)));

    /// <summary>A day as Vietnamese files write it.</summary>
    public static string? Text(NodaTime.LocalDate? day) => day is { } d ? Day.Format(d) : null;

    /// <summary>A month as Vietnamese files write it.</summary>
    public static string? Text(NodaTime.YearMonth? month) => month is { } m ? Month.Format(m) : null;

    private static string? Resting(Entitlement? e) => Text(
        e?.Suspensions.Where(s => s.Until is null).Select(s => (NodaTime.YearMonth?)s.From).LastOrDefault());

    private static string? Text(BirthDate? birth) => birth is { } b
        ? b.Date is { } day ? Day.Format(day) : b.ToString()
        : null;

    private static string? Text(Sex? sex) => sex switch
    {
        null => null,
        Sex.Male => "Nam",
        _ => "Nữ",
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
