using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Answers that come late, early, again, for a whole batch, or against what is booked.</summary>
public sealed class AnswerOrderTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private static int _messages;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task An_acceptance_after_the_debit_changes_nothing_and_a_rejection_is_a_case_for_a_person()
    {
        var who = ReleasedMonth.Agri[0];
        await DebitAsync(who);
        await SendAsync("AGRI", await LineAsync(who, "ACSP", "NARR"));
        (await StatusAsync(who)).ShouldBe("Settled");

        var file = await SendAsync("AGRI", await LineAsync(who, "RJCT", "AC01"));

        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        (await StatusAsync(who)).ShouldBe("Settled");
        var waiting = await Hub.As("doisoat").GetAsync($"/api/files/waiting?period={Period}");
        var told = Items(waiting["contradictions"]).ShouldHaveSingleItem();
        $"{told["endToEndId"]} {told["told"]} {told["code"]} {told["stands"]}".ShouldBe(
            $"{await Hub.EndToEndIdAsync(who)} RJCT AC01 Settled");
        await Hub.IdentitiesShouldHoldAsync();
        await DecidedAsync($"/api/breaks?fileId={file["fileId"]}", await Hub.EndToEndIdAsync(who));
    }

    // A contradiction is a case of the queue: somebody owns it, and a decision without money closes it.
    private async Task DecidedAsync(string list, string id)
    {
        var officer = Hub.As("doisoat");
        var found = Items((await officer.GetAsync(list))["items"]).ShouldHaveSingleItem();
        $"{found["kind"]} {found["amount"]} {found["status"]} {found["endToEndId"]}".ShouldBe(
            $"ANSWER_CONTRADICTED 0 Open {id}");
        var path = $"/api/breaks/{found["breakId"]}";
        (await officer.TryPostAsync(path + "/assign", new JsonObject { ["owner"] = "doisoat" })).Status
            .ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await officer.TryPostAsync(path + "/explain", Decision("Charge", 1))).Code.ShouldBe("answer-decision-missing");
        (await officer.TryPostAsync(path + "/explain", Decision("AnswerWithdrawn", 0))).Status
            .ShouldBe(System.Net.HttpStatusCode.NoContent);
        found = Items((await officer.GetAsync(list))["items"]).ShouldHaveSingleItem();
        $"{found["status"]} {found["owner"]}".ShouldBe("Resolved doisoat");
        await Hub.IdentitiesShouldHoldAsync();
    }

    private static JsonObject Decision(string kind, long amount) => new()
    {
        ["parts"] = new JsonArray(new JsonObject { ["kind"] = kind, ["amount"] = amount }),
        ["reason"] = "Ngân hàng rút lại trả lời bằng văn bản",
    };

    [Fact]
    public async Task A_batch_rejected_without_lines_rejects_all_its_payments_once()
    {
        var people = ReleasedMonth.Bidv;
        await SendAsync("BIDV", "", "RJCT");
        await SendAsync("BIDV", "", "RJCT");

        foreach (var who in people) (await StatusAsync(who)).ShouldBe("Rejected");
        (await Hub.AskAsync<long>(
            """
            select count(*) from hub.payment_outcome o join hub.batch b on b.batch_id = o.batch_id
            where b.institution = 'BIDV' and o.status = 'Rejected'
            """)).ShouldBe(people.Count);
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task A_recall_that_the_bank_grants_cancels_and_one_that_it_declines_does_not()
    {
        var (granted, declined) = (ReleasedMonth.Vietin[0], ReleasedMonth.Vietin[1]);
        var text = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"><RsltnOfInvstgtn>
            <Assgnmt><Id>HUY-1</Id><Assgnr><Agt><FinInstnId><BICFI>ICBVVNVX</BICFI></FinInstnId></Agt></Assgnr>
            <Assgne><Pty><Nm>STC</Nm></Pty></Assgne><CreDtTm>2026-11-02T08:05:00+07:00</CreDtTm></Assgnmt>
            <CxlDtls><OrgnlPmtInfAndSts><OrgnlPmtInfId>{await BatchAsync("VIETIN")}</OrgnlPmtInfId>
            {await CancelAsync(granted, "ACCR")}{await CancelAsync(declined, "RJCR")}
            </OrgnlPmtInfAndSts></CxlDtls></RsltnOfInvstgtn></Document>
            """;

        var file = await BankFiles.SendAsync(Hub, "VIETIN", "huy.xml", Encoding.UTF8.GetBytes(text));

        $"{file["status"]} {file["matched"]}".ShouldBe("Reconciled 2", file.ToJsonString());
        (await StatusAsync(granted)).ShouldBe("Cancelled");
        (await StatusAsync(declined)).ShouldBe("Instructed");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task The_receipt_says_where_every_entry_went_and_a_repeated_message_id_is_held()
    {
        var who = ReleasedMonth.Agri[1];
        var first = await SendAsync("AGRI", await LineAsync(who, "ACSP", "NARR"), id: "TRUNG-1");
        var receipt = await Hub.As("bank-agri").GetAsync($"/api/bank-files/{first["fileId"]}/receipt");
        $"{receipt["type"]} {receipt["messageId"]} {receipt["channel"]}".ShouldBe("pain.002.001.10 TRUNG-1 Https");
        var counts = receipt["counts"]!;
        $"{counts["markers"]} {counts["posted"]} {counts["held"]} {counts["refused"]}".ShouldBe("1 1 0 0");

        var other = await SendAsync("AGRI", await LineAsync(who, "RJCT", "AC04"), id: "TRUNG-1");

        $"{other["status"]} {Items(other["reasons"])[0]}".ShouldBe("Held MESSAGE_CONFLICT", other.ToJsonString());
        var held = await Hub.As("bank-agri").GetAsync($"/api/bank-files/{other["fileId"]}/receipt");
        $"{held["counts"]!["markers"]} {held["counts"]!["held"]}".ShouldBe("1 1");
        (await Hub.As("bank-vcb").TryGetAsync($"/api/bank-files/{other["fileId"]}/receipt")).Status
            .ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await StatusAsync(who)).ShouldBe("Accepted");
    }

    /// <summary>Until the bank says which it refused, its line may be the one or the other.</summary>
    [Fact]
    public async Task A_refusal_told_after_the_statement_leaves_one_payment_that_the_line_can_be()
    {
        var (paid, refused) = (ReleasedMonth.Siblings[0], ReleasedMonth.Siblings[1]);
        var statement = await (await StatementFile.NextAsync(Hub, "AGRI")).Book(
            new Booking(2 * Pension) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-Pension) { Account = paid.Account }).SendAsync(Hub);
        var open = $"/api/breaks?fileId={statement["fileId"]}";
        $"{Items((await Hub.As("doisoat").GetAsync(open))["items"]).ShouldHaveSingleItem()["kind"]}"
            .ShouldBe("AMBIGUOUS");

        await SendAsync("AGRI", await LineAsync(refused, "RJCT", "AC04"));

        var found = await Hub.As("doisoat").UntilAsync(
            open, a => $"{Items(a["items"])[0]["status"]}" == "Resolved");
        (await StatusAsync(paid)).ShouldBe("Settled");
        (await StatusAsync(refused)).ShouldBe("Rejected");
        var detail = await Hub.As("doisoat").GetAsync($"/api/breaks/{Items(found["items"])[0]["breakId"]}");
        var step = Items(detail["steps"])[^1];
        $"{step["step"]} {step["byUser"]} {step["text"]}".ShouldBe("Resolved system:reconciliation AccountAndAmount");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task The_calendar_shows_the_booked_and_the_missing_days()
    {
        foreach (var date in new[] { "2026-10-27", "2026-10-30" })
        {
            var statement = (await StatementFile.NextAsync(Hub, "VCB", date)).Book(
                new Booking(5_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });
            $"{(await statement.SendAsync(Hub))["status"]}".ShouldBe("Reconciled");
        }

        var months = await Hub.As("bank-vcb").GetAsync("/api/bank-files/continuity?period=2026-10");

        var days = Items(Items(months["accounts"]).ShouldHaveSingleItem()["days"]);
        days.Where(d => $"{d["state"]}" is "Booked").Select(d => $"{d["day"]}").ShouldBe(["2026-10-27", "2026-10-30"]);
        days.Where(d => $"{d["state"]}" is "Missing").Select(d => $"{d["day"]}").ShouldBe(["2026-10-28", "2026-10-29"]);
    }

    private async Task DebitAsync(RegisterLine who)
    {
        var file = await (await StatementFile.NextAsync(Hub, "AGRI")).Book(
            new Booking(2 * Pension) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-Pension) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account })
            .SendAsync(Hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
    }

    private async Task<string> StatusAsync(RegisterLine who) => (string)(await Hub.PaymentAsync(who))["status"]!;

    private async Task<string> BatchAsync(string institution) => (await Hub.AskAsync<string>(
        "select pmtinf_id from hub.batch where institution = $1", institution))!;

    private async Task<string> LineAsync(RegisterLine who, string status, string reason) =>
        $"<TxInfAndSts><OrgnlEndToEndId>{await Hub.EndToEndIdAsync(who)}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        + $"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf></TxInfAndSts>";

    private async Task<string> CancelAsync(RegisterLine who, string status) =>
        $"<TxInfAndSts><OrgnlEndToEndId>{await Hub.EndToEndIdAsync(who)}</OrgnlEndToEndId>"
        + $"<TxCxlSts>{status}</TxCxlSts></TxInfAndSts>";

    private async Task<JsonNode> SendAsync(
        string institution, string lines, string? batchStatus = null, string? id = null)
    {
        var message = await Hub.AskAsync<string>(
            "select message_id from hub.instruction_file where institution = $1 and kind <> 'Advance'", institution);
        var status = batchStatus is null ? "" : $"<PmtInfSts>{batchStatus}</PmtInfSts>";
        id ??= $"{institution}-TL-{Interlocked.Increment(ref _messages)}";
        return await BankFiles.SendAsync(Hub, institution, $"{id}.xml", Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>{id}</MsgId><CreDtTm>2026-11-02T08:05:00+07:00</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>
            <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>{await BatchAsync(institution)}</OrgnlPmtInfId>{status}{lines}
            </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
            """));
    }
}
