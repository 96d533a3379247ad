using System.Text;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>Fixed words with places to be filled in, such as <c>{messageId}</c>.</summary>
internal static class Template
{
    /// <summary>The words without the places, and the first place that is none of those allowed.</summary>
    public static (string Words, string? Unknown) Examine(string template, IReadOnlyList<string> places)
    {
        string? unknown = null;
        var words = Replaced(template, place =>
        {
            if (!places.Contains(place)) unknown ??= "{" + place + "}";
            return " ";
        });
        return (words, words.AsSpan().IndexOfAny('{', '}') < 0 ? unknown : unknown ?? template);
    }

    /// <summary>The text with its places filled in.</summary>
    public static string Fill(string template, Func<string, string> value) => Replaced(template, value);

    private static string Replaced(string template, Func<string, string> value)
    {
        var text = new StringBuilder(template.Length);
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0) break;
            text.Append(template, at, open - at).Append(value(template[(open + 1)..close]));
            at = close + 1;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
