using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>
/// The rules find what they forbid: without this, a rule that never fires would look like good order.
/// </summary>
public sealed class CodeRulesTests
{
    [Fact]
    public void A_function_of_41_lines_is_found_and_one_of_40_is_not()
    {
        CodeRules.LongFunctions(FunctionOf(lines: 41)).ShouldHaveSingleItem().ShouldContain("Long has 41 lines");
        CodeRules.LongFunctions(FunctionOf(lines: 40)).ShouldBeEmpty();
    }

    [Fact]
    public void Documentation_and_attributes_do_not_count_as_lines_of_a_function()
    {
        var text = FunctionOf(lines: 40).Text.Replace(
            "void",
            "/// <summary>\n/// Says why.\n/// </summary>\n[Obsolete]\nvoid",
            StringComparison.Ordinal);

        CodeRules.LongFunctions(Code(text)).ShouldBeEmpty();
    }

    [Fact]
    public void Long_top_level_statements_are_found() =>
        CodeRules.LongFunctions(Code(string.Concat(Enumerable.Repeat("Run();\n", 41)))).ShouldHaveSingleItem();

    [Fact]
    public void A_file_of_301_lines_and_a_line_of_121_characters_are_found()
    {
        CodeRules.LongFile(Code(string.Concat(Enumerable.Repeat("//\n", 301)))).ShouldHaveSingleItem();
        CodeRules.LongFile(Code(string.Concat(Enumerable.Repeat("//\n", 300)))).ShouldBeEmpty();
        CodeRules.LongLines(Code(new string('/', 121))).ShouldHaveSingleItem();
        CodeRules.LongLines(Code(new string('/', 120))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("class PaymentManager;", true)]
    [InlineData("class DateUtils;", true)]
    [InlineData("record PaymentDto(int No);", true)]
    [InlineData("class Utilisation;", false)]
    public void Names_that_say_nothing_are_found(string declaration, bool found) =>
        CodeRules.EmptyNames(Code(declaration)).Any().ShouldBe(found);

    [Theory]
    [InlineData("DateTime.UtcNow", true)]
    [InlineData("System.DateTimeOffset.Now", true)]
    [InlineData("NodaTime.SystemClock.Instance.GetCurrentInstant()", true)]
    [InlineData("clock.Now", false)]
    [InlineData("\"DateTime.UtcNow\"", false)]
    public void An_ambient_clock_is_found(string expression, bool found) =>
        CodeRules.AmbientClock(Code($"class A {{ object Now() => {expression}; }}")).Any().ShouldBe(found);

    [Theory]
    [InlineData("double x = 1;", true)]
    [InlineData("var x = 1.5;", true)]
    [InlineData("var x = 1.5m;", false)]
    [InlineData("var x = all.Single();", false)]
    [InlineData("var x = System.Double.Parse(y);", false)]
    [InlineData("var x = Double.Parse(y);", true)]
    public void Floating_point_is_found(string statement, bool found) =>
        CodeRules.FloatingPoint(Code($"class A {{ void F() {{ {statement} }} }}")).Any().ShouldBe(found);

    [Fact]
    public void Unfinished_work_is_found() =>
        CodeRules.Unfinished(Code("// TO" + "DO: later")).ShouldHaveSingleItem();

    [Theory]
    [InlineData("root = \"/ho" + "me/an/hub\"", true)]
    [InlineData("http://10.1" + ".2.3:8081/index.json", true)]
    [InlineData("https://packages.build.inter" + "nal/v3", true)]
    [InlineData("http://127.0.0.1:5080/work/1", false)]
    [InlineData("cd ~/work/hub", false)]
    public void Traces_of_a_machine_are_found(string line, bool found) =>
        CodeRules.MachineTraces(Code(line)).Any().ShouldBe(found);

    private static SourceFile FunctionOf(int lines) =>
        Code($"class A {{\nvoid Long()\n{{\n{string.Concat(Enumerable.Repeat("F();\n", lines - 3))}}}\n}}");

    private static SourceFile Code(string text) => new("sample.cs", text);
}
