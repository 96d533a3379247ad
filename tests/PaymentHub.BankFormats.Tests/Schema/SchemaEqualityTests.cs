using System.Text;
using System.Xml.Linq;
using CsCheck;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Schema;
using PaymentHub.Seeds.Grammar;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Schema;

/// <summary>The grammar of the product says what the official schemas say, where those are at hand.</summary>
public class SchemaEqualityTests
{
    public static TheoryData<string> Versions => [.. GrammarText.Shipped.Messages];

    [Fact]
    public void The_committed_grammar_is_what_the_tool_makes_of_the_official_schemas()
    {
        var folder = Golden.SchemaFolder();
        if (folder is null) Assert.Skip("The official ISO 20022 schemas are not here.");
        var committed = File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "reference", "iso20022-grammar.txt"));
        GrammarMaker.Make(folder).ShouldBe(committed);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_message_is_found_at_fault_exactly_where_the_official_schema_finds_it(string version)
    {
        var schema = OfficialSchema.Require(version + ".xsd");
        var grammar = GrammarText.Shipped.Find(version)!;
        var (valid, broken) = (0, 0);
        Gen.Int.Holds(
            seed =>
            {
                var random = new Random(seed);
                var message = new RandomMessage(grammar, random).Write();
                Compare(message, schema, "as written").ShouldBeTrue();
                for (var i = 0; i < 4; i++)
                {
                    var copy = new XElement(message);
                    var what = new DamagedMessage(random).Apply(copy);
                    if (Compare(copy, schema, what)) valid++;
                    else broken++;
                }
            }, iter: 100);
        (valid > 0 && broken > valid).ShouldBeTrue($"{valid} valid, {broken} broken");
    }

    // Whether both find the message valid; they must agree.
    private static bool Compare(XElement message, System.Xml.Schema.XmlSchemaSet schema, string what)
    {
        var bytes = Encoding.UTF8.GetBytes(message.ToString(SaveOptions.DisableFormatting));
        var official = OfficialSchema.ErrorsOf(bytes, schema, hasOthers: true);
        var ours = FormalFindings(bytes);
        (ours.Count == 0).ShouldBe(
            official.Count == 0,
            $"{what}\nofficial: {string.Join('\n', official)}\nours: {string.Join('\n', ours)}\n{message}");
        return ours.Count == 0;
    }

    private static List<FileFinding> FormalFindings(byte[] bytes)
    {
        var limits = ReadLimits.Default with { MaxTextCharacters = 20_000 };
        var read = new ReadContext(new InspectionOptions { ChecksSchema = true, Limits = limits }, null);
        FileInspector.ReadSource(read, SourceFile.Open(new MemoryStream(bytes)));
        return [.. read.Findings.Formal];
    }
}
