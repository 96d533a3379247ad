using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentHub.Reconciliation;

/// <summary>The levels of the probabilistic pass in Vietnamese; it names them in English.</summary>
public static partial class ProposalWords
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["unknown"] = "không rõ",
        ["equal"] = "bằng nhau",
        ["nothing shared"] = "không có gì chung",
        ["all shared"] = "chung tất cả",
        ["Different"] = "khác hẳn",
        ["SomeWords"] = "chung vài từ",
        ["MostWords"] = "chung quá nửa số từ",
        ["OneSlip"] = "sai một ký tự",
        ["TwoSlips"] = "sai hai ký tự",
        ["Initials"] = "viết tắt",
        ["Cut"] = "bị cắt",
        ["OtherOrder"] = "khác thứ tự",
        ["Part"] = "trùng phần còn thấy",
        ["Equal"] = "giống nhau",
    };

    /// <summary>The level in the language of the request.</summary>
    public static string Shown(string level) => Web.Shown.Text(Vietnamese(level), level);

    /// <summary>The level in Vietnamese; one that is not known stays as it is.</summary>
    public static string Vietnamese(string level)
    {
        if (Known.TryGetValue(level, out var known)) return known;
        if (Days().Match(level) is { Success: true } days) return $"cách {days.Groups[1].Value} ngày";
        if (Far().Match(level) is { Success: true } far) return $"cách hơn {far.Groups[1].Value} ngày";
        if (Shared().Match(level) is { Success: true } step) return $"chung một phần, bậc {step.Groups[1].Value}/6";
        if (Band().Match(level) is not { Success: true } band) return level;
        var side = band.Groups[3].Value == "more" ? "nhiều hơn" : "ít hơn";
        var bound = band.Groups[1].Value == "over" ? "quá" : "tới";
        return string.Create(CultureInfo.InvariantCulture, $"khoản chi {side} {bound} {band.Groups[2].Value}");
    }

    [GeneratedRegex(@"^(-?\d+) days$")]
    private static partial Regex Days();

    [GeneratedRegex(@"^more than (\d+) days apart$")]
    private static partial Regex Far();

    [GeneratedRegex(@"^shared, step (\d) of 6$")]
    private static partial Regex Shared();

    [GeneratedRegex(@"^right (up to|over) ([\d.]+%) (more|less)$")]
    private static partial Regex Band();
}
