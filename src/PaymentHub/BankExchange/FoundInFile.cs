using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentHub.BankExchange;

/// <summary>
/// One thing found in a file in, as its event keeps it: <c>line where rule: text</c>. Line 0 concerns the whole file.
/// </summary>
public sealed partial record FoundInFile(int Line, string Where, string Rule, string TextVi, string TextEn)
{
    /// <summary>
    /// The findings of a step, each with its English text where there is one, else with the Vietnamese again.
    /// </summary>
    public static IEnumerable<FoundInFile> Of(string[] stored, string[] english) => stored.Select((text, i) =>
    {
        var found = Parse(text);
        return english.Length == stored.Length ? found with { TextEn = Parse(english[i]).TextVi } : found;
    });

    /// <summary>Takes the stored text apart; one that is written otherwise stays whole.</summary>
    private static FoundInFile Parse(string stored)
    {
        var match = Pattern().Match(stored);
        return match.Success && int.TryParse(
            match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new(line, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value,
                match.Groups[4].Value)
            : new(0, "", "", stored, stored);
    }

    [GeneratedRegex("^([0-9]+) (.*?) ?([A-Z][A-Z0-9_]+): (.*)$", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
