namespace PaymentHub.BankFormats.Camt053;

/// <summary>What must hold over a whole statement: account, balances, the balance identity, declared totals.</summary>
internal static class StatementChecks
{
    public static void Run(Statement statement, FindingList findings)
    {
        if (statement.Account.Length == 0)
            findings.Add(new FileFinding(
                statement.Line, Where(statement, "Acct"), FileReason.NoAccount, "Sổ phụ không ghi số tài khoản.",
                "The statement names no account."));
        if (statement.Id.Length == 0)
            findings.Add(new FileFinding(
                statement.Line, Where(statement, "Id"), FileReason.Schema, "Sổ phụ không có mã (Id).",
                "The statement has no Id.", Verdict.Hold));
        statement.BookedEntries = statement.Booked.Count;
        (statement.BookedCredits, statement.BookedDebits) = (statement.Booked.Credits, statement.Booked.Debits);
        ChooseBalances(statement);
        CheckBalances(statement, findings);
        if (statement.Declared is { } declared) CheckTotals(statement, declared, findings);
    }

    private static void ChooseBalances(Statement statement)
    {
        var paged = statement.Page is not null;
        statement.Opening = First(statement, "OPBD") ?? First(statement, "PRCD");
        if (paged) statement.Opening ??= First(statement, "ITBD");
        statement.Closing = Last(statement, "CLBD") ?? (paged ? Last(statement, "ITBD") : null);
        if (ReferenceEquals(statement.Opening, statement.Closing)) statement.Closing = null;
    }

    // A statement over several days may carry a pair of balances for each: the earliest opens, the latest closes.
    private static StatementBalance? First(Statement statement, string code) =>
        statement.Balances.Where(b => b.Code == code).MinBy(b => b.Date);

    private static StatementBalance? Last(Statement statement, string code) =>
        statement.Balances.Where(b => b.Code == code).Reverse().MaxBy(b => b.Date);

    private static void CheckBalances(Statement statement, FindingList findings)
    {
        if (statement.Opening is not { } opening || statement.Closing is not { } closing)
        {
            findings.Add(new FileFinding(
                statement.Line, Where(statement, "Bal"), FileReason.Balance,
                "Thiếu số dư đầu kỳ (OPBD) hoặc số dư cuối kỳ (CLBD); không kiểm tra được tổng phát sinh.",
                "The opening (OPBD) or closing balance (CLBD) is missing, so the entries cannot be proved.",
                Verdict.Hold));
            return;
        }

        var expected = (Int128)opening.Amount + statement.BookedCredits - statement.BookedDebits;
        statement.Difference = closing.Amount - expected;
        if (statement.Difference == 0) return;
        var difference = statement.Difference.Value;
        findings.Add(new FileFinding(
            closing.Line, Where(statement, "Bal"), FileReason.Balance,
            $"Số dư không khớp: đầu kỳ {DongAmount.Vi(opening.Amount)} cộng phát sinh ra {DongAmount.Vi(expected)}, "
            + $"cuối kỳ ghi {DongAmount.Vi(closing.Amount)}, lệch {DongAmount.Vi(difference)} đồng.",
            $"Balance does not hold: opening {DongAmount.En(opening.Amount)} + entries = {DongAmount.En(expected)}, "
            + $"closing says {DongAmount.En(closing.Amount)}, difference {DongAmount.En(difference)} đồng.",
                Verdict.Hold));
    }

    private static void CheckTotals(Statement statement, DeclaredTotals declared, FindingList findings)
    {
        // Banks total either all entries or only the booked ones; whichever count agrees decides which.
        var totals = declared.Count == statement.Booked.Count || SumAgrees(declared, statement.Booked)
            ? statement.Booked
            : statement.All;
        Check("TtlNtries/NbOfNtries", "số bút toán", "number of entries", declared.Count, totals.Count);
        Check("TtlNtries/Sum", "tổng tiền các bút toán", "sum of entries", declared.Sum, totals.Sum);
        Check("TtlNtries/TtlNetNtry", "phát sinh thuần", "net of entries", declared.Net,
            totals.Credits - totals.Debits);
        Check("TtlCdtNtries/NbOfNtries", "số bút toán ghi có", "number of credits", declared.CreditCount,
            totals.CreditCount);
        Check("TtlCdtNtries/Sum", "tổng ghi có", "sum of credits", declared.Credits, totals.Credits);
        Check("TtlDbtNtries/NbOfNtries", "số bút toán ghi nợ", "number of debits", declared.DebitCount,
            totals.DebitCount);
        Check("TtlDbtNtries/Sum", "tổng ghi nợ", "sum of debits", declared.Debits, totals.Debits);

        void Check(string leaf, string vietnamese, string english, long? said, Int128 found)
        {
            if (said is null || said == found) return;
            findings.Add(ControlMismatch.Of(
                declared.Line, Where(statement, "TxsSummry/" + leaf), vietnamese, english, said.Value, found,
                Verdict.Hold));
        }
    }

    private static bool SumAgrees(DeclaredTotals declared, Totals totals) =>
        declared.Count is null
        && (declared.Credits is null || declared.Credits == totals.Credits)
        && (declared.Debits is null || declared.Debits == totals.Debits);

    private static string Where(Statement statement, string leaf) => $"Stmt[{statement.No}]/{leaf}";
}
