using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.BankExchange;

/// <summary>What two people do to a partner bank, over HTTP.</summary>
internal static class PartnerSteps
{
    public const string Why = "Theo hợp đồng kết nối";

    /// <summary>The administrator proposes, the treasurer agrees.</summary>
    public static async Task<JsonNode> ChangeAsync(this Hub hub, string bank, JsonObject change)
    {
        change["reason"] = Why;
        return await hub.AgreeAsync(bank, await hub.As("quantri").PostAsync($"/api/banks/{bank}/changes", change));
    }

    /// <summary>The treasurer agrees to the latest proposal.</summary>
    public static async Task<JsonNode> AgreeAsync(this Hub hub, string bank, JsonNode proposed)
    {
        var no = proposed["waiting"]!.AsArray().Max(w => (int)w!["no"]!);
        return await hub.As("khobac").PostAsync($"/api/banks/{bank}/changes/{no}/agree");
    }

    /// <summary>A client secret of the bank that counts, by two people.</summary>
    public static async Task<string> SecretAsync(this Hub hub, string bank, string from, string until)
    {
        var made = await hub.As("quantri").PostAsync($"/api/banks/{bank}/secrets", new JsonObject
        {
            ["from"] = from,
            ["until"] = until,
            ["reason"] = Why,
        });
        await hub.AgreeAsync(bank, made["bank"]!);
        return (string)made["secret"]!;
    }

    /// <summary>The bank's watched folders out and in, by two people.</summary>
    public static Task<JsonNode> UseFolderAsync(this Hub hub, string bank) => hub.ChangeAsync(bank, new JsonObject
    {
        ["channel"] = new JsonObject { ["kind"] = "Folder", ["drop"] = "out", ["pickup"] = "in" },
    });

    /// <summary>Three pensions at Agribank, approved and not released.</summary>
    public static async Task ApprovedAsync(this Hub hub)
    {
        await hub.SetClockAsync("2026-10-22T01:00:00Z");
        await hub.AllotAsync("21025", pension: 1_000_000_000);
        await hub.RegisterAsync([.. Enumerable.Range(1, 3).Select(RegisterLine.Of)]);
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");
        await hub.ActAsync("duyet1", "approve");
    }

    /// <summary>The file of the three pensions.</summary>
    public static async Task<JsonNode> ReleasedAsync(this Hub hub)
    {
        await hub.ApprovedAsync();
        return (await hub.ReleaseAsync()).ShouldHaveSingleItem();
    }

    /// <summary>Refused with this code, and nothing else.</summary>
    public static void ShouldBeRefused(this Answer answer, string code) => answer.Code.ShouldBe(code, answer.Text);

    /// <summary>Waits until a file out stands so.</summary>
    public static Task<JsonNode> FileUntilAsync(this Hub hub, string messageId, string status) =>
        hub.As("khobac").UntilAsync($"/api/files/{messageId}", f => $"{f["file"]!["status"]}" == status);
}
