using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace PaymentHub.Seeds.Grammar;

/// <summary>
/// Makes the product's grammar of ISO 20022 messages from official schemas that the user has downloaded: names, order,
/// occurrence and form of values, in the notation that <c>src/PaymentHub.BankFormats/Schema/GrammarText.cs</c> reads.
/// Types that are equal in several versions are written once. A schema that uses what the notation cannot say stops
/// the making, so that nothing of a later version is lost unnoticed.
/// </summary>
internal sealed class GrammarMaker
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly XNamespace Xs = "http://www.w3.org/2001/XMLSchema";

    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _messages = new(StringComparer.Ordinal);
    private Dictionary<string, XElement> _declared = [];
    private Dictionary<string, string> _pooled = [];

    /// <summary>Which messages are wanted: those that the product reads, and the header around them.</summary>
    public static bool IsWanted(string message) =>
        message.Length > "camt.053".Length && message[..8] is "camt.029" or "camt.052" or "camt.053" or "camt.054"
            or "camt.055" or "head.001" or "pain.001" or "pain.002";

    /// <summary>The grammar of every wanted schema (<c>camt.053.001.08.xsd</c>, …) of a folder.</summary>
    public static string Make(string folder)
    {
        var maker = new GrammarMaker();
        foreach (var path in Directory.GetFiles(folder, "*.xsd").Order(StringComparer.Ordinal))
            if (IsWanted(Path.GetFileNameWithoutExtension(path))) maker.Take(XDocument.Load(path).Root!);
        return maker.Text();
    }

    private string Text()
    {
        var text = new StringBuilder(
            "# Messages of ISO 20022: names, order, occurrence and form of values. Made by ops/grammar.\n");
        foreach (var (name, message) in _messages) text.Append("message " + name + " " + message + "\n");
        foreach (var (name, type) in _types) text.Append(name + " " + type + "\n");
        return text.ToString();
    }

    private void Take(XElement schema)
    {
        const string Space = "urn:iso:std:iso:20022:tech:xsd:";
        var space = Required(schema, "targetNamespace");
        if (!space.StartsWith(Space, Ordinal)) throw Unknown(schema, "targetNamespace");
        if (schema.Attribute("elementFormDefault")?.Value != "qualified") throw Unknown(schema, "elementFormDefault");
        _declared = schema.Elements().Where(e => e.Name != Xs + "element").ToDictionary(e => Required(e, "name"));
        _pooled = [];
        var root = schema.Elements(Xs + "element").Single();
        var type = _declared[Required(root, "type")];
        var name = Required(root, "name");
        // A document holds one body, and its type has the same name in every version.
        var body = name == "Document" ? " " + Content(type) : " " + Pool(Required(root, "type"));
        _messages.Add(space[Space.Length..], name + body);
    }

    // The name under which a type stands in the pool: its own, or with a number where versions differ.
    private string Pool(string name)
    {
        if (_pooled.TryGetValue(name, out var known))
            return known.Length > 0 ? known : throw new InvalidDataException($"{name} contains itself.");
        _pooled[name] = "";
        var text = Define(_declared[name]);
        for (var variant = 1; ; variant++)
        {
            var candidate = variant == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}~{variant}");
            if (_types.TryAdd(candidate, text) || _types[candidate] == text) return _pooled[name] = candidate;
        }
    }

    private string Define(XElement type)
    {
        if (type.Name == Xs + "simpleType") return "= " + SimpleForms.Text(Only(type));
        if (type.Name != Xs + "complexType") throw Unknown(type, "");
        return Only(type).Name == Xs + "simpleContent" ? "= " + Attributed(Only(Only(type))) : ": " + Content(type);
    }

    private string Attributed(XElement extension)
    {
        if (extension.Name != Xs + "extension") throw Unknown(extension, "");
        var text = "value " + Pool(Required(extension, "base"));
        foreach (var attribute in extension.Elements())
        {
            if (attribute.Name != Xs + "attribute") throw Unknown(attribute, "");
            var mark = attribute.Attribute("use")?.Value == "required" ? "" : "?";
            text += $" @{Required(attribute, "name")}{mark} {Pool(Required(attribute, "type"))}";
        }

        return text;
    }

    private string Content(XElement type)
    {
        var model = Only(type);
        if (model.Name == Xs + "choice") return Choice(model);
        if (model.Name != Xs + "sequence" || model.HasAttributes) throw Unknown(model, "");
        return string.Join("; ", model.Elements().Select(e => e.Name == Xs + "choice" ? Choice(e) : Particle(e)));
    }

    private string Choice(XElement choice) => choice.HasAttributes
        ? throw Unknown(choice, "minOccurs")
        : string.Join(" | ", choice.Elements().Select(Particle));

    private string Particle(XElement particle)
    {
        var times = Times(particle);
        if (particle.Name == Xs + "any")
        {
            if (particle.Attribute("processContents")?.Value != "lax") throw Unknown(particle, "processContents");
            var space = Required(particle, "namespace");
            return space == "##any" ? $"any{times}" : $"any{times} {space}";
        }

        if (particle.Name != Xs + "element") throw Unknown(particle, "");
        return $"{Required(particle, "name")}{times} {Pool(Required(particle, "type"))}";
    }

    private static string Times(XElement particle)
    {
        var least = particle.Attribute("minOccurs")?.Value ?? "1";
        var most = particle.Attribute("maxOccurs")?.Value ?? "1";
        return (least, most) switch
        {
            ("1", "1") => "",
            ("0", "1") => "?",
            ("0", "unbounded") => "*",
            ("1", "unbounded") => "+",
            (_, "unbounded") => throw Unknown(particle, "minOccurs"),
            _ => $"{{{least},{most}}}",
        };
    }

    internal static XElement Only(XElement parent) =>
        parent.Elements().Count() == 1 ? parent.Elements().First() : throw Unknown(parent, "");

    internal static string Required(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value ?? throw Unknown(element, attribute);

    internal static InvalidDataException Unknown(XElement element, string detail) =>
        new($"The notation cannot say this: {element.Name.LocalName} {detail} {element.Attribute("name")?.Value}");
}
