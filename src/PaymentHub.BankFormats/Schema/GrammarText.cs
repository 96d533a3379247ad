using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PaymentHub.BankFormats.Schema;

/// <summary>
/// Reads the notation of grammars (<c>seeds/reference/iso20022-grammar.txt</c>, made by <c>ops/grammar</c>). A line is
/// one of these, its last part reaching to the end:
/// <code>
/// message camt.053.001.08 Document BkToCstmrStmt BankToCustomerStatementV08
/// BankToCustomerStatementV08 : GrpHdr GroupHeader81; Stmt+ AccountStatement9; SplmtryData* SupplementaryData1
/// AccountIdentification4Choice : IBAN IBAN2007Identifier | Othr GenericAccountIdentification1
/// SupplementaryDataEnvelope1 : any
/// Max35Text = text least 1 most 35
/// ActiveCurrencyCode = text pattern [A-Z]{3,3}
/// ActiveCurrencyAndAmount = value ActiveCurrencyAndAmount_SimpleType @Ccy ActiveCurrencyCode
/// </code>
/// A name is followed by how often it occurs: nothing is once, <c>?</c> at most once, <c>+</c> at least once, <c>*</c>
/// any number of times, <c>{0,7}</c> as it says. A type that differs between versions has a number after <c>~</c>.
/// </summary>
internal sealed partial class GrammarText
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ElementForm> _forms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MessageGrammar?> _read = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The grammar that the product carries.</summary>
    public static GrammarText Shipped => OfProduct.Value;

    private static readonly Lazy<GrammarText> OfProduct = new(() =>
    {
        using var bytes = typeof(GrammarText).Assembly.GetManifestResourceStream("iso20022-grammar.txt")!;
        using var text = new StreamReader(bytes, Encoding.UTF8);
        return new GrammarText(text.ReadToEnd());
    });

    public GrammarText(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            var name = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            var rest = line[(name.Length + 1)..];
            if (name == "message") AddMessage(rest.Split(' '));
            else _types.Add(name, rest);
        }
    }

    /// <summary>Full names of the versions it knows, in order.</summary>
    public IEnumerable<string> Messages => _messages.Keys.Order(StringComparer.Ordinal);

    /// <summary>The grammar of a version (<c>camt.053.001.08</c>); null where it is not known.</summary>
    public MessageGrammar? Find(string? message)
    {
        if (message is null || !_messages.ContainsKey(message)) return null;
        return _read.GetOrAdd(message, Read);
    }

    private void AddMessage(string[] words) => _messages.Add(words[0], words[1..]);

    private MessageGrammar Read(string message)
    {
        var words = _messages[message];
        // Types are shared, so one message is read at a time.
        lock (_gate)
        {
            var form = words.Length == 2 ? FormOf(words[1]) : Complex($"{words[1]} {words[2]}");
            return new MessageGrammar(message, words[0], form);
        }
    }

    private ElementForm FormOf(string type)
    {
        if (_forms.TryGetValue(type, out var known)) return known;
        var text = _types[type];
        var form = text[0] == ':' ? Complex(text[2..]) : Simple(text[2..]);
        _forms.Add(type, form);
        return form;
    }

    private ElementForm Simple(string text)
    {
        const string Attributed = "value ";
        if (!text.StartsWith(Attributed, StringComparison.Ordinal)) return new ElementForm { Value = Value(text) };
        var parts = text[Attributed.Length..].Split(" @");
        return new ElementForm { Value = FormOf(parts[0]).Value, Attributes = [.. parts[1..].Select(Attribute)] };
    }

    private AttributeForm Attribute(string text)
    {
        var words = text.Split(' ');
        var isRequired = !words[0].EndsWith('?');
        return new AttributeForm(words[0].TrimEnd('?'), FormOf(words[1]).Value!, isRequired);
    }

    private ElementForm Complex(string text)
    {
        var children = new List<ChildForm>();
        var required = new List<PlaceForm>();
        var places = text.Split("; ");
        for (var place = 0; place < places.Length; place++)
        {
            var first = children.Count;
            var least = int.MaxValue;
            foreach (var choice in places[place].Split(" | "))
            {
                var (child, times) = Child(choice, place);
                children.Add(child);
                least = Math.Min(least, times);
            }

            if (least > 0) required.Add(new PlaceForm(first, children.Count - first, least));
        }

        return new ElementForm { Children = [.. children], Required = [.. required] };
    }

    private (ChildForm Child, int Least) Child(string text, int place)
    {
        var parts = Particle().Match(text);
        if (!parts.Success) throw new FormatException($"Not a child of the notation: {text}");
        var (least, most) = Times(parts.Groups["times"].Value);
        var name = parts.Groups["name"].Value;
        var type = parts.Groups["type"].Value;
        if (name == "any") return (new ChildForm("", null, place, most, type.Length == 0 ? null : type), least);
        return (new ChildForm(string.Intern(name), FormOf(type), place, most), least);
    }

    private static (int Least, int Most) Times(string mark)
    {
        if (mark.Length > 1)
        {
            var numbers = mark.Trim('{', '}').Split(',');
            return (int.Parse(numbers[0], CultureInfo.InvariantCulture),
                int.Parse(numbers[1], CultureInfo.InvariantCulture));
        }

        return mark switch { "?" => (0, 1), "+" => (1, int.MaxValue), "*" => (0, int.MaxValue), _ => (1, 1) };
    }

    private static ValueForm Value(string text)
    {
        const string Pattern = " pattern ";
        var at = text.IndexOf(Pattern, StringComparison.Ordinal);
        var words = (at < 0 ? text : text[..at]).Split(' ');
        var form = new ValueForm(
            Enum.Parse<ValueKind>(words[0], ignoreCase: true), at < 0 ? null : text[(at + Pattern.Length)..]);
        for (var i = 1; i < words.Length; i += 2)
            form = words[i] switch
            {
                "codes" => form with { Codes = words[i + 1].Split(',') },
                "least" => form with { MinLength = Number(words[i + 1]) },
                "most" => form with { MaxLength = Number(words[i + 1]) },
                "digits" => form with { TotalDigits = Number(words[i + 1]) },
                "fraction" => form with { FractionDigits = Number(words[i + 1]) },
                "from" => form with { Least = Number(words[i + 1]) },
                var other => throw new FormatException($"Not a word of the notation: {other}"),
            };
        return form;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>\w+)(?<times>[?*+]|\{\d+,\d+\})?(?: (?<type>\S+))?\z")]
    private static partial Regex Particle();
}
