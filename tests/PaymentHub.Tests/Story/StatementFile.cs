using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;

namespace PaymentHub.Tests.Story;

/// <summary>One booking on our account: debits are negative đồng. What is null is left out of the file.</summary>
public sealed record Booking(long Amount)
{
    public string? EndToEndId { get; init; }

    public string? Account { get; init; }

    /// <summary>Whom the bank names as the payee.</summary>
    public string? Name { get; init; }

    public string? ReturnReason { get; init; }

    public string? Text { get; init; }

    /// <summary>Payment information id of a batch booked in one line.</summary>
    public string? BatchOf { get; init; }

    public int BatchCount { get; init; }

    /// <summary>Family and sub-family of the bank transaction code.</summary>
    public (string Family, string SubFamily) Code { get; init; } = ("ICDT", "DMCT");
}

/// <summary>
/// A statement (camt.053.001.08) written by hand, independently of the service's codecs and of the synthetic bank. It
/// adds up unless a test changes its text.
/// </summary>
public sealed record StatementFile(string Institution, string Account, long Sequence, long Opening, string Date)
{
    private readonly List<Booking> _bookings = [];

    /// <summary>Identification of the statement (Stmt/Id); unique per sequence unless a test wants otherwise.</summary>
    public string Id { get; init; } = string.Create(
        CultureInfo.InvariantCulture, $"{Institution}-{Date.Replace("-", "", StringComparison.Ordinal)}-{Sequence}");

    public long Closing => Opening + _bookings.Sum(b => b.Amount);

    /// <summary>
    /// The statement that follows the last one which the service booked for the institution's account.
    /// </summary>
    public static async Task<StatementFile> NextAsync(Hub hub, string institution, string date = "2026-11-02")
    {
        var account = AccountOf(institution);
        const string Last = "from hub.statement where account = $1 order by at desc, sequence desc, item desc limit 1";
        const string Highest = "select max(sequence) from hub.statement where account = $1";
        return new StatementFile(
            institution,
            account,
            await hub.AskAsync<long>(Highest, account) + 1,
            await hub.AskAsync<long>($"select closing {Last}", account),
            date);
    }

    /// <summary>The payer account at an institution, as seeds/reference/institutions.csv has it.</summary>
    public static string AccountOf(string institution) => File
        .ReadLines(Path.Combine(Repository.Root, "seeds", "reference", "institutions.csv"))
        .Select(line => line.Split(',')).Single(cells => cells[0] == institution)[6];

    public StatementFile Book(params Booking[] bookings)
    {
        _bookings.AddRange(bookings);
        return this;
    }

    /// <summary>Hands the statement in as the institution's own user; returns what became of it.</summary>
    public Task<JsonNode> SendAsync(Hub hub) => BankFiles.SendAsync(
        hub, Institution, $"{Id}.xml", Encoding.UTF8.GetBytes(Write()));

    /// <summary>Hands the statement in without its balances of these codes.</summary>
    public Task<JsonNode> SendWithoutAsync(Hub hub, params string[] balances) => BankFiles.SendAsync(
        hub, Institution, $"{Id}.xml", Encoding.UTF8.GetBytes(balances.Aggregate(Write(), (text, code) =>
        {
            var from = text.IndexOf($"<Bal><Tp><CdOrPrtry><Cd>{code}", StringComparison.Ordinal);
            return text.Remove(from, text.IndexOf("</Bal>", from, StringComparison.Ordinal) + "</Bal>".Length - from);
        })));

    public string Write()
    {
        var text = new StringBuilder(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>M{Id}</MsgId><CreDtTm>{Date}T18:30:00+07:00</CreDtTm></GrpHdr>
            <Stmt><Id>{Id}</Id><ElctrncSeqNb>{Sequence}</ElctrncSeqNb>
            <FrToDt><FrDtTm>{Date}T00:00:00+07:00</FrDtTm><ToDtTm>{Date}T23:59:59+07:00</ToDtTm></FrToDt>
            <Acct><Id><Othr><Id>{Account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>
            """);
        AppendBalance(text, "OPBD", Opening);
        AppendBalance(text, "CLBD", Closing);
        for (var i = 0; i < _bookings.Count; i++) AppendEntry(text, _bookings[i], i);
        return text.Append("\n</Stmt></BkToCstmrStmt></Document>\n").ToString();
    }

    private void AppendBalance(StringBuilder text, string code, long amount) => text.Append(
        CultureInfo.InvariantCulture,
        $"\n<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{Money(amount)}<Dt><Dt>{Date}</Dt></Dt></Bal>");

    private void AppendEntry(StringBuilder text, Booking b, int no)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n<Ntry>{Money(b.Amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{Date}</Dt></BookgDt>"
            + $"<ValDt><Dt>{Date}</Dt></ValDt><AcctSvcrRef>{Institution}{Sequence:0000}{no:0000}</AcctSvcrRef>"
            + $"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{b.Code.Family}</Cd>"
            + $"<SubFmlyCd>{b.Code.SubFamily}</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>");
        if (b.BatchOf is { } batch)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<Btch><PmtInfId>{batch}</PmtInfId><NbOfTxs>{b.BatchCount}</NbOfTxs>"
                + $"<TtlAmt Ccy=\"VND\">{Math.Abs(b.Amount)}</TtlAmt><CdtDbtInd>DBIT</CdtDbtInd></Btch>");
        }
        else
        {
            AppendDetails(text, b);
        }

        text.Append("</NtryDtls></Ntry>");
    }

    private static void AppendDetails(StringBuilder text, Booking b)
    {
        text.Append("<TxDtls>");
        if (b.EndToEndId is { } id) text.Append("<Refs><EndToEndId>" + id + "</EndToEndId></Refs>");
        var name = b.Name is { } payee ? $"<Cdtr><Pty><Nm>{payee}</Nm></Pty></Cdtr>" : "";
        if (b.Account is { } account)
        {
            text.Append(
                $"<RltdPties>{name}<CdtrAcct><Id><Othr><Id>" + account + "</Id></Othr></Id></CdtrAcct></RltdPties>");
        }

        if (b.Text is { } words) text.Append("<RmtInf><Ustrd>" + words + "</Ustrd></RmtInf>");
        if (b.ReturnReason is { } reason) text.Append("<RtrInf><Rsn><Cd>" + reason + "</Cd></Rsn></RtrInf>");
        text.Append("</TxDtls>");
    }

    private static string Money(long amount) => string.Create(
        CultureInfo.InvariantCulture,
        $"<Amt Ccy=\"VND\">{Math.Abs(amount)}</Amt><CdtDbtInd>{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd>");
}

/// <summary>Handing bank files in.</summary>
public static class BankFiles
{
    /// <summary>The user of an institution, e.g. bank-agri.</summary>
    public static string UserOf(string institution) => $"bank-{institution.ToLowerInvariant()}";

    /// <summary>Hands bytes in as the institution's user and waits until the service has judged and posted.</summary>
    public static async Task<JsonNode> SendAsync(Hub hub, string institution, string fileName, byte[] bytes)
    {
        var bank = hub.As(UserOf(institution));
        var sent = await bank.UploadAsync($"/api/bank-files?institution={institution}", fileName, bytes);
        if ((int)sent.Status is not (200 or 202)) throw new InvalidOperationException($"{sent.Status} {sent.Text}");
        return await bank.UntilAsync(
            $"/api/bank-files/{sent.Json["fileId"]}",
            f => $"{f["status"]}" is "Reconciled" or "Held" or "Refused" or "Duplicate");
    }
}
