using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Status reports of a bank and the paid list of the post office.</summary>
public sealed class ReportTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private static int _reports;
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_status_report_accepts_rejects_and_leaves_a_time_out_unknown()
    {
        var people = ReleasedMonth.Vietin;
        var lines = await LineStatusAsync(people[0], "RJCT", "AC01") + await LineStatusAsync(people[1], "RJCT", "AB05");

        var file = await BankFiles.SendAsync(Hub, "VIETIN", "st.xml", await ReportAsync(
            "VIETIN", "PART", lines, ("ACSP", people.Count - 2), ("RJCT", 2)));

        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        (await StatusAsync(people[0])).ShouldBe("Rejected");
        (await StatusAsync(people[1])).ShouldBe("Unknown");
        foreach (var who in people.Skip(2)) (await StatusAsync(who)).ShouldBe("Accepted");
        (await Hub.StandsAsync("rejected")).ShouldBe((1, Pension));
        (await Hub.StandsAsync("unknown")).ShouldBe((1, Pension));
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task A_report_about_a_message_that_is_not_ours_changes_no_payment()
    {
        var before = await Hub.FootprintAsync();
        var text = Encoding.UTF8.GetString(await ReportAsync("AGRI", "RJCT", ""));
        var ours = await MessageIdAsync("AGRI");

        var foreign = text.Replace(ours, "AAAAAAAAAAAAAAAA", StringComparison.Ordinal);
        await BankFiles.SendAsync(Hub, "AGRI", "la.xml", Encoding.UTF8.GetBytes(foreign));

        (await Hub.FootprintAsync()).ChangedSince(before).Keys.ShouldBe(
            ["events.mt_events", "events.mt_streams", "hub.bank_file_step", "hub.raw_file"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_bank_cannot_reject_the_payments_of_another_banks_file()
    {
        var report = await ReportAsync("AGRI", "RJCT", "");

        await BankFiles.SendAsync(Hub, "VCB", "gia-mao.xml", report);

        (await StatusAsync(ReleasedMonth.Agri[0])).ShouldBe("Instructed");
    }

    [Fact]
    public async Task Cash_is_settled_by_signatures_and_what_nobody_collected_comes_back_from_the_advance()
    {
        await GiveAdvanceAsync();
        var people = ReleasedMonth.Cash;
        string[] rows =
        [
            await CashRowAsync(people[0], "ĐÃ CHI"), await CashRowAsync(people[1], "ĐÃ CHI"),
            await CashRowAsync(people[2], "CHƯA CHI"), $"TỔNG,3,{2 * Pension},,,",
        ];
        var list = await MessageIdAsync("POST");

        var file = await BankFiles.SendAsync(Hub, "POST", $"PAID-{list}-20261110.csv", RegisterLine.Csv(
            "Mã lệnh,Trạng thái,Số tiền,Ngày chi,Người ký nhận,Lý do", rows));

        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        (await StatusAsync(people[0])).ShouldBe("Settled");
        (await StatusAsync(people[2])).ShouldBe("Returned");
        await Hub.IdentitiesShouldHoldAsync();
        (await Hub.AskAsync<long>("select sum(amount)::bigint from hub.posting where account = 'Advances'"))
            .ShouldBe(Pension, "the post office still holds what it did not pay out");
    }

    private async Task GiveAdvanceAsync()
    {
        var order = await Hub.AskAsync<string>(
            "select end_to_end_id from hub.instruction_file where kind = 'Advance'");
        var statement = await StatementFile.NextAsync(Hub, "AGRI");
        var file = await statement.Book(
            new Booking(10_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-3 * Pension) { EndToEndId = order, Account = StatementFile.AccountOf("POST") }).SendAsync(Hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
    }

    private async Task<string> CashRowAsync(RegisterLine who, string status)
    {
        var id = await Hub.EndToEndIdAsync(who);
        return status == "ĐÃ CHI"
            ? $"{id},{status},{Pension},10/11/2026,Nguyễn Văn An,"
            : $"{id},{status},{Pension},,,Không đến nhận";
    }

    private async Task<string> StatusAsync(RegisterLine who) => (string)(await Hub.PaymentAsync(who))["status"]!;

    private async Task<string> MessageIdAsync(string institution) => (await Hub.AskAsync<string>(
        "select message_id from hub.instruction_file where institution = $1 and kind <> 'Advance'", institution))!;

    private async Task<string> LineStatusAsync(RegisterLine who, string status, string reason) =>
        $"<TxInfAndSts><OrgnlEndToEndId>{await Hub.EndToEndIdAsync(who)}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        + $"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf></TxInfAndSts>";

    private async Task<byte[]> ReportAsync(
        string institution, string groupStatus, string lines, params (string Status, int Count)[] counts)
    {
        var counted = string.Concat(counts.Select(c =>
            $"<NbOfTxsPerSts><DtldNbOfTxs>{c.Count}</DtldNbOfTxs><DtldSts>{c.Status}</DtldSts></NbOfTxsPerSts>"));
        var id = $"{institution}-STS-{Interlocked.Increment(ref _reports)}";
        var batch = lines.Length == 0 ? "" : "<OrgnlPmtInfAndSts><OrgnlPmtInfId>"
            + await Hub.AskAsync<string>("select pmtinf_id from hub.batch where institution = $1", institution)
            + $"</OrgnlPmtInfId><PmtInfSts>{groupStatus}</PmtInfSts>{lines}</OrgnlPmtInfAndSts>";
        return Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>{id}</MsgId><CreDtTm>2026-11-02T08:05:00+07:00</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>{await MessageIdAsync(institution)}</OrgnlMsgId>
            <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>{groupStatus}</GrpSts>{counted}</OrgnlGrpInfAndSts>
            {batch}
            </CstmrPmtStsRpt></Document>
            """);
    }
}
