using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Story;

/// <summary>The steps of register files of all kinds, over HTTP.</summary>
public static class RegisterSteps
{
    /// <summary>Runs a file on trial and returns what the service says of it.</summary>
    public static Task<JsonNode> TryAsync(this Hub hub, string kind, byte[] bytes, string options = "") =>
        hub.SendAsync(kind, bytes, "&dryRun=true" + options);

    /// <summary>Imports a file with options of its own and waits until it is done.</summary>
    public static async Task<JsonNode> SendAsync(
        this Hub hub, string kind, byte[] bytes, string options = "", string fileName = "tep.csv", string user = "nhap")
    {
        var sent = await hub.As(user).UploadAsync($"/api/register/imports?kind={kind}{options}", fileName, bytes);
        ((int)sent.Status).ShouldBe(202, sent.Text);
        return await hub.As(user).UntilAsync(
            $"/api/register/imports/{sent.Json["importId"]}", i => $"{i["status"]}" is not ("Received" or "Running"));
    }

    /// <summary>What became of the rows, in a line: <c>added 1, corrected 0, …</c>.</summary>
    public static string Outcome(this JsonNode import) => string.Join(
        ", ",
        new[] { "added", "corrected", "ended", "unchanged", "refused", "setAside" }
            .Where(n => (int)import[n]! > 0).Select(n => $"{n} {import[n]}"));
}
