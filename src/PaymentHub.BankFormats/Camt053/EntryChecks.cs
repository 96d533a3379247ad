using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>
/// Amounts that one entry states twice must agree. A contradiction holds the file: which of the two is true, only the
/// bank can say. A batch that lists no details, as in batch booking, has nothing to compare.
/// </summary>
internal static class EntryChecks
{
    public static void BatchAgainstDetails(
        XmlCursor xml, int line, BatchInformation batch, List<TransactionDetail> details)
    {
        if (batch.Count is { } count && count != details.Count)
            Mismatch(xml, line, "NtryDtls/Btch/NbOfTxs", "số giao dịch của lô", "transactions of the batch", count,
                details.Count);
        if (batch.TotalAmount is { } total && SumOf(details) is { } sum && sum != total)
            Mismatch(xml, line, "NtryDtls/Btch/TtlAmt", "tổng tiền của lô", "total of the batch", total, sum);
    }

    public static void AmountAgainstParts(XmlCursor xml, StatementEntry entry)
    {
        if (entry.Amount == 0) return;
        if (entry.Details.Count > 0 && SignedSumOf(entry.Details) is { } sum && sum != entry.Amount)
            Mismatch(xml, entry.Line, "Amt", "số tiền bút toán so với các giao dịch", "entry against its details",
                entry.Amount, sum);
        if (entry.Batches.Count == 0) return;
        Int128 total = 0;
        foreach (var batch in entry.Batches)
        {
            if (batch.TotalAmount is not { } part) return;
            total += part;
        }

        if (total != Int128.Abs(entry.Amount))
            Mismatch(
                xml, entry.Line, "NtryDtls/Btch/TtlAmt", "tổng tiền lô so với bút toán",
                "batch total against the entry", total,
                Int128.Abs(entry.Amount));
    }

    private static Int128? SumOf(List<TransactionDetail> details) =>
        SignedSumOf(details) is { } sum ? Int128.Abs(sum) : null;

    private static Int128? SignedSumOf(IReadOnlyList<TransactionDetail> details)
    {
        Int128 sum = 0;
        for (var i = 0; i < details.Count; i++)
        {
            if (details[i].Amount is not { } amount) return null;
            sum += amount;
        }

        return sum;
    }

    private static void Mismatch(
        XmlCursor xml, int line, string leaf, string vietnamese, string english, Int128 declared, Int128 found) =>
        xml.Findings.Add(ControlMismatch.Of(line, xml.Locate(leaf), vietnamese, english, declared, found,
            Verdict.Hold));
}
