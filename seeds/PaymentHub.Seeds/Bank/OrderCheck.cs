namespace PaymentHub.Seeds.Bank;

/// <summary>What a bank checks in a payment message before it lets a single line through.</summary>
internal static class OrderCheck
{
    /// <summary>Reason code of ISO 20022 for refusing the whole message, or null.</summary>
    public static string? RefusalOf(OrderFile file)
    {
        if (file.Batches.Any(b => b.DebtorAccount != file.Bank.Account))
            return "AC02";
        if (file.DeclaredCount != file.Payments.Count()
            || file.Batches.Any(b => Differs(b.DeclaredCount, b.Payments.Count)))
            return "AM18";
        if (Differs(file.DeclaredSum, file.Payments.Sum(p => p.Amount)))
            return "AM10";
        return file.Batches.Any(b => Differs(b.DeclaredSum, b.Payments.Sum(p => p.Amount))) ? "AM10" : null;
    }

    private static bool Differs(long declared, long counted) => declared >= 0 && declared != counted;
}
