namespace PaymentHub.Domain.BankExchange;

/// <summary>What an institution takes in one file.</summary>
/// <param name="PaymentsPerFile">Payments in one file.</param>
/// <param name="PaymentsPerBatch">Payments of one batch.</param>
/// <param name="MoneyPerFile">Money in one file.</param>
public readonly record struct FileCapacity(int PaymentsPerFile, int PaymentsPerBatch, Money MoneyPerFile);

/// <summary>A batch that is to leave in a file.</summary>
public readonly record struct BatchLoad(Guid Id, int Payments, Money Amount);

/// <summary>The batch alone is more than the institution takes in one file.</summary>
public sealed record BatchTooLargeForBank(int Payments, Money Amount, FileCapacity Capacity) : Refusal(
    "batch-too-large",
    $"Lô có {Payments} khoản, {Amount.Dong} đồng; đơn vị chi trả chỉ nhận {Capacity.PaymentsPerFile} khoản và "
        + $"{Capacity.MoneyPerFile.Dong} đồng một tệp, {Capacity.PaymentsPerBatch} khoản một lô. Hãy thỏa thuận nâng "
        + "hạn mức với ngân hàng hoặc sửa hồ sơ kết nối.",
    $"The batch has {Payments} payments of {Amount.Dong} đồng; the institution takes {Capacity.PaymentsPerFile} "
        + $"payments and {Capacity.MoneyPerFile.Dong} đồng in a file, {Capacity.PaymentsPerBatch} in a batch. "
        + "Agree on a higher limit with the bank or mend its profile.");

/// <summary>
/// How the batches of one release are shared out over files. A batch never stands in two files: whatever a bank answers
/// of a file or of a batch in it then concerns whole batches.
/// </summary>
public static class FileShares
{
    /// <summary>The refusal of a batch that fits no file; null where it fits one.</summary>
    public static BatchTooLargeForBank? ObjectionTo(BatchLoad batch, FileCapacity capacity) =>
        batch.Payments > capacity.PaymentsPerFile || batch.Payments > capacity.PaymentsPerBatch
            || batch.Amount.Dong > capacity.MoneyPerFile.Dong
            ? new BatchTooLargeForBank(batch.Payments, batch.Amount, capacity)
            : null;

    /// <summary>
    /// The batches of each file, in the order given: a file is full when the next batch would exceed what it may hold.
    /// The same batches give the same files.
    /// </summary>
    public static IEnumerable<Guid[]> Of(IEnumerable<BatchLoad> batches, FileCapacity capacity)
    {
        var file = new List<Guid>();
        var (payments, money) = (0, 0L);
        foreach (var batch in batches)
        {
            if (file.Count > 0 && (payments + batch.Payments > capacity.PaymentsPerFile
                || money + batch.Amount.Dong > capacity.MoneyPerFile.Dong))
            {
                yield return [.. file];
                file.Clear();
                (payments, money) = (0, 0L);
            }

            file.Add(batch.Id);
            payments += batch.Payments;
            money += batch.Amount.Dong;
        }

        if (file.Count > 0) yield return [.. file];
    }
}
