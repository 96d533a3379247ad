using NodaTime;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>Reads what stands beside the entries of a statement: account, period, balances, totals.</summary>
internal sealed class StatementHead(XmlCursor xml, CashNames n)
{
    /// <summary>Takes the present child of a statement.</summary>
    public void Read(IncomingStatement s)
    {
        var name = xml.Name;
        if (name == n.Id) s.Id = xml.Reference("Id");
        else if (name == n.ElctrncSeqNb) s.Sequence = xml.Code();
        else if (name == n.LglSeqNb) s.Sequence = XmlCursor.First(s.Sequence, xml.Code());
        else if (name == n.StmtPgntn || name == n.RptPgntn || name == n.NtfctnPgntn) ReadPage(s);
        else if (name == n.FrToDt) ReadPeriod(s);
        else if (name == n.Acct) ReadAccount(s);
        else if (name == n.Bal) ReadBalance(s);
        else if (name == n.TxsSummry) ReadSummary(s);
        else xml.Skip();
    }

    /// <summary>An account's number: IBAN, else any other identification.</summary>
    public string? AccountNumber()
    {
        string? iban = null, other = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Iban) iban = xml.Code();
            else if (name == n.Othr || name == n.PrtryAcct) other = xml.Descend("Id", n.Id) ?? other;
            else if (name == n.Bban || name == n.Upic) other = xml.Code() ?? other;
            else xml.Skip();
        }

        return iban ?? other;
    }

    private void ReadPage(IncomingStatement s)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.PgNb) s.Page = xml.Number("PgNb");
            else if (xml.Name == n.LastPgInd) s.IsLastPage = xml.Code() is not ("false" or "0");
            else xml.Skip();
        }
    }

    private void ReadPeriod(IncomingStatement s)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.FrDtTm) s.From = LooseDay();
            else if (xml.Name == n.ToDtTm) s.To = LooseDay();
            else xml.Skip();
        }
    }

    // The period informs; only dates of entries and balances decide anything.
    private LocalDate? LooseDay()
    {
        var text = xml.Text().Trim();
        const int IsoDateLength = 10;
        if (FileDates.TryParseIso(text, out var date)) return date;
        if (text.Length > IsoDateLength && FileDates.TryParseIso(text[..IsoDateLength], out date)) return date;
        xml.Report(
            FileReason.Schema, "FrToDt", $"Kỳ sao kê viết sai: «{XmlShown.Of(text)}».",
            $"A badly written period: \"{XmlShown.Of(text)}\".", Verdict.Accept);
        return null;
    }

    private void ReadAccount(IncomingStatement s)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Id) s.Account = AccountNumber();
            else if (name == n.Ccy) s.DeclaredCurrency = xml.Code();
            else if (name == n.Nm) s.AccountName = XmlCursor.First(s.AccountName, xml.Words("Acct/Nm"));
            else if (name == n.Ownr) s.AccountName = xml.Descend("Acct/Ownr/Nm", n.Nm) ?? s.AccountName;
            else xml.Skip();
        }
    }

    private void ReadBalance(IncomingStatement s)
    {
        var line = xml.Line;
        string code = "", currency = "";
        ExactAmount? amount = null;
        int? sign = null;
        LocalDate? date = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Tp) code = BalanceCode() ?? code;
            else if (name == n.Amt) amount = xml.Money("Bal/Amt", out var read, out currency) ? read : null;
            else if (name == n.CdtDbtInd) sign = xml.Side("Bal/CdtDbtInd");
            else if (name == n.Dt) date = xml.DayChoice("Bal/Dt", n.Dt, n.DtTm);
            else xml.Skip();
        }

        if (amount is not { } value) return;
        CheckBalance(line, code, sign, date, currency);
        var signed = sign is -1 ? -value : value;
        s.Balances.Add(new IncomingBalance(
            code, signed, currency.Length == 0 ? s.DeclaredCurrency : currency, date, line, sign is not null));
    }

    private void CheckBalance(int line, string code, int? sign, LocalDate? date, string currency)
    {
        if (code.Length == 0) Remark("Bal/Tp", "Số dư không ghi loại.", "A balance without its type.");
        if (sign is null) Remark("Bal/CdtDbtInd", "Số dư không ghi dấu có/nợ.", "A balance without its mark.");
        if (date is null) Remark("Bal/Dt", "Số dư không ghi ngày.", "A balance without its date.");
        if (currency.Length == 0) Remark("Bal/Amt", "Số dư không ghi loại tiền.", "A balance without its currency.");
        else if (!Currencies.IsKnown(currency))
            xml.Report(
                FileReason.BadCurrency, "Bal/Amt", $"Không có loại tiền «{XmlShown.Of(currency)}» (ISO 4217).",
                $"There is no currency \"{XmlShown.Of(currency)}\" (ISO 4217).", Verdict.Reject);

        void Remark(string leaf, string vietnamese, string english) => xml.Findings.Add(new FileFinding(
            line, xml.Locate(leaf), FileReason.Schema, vietnamese, english, Verdict.Accept));
    }

    private string? BalanceCode()
    {
        string? code = null, own = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.CdOrPrtry) code = BalanceCode() ?? code;
            else if (name == n.Cd) code = xml.Code();
            else if (name == n.Prtry) own = xml.Code();
            else xml.Skip();
        }

        return code ?? own;
    }

    private void ReadSummary(IncomingStatement s)
    {
        var declared = s.Declared = new DeclaredSums(xml.Line);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.TtlNtries) ReadTotals(declared);
            else if (name == n.TtlCdtNtries) (declared.CreditCount, declared.Credits) = ReadSide("TtlCdtNtries");
            else if (name == n.TtlDbtNtries) (declared.DebitCount, declared.Debits) = ReadSide("TtlDbtNtries");
            else xml.Skip();
        }
    }

    private void ReadTotals(DeclaredSums declared)
    {
        int? sign = null;
        ExactAmount? net = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.NbOfNtries) declared.Count = xml.Number("TxsSummry/TtlNtries/NbOfNtries");
            else if (name == n.Sum) declared.Sum = xml.Total("TxsSummry/TtlNtries/Sum");
            else if (name == n.TtlNetNtryAmt) net = xml.Total("TxsSummry/TtlNtries/TtlNetNtryAmt");
            else if (name == n.CdtDbtInd) sign = xml.Side("TxsSummry/TtlNtries/CdtDbtInd");
            else if (name == n.TtlNetNtry) (net, sign) = ReadNet();
            else xml.Skip();
        }

        declared.Net = sign is -1 && net is { } value ? -value : net;
        declared.NetHasSign = sign is not null;
    }

    private (ExactAmount? Net, int? Sign) ReadNet()
    {
        int? sign = null;
        ExactAmount? net = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Amt) net = xml.Total("TxsSummry/TtlNtries/TtlNetNtry/Amt");
            else if (xml.Name == n.CdtDbtInd) sign = xml.Side("TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd");
            else xml.Skip();
        }

        return (net, sign);
    }

    private (long? Count, ExactAmount? Sum) ReadSide(string leaf)
    {
        long? count = null;
        ExactAmount? sum = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.NbOfNtries) count = xml.Number($"TxsSummry/{leaf}/NbOfNtries");
            else if (xml.Name == n.Sum) sum = xml.Total($"TxsSummry/{leaf}/Sum");
            else xml.Skip();
        }

        return (count, sum);
    }
}
