using System.Globalization;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;

namespace PaymentHub.Runs;

/// <summary>The plan of a month as a table, the total at its end; amounts are plain numbers of đồng.</summary>
public static class PlanTable
{
    /// <summary>The header, the parts and the total.</summary>
    public static IEnumerable<string[]> Rows(MonthPlanPage plan, ReferenceData reference) =>
    [
        [
            "Địa bàn", "Mã xã", "Tên xã", "Chương trình", "Đơn vị chi trả", "Hình thức", "Số hồ sơ", "Số khoản chi",
            "Chi trong tháng", "Truy lĩnh", "Chưa chi chuyển sang", "Chi một lần", "Trừ dần thu hồi", "Số tiền",
            "Số khoản tạm giữ", "Số tiền tạm giữ",
        ],
        .. plan.Items.Select(i => RowOf(i, i.Area is { } area ? AreaName(area, reference.Areas) : "")),
        RowOf(plan.Total, "Tổng cộng"),
    ];

    /// <summary>The parts by source of funds and their total.</summary>
    public static IEnumerable<string[]> SourceRows(MonthPlanPage plan, ReferenceData reference) =>
    [
        [
            "Nguồn kinh phí", "Địa bàn", "Mã xã", "Tên xã", "Chương trình", "Đơn vị chi trả", "Hình thức",
            "Số khoản chi", "Số tiền", "Số tiền tạm giữ",
        ],
        .. plan.Sources.Select(s => RowOf(s, s.Area is { } area ? AreaName(area, reference.Areas) : "")),
        [
            "Tổng cộng", "", "", "", "", "", "", Text(plan.Total.Payments), Text(plan.Sources.Sum(s => s.Amount)),
            Text(plan.Sources.Sum(s => s.HeldAmount)),
        ],
    ];

    private static string[] RowOf(PlanSource s, string area) =>
    [
        s.Source, area, s.Commune ?? "", s.CommuneName ?? "", s.Programme ?? "", s.Institution ?? "", s.Method ?? "",
        Text(s.Payments), Text(s.Amount), Text(s.HeldAmount),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The Vietnamese name of a group of areas.</summary>
    public static string AreaName(string group, AreaBook areas) => group == AreaBook.None
        ? "Không có đặc điểm"
        : string.Join(" + ", group.Split('+').Select(code => areas.Named(code).NameVi));

    private static string[] RowOf(PlanItem i, string area) =>
    [
        area, i.Commune ?? "", i.CommuneName ?? "", i.Programme ?? "", i.Institution ?? "", i.Method ?? "",
        .. new[]
        {
            i.Dossiers, i.Payments, i.Regular, i.Arrears, i.CarriedOver, i.OneOff, i.Recovered, i.Amount,
            i.HeldPayments, i.HeldAmount,
        }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
    ];
}
