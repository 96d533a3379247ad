using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentHub.BankExchange;

/// <summary>
/// One thing found in a file in, as its event keeps it: <c>line where rule: text</c>. Line 0 concerns the whole file.
/// The text is Vietnamese; readers of English have the rule's own sentence.
/// </summary>
public sealed partial record FoundInFile(int Line, string Where, string Rule, string Text)
{
    /// <summary>Takes the stored text apart; one that is written otherwise stays whole.</summary>
    public static FoundInFile Parse(string stored)
    {
        var match = Pattern().Match(stored);
        return match.Success && int.TryParse(
            match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new(line, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value)
            : new(0, "", "", stored);
    }

    [GeneratedRegex("^([0-9]+) (.*?) ?([A-Z][A-Z0-9_]+): (.*)$", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
