using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Contracts;

/// <summary>
/// Committed JSON: indented, line feeds only, a line feed at the end, letters as themselves. The same content is the
/// same bytes on every machine.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(JsonNode node) => node.ToJsonString(Form) + "\n";

    /// <summary>
    /// Puts the members of an object in ordinal order of their names; their own content stays as it is.
    /// </summary>
    public static void Sort(JsonNode? node)
    {
        if (node is not JsonObject map) return;
        var members = map.OrderBy(m => m.Key, StringComparer.Ordinal).ToList();
        map.Clear();
        foreach (var (name, value) in members) map.Add(name, value);
    }
}
