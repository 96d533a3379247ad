using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using PaymentHub.Tests.Support;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>The API of banks' programs, over HTTP, from the secret to the receipt.</summary>
public sealed class BankProgramTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const string From = "2026-10-01";
    private const string Until = "2027-10-01";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_program_collects_acknowledges_and_hands_in_an_interrupted_upload_that_goes_on()
    {
        using var agri = await ProgramAsync("AGRI");
        var file = Items((await agri.GetAsync("/api/bank/files"))["items"]).First(f => $"{f["kind"]}" == "PAIN001");
        var id = $"{file["messageId"]}";
        var bytes = await agri.DownloadAsync($"/api/bank/files/{id}/content");
        HashOf(bytes).ShouldBe($"{file["sha256"]}");
        (await agri.PostAsync($"/api/bank/files/{id}/acknowledge", new JsonObject { ["sha256"] = new string('0', 64) }))
            .ShouldBeRefused("file-hash-differs");
        (await agri.PostAsync($"/api/bank/files/{id}/acknowledge", new JsonObject { ["sha256"] = HashOf(bytes) }))
            .Json["status"]!.ToString().ShouldBe("Acknowledged");
        Items((await agri.GetAsync("/api/bank/files"))["items"]).ShouldNotContain(f => $"{f["messageId"]}" == id);

        var statement = Encoding.UTF8.GetBytes((await StatementFile.NextAsync(Hub, "AGRI")).Write());
        var begun = await agri.BeginAsync("upload-key-1", "s.xml", statement);
        begun.Status.ShouldBe(HttpStatusCode.Created, begun.Text);
        var upload = $"/api/bank/uploads/{begun.Json["uploadId"]}";
        (await agri.PartAsync(upload, 0, statement[..100])).Json["offset"]!.ToString().ShouldBe("100");
        // The line broke after the first part was stored: the same part again is not taken a second time.
        (await agri.PartAsync(upload, 0, statement[..100])).ShouldBeRefused("offset-differs");
        (await agri.PostAsync($"{upload}/commit")).ShouldBeRefused("upload-incomplete");
        var offset = (int)(await agri.GetAsync(upload))["offset"]!;
        offset.ShouldBe(100);
        (await agri.PartAsync(upload, offset, statement[offset..])).Status.ShouldBe(HttpStatusCode.OK);
        var done = await agri.PostAsync($"{upload}/commit");
        var fileId = $"{done.Json["fileId"]}";
        (await agri.PostAsync($"{upload}/commit")).Json["fileId"]!.ToString().ShouldBe(fileId);

        var receipt = await Hub.As("bank-agri").UntilAsync(
            $"/api/bank-files/{fileId}", f => $"{f["status"]}" == "Reconciled");
        (await agri.GetAsync($"/api/bank/receipts/{fileId}")).ToJsonString().ShouldBe(receipt.ToJsonString());
        (await Hub.AskAsync<long>(
            "select count(*) from hub.bank_upload_part where upload_id = $1", Guid.Parse($"{begun.Json["uploadId"]}")))
            .ShouldBe(0);
    }

    [Fact]
    public async Task The_same_key_is_the_same_upload_and_with_another_body_a_conflict()
    {
        using var bidv = await ProgramAsync("BIDV");
        var bytes = Encoding.UTF8.GetBytes("<a/>");
        var first = await bidv.BeginAsync("upload-key-2", "a.xml", bytes);
        var again = await bidv.BeginAsync("upload-key-2", "a.xml", bytes);
        (again.Status, $"{again.Json["uploadId"]}").ShouldBe((HttpStatusCode.OK, $"{first.Json["uploadId"]}"));

        var other = await bidv.BeginAsync("upload-key-2", "a.xml", [.. bytes, 10]);

        (other.Status, other.Code).ShouldBe((HttpStatusCode.Conflict, "idempotency-conflict"));
        using var vietin = await ProgramAsync("VIETIN");
        (await vietin.BeginAsync("upload-key-2", "a.xml", [.. bytes, 10])).Status
            .ShouldBe(HttpStatusCode.Created, "a key is a bank's own");
        (await vietin.TryGetAsync($"/api/bank/uploads/{first.Json["uploadId"]}")).Status
            .ShouldBe(HttpStatusCode.NotFound);
        (await bidv.BeginAsync("", "a.xml", bytes)).ShouldBeRefused("idempotency-key-invalid");
    }

    /// <summary>However a file is cut and whichever part is sent again after a broken line, it arrives once.</summary>
    [Fact]
    public async Task Any_cut_of_a_file_with_repeated_parts_gives_the_same_bytes()
    {
        using var bidv = await ProgramAsync("BIDV");
        var no = 0;
        (from cuts in Gen.Int[1, 900].Array[0, 5]
         from repeated in Gen.Int[0, 5]
         from seed in Gen.Int
         select (cuts, repeated, seed)).Holds(
            (cuts, repeated, seed) => Wait(CutAsync(bidv, $"cut-key-{no++}-x", cuts, repeated, seed)), iter: 12);
    }

    // A property is checked case by case.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private async Task CutAsync(BankProgram bank, string key, int[] cuts, int repeated, int seed)
    {
        var bytes = Encoding.UTF8.GetBytes($"<odd no=\"{seed}\">{new string('x', 900)}</odd>");
        var upload = $"/api/bank/uploads/{(await bank.BeginAsync(key, "odd.xml", bytes)).Json["uploadId"]}";
        int[] places = [0, .. cuts.Order().Distinct(), bytes.Length];
        for (var i = 0; i + 1 < places.Length; i++)
        {
            var part = bytes[places[i]..places[i + 1]];
            (await bank.PartAsync(upload, places[i], part)).Status.ShouldBe(HttpStatusCode.OK);
            if (i == repeated) (await bank.PartAsync(upload, places[i], part)).ShouldBeRefused("offset-differs");
        }

        var done = await bank.PostAsync($"{upload}/commit");
        done.Status.ShouldBe(HttpStatusCode.OK, done.Text);
        (await Hub.AskAsync<string>(
            "select sha256 from hub.bank_file_step where file_id = $1 and status = 'Received'",
            Guid.Parse($"{done.Json["fileId"]}"))).ShouldBe(HashOf(bytes));
    }

    [Fact]
    public async Task Bytes_other_than_announced_are_thrown_away()
    {
        using var vcb = await ProgramAsync("VCB");
        var begun = await vcb.BeginAsync("upload-key-3", "a.xml", Encoding.UTF8.GetBytes("<a/>"));
        var upload = $"/api/bank/uploads/{begun.Json["uploadId"]}";
        await vcb.PartAsync(upload, 0, Encoding.UTF8.GetBytes("<b/>"));

        (await vcb.PostAsync($"{upload}/commit")).ShouldBeRefused("upload-hash-differs");

        (await vcb.TryGetAsync(upload)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Hub.AskAsync<long>(
            "select count(*) from events.mt_events where type = 'file_received' and data ->> 'fileName' = 'a.xml'"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_secret_another_banks_file_and_a_persons_address_are_closed()
    {
        using var http = Client();
        var wrong = await TokenAsync(http, "AGRI", new string('0', 64));
        wrong.Status.ShouldBe(HttpStatusCode.Unauthorized, wrong.Text);
        $"{wrong.Json["error"]}".ShouldBe("invalid_client");
        (await TokenAsync(http, "NONE", new string('0', 64))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetAsync("/api/bank/files")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var vietin = await ProgramAsync("VIETIN");
        var foreign = await Hub.AskAsync<string>(
            "select message_id from hub.instruction_file where institution = 'AGRI' and kind = 'CreditTransfers'");
        (await vietin.TryGetAsync($"/api/bank/files/{foreign}/content")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await vietin.PostAsync($"/api/bank/files/{foreign}/decline", new JsonObject { ["reason"] = "Không nhận" }))
            .Status.ShouldBe(HttpStatusCode.NotFound);
        (await vietin.TryGetAsync("/api/batches?period=2026-11")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_file_of_whose_payments_the_bank_told_waits_no_more_and_is_not_sent_again()
    {
        using var vietin = await ProgramAsync("VIETIN");
        var id = $"{Items((await vietin.GetAsync("/api/bank/files"))["items"]).ShouldHaveSingleItem()["messageId"]}";
        var paid = await Hub.EndToEndIdAsync(ReleasedMonth.Vietin[0]);
        var amount = await Hub.AskAsync<long>("select amount from hub.payment where end_to_end_id = $1", paid);

        await (await StatementFile.NextAsync(Hub, "VIETIN")).Book(new Booking(-amount) { EndToEndId = paid })
            .SendAsync(Hub);

        Items((await vietin.GetAsync("/api/bank/files"))["items"]).ShouldBeEmpty();
        $"{(await Hub.As("khobac").GetAsync($"/api/files/{id}"))["file"]!["status"]}".ShouldBe("Acknowledged");
        (await Hub.As("khobac").TryPostAsync(
            $"/api/files/{id}/resend", new JsonObject { ["reason"] = "Không thấy tệp" }))
            .ShouldBeRefused("file-has-evidence");
    }

    [Fact]
    public async Task In_test_mode_a_program_certifies_its_bank_and_hands_in_nothing_else()
    {
        var reason = new JsonObject { ["reason"] = "Đổi phần mềm" };
        await Hub.As("quantri").PostAsync("/api/banks/VCB/suspend", reason);
        await Hub.As("quantri").PostAsync("/api/banks/VCB/certification");
        using var vcb = await ProgramAsync("VCB");
        var good = new StatementFile("VCB", StatementFile.AccountOf("VCB"), 1, 9_000, "2026-10-31").Write();

        (await HandInAsync(vcb, "test-key-1", "s.xml", good)).ShouldBeRefused("file-not-taken");
        var judged = await HandInAsync(vcb, "test-key-2", "GOOD.camt.053-s.xml", good);

        $"{judged.Json["step"]} {judged.Json["fileId"]}".ShouldBe("GOOD.camt.053 ");
        (await Hub.AskAsync<long>(
            "select count(*) from hub.bank_file_step where institution = 'VCB' and file_name like '%s.xml'"))
            .ShouldBe(0);
    }

    private static async Task<Answer> HandInAsync(BankProgram bank, string key, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var upload = $"/api/bank/uploads/{(await bank.BeginAsync(key, name, bytes)).Json["uploadId"]}";
        await bank.PartAsync(upload, 0, bytes);
        return await bank.PostAsync($"{upload}/commit");
    }

    [Fact]
    public async Task A_token_ends_with_its_key_and_with_the_suspension_of_the_bank()
    {
        var secret = await Hub.SecretAsync("POST", From, Until);
        using var post = await ProgramAsync("POST", secret);
        (await post.TryGetAsync("/api/bank/files")).Status.ShouldBe(HttpStatusCode.OK);
        var print = HashOf(Encoding.ASCII.GetBytes(secret));

        await Hub.As("khobac").PostAsync(
            $"/api/banks/POST/keys/{print}/end", new JsonObject { ["until"] = "2026-10-31", ["reason"] = "Lộ khóa" });

        (await post.TryGetAsync("/api/bank/files")).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var http = Client();
        (await TokenAsync(http, "POST", secret)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<BankProgram> ProgramAsync(string bank, string? secret = null)
    {
        secret ??= await Hub.SecretAsync(bank, From, Until);
        var http = Client();
        var token = await TokenAsync(http, bank, secret);
        token.Status.ShouldBe(HttpStatusCode.OK, token.Text);
        http.DefaultRequestHeaders.Authorization = new("Bearer", $"{token.Json["access_token"]}");
        return new BankProgram(http);
    }

    private HttpClient Client() => new() { BaseAddress = new Uri(Hub.Url) };

    private static async Task<Answer> TokenAsync(HttpClient http, string client, string secret) =>
        await BankProgram.AnswerAsync(await http.PostAsync("/api/bank/token", new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client,
                ["client_secret"] = secret,
            })));

    internal static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A token that has run out opens nothing; a service of its own, whose tokens live one second.</summary>
public sealed class BankTokenTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_expired_token_opens_nothing()
    {
        await using var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), ("Access:BankTokenSeconds", "1"));
        var secret = await hub.SecretAsync("AGRI", "2026-10-01", "2027-10-01");
        using var http = new HttpClient { BaseAddress = new Uri(hub.Url) };
        using var answer = await http.PostAsync("/api/bank/token", new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "AGRI",
                ["client_secret"] = secret,
            }));
        var token = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        http.DefaultRequestHeaders.Authorization = new("Bearer", $"{token["access_token"]}");
        for (var tries = 0; tries < 100; tries++)
        {
            if ((await http.GetAsync("/api/bank/files")).StatusCode == HttpStatusCode.Unauthorized) return;
            await Task.Delay(100);
        }

        Assert.Fail("The token still opens the files after ten seconds.");
    }
}
