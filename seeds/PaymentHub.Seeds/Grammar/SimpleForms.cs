using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PaymentHub.Seeds.Grammar;

/// <summary>The form of a simple value in the notation of the grammar.</summary>
internal static partial class SimpleForms
{
    /// <summary>What a restriction of a built-in type says.</summary>
    public static string Text(XElement restriction)
    {
        if (restriction.Name.LocalName != "restriction") throw GrammarMaker.Unknown(restriction, "");
        var form = GrammarMaker.Required(restriction, "base") switch
        {
            "xs:string" => "text",
            "xs:decimal" => "decimal",
            "xs:boolean" => "boolean",
            "xs:date" => "date",
            "xs:dateTime" => "dateTime",
            "xs:base64Binary" => "base64",
            "xs:gYear" => "year",
            "xs:gYearMonth" => "yearMonth",
            var other => throw GrammarMaker.Unknown(restriction, other),
        };
        var facets = restriction.Elements().ToLookup(e => e.Name.LocalName, e => GrammarMaker.Required(e, "value"));
        foreach (var facet in facets)
            if (facet.Key is not "enumeration" && facet.Count() > 1)
                throw GrammarMaker.Unknown(restriction, facet.Key);
        foreach (var facet in facets.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            // A pattern goes to the end of the line.
            if (facet.Key != "pattern") form += Facet(restriction, facet.Key, facet);
        }

        return form + Pattern(restriction, facets["pattern"].SingleOrDefault());
    }

    private static string Facet(XElement restriction, string name, IEnumerable<string> values) => name switch
    {
        "minLength" => $" least {values.Single()}",
        "maxLength" => $" most {values.Single()}",
        "totalDigits" => $" digits {values.Single()}",
        "fractionDigits" => $" fraction {values.Single()}",
        "minInclusive" => $" from {values.Single()}",
        "enumeration" when values.All(v => Code().IsMatch(v))
                => $" codes {string.Join(',', values.Order(StringComparer.Ordinal))}",
        _ => throw GrammarMaker.Unknown(restriction, name),
    };

    private static string Pattern(XElement restriction, string? pattern)
    {
        if (pattern is null) return "";
        // Signs that mean the same in a schema and in the expressions of the platform.
        return Shared().IsMatch(pattern) ? $" pattern {pattern}" : throw GrammarMaker.Unknown(restriction, pattern);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+.-]+\z")]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?:[A-Za-z0-9\[\](){},+*?.-]|\\[-+.])+\z")]
    private static partial Regex Shared();
}
