using System.Globalization;
using System.Text.Json.Nodes;

namespace PaymentHub.Seeds.Play;

/// <summary>One comparison of what was planted with what the service found.</summary>
internal sealed record Check(
    string Name, int Expected, int Found, IReadOnlyList<string> Missing, IReadOnlyList<string> Extra)
{
    public bool Holds => Missing.Count == 0 && Extra.Count == 0;
}

/// <summary>Collects the comparisons and tells each of them.</summary>
internal sealed class Checks
{
    public static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");
    private readonly List<Check> all = [];

    public bool Hold => all.TrueForAll(check => check.Holds);

    /// <summary>Compares as bags: an item found twice is one too many.</summary>
    public void Compare(string name, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (wanted, got) = (expected.ToList(), found.ToList());
        Add(new Check(name, wanted.Count, got.Count, Minus(wanted, got), Minus(got, wanted)));
    }

    /// <summary>A yes-or-no check; the reason is told when it fails.</summary>
    public void Require(string name, bool holds, string reason) =>
        Add(new Check(name, 1, holds ? 1 : 0, holds ? [] : [reason], []));

    /// <summary>Runs a check; an error of the service fails it and the others still run.</summary>
    public async Task RunAsync(string name, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception e) when (e is HubException or HttpRequestException or InvalidOperationException
            or System.Text.Json.JsonException or FormatException or TaskCanceledException)
        {
            Require(name, false, e.Message);
        }
    }

    public JsonArray ToJson() => [.. all.Select(check => (JsonNode)new JsonObject
    {
        ["name"] = check.Name,
        ["expected"] = check.Expected,
        ["found"] = check.Found,
        ["missing"] = new JsonArray([.. check.Missing.Select(item => (JsonNode)item)]),
        ["extra"] = new JsonArray([.. check.Extra.Select(item => (JsonNode)item)]),
    })];

    private void Add(Check check)
    {
        all.Add(check);
        Console.WriteLine(string.Create(Vietnamese,
            $"  {(check.Holds ? "ĐẠT" : "LỆCH")} {check.Name}: mong đợi {check.Expected:N0}, thấy {check.Found:N0}"));
        foreach (var item in check.Missing)
            Console.WriteLine($"    thiếu: {item}");
        foreach (var item in check.Extra)
            Console.WriteLine($"    thừa: {item}");
    }

    private static List<string> Minus(List<string> from, List<string> take)
    {
        var left = take.GroupBy(item => item, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count());
        var rest = new List<string>();
        foreach (var item in from)
        {
            if (left.GetValueOrDefault(item) is var count and > 0)
                left[item] = count - 1;
            else
                rest.Add(item);
        }

        return rest;
    }
}
