using System.Globalization;

namespace PaymentHub.Operator.Bench;

/// <summary>Statements of any length with debits to as many people, the same in three formats.</summary>
internal static class BenchFiles
{
    private const int MostCents = 900_000;
    private const string Account = "4500201000018";

    /// <summary>Writes a camt.053 of about 880 bytes an entry.</summary>
    public static void Camt(string path, int entries) => Camt(path, entries, Account);

    /// <summary>The same for an account.</summary>
    public static void Camt(string path, int entries, string account)
    {
        using var file = Create(path);
        file.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:"
            + "camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T20:00:00</CreDtTm>"
            + "</GrpHdr>\n"
            + "<Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><Othr><Id>" + account + "</Id></Othr></Id>"
            + "<Ccy>VND"
            + "</Ccy></Acct>\n");
        Balance(file, "OPBD", 0);
        var sum = 0L;
        for (var no = 0; no < entries; no++)
        {
            sum -= AmountOf(no);
            CamtEntry(file, no);
        }

        Balance(file, "CLBD", sum);
        file.Write("</Stmt></BkToCstmrStmt></Document>\n");
    }

    public static void Swift(string path, int entries) => Swift(path, entries, Account);

    /// <summary>Writes an MT940 of the account.</summary>
    public static void Swift(string path, int entries, string account)
    {
        using var file = Create(path);
        file.Write($":20:S1\r\n:25:{account}\r\n:28C:1/1\r\n:60F:C261102VND0,\r\n");
        var sum = 0L;
        for (var no = 0; no < entries; no++)
        {
            sum += AmountOf(no);
            file.Write($":61:2611021102D{AmountOf(no)},NTRFNONREF//FT{no:D10}\r\n");
            file.Write($":86:/EREF/{IdOf(no)}/NAME/NGUYEN THI HOA {no}/IBAN/4500205{no:D6}/REMI/Tro cap thang 11 "
                + $"nam 2026\r\n");
        }

        file.Write($":62F:D261102VND{sum},\r\n-\r\n");
    }

    /// <summary>Writes the table of the profile MB.</summary>
    public static void Csv(string path, int entries)
    {
        using var file = Create(path);
        file.Write("Account,4500201000018\nCurrency,VND\nOpening balance,0\nPosting date,Value date,Reference,Amount,"
            + "Partner account,Partner name,End-to-end id,Return code,Details\n");
        var sum = 0L;
        for (var no = 0; no < entries; no++)
        {
            sum -= AmountOf(no);
            file.Write($"2026-11-02,2026-11-02,FT{no:D10},-{AmountOf(no)},4500205{no:D6},NGUYEN THI "
                + $"HOA {no},{IdOf(no)},,"
                + "Tro cap thang 11 nam 2026\n");
        }

        file.Write($"Transactions,{entries}\nClosing balance,{sum}\n");
    }

    private static StreamWriter Create(string path) => new(path, append: false) { NewLine = "\n" };

    private static long AmountOf(int no) => 100_000 + (long)no * 7_919 % MostCents;

    private static string IdOf(int no) => no.ToString("D16", CultureInfo.InvariantCulture);

    private static void Balance(StreamWriter file, string code, long amount) => file.Write(
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{Math.Abs(amount)}</Amt><CdtDbtInd>"
        + $"{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>\n");

    private static void CamtEntry(StreamWriter file, int no)
    {
        file.Write($"<Ntry><NtryRef>{no + 1}</NtryRef><Amt Ccy=\"VND\">{AmountOf(no)}</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
            + "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt><ValDt><Dt>2026-11-02</Dt></ValDt>");
        file.Write($"<AcctSvcrRef>FT{no:D10}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT"
            + "</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><MsgId>PH26NOVEMBER2345</MsgId><PmtInfId>"
            + $"BATCHONE2345</PmtInfId><EndToEndId>{IdOf(no)}</EndToEndId></Refs>");
        file.Write("<RltdPties><Dbtr><Pty><Nm>SO TAI CHINH TINH QUANG NGAI</Nm></Pty></Dbtr><Cdtr><Pty><Nm>"
            + $"NGUYEN THI HOA {no}</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>4500205{no:D6}</Id></Othr></Id>"
            + $"</CdtrAcct>");
        file.Write("</RltdPties><RltdAgts><CdtrAgt><FinInstnId><BICFI>VBAAVNVX</BICFI></FinInstnId></CdtrAgt>"
            + "</RltdAgts>"
            + "<RmtInf><Ustrd>Tro cap thang 11 nam 2026</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n");
    }
}
