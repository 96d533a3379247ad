using System.Globalization;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Reports;
using PaymentHub.Reference;

namespace PaymentHub.Reports;

/// <summary>How names, amounts and months are written on official lists; always Vietnamese.</summary>
internal static class ListWords
{
    private const string Province = "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI";

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    private static readonly NumberFormatInfo Dots = new() { NumberGroupSeparator = ".", NumberGroupSizes = [3] };

    /// <summary>"1.250.000"; the dot separates thousands whatever the machine thinks.</summary>
    public static string Dong(long dong) => dong.ToString("#,0", Dots);

    /// <summary>"11/2026".</summary>
    public static string Month(YearMonth month) => month.ToString("MM/uuuu", CultureInfo.InvariantCulture);

    /// <summary>"07/2026" or "07/2026–10/2026".</summary>
    public static string Months(YearMonth first, YearMonth last) =>
        first == last ? Month(first) : $"{Month(first)}–{Month(last)}";

    /// <summary>"Tổng số tiền bằng chữ: Một triệu … đồng."</summary>
    public static string InWords(long dong) =>
        $"Tổng số tiền bằng chữ: {AmountInWords.Of(new Money(dong))}.";

    /// <summary>The authorities of a commune's list.</summary>
    public static string[] AgencyOf(Commune commune) =>
        [Province, $"ỦY BAN NHÂN DÂN {commune.Name.ToUpper(Vietnamese)}"];

    /// <summary>The commune's name without its kind, as the place before a date.</summary>
    public static string PlaceOf(Commune commune)
    {
        foreach (var kind in new[] { "Xã ", "Phường ", "Đặc khu " })
            if (commune.Name.StartsWith(kind, StringComparison.Ordinal)) return commune.Name[kind.Length..];
        return commune.Name;
    }

    /// <summary>The name, or all but its last word masked.</summary>
    public static string Name(string name, bool full) =>
        full || name.Length == 0 ? name : "*** " + name[(name.LastIndexOf(' ') + 1)..];

    /// <summary>The account number, or its last four characters.</summary>
    public static string Account(string? account, bool full) =>
        account is not { Length: > 0 } ? "" : full ? account : "****" + account[Math.Max(0, account.Length - 4)..];
}
