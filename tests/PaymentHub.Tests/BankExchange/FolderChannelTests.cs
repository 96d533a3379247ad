using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>Watched folders: out by atomic rename, in when stable, and what happens when there is no way out.</summary>
public sealed class FolderChannelTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_released_file_lies_whole_in_the_banks_folder_and_its_answer_is_taken_and_put_away()
    {
        await using var place = new ExchangePlace();
        await using var hub = await StartAsync(place);
        var file = await hub.ReleasedAsync();
        var messageId = $"{file["messageId"]}";
        await hub.FileUntilAsync(messageId, "Delivered");

        var dropped = Path.Combine(place.Of("AGRI", "out"), $"{file["fileName"]}");
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(dropped))).ShouldBe($"{file["sha256"]}");
        Directory.GetFiles(place.Of("AGRI", "out")).ShouldBe([dropped], "nothing unfinished is left");

        var pickup = place.Of("AGRI", "in");
        var statement = await StatementFile.NextAsync(hub, "AGRI", "2026-10-21");
        await File.WriteAllTextAsync(Path.Combine(pickup, "s.xml.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(pickup, "s.xml"), statement.Write());
        File.CreateSymbolicLink(Path.Combine(pickup, "link.xml"), hub.GetType().Assembly.Location);
        (await FetchAsync(hub)).ShouldBe(0, "seen once, it may still grow");
        (await FetchAsync(hub)).ShouldBe(1);

        Directory.GetFiles(Path.Combine(pickup, "done")).ShouldHaveSingleItem().ShouldEndWith("-s.xml");
        Directory.GetFiles(pickup).Select(Path.GetFileName).ShouldBe(["link.xml", "s.xml.part"], ignoreOrder: true);
        var taken = await hub.As("doisoat").UntilAsync(
            "/api/bank-files", f => Items(f["items"]).Any(i => $"{i["status"]}" == "Reconciled"));
        $"{Items(taken["items"])[0]["fileName"]}".ShouldBe("s.xml");
        (await hub.AskAsync<string>("select data ->> 'byUser' from events.mt_events where type = 'file_received'"))
            .ShouldBe("folder:AGRI");

        File.WriteAllText(Path.Combine(pickup, "hong.xml"), statement.Write()[..400]);
        await FetchAsync(hub);
        (await FetchAsync(hub)).ShouldBe(1);
        var receipts = place.Of("AGRI", Path.Combine("out", "receipts"));
        ReceiptSteps.OnlyOf(receipts, "reconciled").ShouldBe("Reconciled 0");
        ReceiptSteps.OnlyOf(receipts, "refused").ShouldStartWith("Refused 1 TRUNCATED");
    }

    [Fact]
    public async Task A_file_that_did_not_arrive_is_sent_again_by_two_people_with_the_same_bytes()
    {
        await using var place = new ExchangePlace();
        // A plain file where the folder should be: nothing can be put there.
        File.WriteAllText(Path.Combine(place.Root, "AGRI"), "");
        await using var hub = await StartAsync(place);
        var file = await hub.ReleasedAsync();
        var messageId = $"{file["messageId"]}";
        await hub.FileUntilAsync(messageId, "Failed");
        File.Delete(Path.Combine(place.Root, "AGRI"));
        var body = new JsonObject { ["reason"] = "Thư mục đã sửa xong" };

        (await hub.As("khobac").PostAsync($"/api/files/{messageId}/resend", body.DeepClone()))["resendProposedBy"]!
            .ToString().ShouldBe("khobac");
        (await hub.As("khobac").TryPostAsync($"/api/files/{messageId}/resend", body.DeepClone()))
            .ShouldBeRefused("segregation-of-duties");
        await hub.As("doisoat").PostAsync($"/api/files/{messageId}/resend", body.DeepClone());

        var detail = await hub.FileUntilAsync(messageId, "Delivered");
        Items(detail["events"]).Select(e => $"{e["what"]}").ShouldBe(
            ["Ordered", "Produced", "Begun", "Failed", "ResendProposed", "ResendAgreed", "Begun", "Delivered"]);
        var dropped = Directory.GetFiles(place.Of("AGRI", "out")).ShouldHaveSingleItem();
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(dropped))).ShouldBe($"{file["sha256"]}");
    }

    [Fact]
    public async Task A_suspended_bank_gets_no_release()
    {
        await using var place = new ExchangePlace();
        await using var hub = await StartAsync(place);
        await hub.ApprovedAsync();
        await hub.As("quantri").PostAsync("/api/banks/AGRI/suspend", new JsonObject { ["reason"] = "Nghi lộ khóa" });

        var answer = await hub.ActAsync("khobac", "release");

        Items(answer["refused"]).Select(r => $"{r["code"]}").ShouldBe(["bank-not-live"]);
        Items(answer["messageIds"]).ShouldBeEmpty();
    }

    private async Task<Hub> StartAsync(ExchangePlace place)
    {
        var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), ("PAYMENTHUB_EXCHANGE_FOLDER", place.Root),
            ("PAYMENTHUB_CHANNEL_SECONDS", "0"), ("PAYMENTHUB_CHANNEL_STABLE_SECONDS", "0"));
        await hub.UseFolderAsync("AGRI");
        return hub;
    }

    private static async Task<int> FetchAsync(Hub hub) =>
        (int)(await hub.As("doisoat").PostAsync("/api/banks/AGRI/fetch"))["taken"]!;
}

/// <summary>A folder of its own for the exchange, gone with the test.</summary>
internal sealed class ExchangePlace : IAsyncDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("paymenthub-exchange-").FullName;

    public string Of(string bank, string folder) =>
        Directory.CreateDirectory(Path.Combine(Root, bank, folder)).FullName;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
