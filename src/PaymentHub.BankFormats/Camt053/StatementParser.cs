using NodaTime;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>Reads what surrounds the entries: identity, account, balances and declared totals of a statement.</summary>
internal sealed class StatementParser(XmlCursor xml, Camt053Names n)
{
    /// <summary>Reads the present child of the statement into it.</summary>
    public void Read(Statement statement)
    {
        var name = xml.Name;
        if (name == n.Bal) ReadBalance(statement);
        else if (name == n.Acct) ReadAccount(statement);
        else if (name == n.Id) statement.Id = xml.Identifier("Id") ?? "";
        else if (name == n.ElctrncSeqNb) statement.SequenceNumber = xml.Count("ElctrncSeqNb");
        else if (name == n.StmtPgntn) ReadPage(statement);
        else if (name == n.FrToDt) ReadPeriod(statement);
        else if (name == n.TxsSummry) ReadTotals(statement);
        else xml.Skip();
    }

    private void ReadAccount(Statement statement)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Id) statement.Account = ReadAccountId() ?? "";
            else if (name == n.Ccy) ReadCurrency(statement);
            else if (name == n.Ownr) statement.OwnerName = xml.Descend("Acct/Ownr/Nm", n.Nm);
            else if (name == n.Svcr) statement.ServicerBic = xml.Descend("Acct/Svcr", n.FinInstnId, n.Bicfi);
            else xml.Skip();
        }
    }

    private void ReadCurrency(Statement statement)
    {
        statement.Currency = xml.Code() ?? "";
        if (statement.Currency == Camt053Reader.LedgerCurrency) return;
        var shown = XmlShown.Of(statement.Currency);
        xml.Report(
            FileReason.Currency, "Acct/Ccy",
            $"Tài khoản bằng loại tiền {shown}; hệ thống chỉ hạch toán đồng Việt Nam (VND).",
            $"The account is kept in {shown}; the ledger keeps only VND.", Verdict.Reject);
    }

    /// <summary>The account number under an <c>Id</c>: IBAN or the proprietary one.</summary>
    public string? ReadAccountId()
    {
        string? account = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Othr) account ??= xml.Descend("Othr/Id", n.Id);
            else if (name == n.Iban) account ??= xml.Code();
            else xml.Skip();
        }

        return account;
    }

    private void ReadPage(Statement statement)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.PgNb) statement.Page = xml.Count("StmtPgntn/PgNb");
            else if (xml.Name == n.LastPgInd) statement.IsLastPage = xml.Text() is "true" or "1";
            else xml.Skip();
        }
    }

    private void ReadPeriod(Statement statement)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.FrDtTm) statement.From = xml.Date("FrToDt/FrDtTm");
            else if (xml.Name == n.ToDtTm) statement.To = xml.Date("FrToDt/ToDtTm");
            else xml.Skip();
        }
    }

    private void ReadBalance(Statement statement)
    {
        var line = xml.Line;
        string? code = null;
        long? amount = null;
        var (sign, signed) = (0, false);
        LocalDate? date = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Tp) code = ReadBalanceType();
            else if (name == n.Amt) amount = ReadBalanceAmount(statement.Currency, amount);
            else if (name == n.CdtDbtInd) (sign, signed) = (xml.Sign("Bal/CdtDbtInd"), true);
            else if (name == n.Dt) date = ReadDate("Bal/Dt");
            else xml.Skip();
        }

        if (!signed) xml.ReportSign("Bal/CdtDbtInd");
        if (amount is null)
            xml.Report(FileReason.BadAmount, "Bal/Amt", "Số dư không có số tiền.", "A balance without amount.",
                Verdict.Reject);
        statement.BalanceList.Add(new StatementBalance(code ?? "", sign * (amount ?? 0), date, line));
    }

    private long ReadBalanceAmount(string currency, long? before)
    {
        xml.OnlyOnce(before is not null, "Bal/Amt");
        return xml.Amount("Bal/Amt", currency, out _);
    }

    private string? ReadBalanceType()
    {
        string? code = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.CdOrPrtry) code = ReadChoice();
            else xml.Skip();
        }

        return code;
    }

    /// <summary>A code given as <c>Cd</c> or <c>Prtry</c>; the former wins.</summary>
    public string? ReadChoice()
    {
        string? code = null, own = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Cd) code = xml.Code();
            else if (xml.Name == n.Prtry) own = xml.Code();
            else xml.Skip();
        }

        return code ?? own;
    }

    /// <summary>A date given as <c>Dt</c> or <c>DtTm</c>.</summary>
    public LocalDate? ReadDate(string leaf)
    {
        LocalDate? date = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Dt || xml.Name == n.DtTm) date = xml.Date(leaf);
            else xml.Skip();
        }

        return date;
    }

    private void ReadTotals(Statement statement)
    {
        var totals = statement.Declared = new DeclaredTotals(xml.Line);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.TtlNtries) (totals.Count, totals.Sum, totals.Net) = ReadCountAndSum("TtlNtries");
            else if (name == n.TtlCdtNtries) (totals.CreditCount, totals.Credits, _) = ReadCountAndSum("TtlCdtNtries");
            else if (name == n.TtlDbtNtries) (totals.DebitCount, totals.Debits, _) = ReadCountAndSum("TtlDbtNtries");
            else xml.Skip();
        }
    }

    private (long? Count, long? Sum, long? Net) ReadCountAndSum(string group)
    {
        long? count = null, sum = null, net = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.NbOfNtries) count = xml.Count($"TxsSummry/{group}/NbOfNtries");
            else if (xml.Name == n.Sum) sum = xml.Sum($"TxsSummry/{group}/Sum");
            else if (xml.Name == n.TtlNetNtry) net = ReadNet(group);
            else xml.Skip();
        }

        return (count, sum, net);
    }

    private long? ReadNet(string group)
    {
        long? amount = null;
        var sign = 1;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Amt) amount = xml.Sum($"TxsSummry/{group}/TtlNetNtry/Amt");
            else if (xml.Name == n.CdtDbtInd) sign = xml.Sign($"TxsSummry/{group}/TtlNetNtry/CdtDbtInd");
            else xml.Skip();
        }

        return amount * sign;
    }
}
