using System.Xml;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>
/// Atoms of the element names that are read. They come from the same name table as the reader's, so a name is
/// recognised by reference, without comparing characters.
/// </summary>
internal sealed class Camt053Names(XmlNameTable table)
{
    public readonly object GrpHdr = table.Add("GrpHdr"), MsgId = table.Add("MsgId"), Stmt = table.Add("Stmt");
    public readonly object Id = table.Add("Id"), StmtPgntn = table.Add("StmtPgntn"), PgNb = table.Add("PgNb");
    public readonly object LastPgInd = table.Add("LastPgInd"), ElctrncSeqNb = table.Add("ElctrncSeqNb");
    public readonly object FrToDt = table.Add("FrToDt"), FrDtTm = table.Add("FrDtTm"), ToDtTm = table.Add("ToDtTm");
    public readonly object Acct = table.Add("Acct"), Iban = table.Add("IBAN"), Othr = table.Add("Othr");
    public readonly object Ccy = table.Add("Ccy"), Ownr = table.Add("Ownr"), Svcr = table.Add("Svcr");
    public readonly object FinInstnId = table.Add("FinInstnId"), Bicfi = table.Add("BICFI"), Nm = table.Add("Nm");
    public readonly object ClrSysMmbId = table.Add("ClrSysMmbId"), MmbId = table.Add("MmbId");
    public readonly object Bal = table.Add("Bal"), Tp = table.Add("Tp"), CdOrPrtry = table.Add("CdOrPrtry");
    public readonly object Cd = table.Add("Cd"), Prtry = table.Add("Prtry"), Amt = table.Add("Amt");
    public readonly object CdtDbtInd = table.Add("CdtDbtInd"), Dt = table.Add("Dt"), DtTm = table.Add("DtTm");
    public readonly object TxsSummry = table.Add("TxsSummry"), TtlNtries = table.Add("TtlNtries");
    public readonly object TtlCdtNtries = table.Add("TtlCdtNtries"), TtlDbtNtries = table.Add("TtlDbtNtries");
    public readonly object NbOfNtries = table.Add("NbOfNtries"), Sum = table.Add("Sum"),
        TtlNetNtry = table.Add("TtlNetNtry");
    public readonly object Ntry = table.Add("Ntry"), NtryRef = table.Add("NtryRef"), RvslInd = table.Add("RvslInd");
    public readonly object Sts = table.Add("Sts"), BookgDt = table.Add("BookgDt"), ValDt = table.Add("ValDt");
    public readonly object AcctSvcrRef = table.Add("AcctSvcrRef"), BkTxCd = table.Add("BkTxCd"),
        Domn = table.Add("Domn");
    public readonly object Fmly = table.Add("Fmly"), SubFmlyCd = table.Add("SubFmlyCd"),
        NtryDtls = table.Add("NtryDtls");
    public readonly object AddtlNtryInf = table.Add("AddtlNtryInf"), Btch = table.Add("Btch");
    public readonly object PmtInfId = table.Add("PmtInfId"), NbOfTxs = table.Add("NbOfTxs"),
        TtlAmt = table.Add("TtlAmt");
    public readonly object TxDtls = table.Add("TxDtls"), Refs = table.Add("Refs"), InstrId = table.Add("InstrId");
    public readonly object EndToEndId = table.Add("EndToEndId"), TxId = table.Add("TxId"),
        ClrSysRef = table.Add("ClrSysRef");
    public readonly object RltdPties = table.Add("RltdPties"), Dbtr = table.Add("Dbtr"),
        DbtrAcct = table.Add("DbtrAcct");
    public readonly object Cdtr = table.Add("Cdtr"), CdtrAcct = table.Add("CdtrAcct"), Pty = table.Add("Pty");
    public readonly object Agt = table.Add("Agt"), RltdAgts = table.Add("RltdAgts"), CdtrAgt = table.Add("CdtrAgt");
    public readonly object RmtInf = table.Add("RmtInf"), Ustrd = table.Add("Ustrd"), RtrInf = table.Add("RtrInf");
    public readonly object Rsn = table.Add("Rsn"), AddtlInf = table.Add("AddtlInf");
}
