namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// Picks the two balances between which the booked entries of a camt message lie.
/// </summary>
internal static class BalanceChoice
{
    /// <summary>
    /// OPBD, else PRCD (the closing balance of the day before) to CLBD; interim balances (ITBD) only where a final
    /// statement is cut into pages, since an interim report need not list every entry since the opening.
    /// </summary>
    public static void Choose(IncomingStatement statement, bool isFinal)
    {
        statement.Opening = First(statement, "OPBD") ?? First(statement, "PRCD");
        statement.Closing = Last(statement, "CLBD");
        if (isFinal && (statement.Page is not null || statement.Opening is null != statement.Closing is null))
        {
            statement.Opening ??= statement.Balances.Find(b => b.Code == "ITBD");
            statement.Closing ??= statement.Balances.FindLast(b => b.Code == "ITBD");
        }

        if (ReferenceEquals(statement.Opening, statement.Closing)) statement.Closing = null;
    }

    // A statement over several days may carry a pair of balances for each: the earliest opens, the latest closes.
    private static IncomingBalance? First(IncomingStatement statement, string code) =>
        statement.Balances.Where(b => b.Code == code).MinBy(b => b.Date);

    private static IncomingBalance? Last(IncomingStatement statement, string code) =>
        statement.Balances.Where(b => b.Code == code).Reverse().MaxBy(b => b.Date);
}
