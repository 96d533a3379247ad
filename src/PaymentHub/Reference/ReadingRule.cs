using System.Text.Json;

namespace PaymentHub.Reference;

/// <summary>How the files of an institution are read: the section <c>reading</c> of a bank profile.</summary>
/// <param name="IsStrict">
/// Whether deviations from the form of a message refuse the file (<c>strictness</c>: <c>strict</c>) or are recorded
/// only (<c>tolerant</c>). Money and dates are strict either way.
/// </param>
/// <param name="AcceptsUnlisted">
/// Whether payments that an answer with the status PART does not list are accepted by it (<c>unlistedInPart</c>:
/// <c>accepted</c>) or not spoken of (<c>open</c>). Counts of the answer itself go before this.
/// </param>
public sealed record ReadingRule(bool IsStrict, bool AcceptsUnlisted)
{
    /// <summary>Where a profile says nothing.</summary>
    public static ReadingRule Usual { get; } = new(IsStrict: false, AcceptsUnlisted: false);

    /// <summary>Reads the section of a profile.</summary>
    /// <exception cref="InvalidOperationException">A key or a word is not one of those above.</exception>
    public static (string Code, ReadingRule Rule) Read(string file)
    {
        using var profile = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = profile.RootElement;
        var code = root.GetProperty("code").GetString()!;
        if (!root.TryGetProperty("reading", out var node)) return (code, Usual);
        foreach (var key in node.EnumerateObject().Select(k => k.Name))
            if (key is not ("strictness" or "unlistedInPart"))
                throw Slip(key, "chỉ có strictness, unlistedInPart", "only strictness and unlistedInPart are known");
        return (code, new ReadingRule(
            Is("strictness", "strict", "tolerant"), Is("unlistedInPart", "accepted", "open")));

        bool Is(string name, string yes, string no) => node.TryGetProperty(name, out var word)
            && (word.ToString() == yes || (word.ToString() == no
                ? false
                : throw Slip(name, $"chỉ nhận {yes} hoặc {no}", $"only {yes} or {no}")));

        InvalidOperationException Slip(string name, string vietnamese, string english) =>
            new($"{Path.GetFileName(file)} $.reading.{name}: {vietnamese}. / {english}.");
    }
}
