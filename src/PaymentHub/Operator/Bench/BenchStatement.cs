using NodaTime;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>One debit of a statement, as the bank writes it.</summary>
internal readonly record struct BenchDebit(
    string Reference, string? EndToEndId, string? Account, string Name, long Amount, string? MessageId);

/// <summary>Writes a camt.053 with any number of debits, each an entry of its own.</summary>
internal static class BenchStatement
{
    public static void Write(string path, Institution bank, LocalDate day, IReadOnlyCollection<BenchDebit> debits)
    {
        using var file = new StreamWriter(path, append: false) { NewLine = "\n" };
        var date = day.ToString("uuuu-MM-dd", null);
        file.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:"
            + $"camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M{bank.Code}</MsgId><CreDtTm>{date}T20:00:00</CreDtTm>"
            + $"</GrpHdr>\n<Stmt><Id>S{bank.Code}</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><Othr><Id>{bank.Account}"
            + "</Id></Othr></Id><Ccy>VND</Ccy></Acct>\n");
        var sum = debits.Sum(d => d.Amount);
        Balance(file, "OPBD", sum, date);
        Balance(file, "CLBD", 0, date);
        var no = 0;
        foreach (var debit in debits) Entry(file, ++no, debit, date);
        file.Write("</Stmt></BkToCstmrStmt></Document>\n");
    }

    private static void Balance(StreamWriter file, string code, long amount, string date) => file.Write(
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">{amount}</Amt>"
        + $"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{date}</Dt></Dt></Bal>\n");

    private static void Entry(StreamWriter file, int no, BenchDebit debit, string date)
    {
        file.Write($"<Ntry><NtryRef>{no}</NtryRef><Amt Ccy=\"VND\">{debit.Amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
            + $"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{date}</Dt></BookgDt><ValDt><Dt>{date}</Dt></ValDt>"
            + $"<AcctSvcrRef>{debit.Reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>"
            + "<SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>");
        if (debit.MessageId is { } message) file.Write($"<MsgId>{message}</MsgId>");
        file.Write($"<EndToEndId>{debit.EndToEndId ?? "NOTPROVIDED"}</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>"
            + $"{debit.Name}</Nm></Pty></Cdtr>");
        if (debit.Account is { } account)
            file.Write($"<CdtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></CdtrAcct>");
        file.Write("</RltdPties><RmtInf><Ustrd>Tro cap thang 11 nam 2026</Ustrd></RmtInf></TxDtls></NtryDtls>"
            + "</Ntry>\n");
    }
}
