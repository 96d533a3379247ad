using System.Globalization;

namespace PaymentHub.BankFormats.Incoming.Bai2;

/// <summary>What the three-digit type code of a BAI2 record says about a detail.</summary>
internal enum Bai2Side
{
    /// <summary>Not a movement of money: 890 and status codes.</summary>
    None,
    Credit,
    Debit,
}

/// <summary>
/// Type codes by their ranges: 101–399 credits, 401–699 debits, 700–759 loan payments received, 760–799 loan
/// disbursements, 900–919 status of the bank's own, 920–959 its credits, 960–999 its debits.
/// </summary>
internal static class Bai2Codes
{
    public const int OpeningLedger = 10;
    public const int ClosingLedger = 15;
    public const int OpeningAvailable = 40;
    public const int ClosingAvailable = 45;
    public const int TotalCredits = 100;
    public const int ReturnedItem = 257;
    public const int TotalDebits = 400;
    public const int Fees = 698;
    public const int NonMonetary = 890;

    /// <summary>The number of a code, or −1.</summary>
    public static int Number(string code) =>
        code.Length is > 0 and <= 3
        && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>What the ISO list calls a movement whose code says more than its side: a return, a charge.</summary>
    public static string? SubFamilyOf(int code) => code switch
    {
        ReturnedItem => "RRTN",
        Fees => "CHRG",
        _ => null,
    };

    public static Bai2Side SideOf(int code) => code switch
    {
        >= 100 and < 400 => Bai2Side.Credit,
        >= 400 and < 700 => Bai2Side.Debit,
        >= 700 and < 760 => Bai2Side.Credit,
        >= 760 and < 800 => Bai2Side.Debit,
        >= 920 and < 960 => Bai2Side.Credit,
        >= 960 and <= 999 => Bai2Side.Debit,
        _ => Bai2Side.None,
    };
}
