using System.Text;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain.Programmes;
using Shouldly;

namespace PaymentHub.Domain.Tests.Programmes;

/// <summary>
/// The rate tables of the committed reference files, recorded on 2026-09-01 by the domain's own decision.
/// </summary>
public static class ReferenceRates
{
    public static readonly Instant RecordedAt = Instant.FromUtc(2026, 9, 1, 2, 0);

    public static readonly IReadOnlyList<RateRow> Rates = [.. Rows("programs-rates.csv").Select(RateOf)];

    public static readonly IReadOnlyList<BaseAmountRow> Bases = [.. Rows("base-amounts.csv").Select(BaseOf)];

    public static readonly IReadOnlyList<MeritPercentRow> Percents =
        [.. Rows("merit-wounded-rates.csv").Select(PercentOf)];

    public static readonly IReadOnlyList<RuleRow> Rules = [.. Rows("programme-rules.csv").Select(RuleOf)];

    public static readonly RateBook Book = RateBook.Of(Tables());

    /// <summary>The view of the demo month: known on 2026-10-22, unverified rows accepted.</summary>
    public static readonly RateView Demo = Book.KnownOn(new LocalDate(2026, 10, 22), acceptUnverified: true);

    public static IEnumerable<RateTable> Tables()
    {
        foreach (var programme in Rates.GroupBy(r => r.Programme))
        {
            var percents = programme.Key == ProgrammeCode.Merit ? Percents : [];
            yield return Recorded(new(programme.Key, [.. programme], [], percents, "programs-rates.csv"), RecordedAt);
        }

        yield return Recorded(new(RateTable.BaseTable, [], Bases, [], "base-amounts.csv"), RecordedAt);
        yield return Recorded(RulePublication(Rules), RecordedAt);
    }

    /// <summary>The catalogue with further rules recorded later, as a province or a decree adds them.</summary>
    public static RateBook BookWith(Instant at, params RuleRow[] more)
    {
        var tables = Tables().ToList();
        var rules = tables.FindIndex(t => t.Table == RateTable.RuleTable);
        tables[rules] = Recorded(RulePublication(more), at, tables[rules]);
        return RateBook.Of(tables);
    }

    private static RatePublication RulePublication(IReadOnlyList<RuleRow> rules) =>
        new(RateTable.RuleTable, [], [], [], "programme-rules.csv") { Rules = rules };

    public static RateTable Recorded(RatePublication publication, Instant at, RateTable? before = null)
    {
        var decision = RateTableDecisions.Publish(publication, before, at, "quantri");
        decision.Refusal.ShouldBeNull();
        var id = RateTable.IdOf(publication.Table);
        return decision.Events.Aggregate(before, (state, e) => RateTable.Evolve(state, id, e)).ShouldNotBeNull();
    }

    private static RuleRow RuleOf(Dictionary<string, string> row) => new(
        RuleRow.KindOf(row["kind"]).ShouldNotBeNull(row["kind"]), row["code"], row["program_code"], row["group_code"],
        row["value"], DateOf(row["applies_from"]), OptionalDateOf(row["ends"]), DateOf(row["in_force_from"]),
        row["vi_text"], row["en_text"], row["legal_basis"], row["verified"] == "verified", row["source"], row["note"]);

    private static RateRow RateOf(Dictionary<string, string> row) => new(
        row["program_code"], row["group_code"], row["vi_name"], row["en_name"], RateText.BaseKindOf(row["base_kind"]),
        RateText.KindOf(row["value_kind"]).ShouldNotBeNull(), ValueOf(row["value"]),
        RateText.UnitOf(row["unit"]).ShouldNotBeNull(), DateOf(row["applies_from"]), OptionalDateOf(row["ends"]),
        DateOf(row["in_force_from"]), row["legal_basis"], row["verified"] == "verified", row["source"], row["note"]);

    private static BaseAmountRow BaseOf(Dictionary<string, string> row) => new(
        row["kind"], DongOf(row["amount_vnd"]), DateOf(row["applies_from"]), DateOf(row["in_force_from"]),
        row["verified"] == "verified", row["legal_basis"], row["source"], row["note"]);

    private static MeritPercentRow PercentOf(Dictionary<string, string> row) => new(
        row["group_code"], row["vi_name"], (int)ValueOf(row["injury_percent"]).Whole!.Value, DongOf(row["amount_vnd"]),
        DateOf(row["applies_from"]), OptionalDateOf(row["ends"]), DateOf(row["in_force_from"]), row["legal_basis"],
        row["verified"] == "verified", row["source"]);

    private static Hundredths ValueOf(string text)
    {
        Hundredths.TryParse(text, out var value).ShouldBeTrue(text);
        return value;
    }

    private static Money DongOf(string text) => new(ValueOf(text).Whole.ShouldNotBeNull());

    private static LocalDate DateOf(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static LocalDate? OptionalDateOf(string text) => text.Length == 0 ? null : DateOf(text);

    /// <summary>The rows of a committed reference table by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "seeds", "reference", file), Encoding.UTF8);
        var header = Fields(lines[0]);
        return lines.Skip(1).Select(line => header.Zip(Fields(line)).ToDictionary(p => p.First, p => p.Second));
    }

    /// <summary>One RFC 4180 record; the reference files have no line breaks inside quotes.</summary>
    public static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) Next();
            else field.Append(c);
        }

        Next();
        return fields;

        void Next()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PaymentHub.sln")))
            folder = folder.Parent;
        return folder.ShouldNotBeNull("the tests run inside the repository").FullName;
    }
}
