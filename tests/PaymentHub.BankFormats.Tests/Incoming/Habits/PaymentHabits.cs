namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>How banks write pain.001, pain.002, pacs.002, pacs.004, pacs.008, camt.029 and camt.055.</summary>
internal static class PaymentHabits
{
    private const string Space = "urn:iso:std:iso:20022:tech:xsd:";
    private const string Group = "<OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03.ch.02"
        + "</OrgnlMsgNmId>";

    public static readonly Habit[] All =
    [
        Status("status of the group only", Group + "<GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>", 0),
        Status("free text beside a code", Group + "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>"
            + "1301813;Konto ungültig</AddtlInf><AddtlInf>more</AddtlInf></StsRsnInf></OrgnlGrpInfAndSts>", 0),
        Status("status of a batch only", Group + "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
            + "<OrgnlPmtInfId>B</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts>", 0),
        Status("part, with the refused line", Group + "<GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
            + "<OrgnlPmtInfId>B</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>E</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
            + "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>", 1),
        Status("line outside of a batch", Group + "</OrgnlGrpInfAndSts><TxInfAndSts><TxSts>ACCP</TxSts>"
            + "</TxInfAndSts>", 1),
        Status("verification of the payee", Group + "<GrpSts>RVNC</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
            + "<OrgnlPmtInfId>B</OrgnlPmtInfId><TxInfAndSts><TxSts>RVNM</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>", 1),
        Status("amount repeated in a line", Group + "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><TxInfAndSts><TxSts>RJCT"
            + "</TxSts><OrgnlTxRef><Amt><InstdAmt Ccy=\"VND\">5</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"
            + "</OrgnlPmtInfAndSts>", 1),
        Status("nothing said", "", 0),
        new("status without a namespace", "<Document><CstmrPmtStsRpt><GrpHdr><MsgId>R</MsgId></GrpHdr>" + Group
            + "<GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>", "Accept  0/0 +0 -0"),
        new("status in version 14", Message("pain.002.001.14", "CstmrPmtStsRpt", Group + "</OrgnlGrpInfAndSts>"),
            "Accept  0/0 +0 -0"),
        new("status cut off", Message("pain.002.001.10", "CstmrPmtStsRpt", Group + "</OrgnlGrpInfAndSts>")[..^12],
            "Reject TRUNCATED 0/0 +0 -0"),
        new("interbank status", Message("pacs.002.001.10", "FIToFIPmtStsRpt", Group + "</OrgnlGrpInfAndSts>"
            + "<TxInfAndSts><OrgnlEndToEndId>E</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>"),
            "Accept  0/1 +0 -0"),
        new("answer to a recall", Message("camt.029.001.09", "RsltnOfInvstgtn", "<Assgnmt><Id>A</Id></Assgnmt><Sts>"
            + "<Conf>RJCR</Conf></Sts><CxlDtls><OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>E</OrgnlEndToEndId>"
            + "<TxCxlSts>RJCR</TxCxlSts></TxInfAndSts></OrgnlPmtInfAndSts></CxlDtls>", header: ""),
            "Accept  0/1 +0 -0"),
        new("instructions", Instructions("<NbOfTxs>2</NbOfTxs><CtrlSum>7</CtrlSum>"), "Accept  0/2 +0 -7"),
        new("instructions with a count of one more", Instructions("<NbOfTxs>3</NbOfTxs>"),
            "Reject CONTROL_MISMATCH 0/2 +0 -7"),
        new("instructions with another sum", Instructions("<CtrlSum>7.01</CtrlSum>"),
            "Reject CONTROL_MISMATCH 0/2 +0 -7"),
        new("instructions with a sum of decimals", Instructions("<CtrlSum>7.00</CtrlSum>"), "Accept  0/2 +0 -7"),
        new("instruction in dollars", Instructions("").Replace("VND", "USD", StringComparison.Ordinal),
            "Hold CURRENCY 0/2 +0 -7"),
        new("instruction without amount", Instructions("").Replace("<Amt><InstdAmt Ccy=\"VND\">5</InstdAmt></Amt>", "",
            StringComparison.Ordinal), "Reject BAD_AMOUNT 0/2 +0 -2"),
        new("interbank transfer", Message("pacs.008.001.08", "FIToFICstmrCdtTrf", "<CdtTrfTxInf><PmtId><EndToEndId>E"
            + "</EndToEndId></PmtId><IntrBkSttlmAmt Ccy=\"VND\">5</IntrBkSttlmAmt><InstdAmt Ccy=\"USD\">1</InstdAmt>"
            + "</CdtTrfTxInf>", header: "<GrpHdr><MsgId>M</MsgId><NbOfTxs>1</NbOfTxs><TtlIntrBkSttlmAmt Ccy=\"VND\">5"
            + "</TtlIntrBkSttlmAmt></GrpHdr>"), "Accept  0/1 +5 -0"),
        new("interbank return", Message("pacs.004.001.09", "PmtRtr", "<TxInf><RtrId>R</RtrId><RtrdIntrBkSttlmAmt "
            + "Ccy=\"VND\">5</RtrdIntrBkSttlmAmt><RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf></TxInf>"),
            "Accept  0/1 +5 -0"),
        new("interbank return of less than was sent", Message("pacs.004.001.09", "PmtRtr", "<TxInf><RtrId>R</RtrId>"
            + "<OrgnlIntrBkSttlmAmt Ccy=\"VND\">9</OrgnlIntrBkSttlmAmt><RtrdIntrBkSttlmAmt Ccy=\"VND\">5"
            + "</RtrdIntrBkSttlmAmt><OrgnlTxRef><IntrBkSttlmAmt Ccy=\"VND\">9</IntrBkSttlmAmt></OrgnlTxRef></TxInf>"),
            "Accept  0/1 +5 -0"),
        new("parties of the message and of its order", Message("pacs.002.001.10", "FIToFIPmtStsRpt", Group
            + "</OrgnlGrpInfAndSts>" + string.Concat(Enumerable.Repeat("<TxInfAndSts><TxSts>ACSC</TxSts><Cdtr>"
            + "<Nm>A</Nm></Cdtr>"
            + "<Cdtr><Nm>B</Nm></Cdtr><CdtrAcct><Id><IBAN>VN1</IBAN><Othr><Id>1</Id></Othr></Id></CdtrAcct>"
            + "<CdtrAcct><Id><Othr><Id>2</Id></Othr></Id></CdtrAcct><RmtInf><Ustrd>x</Ustrd></RmtInf><RmtInf><Ustrd>y"
            + "</Ustrd></RmtInf></TxInfAndSts>", 2))), "Accept  0/2 +0 -0"),
        new("recall of two lines", Recall(2), "Accept  0/2 +0 -0"),
        new("recall that counts one more", Recall(3), "Reject CONTROL_MISMATCH 0/2 +0 -0"),
        new("recall of a whole batch", Recall(2).Replace("<TxInf>", "<!--", StringComparison.Ordinal)
            .Replace("</TxInf>", "-->", StringComparison.Ordinal), "Accept  0/0 +0 -0"),
        new("direct debit", Message("pain.008.001.08", "CstmrDrctDbtInitn", ""), "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("a page of the web", "<!doctype html><html></html>", "Reject DTD_FORBIDDEN 0/0 +0 -0"),
        new("empty document", "<Document/>", "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("nothing", "", "Reject TRUNCATED 0/0 +0 -0"),
    ];

    private static Habit Status(string name, string body, int lines) =>
        new(name, Message("pain.002.001.03", "CstmrPmtStsRpt", body), $"Accept  0/{lines} +0 -0");

    private static string Instructions(string declared) => Message(
        "pain.001.001.09", "CstmrCdtTrfInitn", "<PmtInf><PmtInfId>B</PmtInfId><ReqdExctnDt><Dt>2026-11-02</Dt>"
        + "</ReqdExctnDt>" + Transfer(5) + Transfer(2) + "</PmtInf>",
        $"<GrpHdr><MsgId>M</MsgId>{declared}</GrpHdr>");

    private static string Recall(int count) => Message(
        "camt.055.001.08", "CstmrPmtCxlReq", $"<Assgnmt><Id>A</Id></Assgnmt><CtrlData><NbOfTxs>{count}</NbOfTxs>"
        + "<CtrlSum>7</CtrlSum></CtrlData><Undrlyg><OrgnlGrpInfAndCxl><OrgnlMsgId>M</OrgnlMsgId></OrgnlGrpInfAndCxl>"
        + "<OrgnlPmtInfAndCxl><OrgnlPmtInfId>B</OrgnlPmtInfId><NbOfTxs>2</NbOfTxs><CtrlSum>7</CtrlSum>"
        + "<TxInf><OrgnlEndToEndId>E</OrgnlEndToEndId><OrgnlInstdAmt Ccy=\"VND\">5</OrgnlInstdAmt></TxInf>"
        + "<TxInf><OrgnlEndToEndId>F</OrgnlEndToEndId><OrgnlInstdAmt Ccy=\"VND\">2</OrgnlInstdAmt></TxInf>"
        + "</OrgnlPmtInfAndCxl></Undrlyg>", header: "");

    private static string Transfer(int amount) => "<CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><Amt>"
        + $"<InstdAmt Ccy=\"VND\">{amount}</InstdAmt></Amt></CdtTrfTxInf>";

    private static string Message(
        string name, string body, string inside, string header = "<GrpHdr><MsgId>R</MsgId></GrpHdr>") =>
        $"<Document xmlns=\"{Space}{name}\"><{body}>{header}{inside}</{body}></Document>";
}
