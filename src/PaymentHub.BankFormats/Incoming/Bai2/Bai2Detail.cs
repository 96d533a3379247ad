namespace PaymentHub.BankFormats.Incoming.Bai2;

/// <summary>Where the fields of a detail stand: the funds type decides how many others come before.</summary>
internal static class Bai2Detail
{
    private const int FundsField = 2;

    /// <summary>Index of the bank's reference.</summary>
    public static int ReferenceField(IReadOnlyList<string> fields) => FundsField + 1 + Availability(fields, FundsField);

    /// <summary>Index of the text, behind the bank's and the customer's reference.</summary>
    public static int TextField(IReadOnlyList<string> fields)
    {
        if (fields.Count <= FundsField) return int.MaxValue;
        var availability = Availability(fields, FundsField);
        return availability < 0 ? int.MaxValue : FundsField + 3 + availability;
    }

    /// <summary>
    /// Fields after a funds type: V has a date and a time, S three amounts, D a number of pairs; −1 where that number
    /// is still to come.
    /// </summary>
    public static int Availability(IReadOnlyList<string> fields, int at)
    {
        switch (at < fields.Count ? fields[at] : "")
        {
            case "V" or "v":
                return 2;
            case "S" or "s":
                return 3;
            case "D" or "d":
                const int MostPairs = 100;
                if (at + 1 >= fields.Count) return -1;
                return int.TryParse(fields[at + 1], out var pairs) && pairs is >= 0 and < MostPairs
                    ? 1 + 2 * pairs
                    : 1;
            default:
                return 0;
        }
    }
}
