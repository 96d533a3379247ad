using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>A file is asked back before the cut-off by two people; only the bank's answer moves the payments.</summary>
public sealed class RecallTests(PostgresFixture postgres)
{
    private static readonly JsonObject Order = new() { ["reasonCode"] = "CUST", ["reason"] = "Lập nhầm kỳ chi trả" };

    [Fact]
    public async Task What_the_bank_gives_back_is_cancelled_once_and_its_money_can_be_given_back()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var (id, request) = await AskedAsync(hub);
        var asked = Items((await hub.As("khobac").GetAsync($"/api/files?period={Period}"))["items"])
            .Single(f => $"{f["kind"]}" == "RECALL");
        $"{asked["messageId"]} {asked["coversMessageId"]} {asked["amount"]}".ShouldBe($"{request} {id} 0");
        var text = System.Text.Encoding.UTF8.GetString(await hub.As("bank-agri").DownloadAsync(
            $"/api/files/{request}/content"));
        text.ShouldContain($"<OrgnlMsgId>{id}</OrgnlMsgId>");
        text.ShouldContain("<GrpCxl>true</GrpCxl>");
        (await hub.StandsAsync("in-transit")).Count.ShouldBe(3, "asked is not cancelled");

        await AnswerAsync(hub, "VCB", Resolved(request, "CNCL"));
        (await hub.StandsAsync("cancelled")).Count.ShouldBe(0, "a bank answers for its own files");
        await AnswerAsync(hub, "AGRI", Resolved(request, "PDCR"));
        (await hub.StandsAsync("cancelled")).Count.ShouldBe(0, "pending is no answer");
        await AnswerAsync(hub, "AGRI", Resolved(request, "CNCL"));
        await AnswerAsync(hub, "AGRI", Group(id, "ACCR"));

        (await hub.StandsAsync("cancelled")).Count.ShouldBe(3);
        await hub.IdentitiesShouldHoldAsync();
        var events = Items((await hub.As("khobac").GetAsync($"/api/files/{id}"))["events"]);
        events.Select(e => $"{e["what"]}").ShouldBe(
            ["Ordered", "Produced", "RecallProposed", "RecallAsked", "RecallAccepted"]);
    }

    [Fact]
    public async Task A_refusal_leaves_the_payments_as_they_are()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var (id, request) = await AskedAsync(hub);

        await AnswerAsync(hub, "AGRI", Group(id, "RJCR"));

        (await hub.StandsAsync("in-transit")).Count.ShouldBe(3);
        (await LastEventAsync(hub, id)).ShouldBe("RecallRefused");
        (await hub.As("khobac").TryPostAsync($"/api/files/{id}/recall", Order.DeepClone()))
            .ShouldBeRefused("recall-decided");
    }

    [Fact]
    public async Task What_the_bank_gives_back_of_a_file_is_cancelled_and_the_rest_stands()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var (id, request) = await AskedAsync(hub);
        var payment = await hub.AskAsync<string>(
            "select p.end_to_end_id from hub.payment p join hub.batch b using (batch_id) where b.institution = 'AGRI'"
            + " order by 1 limit 1");

        await AnswerAsync(hub, "AGRI", $"""
            <CxlDtls><OrgnlGrpInfAndSts><OrgnlGrpCxlId>{request}</OrgnlGrpCxlId><OrgnlMsgId>{id}</OrgnlMsgId>
            <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpCxlSts>PACR</GrpCxlSts></OrgnlGrpInfAndSts>
            <TxInfAndSts><OrgnlEndToEndId>{payment}</OrgnlEndToEndId><TxCxlSts>ACCR</TxCxlSts></TxInfAndSts></CxlDtls>
            """);

        (await hub.StandsAsync("cancelled")).Count.ShouldBe(1);
        (await hub.StandsAsync("in-transit")).Count.ShouldBe(2);
        (await LastEventAsync(hub, id)).ShouldBe("RecallPartly");
        await hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task After_the_cut_off_nothing_is_asked_and_a_reason_is_one_of_the_known_codes()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var id = $"{(await hub.ReleasedAsync())["messageId"]}";
        var odd = Order.DeepClone();
        odd["reasonCode"] = "HIV";
        (await hub.As("khobac").TryPostAsync($"/api/files/{id}/recall", odd)).ShouldBeRefused("recall-reason-unknown");
        await hub.As("khobac").PostAsync($"/api/files/{id}/recall", Order.DeepClone());
        // 23 October 2026, 15:30 in Vietnam.
        await hub.SetClockAsync("2026-10-23T08:30:00Z");

        (await hub.As("doisoat").TryPostAsync($"/api/files/{id}/recall/agree")).ShouldBeRefused("recall-too-late");
    }

    private static async Task<(string Id, string Request)> AskedAsync(Hub hub)
    {
        var id = $"{(await hub.ReleasedAsync())["messageId"]}";
        $"{(await hub.As("khobac").PostAsync($"/api/files/{id}/recall", Order.DeepClone()))["status"]}"
            .ShouldBe("Proposed");
        (await hub.As("khobac").TryPostAsync($"/api/files/{id}/recall/agree"))
            .ShouldBeRefused("segregation-of-duties");
        var asked = await hub.As("doisoat").PostAsync($"/api/files/{id}/recall/agree");
        $"{asked["status"]}".ShouldBe("Asked");
        return (id, $"{asked["requestId"]}");
    }

    private static async Task<string> LastEventAsync(Hub hub, string id) =>
        $"{Items((await hub.As("khobac").GetAsync($"/api/files/{id}"))["events"])[^1]["what"]}";

    // The answer to a case names the request and nothing else.
    private static string Resolved(string request, string status) =>
        $"<RslvdCase><Id>{request}</Id><Cretr><Pty><Nm>STC</Nm></Pty></Cretr></RslvdCase>"
        + $"<Sts><Conf>{status}</Conf></Sts>";

    private static string Group(string messageId, string status) =>
        $"<CxlDtls><OrgnlGrpInfAndSts><OrgnlMsgId>{messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        + $"<GrpCxlSts>{status}</GrpCxlSts></OrgnlGrpInfAndSts></CxlDtls>";

    private static async Task AnswerAsync(Hub hub, string bank, string answer)
    {
        var id = $"TL-{Guid.CreateVersion7():N}"[..30];
        var file = await BankFiles.SendAsync(hub, bank, $"{id}.xml", System.Text.Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"><RsltnOfInvstgtn>
            <Assgnmt><Id>{id}</Id><Assgnr><Agt><FinInstnId><BICFI>VBAAVNVX</BICFI></FinInstnId></Agt></Assgnr>
            <Assgne><Pty><Nm>STC</Nm></Pty></Assgne><CreDtTm>2026-10-23T08:05:00+07:00</CreDtTm></Assgnmt>
            {answer}</RsltnOfInvstgtn></Document>
            """));
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
    }
}
