using System.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>Atoms of the element names of payment messages.</summary>
internal sealed class PaymentNames(XmlNameTable table)
{
    public readonly object GrpHdr = table.Add("GrpHdr"), MsgId = table.Add("MsgId"), NbOfTxs = table.Add("NbOfTxs");
    public readonly object CtrlSum = table.Add("CtrlSum"), PmtInf = table.Add("PmtInf"), Id = table.Add("Id");
    public readonly object PmtInfId = table.Add("PmtInfId"), CdtTrfTxInf = table.Add("CdtTrfTxInf");
    public readonly object TtlIntrBkSttlmAmt = table.Add("TtlIntrBkSttlmAmt"), GrpRtr = table.Add("GrpRtr");
    public readonly object TtlRtrdIntrBkSttlmAmt = table.Add("TtlRtrdIntrBkSttlmAmt"), TxInf = table.Add("TxInf");
    public readonly object PmtId = table.Add("PmtId"), InstrId = table.Add("InstrId"), TxId = table.Add("TxId");
    public readonly object EndToEndId = table.Add("EndToEndId"), Uetr = table.Add("UETR"), Amt = table.Add("Amt");
    public readonly object ClrSysRef = table.Add("ClrSysRef"), InstdAmt = table.Add("InstdAmt");
    public readonly object EqvtAmt = table.Add("EqvtAmt"), IntrBkSttlmAmt = table.Add("IntrBkSttlmAmt");
    public readonly object RtrdIntrBkSttlmAmt = table.Add("RtrdIntrBkSttlmAmt");
    public readonly object IntrBkSttlmDt = table.Add("IntrBkSttlmDt"), ReqdExctnDt = table.Add("ReqdExctnDt");
    public readonly object Dt = table.Add("Dt"), DtTm = table.Add("DtTm"), RtrId = table.Add("RtrId");
    public readonly object OrgnlEndToEndId = table.Add("OrgnlEndToEndId"), OrgnlTxId = table.Add("OrgnlTxId");
    public readonly object OrgnlInstrId = table.Add("OrgnlInstrId"), OrgnlUetr = table.Add("OrgnlUETR");
    public readonly object OrgnlMsgId = table.Add("OrgnlMsgId"), OrgnlPmtInfId = table.Add("OrgnlPmtInfId");
    public readonly object RtrRsnInf = table.Add("RtrRsnInf"), StsRsnInf = table.Add("StsRsnInf");
    public readonly object CxlStsRsnInf = table.Add("CxlStsRsnInf"), Rsn = table.Add("Rsn"), Cd = table.Add("Cd");
    public readonly object Prtry = table.Add("Prtry"), AddtlInf = table.Add("AddtlInf"), Nm = table.Add("Nm");
    public readonly object Cdtr = table.Add("Cdtr"), CdtrAcct = table.Add("CdtrAcct"), Dbtr = table.Add("Dbtr");
    public readonly object DbtrAcct = table.Add("DbtrAcct"), RmtInf = table.Add("RmtInf"), Ustrd = table.Add("Ustrd");
    public readonly object TxInfAndSts = table.Add("TxInfAndSts"), TxSts = table.Add("TxSts");
    public readonly object TxCxlSts = table.Add("TxCxlSts"), GrpSts = table.Add("GrpSts");
    public readonly object PmtInfSts = table.Add("PmtInfSts"), AcctSvcrRef = table.Add("AcctSvcrRef");
    public readonly object OrgnlTxRef = table.Add("OrgnlTxRef"), GrpCxlSts = table.Add("GrpCxlSts");
    public readonly object OrgnlGrpInfAndSts = table.Add("OrgnlGrpInfAndSts"), StsId = table.Add("StsId");
    public readonly object OrgnlPmtInfAndSts = table.Add("OrgnlPmtInfAndSts"), CxlDtls = table.Add("CxlDtls");
    public readonly object CxlStsId = table.Add("CxlStsId"), Iban = table.Add("IBAN"), Othr = table.Add("Othr");
    public readonly object Assgnmt = table.Add("Assgnmt"), Sts = table.Add("Sts"), Conf = table.Add("Conf");
    public readonly object PmtInfCxlSts = table.Add("PmtInfCxlSts"), CtrlData = table.Add("CtrlData");
    public readonly object OrgnlNbOfTxs = table.Add("OrgnlNbOfTxs"), DtldSts = table.Add("DtldSts");
    public readonly object NbOfTxsPerSts = table.Add("NbOfTxsPerSts"), DtldNbOfTxs = table.Add("DtldNbOfTxs");
    public readonly object NbOfTxsPerCxlSts = table.Add("NbOfTxsPerCxlSts"), RslvdCase = table.Add("RslvdCase");
    public readonly object OrgnlGrpCxlId = table.Add("OrgnlGrpCxlId");
    public readonly object Undrlyg = table.Add("Undrlyg"), OrgnlInstdAmt = table.Add("OrgnlInstdAmt");
    public readonly object OrgnlGrpInfAndCxl = table.Add("OrgnlGrpInfAndCxl");
    public readonly object OrgnlPmtInfAndCxl = table.Add("OrgnlPmtInfAndCxl");
    public readonly object CxlRsnInf = table.Add("CxlRsnInf"), OrgnlGrpInf = table.Add("OrgnlGrpInf");
}
