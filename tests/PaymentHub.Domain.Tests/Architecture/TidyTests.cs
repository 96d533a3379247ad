using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Architecture;

/// <summary>House rules over everything that is written by hand. A failure lists each place.</summary>
public sealed class TidyTests
{
    private static readonly string[] CodeEndings = [".cs", ".razor", ".css", ".js", ".sh"];

    // Scoring weighs evidence in bits; it never touches money.
    private static readonly string[] MayUseFloatingPoint = ["src/PaymentHub.Domain/Reconciliation/Linkage/"];

    // The one place of a program where the real clock enters.
    private static readonly string[] Compositions = ["src/PaymentHub/Program.cs", "seeds/PaymentHub.Seeds/Program.cs"];

    private static IEnumerable<SourceFile> AllCSharp => Repository.Files.Where(file => file.IsCSharp);

    /// <summary>
    /// Code of ours: scripts under ops/ have no ending; libraries that we only pass on are left as they came.
    /// </summary>
    private static IEnumerable<SourceFile> Code => Repository.Files.Where(file =>
        (CodeEndings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal)) || IsScript(file))
        && !file.Path.EndsWith(".min.js", StringComparison.Ordinal)
        && !file.Path.Contains("/wwwroot/lib/", StringComparison.Ordinal));

    [Fact]
    public void A_file_has_at_most_300_lines() => Obey(Code, CodeRules.LongFile);

    [Fact]
    public void A_line_has_at_most_120_characters() => Obey(Code, CodeRules.LongLines);

    [Fact]
    public void A_function_has_at_most_40_lines() => Obey(AllCSharp, CodeRules.LongFunctions);

    [Fact]
    public void A_type_is_named_for_what_it_is() => Obey(AllCSharp, CodeRules.EmptyNames);

    [Fact]
    public void Time_comes_from_the_injected_clock() =>
        Obey(AllCSharp.Where(file => !Compositions.Contains(file.Path)), CodeRules.AmbientClock);

    [Fact]
    public void The_domain_and_the_file_formats_compute_exactly() => Obey(
        Repository.CSharp("src/PaymentHub.Domain", "src/PaymentHub.BankFormats")
            .Where(file => !Array.Exists(MayUseFloatingPoint, f => file.Path.StartsWith(f, StringComparison.Ordinal))),
        CodeRules.FloatingPoint);

    [Fact]
    public void Nothing_is_left_unfinished() => Obey(
        // What a fuzzer kept may spell any word.
        Repository.Files.Where(file => !file.Path.EndsWith(".csv", StringComparison.Ordinal)
            && !file.IsBelow("tests/PaymentHub.BankFormats.Tests/corpus")), CodeRules.Unfinished);

    [Fact]
    public void Nothing_names_the_machine_it_was_written_on() => Obey(Repository.Files, CodeRules.MachineTraces);

    [Fact]
    public void Package_sources_are_the_builders_own_choice() => Repository.Files
        .Select(file => file.Path)
        .Where(path => Path.GetFileName(path).ToUpperInvariant() is "NUGET.CONFIG" or ".NPMRC")
        .ShouldBeEmpty();

    private static bool IsScript(SourceFile file) => file.Text.StartsWith("#!", StringComparison.Ordinal);

    private static void Obey(IEnumerable<SourceFile> files, Func<SourceFile, IEnumerable<string>> rule)
    {
        var read = files.ToList();
        read.ShouldNotBeEmpty();
        read.SelectMany(rule).ShouldBeNone();
    }
}
