using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>A real SFTP server: both ways, a wrong host key, and a line that breaks at the worst moment.</summary>
public sealed class SftpChannelTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_file_arrives_whole_and_the_banks_file_is_taken_once_and_put_away()
    {
        await using var server = await SshServer.StartOrSkipAsync("AGRI");
        await using var hub = await StartAsync(server, server.HostKey);
        var file = await hub.ReleasedAsync();
        await hub.FileUntilAsync($"{file["messageId"]}", "Delivered");

        var dropped = Directory.GetFiles(Path.Combine(server.Home, "out")).ShouldHaveSingleItem();
        Path.GetFileName(dropped).ShouldBe($"{file["fileName"]}");
        (await HashAsync(dropped)).ShouldBe($"{file["sha256"]}");

        var statement = await StatementFile.NextAsync(hub, "AGRI", "2026-10-21");
        var pickup = Path.Combine(server.Home, "in");
        await File.WriteAllTextAsync(Path.Combine(pickup, "s.xml"), statement.Write());
        (await FetchAsync(hub)).ShouldBe(0, "seen once, it may still grow");
        await File.AppendAllTextAsync(Path.Combine(pickup, "s.xml"), "\n");
        (await FetchAsync(hub)).ShouldBe(0, "it grew");
        (await FetchAsync(hub)).ShouldBe(1);
        (await FetchAsync(hub)).ShouldBe(0);
        Directory.GetFiles(pickup).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(pickup, "done")).ShouldHaveSingleItem().ShouldEndWith("-s.xml");
        (await hub.AskAsync<string>("select data ->> 'byUser' from events.mt_events where type = 'file_received'"))
            .ShouldBe("sftp:AGRI");

        await hub.As("doisoat").UntilAsync(
            "/api/bank-files", f => Items(f["items"]).Any(i => $"{i["status"]}" == "Reconciled"));
        (await FetchAsync(hub)).ShouldBe(0);
        var receipts = Path.Combine(server.Home, "out", "receipts");
        ReceiptSteps.OnlyOf(receipts, "reconciled").ShouldBe("Reconciled 0");
        ReceiptSteps.Names(receipts).ShouldAllBe(n => n.Contains("-s.xml.", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(pickup, "again.xml"), await File.ReadAllTextAsync(
            Directory.GetFiles(Path.Combine(pickup, "done")).ShouldHaveSingleItem()));
        foreach (var name in Directory.GetFiles(receipts)) File.Delete(name);
        await FetchAsync(hub);
        (await FetchAsync(hub)).ShouldBe(1, "the same bytes under another name");
        ReceiptSteps.OnlyOf(receipts, "reconciled").ShouldBe("Reconciled 0", "the same receipt again");
    }

    [Fact]
    public async Task A_server_with_another_host_key_gets_nothing()
    {
        await using var server = await SshServer.StartOrSkipAsync("AGRI");
        await using var hub = await StartAsync(server, $"SHA256:{new string('A', 43)}");

        var file = await hub.ReleasedAsync();

        var detail = await hub.FileUntilAsync($"{file["messageId"]}", "Failed");
        Directory.GetFiles(Path.Combine(server.Home, "out")).ShouldBeEmpty();
        Items(detail["events"]).Last()["detail"]!.ToString().ShouldContain("host", Case.Insensitive);
        (await hub.As("doisoat").TryPostAsync("/api/banks/AGRI/fetch")).ShouldBeRefused("place-unreachable");
    }

    [Fact]
    public async Task After_a_lost_answer_the_file_is_unknown_and_an_enquiry_finds_it_without_sending_it_again()
    {
        await using var server = await SshServer.StartOrSkipAsync("AGRI");
        await using var hub = await StartAsync(server, server.HostKey);
        await File.WriteAllTextAsync(server.LosesAnswersFlag, "");

        var file = await hub.ReleasedAsync();

        var detail = await hub.FileUntilAsync($"{file["messageId"]}", "Delivered");
        Items(detail["events"]).Select(e => $"{e["what"]}").ShouldBe(
            ["Ordered", "Produced", "Begun", "Unknown", "EnquiredArrived", "Delivered"]);
        var dropped = Directory.GetFiles(Path.Combine(server.Home, "out")).ShouldHaveSingleItem();
        (await HashAsync(dropped)).ShouldBe($"{file["sha256"]}");
    }

    [Fact]
    public async Task What_the_bank_took_away_stays_unknown_until_its_answer_or_two_people_decide()
    {
        await using var server = await SshServer.StartOrSkipAsync("AGRI");
        await using var hub = await StartAsync(server, server.HostKey);
        await File.WriteAllTextAsync(server.LosesAnswersFlag, "");
        var emptied = EmptyAsync(Path.Combine(server.Home, "out"));
        var file = await hub.ReleasedAsync();
        var id = $"{file["messageId"]}";
        await emptied;
        var detail = await hub.As("khobac").UntilAsync(
            $"/api/files/{id}", f => Items(f["events"]).Any(e => $"{e["what"]}" == "EnquiredAbsent"));
        $"{detail["file"]!["status"]}".ShouldBe("Unknown");
        File.Delete(server.LosesAnswersFlag);

        var body = new JsonObject { ["reason"] = "Ngân hàng xác nhận không có tệp" };
        await hub.As("khobac").PostAsync($"/api/files/{id}/resend", body.DeepClone());
        await hub.As("doisoat").PostAsync($"/api/files/{id}/resend", body.DeepClone());

        await hub.FileUntilAsync(id, "Delivered");
        var dropped = Directory.GetFiles(Path.Combine(server.Home, "out")).ShouldHaveSingleItem();
        Path.GetFileName(dropped).ShouldBe($"{file["fileName"]}");
        (await HashAsync(dropped)).ShouldBe($"{file["sha256"]}");
    }

    private async Task<Hub> StartAsync(SshServer server, string hostKey)
    {
        var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), ("PAYMENTHUB_SFTP_KEYS", server.Keys),
            ("PAYMENTHUB_CHANNEL_SECONDS", "0"), ("PAYMENTHUB_CHANNEL_STABLE_SECONDS", "0"),
            ("PAYMENTHUB_CHANNEL_PATIENCE_SECONDS", "5"));
        await hub.ChangeAsync("AGRI", new JsonObject
        {
            ["channel"] = new JsonObject
            {
                ["kind"] = "Sftp",
                ["host"] = "127.0.0.1",
                ["port"] = server.Port,
                ["user"] = SshServer.User,
                ["hostKey"] = hostKey,
                ["drop"] = "out",
                ["pickup"] = "in",
            },
        });
        return hub;
    }

    // A bank that takes every file away the moment it is whole.
    private static async Task EmptyAsync(string folder)
    {
        while (true)
        {
            foreach (var file in Directory.GetFiles(folder).Where(f => !Path.GetFileName(f).StartsWith('.')))
            {
                File.Delete(file);
                return;
            }

            await Task.Delay(5);
        }
    }

    private static async Task<int> FetchAsync(Hub hub) =>
        (int)(await hub.As("doisoat").PostAsync("/api/banks/AGRI/fetch"))["taken"]!;

    private static async Task<string> HashAsync(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
}
