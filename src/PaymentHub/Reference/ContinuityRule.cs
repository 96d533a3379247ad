using System.Text.Json;

namespace PaymentHub.Reference;

/// <summary>
/// What a statement that does not follow the last one comes to: the section <c>continuity</c> of a bank profile. A
/// statement whose opening balance is not the last closing one is held whatever stands here.
/// </summary>
/// <param name="HoldsNumberGap">A number was left out though the balances follow each other: held, or recorded.</param>
/// <param name="HoldsMissingDay">Working days were left out though the balances follow each other: held, or
/// recorded.</param>
public sealed record ContinuityRule(bool HoldsNumberGap, bool HoldsMissingDay)
{
    /// <summary>Where a profile says nothing: a number that was left out holds, a day is recorded.</summary>
    public static ContinuityRule Usual { get; } = new(HoldsNumberGap: true, HoldsMissingDay: false);

    /// <summary>Reads the section of a profile.</summary>
    /// <exception cref="InvalidOperationException">A word is neither <c>hold</c> nor <c>record</c>.</exception>
    public static (string Code, ContinuityRule Rule) Read(string file)
    {
        using var profile = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = profile.RootElement;
        var code = root.GetProperty("code").GetString()!;
        if (!root.TryGetProperty("continuity", out var node)) return (code, Usual);
        return (code, new ContinuityRule(
            Holds("numberGap", Usual.HoldsNumberGap), Holds("missingDay", Usual.HoldsMissingDay)));

        bool Holds(string name, bool otherwise) => !node.TryGetProperty(name, out var word)
            ? otherwise
            : word.ToString() switch
            {
                "hold" => true,
                "record" => false,
                _ => throw new InvalidOperationException(
                    $"{Path.GetFileName(file)} $.continuity.{name}: chỉ nhận hold hoặc record. / Only hold or record."),
            };
    }
}
