using System.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// Atoms of the element names that are read, from the reader's own name table: compared by reference.
/// </summary>
internal sealed class CashNames(XmlNameTable table)
{
    public readonly object GrpHdr = table.Add("GrpHdr"), MsgId = table.Add("MsgId"), Id = table.Add("Id");
    public readonly object Stmt = table.Add("Stmt"), Rpt = table.Add("Rpt"), Ntfctn = table.Add("Ntfctn");
    public readonly object StmtPgntn = table.Add("StmtPgntn"), RptPgntn = table.Add("RptPgntn");
    public readonly object NtfctnPgntn = table.Add("NtfctnPgntn"), MsgPgntn = table.Add("MsgPgntn");
    public readonly object PgNb = table.Add("PgNb"), LastPgInd = table.Add("LastPgInd");
    public readonly object ElctrncSeqNb = table.Add("ElctrncSeqNb"), LglSeqNb = table.Add("LglSeqNb");
    public readonly object FrToDt = table.Add("FrToDt"), FrDtTm = table.Add("FrDtTm"), ToDtTm = table.Add("ToDtTm");
    public readonly object CreDtTm = table.Add("CreDtTm"), Acct = table.Add("Acct"), Iban = table.Add("IBAN");
    public readonly object Bban = table.Add("BBAN"), Upic = table.Add("UPIC"), PrtryAcct = table.Add("PrtryAcct");
    public readonly object Othr = table.Add("Othr"), Ccy = table.Add("Ccy"), Ownr = table.Add("Ownr");
    public readonly object Nm = table.Add("Nm"), Pty = table.Add("Pty"), Bal = table.Add("Bal");
    public readonly object Tp = table.Add("Tp"), CdOrPrtry = table.Add("CdOrPrtry"), Cd = table.Add("Cd");
    public readonly object Prtry = table.Add("Prtry"), Amt = table.Add("Amt"), CdtDbtInd = table.Add("CdtDbtInd");
    public readonly object Dt = table.Add("Dt"), DtTm = table.Add("DtTm"), TxsSummry = table.Add("TxsSummry");
    public readonly object TtlNtries = table.Add("TtlNtries"), TtlCdtNtries = table.Add("TtlCdtNtries");
    public readonly object TtlDbtNtries = table.Add("TtlDbtNtries"), NbOfNtries = table.Add("NbOfNtries");
    public readonly object Sum = table.Add("Sum"), TtlNetNtry = table.Add("TtlNetNtry");
    public readonly object TtlNetNtryAmt = table.Add("TtlNetNtryAmt"), Ntry = table.Add("Ntry");
    public readonly object NtryRef = table.Add("NtryRef"), RvslInd = table.Add("RvslInd"), Sts = table.Add("Sts");
    public readonly object BookgDt = table.Add("BookgDt"), ValDt = table.Add("ValDt");
    public readonly object AcctSvcrRef = table.Add("AcctSvcrRef"), BkTxCd = table.Add("BkTxCd");
    public readonly object Domn = table.Add("Domn"), Fmly = table.Add("Fmly"), SubFmlyCd = table.Add("SubFmlyCd");
    public readonly object NtryDtls = table.Add("NtryDtls"), AddtlNtryInf = table.Add("AddtlNtryInf");
    public readonly object AmtDtls = table.Add("AmtDtls"), InstdAmt = table.Add("InstdAmt");
    public readonly object TxAmt = table.Add("TxAmt"), CntrValAmt = table.Add("CntrValAmt");
    public readonly object CcyXchg = table.Add("CcyXchg"), Chrgs = table.Add("Chrgs"), Rcrd = table.Add("Rcrd");
    public readonly object Btch = table.Add("Btch"), PmtInfId = table.Add("PmtInfId"), NbOfTxs = table.Add("NbOfTxs");
    public readonly object TtlAmt = table.Add("TtlAmt"), TxDtls = table.Add("TxDtls"), Refs = table.Add("Refs");
    public readonly object InstrId = table.Add("InstrId"), EndToEndId = table.Add("EndToEndId");
    public readonly object TxId = table.Add("TxId"), Uetr = table.Add("UETR"), MndtId = table.Add("MndtId");
    public readonly object ChqNb = table.Add("ChqNb"), ClrSysRef = table.Add("ClrSysRef"), Ref = table.Add("Ref");
    public readonly object RltdPties = table.Add("RltdPties"), Dbtr = table.Add("Dbtr");
    public readonly object DbtrAcct = table.Add("DbtrAcct"), Cdtr = table.Add("Cdtr");
    public readonly object CdtrAcct = table.Add("CdtrAcct"), RltdAgts = table.Add("RltdAgts");
    public readonly object DbtrAgt = table.Add("DbtrAgt"), CdtrAgt = table.Add("CdtrAgt");
    public readonly object FinInstnId = table.Add("FinInstnId"), Bicfi = table.Add("BICFI"), Bic = table.Add("BIC");
    public readonly object ClrSysMmbId = table.Add("ClrSysMmbId"), MmbId = table.Add("MmbId");
    public readonly object RmtInf = table.Add("RmtInf"), Ustrd = table.Add("Ustrd"), Strd = table.Add("Strd");
    public readonly object CdtrRefInf = table.Add("CdtrRefInf"), CdtrRef = table.Add("CdtrRef");
    public readonly object RtrInf = table.Add("RtrInf"), Rsn = table.Add("Rsn"), AddtlInf = table.Add("AddtlInf");
    public readonly object RtrRsn = table.Add("RtrRsn"), AddtlTxInf = table.Add("AddtlTxInf");
}
