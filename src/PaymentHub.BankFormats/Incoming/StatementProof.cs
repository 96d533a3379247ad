namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// What must hold over a statement of any format: it names an account, opening + booked entries = closing, and what the
/// bank declares of its entries is what stands there.
/// </summary>
internal static class StatementProof
{
    /// <summary>
    /// Checks one complete statement. <paramref name="needsBalances"/>: a final statement, of which a missing balance
    /// is worth a remark; interim reports and notifications carry none.
    /// </summary>
    public static void Run(ReadContext read, IncomingStatement statement, string path, bool needsBalances)
    {
        if (string.IsNullOrEmpty(statement.Account))
            read.Findings.Add(new FileFinding(
                statement.Line, path + "/Acct", FileReason.NoAccount, "Sổ phụ không ghi số tài khoản.",
                "The statement names no account.", Verdict.Hold));
        read.CheckAccountCurrency(statement, path);
        statement.LacksAmounts |= read.Findings.LacksAmountsSince(statement.FindingsBefore);
        CheckBalances(read, statement, path, needsBalances);
        if (statement is { Declared: { } declared, LacksRows: false }) CheckDeclared(read, statement, declared, path);
    }

    private static void CheckBalances(ReadContext read, IncomingStatement statement, string path, bool needed)
    {
        if (statement.Opening is not { } opening || statement.Closing is not { } closing)
        {
            if (needed)
                read.Remark(
                    statement.Line, path + "/Bal",
                    "Thiếu số dư đầu kỳ hoặc cuối kỳ; không kiểm tra được tổng phát sinh.",
                    "The opening or closing balance is missing, so the entries cannot be proved.", FileReason.Balance);
            return;
        }

        // That a balance names no currency is remarked where it stands and contradicts nothing.
        if (opening.Currency is { Length: > 0 } && closing.Currency is { Length: > 0 }
            && opening.Currency != closing.Currency)
            read.Findings.Add(new FileFinding(
                closing.Line, path + "/Bal", FileReason.Currency,
                $"Số dư đầu kỳ ghi {opening.Currency}, số dư cuối kỳ ghi {closing.Currency}.",
                $"The opening balance is in {opening.Currency}, the closing balance in {closing.Currency}.",
                Verdict.Hold));
        statement.Difference = closing.Amount - (opening.Amount + statement.Booked.Net);
        if (statement.Difference.Value.IsZero || IsRepaired(read, statement, path)) return;
        if ((opening.Amount + statement.All.Net) == closing.Amount)
        {
            read.Remark(
                closing.Line, path + "/Bal", "Số dư cuối kỳ gồm cả các bút toán chưa ghi sổ (PDNG, INFO).",
                "The closing balance includes entries that are not booked (PDNG, INFO).", FileReason.Balance);
            return;
        }

        // The difference is the entry that could not be read, of which the file is refused.
        if (!statement.LacksAmounts) ReportDifference(read, statement, opening, closing, path);
    }

    private static void ReportDifference(
        ReadContext read, IncomingStatement statement, IncomingBalance opening, IncomingBalance closing, string path)
    {
        var (expected, difference) = (opening.Amount + statement.Booked.Net, statement.Difference!.Value);
        read.Findings.Add(new FileFinding(
            closing.Line, path + "/Bal", FileReason.Balance,
            $"Số dư không khớp: đầu kỳ {opening.Amount} cộng phát sinh {statement.Booked.Net} ra {expected}, "
            + $"cuối kỳ ghi {closing.Amount}, lệch {difference}.",
            $"Balance does not hold: opening {opening.Amount} + entries {statement.Booked.Net} = {expected}, closing "
            + $"says {closing.Amount}, difference {difference}.", Verdict.Hold));
    }

    // A balance without its mark was read as a credit. Where the other sign makes the identity hold, that is its sign.
    private static bool IsRepaired(ReadContext read, IncomingStatement statement, string path)
    {
        var (opening, closing) = (statement.Opening!, statement.Closing!);
        foreach (var (first, last) in new[] { (1, -1), (-1, 1), (-1, -1) })
        {
            if ((first < 0 && opening.HasSign) || (last < 0 && closing.HasSign)) continue;
            var from = first < 0 ? -opening.Amount : opening.Amount;
            var to = last < 0 ? -closing.Amount : closing.Amount;
            if (from + statement.Booked.Net != to) continue;
            statement.Opening = opening with { Amount = from };
            statement.Closing = closing with { Amount = to };
            statement.Difference = ExactAmount.Zero;
            read.Remark(
                closing.Line, path + "/Bal", "Số dư thiếu dấu; dấu nợ được suy ra từ phép cân đối.",
                "A balance has no mark; that it is a debit follows from the entries.");
            return true;
        }

        return false;
    }

    private static void CheckDeclared(
        ReadContext read, IncomingStatement statement, DeclaredSums declared, string path)
    {
        // Banks total either all entries or only the booked ones; whichever agrees decides which.
        var withSums = !statement.LacksAmounts;
        var booked = Disagreements(declared, statement.Booked, withSums);
        if (booked.Count == 0) return;
        var all = Disagreements(declared, statement.All, withSums);
        if (all.Count == 0) return;
        var isPage = statement.Page > 1 || !statement.IsLastPage;
        foreach (var (leaf, vietnamese, said, found) in all)
        {
            read.Findings.Add(new FileFinding(
                declared.Line, $"{path}/TxsSummry/{leaf}", FileReason.ControlMismatch,
                $"Không khớp {vietnamese}: tệp ghi {said}, cộng lại được {found}.",
                $"Mismatch, {leaf}: declared {said}, found {found}.", isPage ? Verdict.Accept : Verdict.Reject));
        }
    }

    private static List<(string Leaf, string Vietnamese, string Said, string Found)> Disagreements(
        DeclaredSums declared, EntryTotals totals, bool withSums)
    {
        var found = new List<(string, string, string, string)>();
        Count("TtlNtries/NbOfNtries", "số bút toán", declared.Count, totals.Count);
        Count("TtlCdtNtries/NbOfNtries", "số bút toán ghi có", declared.CreditCount, totals.CreditCount);
        Count("TtlDbtNtries/NbOfNtries", "số bút toán ghi nợ", declared.DebitCount, totals.DebitCount);
        // Some banks write the net where the sum of all amounts belongs.
        if (declared.Sum != totals.Net.Abs()) Sum("TtlNtries/Sum", "tổng các bút toán", declared.Sum, totals.Gross);
        Sum("TtlCdtNtries/Sum", "tổng ghi có", declared.Credits, totals.Credits);
        Sum("TtlDbtNtries/Sum", "tổng ghi nợ", declared.Debits, totals.Debits);
        var net = declared.NetHasSign ? totals.Net : totals.Net.Abs();
        if (declared.Net?.Abs() != totals.Gross) Sum("TtlNtries/TtlNetNtry", "phát sinh thuần", declared.Net, net);
        return found;

        void Count(string leaf, string vietnamese, long? said, long counted)
        {
            if (said is { } number && number != counted) found.Add((leaf, vietnamese, $"{number}", $"{counted}"));
        }

        void Sum(string leaf, string vietnamese, ExactAmount? said, ExactAmount summed)
        {
            if (withSums && said is { } sum && sum != summed) found.Add((leaf, vietnamese, $"{sum}", $"{summed}"));
        }
    }
}
