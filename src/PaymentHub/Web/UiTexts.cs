using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace PaymentHub.Web;

/// <summary>
/// The texts of the pages. Vietnamese has no plural; the English texts are written in the plural, and a count of one
/// makes them singular here, so that no text needs two versions. Programmes are named by the catalogue, so that a new
/// one needs no new text.
/// </summary>
public sealed partial class UiTexts(IStringLocalizerFactory factory, ProgrammeNames programmes) : IStringLocalizer<Ui>
{
    private const string Programme = "Programme.";

    private readonly StringLocalizer<Ui> _texts = new(factory);

    public LocalizedString this[string name] => name.StartsWith(Programme, StringComparison.Ordinal)
        ? new LocalizedString(name, programmes.Of(name[Programme.Length..]))
        : _texts[name];

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = _texts[name, arguments];
            return Shown.InEnglish && !text.ResourceNotFound
                ? new LocalizedString(text.Name, Singular(text.Value), false, text.SearchedLocation)
                : text;
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        _texts.GetAllStrings(includeParentCultures);

    /// <summary>"1 batches were refused" becomes "1 batch was refused"; other numbers stay as they are.</summary>
    public static string Singular(string text) => One().Replace(text, match =>
    {
        var noun = match.Groups["noun"].Value switch
        {
            "batches" => "batch",
            "entries" => "entry",
            var plural => plural[..^1],
        };
        var verb = match.Groups["verb"].Value switch
        {
            " were" => " was",
            " are" => " is",
            " have" => " has",
            "" => "",
            var other => other + "s",
        };
        return $"1 {noun}{verb}";
    });

    [GeneratedRegex(@"(?<![\d.,])1 (?<noun>batches|payments|dossiers|entries|rows|communes|tables|pieces)\b"
        + "(?<verb> (were|are|have|need|stay))?")]
    private static partial Regex One();
}
