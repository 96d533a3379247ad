using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Reports that accept a message in part, and what they do to payments that they do not list.</summary>
public sealed class PartialReportTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Without_an_agreement_only_counts_say_what_became_of_who_is_not_listed()
    {
        var people = ReleasedMonth.Vietin;

        await SendAsync("VIETIN", "S1", people[0]);

        (await StatusAsync(people[0])).ShouldBe("Rejected");
        foreach (var who in people.Skip(1)) (await StatusAsync(who)).ShouldBe("Instructed");

        await SendAsync("VIETIN", "S2", people[0], ("ACSP", people.Count - 1), ("RJCT", 1));

        foreach (var who in people.Skip(1)) (await StatusAsync(who)).ShouldBe("Accepted");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task By_agreement_who_is_not_listed_is_accepted_unless_the_counts_speak_against_it()
    {
        var people = ReleasedMonth.Agri;

        await SendAsync("AGRI", "S1", people[0], ("RJCT", 2));

        (await StatusAsync(people[0])).ShouldBe("Rejected");
        foreach (var who in people.Skip(1)) (await StatusAsync(who)).ShouldBe("Instructed");

        await SendAsync("AGRI", "S2", people[0]);

        foreach (var who in people.Skip(1)) (await StatusAsync(who)).ShouldBe("Accepted");
        await Hub.IdentitiesShouldHoldAsync();
        var flow = Items((await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/flow"))["steps"])
            .ToDictionary(s => $"{s["code"]}");
        var lost = Items(flow["settled"]["differences"]).ShouldHaveSingleItem();
        $"{lost["line"]} {lost["count"]}".ShouldBe($"accepted {flow["accepted"]["count"]}");
        ((int)flow["accepted"]["count"]!).ShouldBeGreaterThanOrEqualTo(people.Count - 1);
        var there = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/lines/accepted/payments");
        $"{there["total"]}".ShouldBe($"{lost["count"]}");
    }

    [Fact]
    public async Task An_answer_that_counts_other_payments_than_were_sent_is_held_with_its_reason()
    {
        var file = await SendAsync("BIDV", "S1", ReleasedMonth.Bidv[0], ReleasedMonth.Bidv.Count + 1, "Held");

        file["reasons"]!.ToJsonString().ShouldBe("[\"ORIGINAL_MISMATCH\"]");
        (await StatusAsync(ReleasedMonth.Bidv[0])).ShouldBe("Instructed");
    }

    private async Task<string> StatusAsync(RegisterLine who) => (string)(await Hub.PaymentAsync(who))["status"]!;

    private Task<JsonNode> SendAsync(
        string institution, string id, RegisterLine refused, params (string Status, int Count)[] counts) =>
        SendAsync(institution, id, refused, null, "Reconciled", counts);

    private async Task<JsonNode> SendAsync(
        string institution, string id, RegisterLine refused, int? original, string outcome,
        params (string Status, int Count)[] counts)
    {
        var count = original is { } n ? $"<OrgnlNbOfTxs>{n}</OrgnlNbOfTxs>" : "";
        var message = await Hub.AskAsync<string>(
            "select message_id from hub.instruction_file where institution = $1 and kind <> 'Advance'", institution);
        var batch = await Hub.AskAsync<string>("select pmtinf_id from hub.batch where institution = $1", institution);
        var counted = string.Concat(counts.Select(c =>
            $"<NbOfTxsPerSts><DtldNbOfTxs>{c.Count}</DtldNbOfTxs><DtldSts>{c.Status}</DtldSts></NbOfTxsPerSts>"));
        var file = await BankFiles.SendAsync(Hub, institution, $"{id}.xml", Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>{institution}-{id}</MsgId><CreDtTm>2026-11-02T08:05:00+07:00</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
            {count}<GrpSts>PART</GrpSts>{counted}</OrgnlGrpInfAndSts>
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
            <TxInfAndSts><OrgnlEndToEndId>{await Hub.EndToEndIdAsync(refused)}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
            <StsRsnInf><Rsn><Cd>AC01</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>
            </CstmrPmtStsRpt></Document>
            """));
        $"{file["status"]}".ShouldBe(outcome, file.ToJsonString());
        return file;
    }
}
