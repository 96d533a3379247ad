using System.Globalization;
using System.Text;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.BankFormats.Tests;

/// <summary>One entry of a statement that a test writes.</summary>
public sealed record EntryText(long Amount, string EndToEndId, string Name, string Account, string Remittance)
{
    public string? ReturnReason { get; init; }

    public string Status { get; init; } = "BOOK";
}

/// <summary>
/// Writes camt.053 by hand, independently of the reader and of any XML library, so that a mistake shared by both cannot
/// hide. A test replaces parts of the text to make the file wrong in one place.
/// </summary>
public static class StatementText
{
    public const string Head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T20:00:00+07:00</CreDtTm></GrpHdr>
        """;

    public const string Account = "<Acct><Id><Othr><Id>4500201000018</Id></Othr></Id><Ccy>VND</Ccy></Acct>";

    public const string Tail = "\n</BkToCstmrStmt></Document>";

    public static string Write(long opening, IReadOnlyList<EntryText> entries)
    {
        var closing = opening + entries.Where(e => e.Status == "BOOK").Sum(e => e.Amount);
        var text = new StringBuilder(Head).Append("\n<Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb>").Append(Account);
        AppendBalance(text, "OPBD", opening);
        AppendBalance(text, "CLBD", closing);
        foreach (var entry in entries) AppendEntry(text, entry);
        return text.Append("\n</Stmt>").Append(Tail).ToString();
    }

    /// <summary>A small good statement: one debit of 500,000.</summary>
    public static string Small() => Write(
        1_000_000, [new EntryText(-500_000, "ABCDEFGHIJKLMNOP", "NGUYEN THI HOA", "4500205123456",
        "Trợ cấp tháng 11")]);

    public static Inspection Read(string text, ReadLimits? limits = null) => Read(
        Encoding.UTF8.GetBytes(text), limits);

    public static Inspection Read(byte[] bytes, ReadLimits? limits = null) => FileInspector.Inspect(
        new MemoryStream(bytes), new InspectionOptions { Limits = limits ?? ReadLimits.Default });

    public static List<IncomingEntry> Entries(byte[] bytes)
    {
        var entries = new List<IncomingEntry>();
        FileInspector.Inspect(new MemoryStream(bytes), stage: (_, entry) => entries.Add(entry));
        return entries;
    }

    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static void AppendBalance(StringBuilder text, string code, long amount) => text.Append(
        CultureInfo.InvariantCulture,
        $"\n<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{Math.Abs(amount)}</Amt>"
        + $"<CdtDbtInd>{Sign(amount)}</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>");

    private static void AppendEntry(StringBuilder text, EntryText entry)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n<Ntry><Amt Ccy=\"VND\">{Math.Abs(entry.Amount)}</Amt><CdtDbtInd>{Sign(entry.Amount)}</CdtDbtInd>"
            + $"<Sts><Cd>{entry.Status}</Cd></Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>");
        text.Append("<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn>");
        text.Append("</BkTxCd>");
        var (id, name, words) = (entry.EndToEndId, Escape(entry.Name), Escape(entry.Remittance));
        text.Append("<NtryDtls><TxDtls><Refs><EndToEndId>").Append(id).Append("</EndToEndId></Refs><RltdPties>")
            .Append("<Cdtr><Pty><Nm>").Append(name).Append("</Nm></Pty></Cdtr>")
            .Append("<CdtrAcct><Id><Othr><Id>").Append(entry.Account).Append("</Id></Othr></Id></CdtrAcct>")
            .Append("</RltdPties><RmtInf><Ustrd>").Append(words).Append("</Ustrd></RmtInf>");
        if (entry.ReturnReason is { } reason)
            text.Append("<RtrInf><Rsn><Cd>").Append(reason).Append("</Cd></Rsn></RtrInf>");
        text.Append("</TxDtls></NtryDtls></Ntry>");
    }

    private static string Sign(long amount) => amount < 0 ? "DBIT" : "CRDT";
}
