namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>How banks frame MT940 and MT942 and write their balances.</summary>
internal static class SwiftHabits
{
    private const string Head = ":20:S\n:25:123\n:28C:1/1\n:60F:C261101VND1000,\n";
    private const string Line = ":61:2611021102C5,NTRFREF//B1\n:86:words\n";
    private const string Tail = ":62F:C261102VND1005,\n";
    private const string Good = "[123 S 1/1 1000>1005 VND 1]";
    private const string Accepted = "Accept  1/1 +5 -0 " + Good;

    public static readonly Habit[] All =
    [
        new("no block header", Head + Line + Tail + "-\n", Accepted),
        new("lone CR", (Head + Line + Tail + "-").Replace('\n', '\r'), Accepted),
        new("blank lines and trailing blanks",
            "\n\n" + Head.Replace("\n", "  \n\n", StringComparison.Ordinal) + Line + Tail + "\n-\n\n \n", Accepted),
        new("no dash and no line end at the end", Head + Line + Tail.TrimEnd('\n'), Accepted),
        new("blocks on one line", "{1:F01BANKVNVXAXXX0000000000}{2:O9401200261102BANKVNVXAXXX00000000002611021200N}"
            + "{3:}{4:\n" + Head + Line + Tail + "-}", Accepted),
        new("block header and first field on one line", "{1:F01X}{2:I940XN}{4::20:S\n:25:123\n:28C:1/1\n"
            + ":60F:C261101VND1000,\n" + Line + Tail + "-}{5:{CHK:1}}", Accepted),
        new("national letters for braces", "ä1:F01HANDSESSAXXX0åä2:I940XNåä4:\n" + Head + Line + Tail + "-å\n",
            Accepted),
        new("tag 940 before", ":940:\n" + Head + Line + Tail + "-\n", Accepted),
        new("bank, type and bank before", "ABNANL2A\n940\nABNANL2A\n" + Head + Line + Tail + "-\n", Accepted),
        new("bank's name before", "NGAN HANG X\n" + Head + Line + Tail + "-\n", Accepted),
        new("two statements without a dash between", Head + Line + Tail + Head + Line + Tail,
            $"Accept  2/2 +10 -0 {Good} {Good}"),
        new("second statement cut off", Head + Line + Tail + Head + Line,
            $"Reject TRUNCATED 2/2 +10 -0 {Good} [123 S 1/1 1000> VND 1]"),
        new("pages", ":20:S\n:25:123\n:28C:7/1\n:60F:C261101VND1000,\n" + Line + ":62M:C261102VND1005,\n-\n"
            + ":20:S\n:25:123\n:28C:7/2\n:60M:C261102VND1005,\n" + Line + ":62F:C261102VND1010,\n-\n",
            "Accept  2/2 +10 -0 [123 S 7/1 1000>1005 VND 1] [123 S 7/2 1005>1010 VND 1]"),
        new("account with currency", Head.Replace(":123", ":123VND", StringComparison.Ordinal) + Line + Tail,
            "Accept  1/1 +5 -0 [123VND S 1/1 1000>1005 VND 1]"),
        new("account with slashes", Head.Replace(":123", ":BANK/123", StringComparison.Ordinal) + Line + Tail,
            "Accept  1/1 +5 -0 [BANK/123 S 1/1 1000>1005 VND 1]"),
        new("account empty", Head.Replace(":123", ":", StringComparison.Ordinal) + Line + Tail,
            "Hold NO_ACCOUNT 1/1 +5 -0 [ S 1/1 1000>1005 VND 1]"),
        new("account repeated for the words", Head + ":61:2611021102C5,NTRFREF//B1\n:25:123\n" + Tail, Accepted),
        new("tag 28 without C", Head.Replace("28C:1/1", "28:00001 ", StringComparison.Ordinal) + Line + Tail,
            "Accept  1/1 +5 -0 [123 S 00001 1000>1005 VND 1]"),
        new("number of ten digits", Head.Replace("1/1", "1234567890", StringComparison.Ordinal) + Line + Tail,
            "Accept  1/1 +5 -0 [123 S 1234567890 1000>1005 VND 1]"),
        new("id on the next line", ":20:\nS\n" + Head[6..] + Line + Tail, Accepted),
        new("no id", Head[6..] + Line + Tail, "Accept  1/1 +5 -0 [123  1/1 1000>1005 VND 1]"),
        new("balance without date and currency", Head.Replace("C261101VND1000,", "C020315105000,00",
            StringComparison.Ordinal) + Line + ":62F:C020315105005,00\n",
            "Hold CURRENCY 1/1 +5 -0 [123 S 1/1 105000.00>105005.00  1]"),
        new("closing balance without date and currency", Head + Line + ":62F:C1005,\n", Accepted),
        new("closing balance without currency", Head + Line + ":62F:C2611021005,\n", Accepted),
        new("closing balance without currency, off by one", Head + Line + ":62F:C1006,\n",
            "Hold BALANCE 1/1 +5 -0 [123 S 1/1 1000>1006 VND 1]"),
        new("opening balance without date and currency", Head.Replace("C261101VND1000,", "C1000,",
            StringComparison.Ordinal) + Line + Tail, "Hold CURRENCY 1/1 +5 -0 [123 S 1/1 1000>1005  1]"),
        new("opening balance without currency, no entries", Head.Replace("C261101VND1000,", "C1005,",
            StringComparison.Ordinal) + Tail, "Accept  1/0 +0 -0 [123 S 1/1 1005>1005  0]"),
        new("balance of another currency at the end", Head + Line + ":62F:C261102USD1005,\n",
            "Hold CURRENCY 1/1 +5 -0 [123 S 1/1 1000>1005 VND 1]"),
        new("balance in no currency", Head.Replace("VND", "QQQ", StringComparison.Ordinal) + Line
            + ":62F:C261102QQQ1005,\n", "Reject BAD_CURRENCY 1/1 +5 -0 [123 S 1/1 1000>1005 QQQ 1]"),
        new("balance off by one", Head + Line + ":62F:C261102VND1006,\n",
            "Hold BALANCE 1/1 +5 -0 [123 S 1/1 1000>1006 VND 1]"),
        new("balance of 30 February", Head.Replace("261101", "260230", StringComparison.Ordinal) + Line + Tail,
            "Reject BAD_DATE 1/1 +5 -0 [123 S 1/1 >1005 VND 1]"),
        new("balance without mark", Head.Replace("C261101", "261101", StringComparison.Ordinal) + Line + Tail,
            "Reject BAD_SIGN 1/1 +5 -0 [123 S 1/1 >1005 VND 1]"),
        new("no closing balance but an end", Head + Line + "-\n", "Accept  1/1 +5 -0 [123 S 1/1 1000> VND 1]"),
        new("overdrawn", ":20:S\n:25:123\n:28C:1\n:60F:D261101VND3,\n" + Line + ":62F:C261102VND2,\n",
            "Accept  1/1 +5 -0 [123 S 1 -3>2 VND 1]"),
        new("available balances and tags of its own", Head + Line + Tail + ":64:C261102VND1005,\n:65:C261103VND1005,\n"
            + ":65F:x\n:86:end of statement\n-\n", Accepted),
        new("words of the statement before its lines", Head + ":86:of the statement\n" + Line + Tail, Accepted),
        new("interim report", ":20:S\n:25:123\n:28C:1/1\n:34F:VNDD0,\n:34F:VNDC0,\n:13D:2611021200+0700\n" + Line
            + ":90D:0VND0,\n:90C:1VND5,\n-\n", "Accept  1/1 +5 -0 [123 S 1/1 > VND 1]"),
        new("interim report with another count", ":20:S\n:25:123\n:28C:1/1\n:34F:VND0,\n" + Line + ":90C:2VND5,\n-\n",
            "Reject CONTROL_MISMATCH 1/1 +5 -0 [123 S 1/1 > VND 1]"),
        new("no statement", "{1:F01X}{2:O940X}{4:\n-}", "Reject TRUNCATED 0/0 +0 -0"),
        new("payment order", "{1:F01X}{2:O103X}{4:\n:20:S\n:32A:261102VND5,\n-}", "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("three numbers", "1 2 3", "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("first line cut", ":2", "Reject TRUNCATED 0/0 +0 -0"),
        new("mark of end of file and NULs", Head + Line + Tail + "-\n\u001A\0\0\0", Accepted),
        new("at signs for line ends", "@@" + (Head + Line + Tail + "-\n").Replace("\n", "@@", StringComparison.Ordinal),
            Accepted),
        new("control characters around the message", "\u0001{1:F01X}{2:I940XN}{4:\r\n" + Head + Line + Tail
            + "-}\u0003      ", Accepted),
        new("next message on the line of the end", "{1:F01X}{2:I940XN}{4:\n" + Head + Line + Tail
            + "-}{5:{CHK:1}}${1:F01X}{2:I940XN}{4:\n" + Head + Line + Tail + "-}",
            $"Accept  2/2 +10 -0 {Good} {Good}"),
        new("next message on the line of the end, cut off", "{1:F01X}{2:I940XN}{4:\n" + Head + Line + Tail
            + "-}{5:{CHK:1}}${1:F01X}{2:I940XN}{4:\n" + Head + Line + Tail,
            $"Reject TRUNCATED 2/2 +10 -0 {Good} {Good}"),
        new("payment order without blocks", ":20:S\n:23B:CRED\n:32A:261102VND5,\n:59:X\n:71A:SHA\n-\n",
            "Reject UNSUPPORTED_TYPE 0/0 +0 -0"),
        new("byte order mark", "\uFEFF" + Head + Line + Tail, Accepted),
    ];
}
