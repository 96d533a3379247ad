using System.Text;

namespace PaymentHub.Domain.Reports;

/// <summary>The word for a zero in the place of tens (101: một trăm linh một, một trăm lẻ một).</summary>
public enum ZeroTens
{
    /// <summary>As spoken in the north and written in most forms (linh).</summary>
    Linh,

    /// <summary>As spoken in the south (lẻ).</summary>
    Le,
}

/// <summary>
/// An amount of đồng in Vietnamese words, as vouchers and official lists must write it (số tiền bằng chữ). One after
/// tens is <em>mốt</em>, four after twenty and more is <em>tư</em>, five after ten and more is <em>lăm</em>; hundreds
/// that are zero inside a number are read (1.050.000: một triệu không trăm năm mươi nghìn), whole groups that are zero
/// are not.
/// </summary>
public static class AmountInWords
{
    private const long Billion = 1_000_000_000;

    private static readonly string[] Digits =
        ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

    private static readonly (long Size, string Name)[] Groups = [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")];

    /// <summary>"Một triệu tám mươi nghìn đồng"; the first letter is a capital one.</summary>
    public static string Of(Money amount, ZeroTens zeroTens = ZeroTens.Linh)
    {
        // The distance from zero of the smallest number is greater than the largest one, so it is not negated.
        var size = (ulong)Math.Abs((decimal)amount.Dong);
        var words = new List<string>();
        if (amount.Dong < 0) words.Add("âm");
        if (size == 0) words.Add(Digits[0]);
        else Add(words, size, isInside: false, zeroTens);
        words.Add("đồng");
        return Capital(string.Join(' ', words));
    }

    // Above a billion the number of billions is read like a number, however large, before the rest.
    private static void Add(List<string> words, ulong number, bool isInside, ZeroTens zeroTens)
    {
        if (number >= Billion)
        {
            Add(words, number / Billion, isInside, zeroTens);
            words.Add("tỷ");
            (number, isInside) = (number % Billion, true);
        }

        foreach (var (size, name) in Groups)
        {
            var group = (int)(number / (ulong)size % 1_000);
            if (group == 0) continue;
            AddGroup(words, group, isInside, zeroTens);
            if (name.Length > 0) words.Add(name);
            isInside = true;
        }
    }

    private static void AddGroup(List<string> words, int group, bool isInside, ZeroTens zeroTens)
    {
        var (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
        if (hundreds > 0 || isInside) words.AddRange([Digits[hundreds], "trăm"]);
        if (tens == 0 && ones > 0 && (hundreds > 0 || isInside)) words.Add(zeroTens == ZeroTens.Le ? "lẻ" : "linh");
        if (tens == 1) words.Add("mười");
        if (tens > 1) words.AddRange([Digits[tens], "mươi"]);
        if (ones > 0) words.Add(One(ones, tens));
    }

    private static string One(int ones, int tens) => ones switch
    {
        1 when tens > 1 => "mốt",
        4 when tens > 1 => "tư",
        5 when tens > 0 => "lăm",
        _ => Digits[ones],
    };

    private static string Capital(string text) =>
        new StringBuilder(text) { [0] = char.ToUpperInvariant(text[0]) }.ToString();
}
