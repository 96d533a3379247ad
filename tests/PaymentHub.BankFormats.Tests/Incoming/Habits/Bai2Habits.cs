namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>How banks, above all of the United States, write BAI2.</summary>
internal static class Bai2Habits
{
    private const string Accepted = "Accept  1/1 +5 -0 [123 F  1000>1005 VND 1]";
    private const string Detail = "16,195,5,,B1,C1,words/";

    public static readonly Habit[] All =
    [
        new("plain", File(Detail), Accepted),
        new("records without a slash", File("16,195,5,,B1,C1,words"), Accepted),
        new("records padded with blanks", File(Detail).Replace("\n", "        \n", StringComparison.Ordinal), Accepted),
        new("slash and comma in the words", File("16,195,5,,B1,C1,a/b, c, 16 and d/"), Accepted),
        new("a date in the words like a record", File("16,195,5,,B1,C1,INVOICE OF 03/16,2020, 11/03, 99/99,1"),
            Accepted),
        new("a date in continued words", File("16,195,5,,B1,C1,X/\n88,PAID 11/16,2026 AND 12/02,1", records: 4),
            Accepted),
        new("value date and time", File("16,195,5,V,261102,1200,B1,C1,words/"), Accepted),
        new("value date of 30 February", File("16,195,5,V,260230,,B1,C1,words/"),
            "Reject BAD_DATE 1/1 +5 -0 [123 F  1000>1005 VND 1]"),
        new("availability in three parts", File("16,195,5,S,1,2,2,B1,C1,words/"), Accepted),
        new("availability by days", File("16,195,5,D,2,0,3,1,2,B1,C1,words/"), Accepted),
        new("continued words", File("16,195,5,,B1,C1,words/\n88,more, and more/\n88,/", records: 5), Accepted),
        new("debit", File("16,475,5,,B1,C1,cheque/", closing: "995"), "Accept  1/1 +0 -5 [123 F  1000>995 VND 1]"),
        new("negative amount of a detail", File("16,195,-5,,B1,C1,words/", sum: "2000"),
            "Reject BAD_AMOUNT 1/1 +0 -0 [123 F  1000>1005 VND 1]"),
        new("a detail that moves nothing", File(Detail + "\n16,890,,,,,message/", records: 4),
            "Accept  1/2 +5 -0 [123 F  1000>1005 VND 2]"),
        new("code of neither side", File("16,001,5,,B1,C1,words/", closing: "1000"),
            "Reject BAD_SIGN 1/1 +5 -0 [123 F  1000>1000 VND 1]"),
        new("account total off by one", File(Detail, sum: "2011"),
            "Reject CONTROL_MISMATCH 1/1 +5 -0 [123 F  1000>1005 VND 1]"),
        new("record count off by one", File(Detail, records: 4),
            "Reject CONTROL_MISMATCH 1/1 +5 -0 [123 F  1000>1005 VND 1]"),
        new("no trailer of the file", File(Detail)[..^20], "Reject TRUNCATED 1/1 +5 -0 [123 F  1000>1005 VND 1]"),
        new("balances off by one", File(Detail, closing: "1006"),
            "Hold BALANCE 1/1 +5 -0 [123 F  1000>1006 VND 1]"),
        new("dollars by default", File(Detail).Replace("VND", "", StringComparison.Ordinal),
            "Hold CURRENCY 1/1 +0.05 -0 [123 F  10.00>10.05 USD 1]"),
        new("no account number", File(Detail).Replace("03,123,", "03,,", StringComparison.Ordinal),
            "Hold NO_ACCOUNT 1/1 +5 -0 [ F  1000>1005 VND 1]"),
        new("no closing balance", File(Detail, closing: "0").Replace("015,0", "", StringComparison.Ordinal)
            .Replace(",,,,,/", ",/", StringComparison.Ordinal), "Accept  1/1 +5 -0 [123 F  1000> VND 1]"),
        new("no date", File(Detail).Replace("R,S,1,261102", "R,S,1,", StringComparison.Ordinal), Accepted),
        new("unknown version", File(Detail).Replace(",,,2/", ",,,1/", StringComparison.Ordinal),
            "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("overdrawn", File(Detail, opening: "-3", closing: "2", sum: "4"),
            "Accept  1/1 +5 -0 [123 F  -3>2 VND 1]"),
        new("no account", "01,S,R,261102,1200,F,,,2/\n02,R,S,1,261102,,VND,2/\n98,0,0,2/\n99,0,1,4/",
            "Reject NO_STATEMENT 0/0 +0 -0"),
        new("on one line", File(Detail).Replace("\n", "", StringComparison.Ordinal), Accepted),
    ];

    private static string File(
        string details, string opening = "1000", string closing = "1005", string? sum = null, int records = 3)
    {
        var total = sum ?? $"{long.Parse(opening, System.Globalization.CultureInfo.InvariantCulture)
            + long.Parse(closing, System.Globalization.CultureInfo.InvariantCulture) + 5}";
        return $"01,S,R,261102,1200,F,,,2/\n02,R,S,1,261102,,VND,2/\n03,123,VND,010,{opening},,,015,{closing},,/\n"
            + $"{details}\n49,{total},{records}/\n98,{total},1,{records + 2}/\n99,{total},1,{records + 4}/\n";
    }
}
