using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>Which bank files are taken, and who may hand in and read which.</summary>
public sealed class BankFileTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_same_bytes_again_are_a_duplicate_under_any_name()
    {
        var bytes = Encoding.UTF8.GetBytes((await NextAsync("AGRI")).Write());
        var first = await BankFiles.SendAsync(Hub, "AGRI", "a.xml", bytes);
        var before = await Hub.FootprintAsync();

        var again = await Hub.As("bank-agri").UploadAsync("/api/bank-files?institution=AGRI", "khac.xml", bytes);

        again.Status.ShouldBe(HttpStatusCode.OK);
        ((string?)again.Json["duplicateOf"]).ShouldBe((string?)first["fileId"]);
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_booked_statement_that_comes_again_with_other_bytes_is_a_conflict_and_not_booked()
    {
        var statement = await NextAsync("AGRI");
        await statement.SendAsync(Hub);
        var text = statement.Write();

        var changed = text.Replace("100000", "100001", StringComparison.Ordinal);
        await StoppedAloneAsync("AGRI", Encoding.UTF8.GetBytes(changed), "Held", "CONFLICT");
    }

    [Fact]
    public async Task A_booked_statement_that_comes_again_indented_otherwise_is_a_duplicate_with_the_same_receipt()
    {
        var statement = await NextAsync("AGRI");
        var first = await statement.SendAsync(Hub);
        var text = statement.Write().Replace("><", ">\n    <", StringComparison.Ordinal);
        var before = await Hub.FootprintAsync();

        var again = await Hub.As("bank-agri").UploadAsync(
            "/api/bank-files?institution=AGRI", "xuong-dong.xml", Encoding.UTF8.GetBytes(text));

        again.Status.ShouldBe(HttpStatusCode.OK);
        ((string?)again.Json["duplicateOf"]).ShouldBe((string?)first["fileId"]);
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBe(HostileFileTests.OwnRecord, ignoreOrder: true);
        var own = await Hub.AskAsync<Guid>("select file_id from hub.bank_file_step where file_name = 'xuong-dong.xml'");
        $"{(await Hub.As("bank-agri").GetAsync($"/api/bank-files/{own}"))["status"]}".ShouldBe("Duplicate");
    }

    [Fact]
    public async Task A_gap_in_the_sequence_or_in_the_balances_is_held()
    {
        await (await NextAsync("AGRI")).SendAsync(Hub);
        var next = await NextAsync("AGRI");

        await StoppedAloneAsync("AGRI", next with { Sequence = next.Sequence + 1 }, "Held", "SEQUENCE_GAP");
        await StoppedAloneAsync("AGRI", next with { Opening = next.Opening + 1 }, "Held", "OPENING_GAP");
    }

    [Fact]
    public async Task A_statement_of_an_account_that_is_not_the_senders_payer_account_is_held()
    {
        var next = await NextAsync("AGRI");

        await StoppedAloneAsync(
            "AGRI", next with { Account = StatementFile.AccountOf("VCB") }, "Held", "UNKNOWN_ACCOUNT");
    }

    [Fact]
    public async Task A_statement_dated_next_year_is_held()
    {
        var next = await NextAsync("VCB");

        await StoppedAloneAsync("VCB", next with { Date = "2027-11-02" }, "Held", "FUTURE_DATE");
    }

    [Fact]
    public async Task Opening_and_entries_that_do_not_give_closing_are_held_with_the_difference()
    {
        var statement = await NextAsync("VCB");
        var (closing, off) = ($"{statement.Closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>", statement.Closing + 7);
        var wrong = statement.Write().Replace(
            closing, $"{off}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>", StringComparison.Ordinal);

        var file = await StoppedAloneAsync("VCB", Encoding.UTF8.GetBytes(wrong), "Held", "BALANCE");

        file["findings"]!.ToJsonString().ShouldContain("7");
    }

    [Fact]
    public async Task Statements_that_arrive_in_quick_succession_are_booked_in_their_order()
    {
        await (await NextAsync("VIETIN")).SendAsync(Hub);
        var first = await NextAsync("VIETIN");
        var second = new StatementFile("VIETIN", first.Account, first.Sequence + 1, first.Closing, first.Date)
            .Book(new Booking(5_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });
        var bank = Hub.As("bank-vietin");

        var sent = new List<string>();
        foreach (var statement in new[] { first, second })
        {
            var answer = await bank.UploadAsync(
                "/api/bank-files?institution=VIETIN", statement.Id, Encoding.UTF8.GetBytes(statement.Write()));
            sent.Add((string)answer.Json["fileId"]!);
        }

        foreach (var id in sent)
        {
            var file = await bank.UntilAsync(
                $"/api/bank-files/{id}", f => $"{f["status"]}" is "Reconciled" or "Held" or "Refused");
            $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        }
    }

    [Fact]
    public async Task Two_statements_of_one_account_may_come_in_one_file()
    {
        var first = await NextAsync("VIETIN");
        var second = new StatementFile("VIETIN", first.Account, first.Sequence + 1, first.Closing, first.Date);
        const string Start = "<Stmt>";
        const string End = "</Stmt>";
        var (one, two) = (first.Write(), second.Write());
        var more = two[two.IndexOf(Start, StringComparison.Ordinal)..(two.IndexOf(End, StringComparison.Ordinal) + 7)];
        var both = one.Replace(End, End + more, StringComparison.Ordinal);

        var file = await BankFiles.SendAsync(Hub, "VIETIN", "hai-ngay.xml", Encoding.UTF8.GetBytes(both));

        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
    }

    [Fact]
    public async Task The_same_file_sent_twice_in_the_same_moment_is_one_file()
    {
        var bytes = Encoding.UTF8.GetBytes((await NextAsync("VCB")).Write());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Hub.As("bank-vcb").UploadAsync(
            "/api/bank-files?institution=VCB", "cung-luc.xml", bytes)));

        answers.Select(a => (int)a.Status).ShouldAllBe(s => s == 200 || s == 202 || s == 409);
        (await BankFiles.SendAsync(Hub, "VCB", "lan-nua.xml", bytes))["status"]!.ToString().ShouldBe("Reconciled");
        (await Hub.AskAsync<long>(
            "select count(*) from hub.bank_file_step where file_name = 'cung-luc.xml' and status = 'Received'"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_bank_neither_hands_in_nor_reads_for_another_bank()
    {
        var file = await (await NextAsync("BIDV")).SendAsync(Hub);
        var files = Items((await Hub.As("khobac").GetAsync($"/api/files?period={Period}"))["items"]);
        var foreign = files.First(f => $"{f["institution"]}" == "BIDV")["messageId"];
        var vcb = Hub.As("bank-vcb");

        (await vcb.UploadAsync("/api/bank-files?institution=BIDV", "x.xml", [1])).Status
            .ShouldBe(HttpStatusCode.NotFound);
        (await vcb.TryGetAsync($"/api/bank-files/{file["fileId"]}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await vcb.TryGetAsync($"/api/files/{foreign}/content")).Status.ShouldBe(HttpStatusCode.NotFound);
        Items((await vcb.GetAsync($"/api/files?period={Period}"))["items"]).ShouldBeEmpty();
        Items((await Hub.As("bank-bidv").GetAsync($"/api/files?period={Period}"))["items"])
            .ShouldAllBe(f => $"{f["institution"]}" == "BIDV");
    }

    [Fact]
    public async Task A_bank_that_collects_its_file_twice_is_recorded_once()
    {
        var agri = Hub.As("bank-agri");
        var file = Items((await agri.GetAsync($"/api/files?period={Period}"))["items"])[0];
        const string Deliveries = "select count(*) from events.mt_events where type like '%delivered%'";
        var before = await Hub.AskAsync<long>(Deliveries);

        var first = await agri.DownloadAsync($"/api/files/{file["messageId"]}/content");
        var second = await agri.DownloadAsync($"/api/files/{file["messageId"]}/content");

        second.ShouldBe(first);
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(first)).ShouldBe((string?)file["sha256"]);
        (await Hub.AskAsync<long>(Deliveries)).ShouldBe(before + 1);
    }

    private async Task<StatementFile> NextAsync(string institution)
    {
        var statement = await StatementFile.NextAsync(Hub, institution);
        return statement.Book(
            new Booking(100_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });
    }

    private Task<JsonNode> StoppedAloneAsync(
        string institution, StatementFile statement, string status, string reason) =>
        StoppedAloneAsync(institution, Encoding.UTF8.GetBytes(statement.Write()), status, reason);

    private async Task<JsonNode> StoppedAloneAsync(string institution, byte[] bytes, string status, string reason)
    {
        var before = await Hub.FootprintAsync();
        var file = await BankFiles.SendAsync(Hub, institution, "sao-ke.xml", bytes);
        $"{file["status"]}".ShouldBe(status, file.ToJsonString());
        Items(file["reasons"]).Select(r => (string)r!).ShouldContain(reason);
        var left = (await Hub.FootprintAsync()).ChangedSince(before);
        left.Where(l => !HostileFileTests.Staged.Contains(l.Key)).ToDictionary().ShouldBe(
            HostileFileTests.OwnRecord, ignoreOrder: true);
        return file;
    }
}
