using System.Text.Json.Nodes;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>Reads the receipts that were dropped at a bank's place.</summary>
internal static class ReceiptSteps
{
    public static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The one receipt that says this, for programs and for people: its status, how many findings it has, and their
    /// rules.
    /// </summary>
    public static string OnlyOf(string folder, string word)
    {
        var json = Directory.GetFiles(folder, $"*.{word}.json").ShouldHaveSingleItem();
        var text = File.ReadAllText(Path.ChangeExtension(json, ".txt"));
        var receipt = JsonNode.Parse(File.ReadAllText(json))!;
        text.ShouldContain($"{receipt["sha256"]}");
        text.ShouldContain($"{receipt["status"]}");
        var findings = Items(receipt["findings"]);
        foreach (var finding in findings) text.ShouldContain($"{finding["textVi"]}");
        return string.Join(' ', findings.Select(f => $"{f["rule"]}").Prepend($"{receipt["status"]} {findings.Count}"));
    }
}
