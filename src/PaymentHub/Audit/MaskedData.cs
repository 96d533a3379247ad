using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PaymentHub.Audit;

/// <summary>
/// What an event says, as histories show it: numbers and names of people masked, groups and injury percentages left
/// out because they reveal health, long lists told by their length.
/// </summary>
public static partial class MaskedData
{
    /// <summary>A longer list is told by its length.</summary>
    private const int LongestList = 20;

    /// <summary>
    /// Keeps of a batch's event only what concerns these payments; the sum of the chunk goes, since it is theirs and
    /// others'.
    /// </summary>
    /// <returns>False where the event concerns other payments only.</returns>
    public static bool KeepPayments(JsonObject data, IReadOnlySet<int> payments)
    {
        if (data["no"] is JsonValue no) return payments.Contains(no.GetValue<int>());
        var lists = data.Where(p => p.Value is JsonArray).Select(p => p.Value!.AsArray()).Where(IsOfPayments).ToList();
        if (lists.Count == 0) return true;
        foreach (var list in lists)
        {
            foreach (var item in list.Where(i => !payments.Contains(NumberOf(i)!.Value)).ToList()) list.Remove(item);
        }

        data.Remove("amount");
        return lists.Any(l => l.Count > 0);
    }

    /// <summary>Masks in place.</summary>
    public static void Mask(JsonObject data)
    {
        foreach (var (name, value) in data.ToList())
        {
            switch (value)
            {
                case JsonObject inner: Mask(inner); break;
                case JsonArray { Count: > LongestList } list:
                    data[name] = new JsonObject { ["count"] = list.Count };
                    break;
                case JsonArray list: foreach (var item in list.OfType<JsonObject>()) Mask(item); break;
                case JsonValue known: data[name] = Masked(name, known); break;
            }
        }
    }

    // Numbers of payments stand alone ("nos") or inside items; a list of anything else is not of payments.
    private static bool IsOfPayments(JsonArray list) =>
        list.Parent is JsonObject parent && parent.Any(p => p.Value == list && p.Key is not ("importers" or "added"))
            && (list.Count == 0 || NumberOf(list[0]) is not null);

    private static int? NumberOf(JsonNode? item) => item switch
    {
        JsonObject o when o["no"] is JsonValue no => no.GetValue<int>(),
        JsonValue v when v.TryGetValue<int>(out var number) => number,
        _ => null,
    };

    private static JsonNode? Masked(string name, JsonValue value)
    {
        if (name is "group" or "grp" or "injuryPercent" or "injury_percent") return "***";
        if (!value.TryGetValue<string>(out var text)) return value.DeepClone();
        return name switch
        {
            "personalId" or "personal_id" or "former" or "identifier" or "payee_identifier" => Number(text, 3, 2),
            "account" or "paidFrom" => Number(text, 0, 4),
            "fullName" or "full_name" or "name_key" or "holderName" or "holder_name" or "payeeName" or "payee_name"
                or "name" => Name(text),
            "value" => Number(text, 0, 2),
            "birth" or "birthDate" or "birth_date" => text.Length >= 4 ? text[..4] : "***",
            "why" => Group().Replace(text, "RATE:$1/***@"),
            _ => text,
        };
    }

    // Former communes are five-digit codes under the same name as former personal ids and are no secret.
    private static string Number(string text, int first, int last) => text.Length <= Math.Max(5, first + last)
        ? text
        : text[..first] + new string('*', text.Length - first - last) + text[^last..];

    private static string Name(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"*** {text[(text.LastIndexOf(' ') + 1)..]}");

    [GeneratedRegex("RATE:([A-Z]+)/[^@;]*@")]
    private static partial Regex Group();
}
