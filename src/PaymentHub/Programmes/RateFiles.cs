using CsvHelper;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain;
using PaymentHub.Domain.Programmes;
using PaymentHub.Reference;

namespace PaymentHub.Programmes;

/// <summary>
/// Reads the three rate files and the rules of the catalogue into what their streams are offered. A value that cannot
/// be read stops the start.
/// </summary>
public static class RateFiles
{
    /// <param name="folder">Where the reference files lie.</param>
    /// <param name="sample">Where the rules of the sample province lie; null outside the demo.</param>
    /// <exception cref="UnreadableDraftException">A cell is not what its column holds; the text names file column and
    /// value.</exception>
    public static IEnumerable<RatePublication> Read(string folder, string? sample = null)
    {
        var percents = ReferenceData.Read(folder, "merit-wounded-rates.csv", PercentOf);
        foreach (var programme in ReferenceData.Read(folder, "programs-rates.csv", RateOf).GroupBy(r => r.Programme))
        {
            yield return new RatePublication(
                programme.Key, [.. programme], [], programme.Key == ProgrammeCode.Merit ? percents : [],
                "programs-rates.csv");
        }

        yield return new RatePublication(
            RateTable.BaseTable, [], ReferenceData.Read(folder, "base-amounts.csv", BaseOf), [], "base-amounts.csv");
        yield return new RatePublication(RateTable.RuleTable, [], [], [], "programme-rules.csv")
        {
            Rules =
            [
                .. ReferenceData.Read(folder, "programme-rules.csv", RuleOf),
                .. sample is null ? [] : ReferenceData.Read(sample, "programme-rules.csv", RuleOf),
            ],
        };
    }

    /// <summary>
    /// Reads one draft file; its header says which of the reference files it is a draft of.
    /// </summary>
    /// <exception cref="UnreadableDraftException">
    /// The header is that of no rate file, or a cell cannot be read.
    /// </exception>
    public static List<RatePublication> ReadDraft(string text)
    {
        using var r = CsvReader.FromText(text, new CsvReaderOptions());
        r.ReadHeader();
        var header = text.Split('\n', 2)[0].TrimStart('\uFEFF').TrimEnd('\r').Split(',');
        const string Source = "draft";
        if (header.Contains("injury_percent"))
            return [new(ProgrammeCode.Merit, [], [], Rows(r, PercentOf), Source)];
        if (header.Contains("amount_vnd")) return [new(RateTable.BaseTable, [], Rows(r, BaseOf), [], Source)];
        if (header.Contains("kind"))
            return [new(RateTable.RuleTable, [], [], [], Source) { Rules = Rows(r, RuleOf) }];
        if (!header.Contains("value_kind"))
        {
            throw new UnreadableDraftException(
                "tiêu đề không phải của tệp mức hưởng, mức chuẩn hay quy tắc nào.",
                "the header is that of no rate, base or rule file.");
        }

        return [.. Rows(r, RateOf).GroupBy(x => x.Programme).Select(g => new RatePublication(
            g.Key, [.. g], [], [], Source))];
    }

    // All rows are read before any error is told, so that a draft is corrected once.
    private static List<T> Rows<T>(CsvReader r, Func<CsvReader, T> row)
    {
        var rows = new List<T>();
        var errors = new List<UnreadableDraftException>();
        while (r.Read())
        {
            try
            {
                rows.Add(row(r));
            }
            catch (UnreadableDraftException e)
            {
                errors.Add(e);
            }
        }

        return errors.Count == 0 ? rows : throw UnreadableDraftException.Of(errors);
    }

    private static RuleRow RuleOf(CsvReader r) => new(
        RuleRow.KindOf(r.GetString("kind")) ?? throw Bad(r, "kind", Word), r.GetString("code"),
        r.GetString("program_code"), r.GetString("group_code"), r.GetString("value"), DateOf(r, "applies_from"),
        OptionalDateOf(r, "ends"), DateOf(r, "in_force_from"), r.GetString("vi_text"), r.GetString("en_text"),
        r.GetString("legal_basis"), IsVerified(r), r.GetString("source"), r.GetString("note"));

    private static RateRow RateOf(CsvReader r) => new(
        r.GetString("program_code"), r.GetString("group_code"), r.GetString("vi_name"), r.GetString("en_name"),
        RateText.BaseKindOf(r.GetString("base_kind")),
        RateText.KindOf(r.GetString("value_kind")) ?? throw Bad(r, "value_kind", Word), ValueOf(r, "value"),
        RateText.UnitOf(r.GetString("unit")) ?? throw Bad(r, "unit", Word), DateOf(r, "applies_from"),
        OptionalDateOf(r, "ends"),
        DateOf(r, "in_force_from"), r.GetString("legal_basis"), IsVerified(r), r.GetString("source"),
        r.GetString("note"));

    private static BaseAmountRow BaseOf(CsvReader r) => new(
        r.GetString("kind"), DongOf(r), DateOf(r, "applies_from"), DateOf(r, "in_force_from"), IsVerified(r),
        r.GetString("legal_basis"), r.GetString("source"), r.GetString("note"));

    private static MeritPercentRow PercentOf(CsvReader r) => new(
        r.GetString("group_code"), r.GetString("vi_name"), (int)(ValueOf(r, "injury_percent").Whole ?? 0), DongOf(r),
        DateOf(r, "applies_from"), OptionalDateOf(r, "ends"), DateOf(r, "in_force_from"), r.GetString("legal_basis"),
        IsVerified(r), r.GetString("source"));

    private static bool IsVerified(CsvReader r) => r.GetString("verified") == "verified";

    private static Money DongOf(CsvReader r) =>
        new(ValueOf(r, "amount_vnd").Whole ?? throw Bad(r, "amount_vnd", WholeDong));

    private static Hundredths ValueOf(CsvReader r, string column) =>
        Hundredths.TryParse(r.GetString(column), out var value) ? value : throw Bad(r, column, Number);

    private static LocalDate DateOf(CsvReader r, string column) =>
        LocalDatePattern.Iso.Parse(r.GetString(column)) is { Success: true } date
            ? date.Value
            : throw Bad(r, column, Date);

    private static LocalDate? OptionalDateOf(CsvReader r, string column) =>
        r.GetString(column).Length == 0 ? null : DateOf(r, column);

    private static readonly (string Vi, string En) Word = ("phải là từ của cột này", "must be a word of the column");
    private static readonly (string Vi, string En) WholeDong = ("phải là số đồng nguyên", "must be whole đồng");
    private static readonly (string Vi, string En) Number = ("phải là một số", "must be a number");
    private static readonly (string Vi, string En) Date = ("phải là ngày yyyy-MM-dd", "must be a date yyyy-MM-dd");

    private static UnreadableDraftException Bad(CsvReader r, string column, (string Vi, string En) rule)
    {
        // Rows are counted as a spreadsheet shows them: the header is the first.
        var (row, value) = (r.RowNumber + 1, r.GetString(column));
        return new UnreadableDraftException(
            $"dòng {row}, cột {column}: “{value}” {rule.Vi}.",
            $"row {row}, column {column}: '{value}' {rule.En}.");
    }
}

/// <summary>What a rate file cannot be read for, in both languages; a cell is named by row, column and rule.</summary>
public sealed class UnreadableDraftException(string vi, string en) : Exception(en)
{
    private const int Shown = 20;

    /// <summary>The reason in Vietnamese; the message of the exception is in English.</summary>
    public string Vi => vi;

    internal static UnreadableDraftException Of(IReadOnlyList<UnreadableDraftException> errors)
    {
        var (vi, en) = errors.Count <= Shown ? ("", "")
            : ($" Còn {errors.Count - Shown} lỗi nữa.", $" {errors.Count - Shown} more.");
        return new UnreadableDraftException(
            string.Join(' ', errors.Take(Shown).Select(e => e.Vi)) + vi,
            string.Join(' ', errors.Take(Shown).Select(e => e.Message)) + en);
    }
}
