using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Processes;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>
/// What people and a bank do to the payments of one bank, by the product's use cases, and what it shows.
/// </summary>
internal sealed class BankAccount(Hub hub, string bank)
{
    private const string Why = "Khớp nhầm, ngân hàng xác nhận";
    private readonly List<Guid> _files = [];

    /// <summary>The bank's payments as they were placed.</summary>
    public async Task<List<Card>> CardsAsync() =>
    [
        .. (await hub.AskAsync<string[]>(
            """
            select array_agg(p.end_to_end_id || ' ' || p.account || ' ' || b.pmtinf_id || ' ' || p.amount
                             order by b.code, p.no)
            from hub.payment p join hub.batch b on b.batch_id = p.batch_id where b.institution = $1
            """, bank))!.Select(row => row.Split(' ')).Select(
                cells => new Card(cells[0], cells[1], cells[2], long.Parse(cells[3], CultureInfo.InvariantCulture))),
    ];

    public async Task OrderAsync(string batch) => await hub.ReleaseAsync(
        await hub.AskAsync<Guid>("select batch_id from hub.batch where pmtinf_id = $1", batch));

    /// <summary>Hands in the next statement of the account and waits until it is posted.</summary>
    public async Task BookAsync(int day, IReadOnlyList<Line> lines)
    {
        var date = string.Create(CultureInfo.InvariantCulture, $"2026-11-{day:00}");
        var statement = (await StatementFile.NextAsync(hub, bank, date)).Book([.. lines.Select(BookingOf)]);
        await PostedAsync(await statement.SendAsync(hub));
    }

    /// <summary>Answers some payments of a batch, or without them all of it.</summary>
    public async Task TellAsync(string batch, IReadOnlyList<Card>? some, string status, string code, int no)
    {
        var message = await hub.AskAsync<string>(
            """
            select max(s.message_id) from hub.batch_step s join hub.batch b on b.batch_id = s.batch_id
            where b.pmtinf_id = $1
            """, batch);
        var reason = $"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>";
        var told = some is null ? $"<PmtInfSts>{status}</PmtInfSts>{reason}" : string.Concat(some.Select(
            c => $"<TxInfAndSts><OrgnlEndToEndId>{c.Id}</OrgnlEndToEndId><TxSts>{status}</TxSts>{reason}"
                + "</TxInfAndSts>"));
        var id = $"{bank}-TL-{no}";
        await PostedAsync(await BankFiles.SendAsync(hub, bank, $"{id}.xml", Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
            <GrpHdr><MsgId>{id}</MsgId><CreDtTm>2026-11-02T08:05:00+07:00</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>
            <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>{batch}</OrgnlPmtInfId>{told}
            </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
            """)));
    }

    /// <returns>Whether the match was taken back.</returns>
    public async Task<bool> UndoAsync(Posted of, string? id) => Done(await hub.As("doisoat").TryPostAsync(
        $"/api/bank-files/{_files[of.File]}/matches/undo",
        new JsonObject { ["entry"] = of.No, ["endToEndId"] = id, ["reason"] = Why }));

    /// <returns>Whether the break is open again.</returns>
    public async Task<bool> ReopenAsync(Posted of, Share share)
    {
        var found = await hub.AskAsync<Guid>(
            "select break_id from hub.entry_break where file_id = $1 and entry = $2 and kind = $3 and amount = $4",
            _files[of.File], of.No, share.Kind, share.Amount);
        return Done(await hub.As("doisoat").TryPostAsync(
            $"/api/breaks/{found}/reopen", new JsonObject { ["reason"] = Why }));
    }

    private static bool Done(Answer answer)
    {
        if (answer.Status == HttpStatusCode.NoContent) return true;
        answer.Code.ShouldBeOneOf("explanation-rested-on", "match-unknown");
        return false;
    }

    // After the bank's last file its open breaks are judged once more.
    private async Task PostedAsync(JsonNode file)
    {
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        _files.Add(Guid.Parse($"{file["fileId"]}"));
        await Until.HoldsAsync("nothing is left to post", async () => await hub.AskAsync<long>(
            """
            select count(*) from wolverine.wolverine_incoming_envelopes
            where status in ('Incoming', 'Scheduled') and message_type like '%ReconcileNext%'
            """) == 0);
    }

    private static Booking BookingOf(Line line) => new(line.Amount)
    {
        EndToEndId = line.Id,
        Account = line.Account,
        BatchOf = line.Batch,
        BatchCount = line.Batch is null ? 0 : 2,
        ReturnReason = line.IsReturn ? "AC04" : null,
        Text = line.IsFunding ? "KBNN CAP KINH PHI" : "GD",
        Code = line.IsCharge ? ("MDOP", "CHRG") : line.Amount > 0 ? ("RCDT", "DMCT") : ("ICDT", "DMCT"),
    };

    /// <summary>
    /// Each payment, each share of each line, and the accounts of the ledger, as the product has them.
    /// </summary>
    public async Task<string[]> ShownAsync()
    {
        var list = await hub.As("thanhtra").GetAsync($"/api/payments?period={Period}&institution={bank}&size=100");
        var moved = (await hub.AskAsync<string[]>(Moved, bank))!.Select(m => m.Split(' ')).ToDictionary(m => m[0]);
        return
        [
            .. Items(list["items"]).Select(p => (Id: $"{p["endToEndId"]}", Status: $"{p["status"]}"))
                .Select(p => $"payment {p.Id} {p.Status} {moved[p.Id][1]} {moved[p.Id][2]}")
                .Concat((await hub.AskAsync<string[]>(
                    Shown, _files.ToArray(), bank, StatementFile.AccountOf(bank)))!)
                .Order(StringComparer.Ordinal),
        ];
    }

    private const string Moved = """
        select array_agg(p.end_to_end_id || ' ' || m.paid || ' ' || m.back)
        from hub.batch b join hub.payment p on p.batch_id = b.batch_id
        cross join lateral (select coalesce(sum(o.amount) filter (where o.status = 'Settled'), 0) as paid,
                                   coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0) as back
                            from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no) m
        where b.institution = $1
        """;

    private const string Shown = """
        with told as (
            select 'line ' || array_position($1::uuid[], m.file_id) - 1 || '.' || m.entry || ' match ' || m.kind || ' '
                || m.rule || ' ' || m.amount || ' ' || coalesce(p.end_to_end_id, '') as line
            from hub.entry_match m left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
            where m.file_id = any($1) and not exists (
                select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry and u.kind = m.kind
                and u.batch_id is not distinct from m.batch_id and u.no is not distinct from m.no)
            union all
            select 'line ' || array_position($1::uuid[], k.file_id) - 1 || '.' || k.entry || ' break ' || k.kind || ' '
                || k.amount || ' [' || array_to_string(k.candidates, ',') || '] ' || coalesce((
                    select s.status from hub.break_step s where s.break_id = k.break_id and s.status is not null
                    order by s.version desc limit 1), 'Open') || ' [' || coalesce((
                    select string_agg(x.part, ',' order by x.part collate "C") from (
                        select t.kind || ' ' || p.end_to_end_id || ' ' || sum(t.amount) as part
                        from hub.break_part t join hub.payment p on p.batch_id = t.batch_id and p.no = t.no
                        where t.break_id = k.break_id group by t.kind, p.end_to_end_id having sum(t.amount) <> 0) x),
                    '') || ']'
            from hub.entry_break k where k.file_id = any($1)
            union all
            select 'account ' || g.account || ' ' || sum(g.amount) from hub.posting g
            where g.account in ('Bank', 'Unexplained') and g.sub_account = $3
                or g.account in ('InTransit', 'ReturnedHeld')
                   and g.batch_id in (select batch_id from hub.batch where institution = $2)
            group by g.account having sum(g.amount) <> 0
        )
        select coalesce(array_agg(line), '{}') from told
        """;
}
