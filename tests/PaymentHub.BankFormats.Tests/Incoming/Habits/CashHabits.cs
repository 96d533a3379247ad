namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>How banks write camt.052, 053 and 054.</summary>
internal static class CashHabits
{
    private const string Ok = "[123 S 1 1000>1005 VND 1]";
    private const string Accepted = "Accept  1/1 +5 -0 " + Ok;
    private const string Plain = "<Amt Ccy=\"VND\">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>";
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly string Day = "<BookgDt><Dt>2026-11-02</Dt></BookgDt>";

    public static readonly Habit[] All =
    [
        new("plain", Statement(Entry(Plain + Day)), Accepted),
        new("status as text in version 10", Statement(Entry(Plain + Day), version: "10"), Accepted),
        new("status missing", Statement(Entry(Plain.Replace("<Sts>BOOK</Sts>", "", Ordinal))), Accepted),
        new("balances without marks", Statement(Entry(Plain)).Replace("</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>",
            "</Amt><Dt>", Ordinal), Accepted),
        new("balances without dates", Statement(Entry(Plain)).Replace("<Dt><Dt>2026-11-02</Dt></Dt></Bal>", "</Bal>",
            Ordinal), Accepted),
        new("closing of the day before instead of opening",
            Statement(Entry(Plain)).Replace("OPBD", "PRCD", Ordinal), Accepted),
        new("no closing balance", Statement(Entry(Plain)).Replace("CLBD", "CLAV", Ordinal),
            "Accept  1/1 +5 -0 [123 S 1 1000> VND 1]"),
        new("second page without the first", Statement(Entry(Plain)).Replace("OPBD", "ITBD", Ordinal).Replace("<Acct>",
            "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn><Acct>", Ordinal), Accepted),
        new("account by IBAN", Statement(Entry(Plain)).Replace("<Othr><Id>123</Id></Othr>", "<IBAN>VN00</IBAN>",
            Ordinal), "Accept  1/1 +5 -0 [VN00 S 1 1000>1005 VND 1]"),
        new("no account", Statement(Entry(Plain)).Replace("<Id><Othr><Id>123</Id></Othr></Id>", "", Ordinal),
            "Hold NO_ACCOUNT 1/1 +5 -0 [ S 1 1000>1005 VND 1]"),
        new("no statement", "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr>"
            + "<MsgId>M</MsgId></GrpHdr></BkToCstmrStmt></Document>", "Reject NO_STATEMENT 0/0 +0 -0"),
        new("amount of nothing", Statement(Entry(Plain.Replace(">5<", ">0<", Ordinal)) + Entry(Plain)),
            "Accept  1/2 +5 -0 [123 S 1 1000>1005 VND 2]"),
        new("zeros before and decimals", Euro("000000000000149.87", "149.87"),
            "Hold CURRENCY 1/1 +149.87 -0 [123 S 1 1000>1149.87 EUR 1]"),
        new("five decimals", Euro("0.00001", "0.00001"),
            "Hold CURRENCY 1/1 +0.00001 -0 [123 S 1 1000>1000.00001 EUR 1]"),
        new("thirteen decimals", Euro("0.0000000000001", "0.0000000000001"),
            "Hold CURRENCY 1/1 +0.0000000000001 -0 [123 S 1 1000>1000.0000000000001 EUR 1]"),
        new("fourteen decimals", Euro("0.00000000000001", "0"),
            "Reject BAD_AMOUNT+CURRENCY 1/1 +0 -0 [123 S 1 1000>1000 EUR 1]"),
        Bad("-5"), Bad("+5"), Bad("5,00"), Bad("1e3"), Bad(" 5 "), Bad(""), Bad("5."), Bad(".5"), Bad("5 000"),
        Bad("12345678901234567890"), Bad("0x5"), Bad("٥"),
        new("amount split by CDATA", Statement(Entry(Plain.Replace(">5<", "><![CDATA[5]]><", Ordinal))), Accepted),
        new("amount split by a comment", Statement(Entry(Plain.Replace(">5<", ">0<!-- 9 -->5<", Ordinal))), Accepted),
        new("amount twice", Statement(Entry(Plain + "<Amt Ccy=\"VND\">5</Amt>")), "Reject SCHEMA 1/1 +5 -0 " + Ok),
        new("no amount", Statement(Entry("<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"), closing: "1000"),
            "Reject BAD_AMOUNT 1/1 +0 -0 [123 S 1 1000>1000 VND 1]"),
        new("no mark", Statement(Entry("<Amt Ccy=\"VND\">5</Amt><Sts>BOOK</Sts>")), "Reject BAD_SIGN 1/1 +5 -0 " + Ok),
        new("mark of no kind", Statement(Entry(Plain.Replace("CRDT", "CR", Ordinal))),
            "Reject BAD_SIGN 1/1 +5 -0 " + Ok),
        new("no currency", Statement(Entry(Plain.Replace(" Ccy=\"VND\"", "", Ordinal))),
            "Reject BAD_CURRENCY 1/1 +5 -0 " + Ok),
        new("currency of no country", Statement(Entry(Plain.Replace("VND", "XYZ", Ordinal))),
            "Reject BAD_CURRENCY 1/1 +5 -0 " + Ok),
        new("currency of another country", Statement(Entry(Plain.Replace("VND", "USD", Ordinal))),
            "Reject BAD_CURRENCY+CURRENCY 1/1 +5 -0 " + Ok),
        new("currency of another country, exchanged", Statement(Entry(Plain.Replace("VND", "USD", Ordinal)
            + "<AmtDtls><TxAmt><Amt Ccy=\"USD\">5</Amt><CcyXchg><SrcCcy>USD</SrcCcy></CcyXchg></TxAmt></AmtDtls>")),
            "Hold CURRENCY 1/1 +5 -0 " + Ok),
        new("booked at a time", Statement(Entry(Plain + "<BookgDt><DtTm>2026-11-02T08:00:00Z</DtTm></BookgDt>")),
            Accepted),
        new("time with a colon before its fraction",
            Statement(Entry(Plain + "<BookgDt><DtTm>2026-11-02T08:00:00:123</DtTm></BookgDt>")), Accepted),
        new("date with an offset", Statement(Entry(Plain + "<ValDt><Dt>2026-11-02+01:00</Dt></ValDt>")), Accepted),
        new("30 February", Statement(Entry(Plain + "<BookgDt><Dt>2026-02-30</Dt></BookgDt>")),
            "Reject BAD_DATE 1/1 +5 -0 " + Ok),
        new("date of another form", Statement(Entry(Plain + "<BookgDt><Dt>02.11.2026</Dt></BookgDt>")),
            "Reject BAD_DATE 1/1 +5 -0 " + Ok),
        new("reversal keeps its mark", Statement(Entry(Plain + "<RvslInd>true</RvslInd>")), Accepted),
        new("batch without its transactions", Statement(Entry(Plain + "<NtryDtls><Btch><NbOfTxs>86</NbOfTxs></Btch>"
            + "</NtryDtls>")), Accepted),
        new("batch with one of its transactions", Statement(Entry(Plain + "<NtryDtls><Btch><NbOfTxs>86</NbOfTxs></Btch>"
            + "<TxDtls><Refs/></TxDtls></NtryDtls>")), Accepted),
        new("charge of a type of the bank's own", Statement(Entry(Plain + "<Chrgs><Rcrd><Amt Ccy=\"VND\">1</Amt><Tp>"
            + "<Prtry><Id>2</Id><Issr>BANK</Issr></Prtry></Tp></Rcrd></Chrgs>")), Accepted),
        new("an element in a code", Statement(Entry(Plain + "<AcctSvcrRef>B<x/>1</AcctSvcrRef>")), Accepted),
        new("both numbers of a statement", Statement(Entry(Plain)).Replace("</ElctrncSeqNb>",
            "</ElctrncSeqNb><LglSeqNb>7</LglSeqNb>", Ordinal), Accepted),
        new("owner before the account's name", Statement(Entry(Plain)).Replace("<Acct>",
            "<Acct><Ownr><Nm>STC</Nm></Ownr><Nm>STC</Nm>", Ordinal), Accepted),
        new("bank by BIC and by its number", Statement(Entry(Plain + "<NtryDtls><TxDtls><RltdAgts><CdtrAgt>"
            + "<FinInstnId><BICFI>BANKVNVX</BICFI><ClrSysMmbId><ClrSysId><Cd>VN</Cd></ClrSysId><MmbId>01</MmbId>"
            + "</ClrSysMmbId></FinInstnId></CdtrAgt></RltdAgts></TxDtls></NtryDtls>") + Entry(
            Plain.Replace("CRDT", "DBIT", Ordinal)), closing: "1000"), "Accept  1/2 +5 -5 [123 S 1 1000>1000 VND 2]"),
        new("transaction against its entry", Statement(Entry(Plain + "<NtryDtls><TxDtls><Amt Ccy=\"VND\">5</Amt>"
            + "<CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls>")), Accepted),
        new("code of its own only", Statement(Entry(Plain + "<BkTxCd><Prtry><Cd>NMSC+201</Cd></Prtry></BkTxCd>")),
            Accepted),
        new("pending beside booked", Statement(Entry(Plain) + Entry(Plain.Replace("BOOK", "PDNG", Ordinal))),
            "Accept  1/2 +10 -0 [123 S 1 1000>1005 VND 2]"),
        new("information in a notification", Statement(Entry(Plain.Replace("BOOK", "INFO", Ordinal)), kind: "054"),
            "Accept  1/1 +5 -0 [123 S 1 1000>1005 VND 1]"),
        new("declared one more", Statement(Entry(Plain), summary: "<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries>"),
            "Reject CONTROL_MISMATCH 1/1 +5 -0 " + Ok),
        new("declared another sum", Statement(Entry(Plain), summary: "<TtlCdtNtries><NbOfNtries>1</NbOfNtries>"
            + "<Sum>6</Sum></TtlCdtNtries>"), "Reject CONTROL_MISMATCH 1/1 +5 -0 " + Ok),
        new("declared net below zero", Statement(Entry(Plain.Replace("CRDT", "DBIT", Ordinal)), closing: "995",
            summary: "<TtlNtries><Sum>5</Sum><TtlNetNtryAmt>5</TtlNetNtryAmt><CdtDbtInd>DBIT</CdtDbtInd></TtlNtries>"),
            "Accept  1/1 +0 -5 [123 S 1 1000>995 VND 1]"),
        new("balance off by one", Statement(Entry(Plain), closing: "1006"),
            "Hold BALANCE 1/1 +5 -0 [123 S 1 1000>1006 VND 1]"),
        new("entry that is commented out", Statement(Entry(Plain) + "<!--" + Entry(Plain) + "-->"),
            "Reject CONTROL_MISMATCH 1/1 +5 -0 " + Ok),
        new("comment that has no entry", Statement("<!-- Ntry -->" + Entry(Plain)), Accepted),
        new("cut after the last bracket's sign", Statement(Entry(Plain))[..^1], "Reject TRUNCATED 1/1 +5 -0 " + Ok),
        new("cut in the middle", Statement(Entry(Plain) + Entry(Plain))[..^60],
            "Reject TRUNCATED 1/1 +5 -0 [123 S 1 > VND 1]"),
        new("another message than its namespace", Statement(Entry(Plain)).Replace("camt.053", "pain.001", Ordinal),
            "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("unknown version", Statement(Entry(Plain), version: "99"), "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("entity", "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Statement(Entry(Plain)),
            "Reject DTD_FORBIDDEN 0/0 +0 -0"),
        new("text between elements", Statement("stray" + Entry(Plain)), Accepted),
        new("element in an amount", Statement(Entry(Plain.Replace(">5<", "><b>5</b><", Ordinal)), closing: "1000"),
            "Reject SCHEMA+BAD_AMOUNT 1/1 +0 -0 [123 S 1 1000>1000 VND 1]"),
    ];

    private static Habit Bad(string amount) => new(
        $"amount written {amount}", Statement(Entry(Plain.Replace(">5<", $">{amount}<", Ordinal)), closing: "1000"),
        "Reject BAD_AMOUNT 1/1 +0 -0 [123 S 1 1000>1000 VND 1]");

    private static string Euro(string amount, string net) => Statement(
        Entry(Plain.Replace(">5<", $">{amount}<", Ordinal)),
        closing: net == "0" ? "1000" : net.StartsWith('0') ? "1000" + net[1..] : "1" + net)
        .Replace("VND", "EUR", Ordinal);

    private static string Entry(string inside) => $"<Ntry>{inside}</Ntry>";

    // The balances come before the entries, so that a cut leaves none behind.
    private static string Statement(
        string entries, string closing = "1005", string summary = "", string version = "08", string kind = "053")
    {
        var (body, container) = kind == "053" ? ("BkToCstmrStmt", "Stmt") : ("BkToCstmrDbtCdtNtfctn", "Ntfctn");
        var declared = summary.Length == 0 ? "" : $"<TxsSummry>{summary}</TxsSummry>";
        return $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}\"><{body}><GrpHdr><MsgId>M"
            + $"</MsgId></GrpHdr><{container}><Id>S</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><Othr><Id>123</Id>"
            + $"</Othr></Id></Acct>{Balance("OPBD", "1000")}{Balance("CLBD", closing)}{declared}{entries}"
            + $"</{container}></{body}></Document>";
    }

    private static string Balance(string code, string amount) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{amount}</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>";
}
