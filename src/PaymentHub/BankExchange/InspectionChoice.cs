using PaymentHub.BankFormats.Incoming;
using PaymentHub.Reference;

namespace PaymentHub.BankExchange;

/// <summary>
/// How somebody asks to have a file tried: the profile that says how strictly, and the format that it must have. A word
/// that is neither is never taken for a default, since the answer would be about another question.
/// </summary>
/// <param name="Options">How to judge; null where a word is unknown.</param>
/// <param name="Code">What is wrong: inspection-profile-unknown or inspection-format-unknown; empty where
/// nothing is.</param>
/// <param name="Vietnamese">The same in words, with all allowed values.</param>
/// <param name="English">The same in English.</param>
public sealed record InspectionChoice(InspectionOptions? Options, string Code, string Vietnamese, string English)
{
    private const string Tolerant = "tolerant";

    /// <summary>Chooses by two words, of which each may be left out: tolerant, and any format.</summary>
    public static InspectionChoice Of(BankTableProfiles tables, string? profile, string? format)
    {
        if (tables.OptionsForTrying(profile ?? Tolerant) is not { } options)
            return Unknown("inspection-profile-unknown", "hồ sơ", "profile", profile!, tables.Names);
        if (format is null) return new InspectionChoice(options, "", "", "");
        return InspectionOptions.Formats.FirstOrDefault(f => f.Equals(format, StringComparison.OrdinalIgnoreCase))
            is { } known
            ? new InspectionChoice(options with { Format = known }, "", "", "")
            : Unknown("inspection-format-unknown", "dạng tệp", "format", format, InspectionOptions.Formats);
    }

    private static InspectionChoice Unknown(
        string code, string vietnamese, string english, string word, IReadOnlyList<string> allowed)
    {
        const int Longest = 40;
        var shown = word.Length > Longest ? word[..Longest] + "…" : word;
        var all = string.Join(", ", allowed);
        return new InspectionChoice(
            null, code, $"Không có {vietnamese} «{shown}». Chọn một trong: {all}.",
            $"There is no {english} \"{shown}\". Choose one of: {all}.");
    }
}
