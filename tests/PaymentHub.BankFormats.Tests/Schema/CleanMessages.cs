using System.Globalization;

namespace PaymentHub.BankFormats.Tests.Schema;

/// <summary>A small good message of every version whose schema the product knows, written by hand.</summary>
internal static class CleanMessages
{
    private const string Time = "<CreDtTm>2026-11-02T20:00:00+07:00</CreDtTm>";

    /// <summary>The message of a full name such as <c>camt.053.001.08</c>; an element a line where it counts.</summary>
    public static string Of(string name)
    {
        var version = int.Parse(name[^2..], CultureInfo.InvariantCulture);
        var body = name[..8] switch
        {
            "camt.052" => Cash("BkToCstmrAcctRpt", "Rpt", version, hasBalances: true),
            "camt.053" => Cash("BkToCstmrStmt", "Stmt", version, hasBalances: true),
            "camt.054" => Cash("BkToCstmrDbtCdtNtfctn", "Ntfctn", version, hasBalances: false),
            "camt.029" => Resolution,
            "camt.055" => Cancellation,
            "pain.001" => Instruction(version),
            _ => StatusReport,
        };
        return $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{name}\">\n{body}\n</Document>";
    }

    private static string Cash(string body, string container, int version, bool hasBalances)
    {
        // Version 8 brought codes of statuses and parties that are persons or agents.
        var (status, party) = version < 8 ? ("BOOK", "<Nm>N</Nm>") : ("<Cd>BOOK</Cd>", "<Pty><Nm>N</Nm></Pty>");
        // In between, a transaction had to repeat amount and side.
        var own = version is 4 ? "<Amt Ccy=\"VND\">500000</Amt><CdtDbtInd>DBIT</CdtDbtInd>" : "";
        return $"""
            <{body}>
            <GrpHdr><MsgId>M1</MsgId>{Time}</GrpHdr>
            <{container}>
            <Id>S1</Id>
            <ElctrncSeqNb>1</ElctrncSeqNb>
            {Time}
            <Acct><Id><Othr><Id>4500201000018</Id></Othr></Id><Ccy>VND</Ccy></Acct>
            {(hasBalances ? Balance("OPBD", 1_000_000) + Balance("CLBD", 500_000) : "")}
            <Ntry>
            <Amt Ccy="VND">500000</Amt>
            <CdtDbtInd>DBIT</CdtDbtInd>
            <RvslInd>false</RvslInd>
            <Sts>{status}</Sts>
            <BookgDt><Dt>2026-11-02</Dt></BookgDt>
            <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
            <NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>{own}
            <RltdPties><Cdtr>{party}</Cdtr><CdtrAcct><Id><Othr><Id>A1</Id></Othr></Id></CdtrAcct></RltdPties>
            <RmtInf><Ustrd>Trợ cấp</Ustrd></RmtInf></TxDtls></NtryDtls>
            </Ntry>
            </{container}>
            </{body}>
            """;
    }

    private static string Balance(string code, long amount) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{amount}</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>";

    private static string Instruction(int version)
    {
        var date = version < 8 ? "2026-11-05" : "<Dt>2026-11-05</Dt>";
        return $"""
            <CstmrCdtTrfInitn>
            <GrpHdr><MsgId>M1</MsgId>{Time}<NbOfTxs>1</NbOfTxs><CtrlSum>100</CtrlSum><InitgPty/></GrpHdr>
            <PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>1</NbOfTxs><CtrlSum>100</CtrlSum>
            <ReqdExctnDt>{date}</ReqdExctnDt><Dbtr><Nm>N</Nm></Dbtr>
            <DbtrAcct><Id><Othr><Id>A0</Id></Othr></Id></DbtrAcct><DbtrAgt><FinInstnId/></DbtrAgt>
            <CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId><Amt><InstdAmt Ccy="VND">100</InstdAmt></Amt>
            <Cdtr><Nm>N</Nm></Cdtr><CdtrAcct><Id><Othr><Id>A1</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>
            </PmtInf>
            </CstmrCdtTrfInitn>
            """;
    }

    private const string StatusReport = $"""
        <CstmrPmtStsRpt>
        <GrpHdr><MsgId>R1</MsgId>{Time}</GrpHdr>
        <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
        <OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>
        <TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
        <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
        </OrgnlPmtInfAndSts>
        </CstmrPmtStsRpt>
        """;

    private const string Assignment = "<Assgnmt><Id>A1</Id><Assgnr><Pty><Nm>N</Nm></Pty></Assgnr><Assgne><Pty><Nm>N"
        + $"</Nm></Pty></Assgne>{Time}</Assgnmt>";

    private const string Resolution = $"""
        <RsltnOfInvstgtn>
        {Assignment}
        <Sts><Conf>RJCR</Conf></Sts>
        <CxlDtls><OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
        </OrgnlGrpInfAndSts><TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxCxlSts>RJCR</TxCxlSts>
        <CxlStsRsnInf><Rsn><Cd>LEGL</Cd></Rsn></CxlStsRsnInf></TxInfAndSts></CxlDtls>
        </RsltnOfInvstgtn>
        """;

    private const string Cancellation = $"""
        <CstmrPmtCxlReq>
        {Assignment}
        <CtrlData><NbOfTxs>1</NbOfTxs></CtrlData>
        <Undrlyg><OrgnlPmtInfAndCxl><OrgnlPmtInfId>P1</OrgnlPmtInfId><OrgnlGrpInf><OrgnlMsgId>M1</OrgnlMsgId>
        <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInf>
        <TxInf><OrgnlEndToEndId>E1</OrgnlEndToEndId></TxInf></OrgnlPmtInfAndCxl></Undrlyg>
        </CstmrPmtCxlReq>
        """;
}
