using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace PaymentHub.Contracts;

/// <summary>
/// The summaries that types carry in the sources, from the documentation files beside the assemblies. Where such a file
/// is missing the summary is empty.
/// </summary>
public static class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Read = new();

    /// <summary>The summary of a type as plain text on one line.</summary>
    public static string SummaryOf(Type type) =>
        Read.GetOrAdd(type.Assembly, Load).GetValueOrDefault($"T:{type.FullName}", "");

    private static Dictionary<string, string> Load(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        if (!File.Exists(file)) return [];
        return XDocument.Load(file).Descendants("member")
            .Where(m => m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value, m => PlainText(m.Element("summary")!));
    }

    private static string PlainText(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement link) text.Append(NameOf(link));
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string? NameOf(XElement link) => link.Name.LocalName switch
    {
        "see" or "seealso" => link.Attribute("cref")?.Value.Split('.', ':')[^1].Split('(')[0],
        "paramref" or "typeparamref" => link.Attribute("name")?.Value,
        _ => null,
    };
}
