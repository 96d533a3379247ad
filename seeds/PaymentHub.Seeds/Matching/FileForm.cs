using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace PaymentHub.Seeds.Matching;

/// <summary>Writes the rows of one side as some bank or ledger would, and the map of the columns.</summary>
internal static class FileForm
{
    private static readonly string[] Titles = ["id", "date", "amount", "memo", "account", "name"];

    private static readonly string[] OtherTitles =
        ["Số dòng", " Ngày ghi sổ ", "Số tiền", "Nội dung", "Số tài khoản", "Tên người hưởng"];

    public static void Write(string path, MatchingOptions options, List<MatchingRow> rows, bool isLeft)
    {
        using var to = new StreamWriter(path, false, EncodingOf(options.Form));
        var columns = Columns(options.Variant, isLeft);
        var (titles, separator) = (TitlesOf(options.Form), SeparatorOf(options.Form));
        var quotes = options.Form == MatchingForm.America;
        Line(to, columns.Select(c => Text(titles[c], options.Form)), separator, quotes);
        foreach (var row in rows)
        {
            string[] all =
            [
                row.Id, Date(row.Date, options.Form), Amount(row.Amount, options, isLeft), Text(row.Memo, options.Form),
                row.Account, Text(row.Name, options.Form),
            ];
            Line(to, columns.Select(c => all[c]), separator, false);
        }
    }

    /// <summary>The map of both files, as JSON.</summary>
    public static string Map(MatchingOptions options)
    {
        string[] fields = ["id", "date", "amount", "text", "account", "name"];
        var titles = TitlesOf(options.Form);
        var (left, right) = (Columns(options.Variant, true), Columns(options.Variant, false));
        return "{" + string.Join(',', Enumerable.Range(0, fields.Length).Select(c =>
            left.Contains(c) && right.Contains(c) ? $"\"{fields[c]}\":\"{titles[c].Trim()}\""
            : left.Contains(c) ? $"\"{fields[c]}\":{{\"left\":\"{titles[c].Trim()}\"}}"
            : right.Contains(c) ? $"\"{fields[c]}\":{{\"right\":\"{titles[c].Trim()}\"}}"
            : "").Where(f => f != "")) + "}";
    }

    private static int[] Columns(MatchingVariant variant, bool isLeft) => variant switch
    {
        MatchingVariant.Names => [0, 1, 2, 3, 4, 5],
        MatchingVariant.Sparse => isLeft ? [0, 1, 2, 3] : [0, 1, 2, 5],
        MatchingVariant.Bare => [0, 1, 2],
        MatchingVariant.TextOnly => [0, 1, 3],
        _ => [0, 1, 2, 3],
    };

    private static string[] TitlesOf(MatchingForm form) => form == MatchingForm.Plain ? Titles : OtherTitles;

    private static char SeparatorOf(MatchingForm form) => form switch
    {
        MatchingForm.Vietnam or MatchingForm.Legacy => ';',
        MatchingForm.Wide => '\t',
        _ => ',',
    };

    private static Encoding EncodingOf(MatchingForm form) => form switch
    {
        MatchingForm.Vietnam => new UTF8Encoding(true),
        MatchingForm.Wide => Encoding.Unicode,
        MatchingForm.Legacy => CodePagesEncodingProvider.Instance.GetEncoding(1258)!,
        _ => new UTF8Encoding(false),
    };

    private static string Date(LocalDate date, MatchingForm form) => LocalDatePattern.CreateWithInvariantCulture(
        form switch
        {
            MatchingForm.Vietnam or MatchingForm.Legacy => "dd/MM/yyyy",
            MatchingForm.America => "MM/dd/yyyy",
            MatchingForm.Wide => "dd.MM.yyyy",
            _ => "yyyy-MM-dd",
        }).Format(date);

    private static string Amount(long amount, MatchingOptions options, bool isLeft)
    {
        if (options.Form == MatchingForm.Plain && options.Variant == MatchingVariant.Names)
            return amount.ToString(CultureInfo.InvariantCulture);
        var value = options.Variant == MatchingVariant.Names ? amount : amount / 100m;
        var grouped = value.ToString("#,##0.00", CultureInfo.InvariantCulture);
        var turned = grouped.Replace(',', ' ').Replace('.', ',').Replace(' ', '.');
        return options.Form switch
        {
            MatchingForm.Vietnam => turned,
            MatchingForm.America => isLeft ? $"(${grouped})" : $"${grouped}",
            MatchingForm.Wide => isLeft ? $"-{turned} VND" : $"{turned} VND",
            MatchingForm.Legacy => isLeft ? $"{grouped} DR" : grouped,
            _ => value.ToString("0.00", CultureInfo.InvariantCulture),
        };
    }

    // Windows-1258 writes a letter with its own mark, then the tone.
    private static string Text(string text, MatchingForm form)
    {
        if (form != MatchingForm.Legacy) return text;
        var written = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormC))
        {
            var parts = $"{letter}".Normalize(NormalizationForm.FormD);
            var tone = parts.Length - 1;
            while (tone > 0 && !"\u0300\u0301\u0303\u0309\u0323".Contains(parts[tone])) tone--;
            if (tone == 0) written.Append(letter);
            else written.Append(parts.Remove(tone, 1).Normalize(NormalizationForm.FormC)).Append(parts[tone]);
        }

        return written.ToString();
    }

    private static void Line(TextWriter to, IEnumerable<string> fields, char separator, bool quotes) =>
        to.WriteLine(string.Join(separator, fields.Select(f =>
            quotes || f.AsSpan().IndexOfAny(separator, '"', '\n') >= 0
                ? $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : f)));
}
