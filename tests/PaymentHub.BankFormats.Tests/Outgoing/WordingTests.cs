using System.Text;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Outgoing;

/// <summary>
/// No file tells why a person is paid: over every programme and group of the reference tables.
/// </summary>
public class WordingTests
{
    private static readonly TextRule Folded = new(LetterForm.UpperUnmarked, CharacterSet.Unicode, 1_000_000);

    private static readonly string[] HealthWords =
        ["HIV", "KHUYET TAT", "BENH", "NHIEM", "CHAT DOC", "TAM THAN", "THUONG BINH", "TON THUONG", "DISAB"];

    public static TheoryData<string> Codes => [.. Samples.Codes];

    [Fact]
    public void The_tables_have_the_wording_that_this_is_about()
    {
        var wordings = Wordings();
        wordings.Count.ShouldBeGreaterThan(100);
        wordings.ShouldContain("TCXH");
        wordings.ShouldContain(w => w.Contains("HIV", StringComparison.Ordinal));
        wordings.ShouldContain(w => w.Contains("khuyết tật", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_text_for_payees_with_a_programme_or_group_in_it_is_refused()
    {
        foreach (var wording in Wordings())
            Slips($"XA HOI {wording} T{{month}}").ShouldContain(ProfileRule.Wording, wording);

        static IEnumerable<string> Slips(string text) => Samples.Read("mb", json => json.Replace(
            "XA HOI T{month}", text.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal))
            .Findings.Select(f => f.Rule);
    }

    [Fact]
    public void A_title_or_fixed_text_that_names_an_illness_is_refused()
    {
        foreach (var wording in Wordings().Where(w => HealthWords.Any(BankText.Write(w, Folded).Text.Contains)))
            PaymentWords.Revealed(wording).ShouldNotBeNull(wording);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_file_of_any_bank_carries_a_programme_or_group(string code)
    {
        foreach (var profile in new[] { Samples.Profile(code), Samples.ListProfile(code) })
        {
            var file = OutgoingFiles.Compose(Samples.Three(profile), profile).Single();
            var bytes = Samples.Bytes(file);
            var isSheet = file.Format == "xlsx";
            var text = isSheet ? ListReading.SheetXml(bytes) : Encoding.UTF8.GetString(bytes);
            var words = " " + BankText.Write(text + " " + file.FileName, Folded).Text + " ";
            foreach (var wording in Wordings().Select(w => BankText.Write(w, Folded).Text).Where(w => w.Length > 3))
                words.ShouldNotContain(wording);
            foreach (var word in HealthWords) words.ShouldNotContain(word);
        }
    }

    // Codes and names in Vietnamese and English of all programmes and groups; numbers alone say nothing.
    private static List<string> Wordings()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "reference");
        string[] tables = ["programs-rates.csv", "merit-wounded-rates.csv", "programme-rules.csv"];
        string[] columns = ["program_code", "group_code", "vi_name", "en_name", "vi_text", "en_text"];
        return
        [
            .. tables.SelectMany(table => Cells(Path.Combine(folder, table), columns))
                .Where(w => w.Any(char.IsLetter)).Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Cells(string file, string[] columns)
    {
        var rows = ListReading.Separated(File.ReadAllText(file) + "\n", ',');
        var header = rows[0];
        return rows.Skip(1).SelectMany(row => row.Where((_, i) => i < header.Length && columns.Contains(header[i])));
    }
}
