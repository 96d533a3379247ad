namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>How banks write the lines of MT940 and what they put into the words after them.</summary>
internal static class SwiftWords
{
    public static readonly Habit[] All =
    [
        Accepted("no entry date", ":61:261102C5,NTRFX", 5),
        Accepted("blanks for the entry date", ":61:261102    C5,NTRFX", 5),
        Accepted("booked in the year before", ":61:2701011231C5,NTRFX", 5),
        Refused("value date of 30 February", ":61:2602301102C5,NTRFX", "BAD_DATE", "+0"),
        Refused("entry date of 31 November", ":61:2611021131C5,NTRFX", "BAD_DATE", "+5"),
        Refused("impossible digits for a date", ":61:362268C5,NTRFX", "BAD_DATE", "+0"),
        Refused("letters for a date", ":61:26NOV2C5,NTRFX", "BAD_DATE", "+0"),
        Accepted("debit", ":61:2611021102D5,NTRFX", -5),
        Accepted("reversal of a credit", ":61:2611021102RC5,NTRFX", -5),
        Accepted("reversal of a debit", ":61:2611021102RD5,NTRFX", 5),
        Accepted("funds letter after a debit", ":61:2611021102DR5,NTRFX", -5),
        Accepted("funds letter D", ":61:2611021102DD5,NTRFX", -5),
        Accepted("funds letter after a reversal", ":61:2611021102RDR5,NTRFX", 5),
        Accepted("funds letter M", ":61:2611021102CM5,NTRFX", 5),
        Refused("no mark", ":61:26110211025,NTRFX", "BAD_SIGN", "+0"),
        Refused("mark of no kind", ":61:2611021102X5,NTRFX", "BAD_SIGN", "+0"),
        Refused("negative amount", ":61:2611021102D-104,12NTRFX", "BAD_AMOUNT", "+0"),
        Refused("Indian groups", ":61:2611021102C11 27421,94NTRFX", "BAD_AMOUNT", "+0"),
        Refused("a point as a thousands group", ":61:2611021102C1.234,NTRFX", "BAD_AMOUNT", "+0"),
        Refused("two commas", ":61:2611021102C1,2,NTRFX", "BAD_AMOUNT", "+0"),
        Refused("twenty digits", ":61:2611021102C12345678901234567890,NTRFX", "BAD_AMOUNT", "+0"),
        Refused("no amount", ":61:2611021102CNTRFX", "BAD_AMOUNT", "+0"),
        Accepted("amount without comma", ":61:2611021102C5NTRFX", 5),
        Accepted("amount with a point and zeros before", ":61:2611021102C000000000005.00NTRFX", 5, "5.00"),
        Accepted("padded type", ":61:2611021102C5,NOV REF", 5),
        Accepted("numeric type", ":61:2611021102C5,S051REF//", 5),
        Accepted("type of four letters", ":61:2611021102C5,MCI0REF//B", 5),
        Accepted("no type", ":61:2611021102C5,", 5),
        Accepted("long reference", ":61:2611021102C5,NTRFABCDEFGHIJKLMNOPQRSTUVWXYZ//B", 5),
        Accepted("supplement on the next line", ":61:2611021102C5,NTRFREF//B\nmore of it\n/OCMT/VND5,/", 5),
        Accepted("several fields of words", ":61:2611021102C5,NTRFX\n:86:one\n:86:\n:86:three", 5),
        Accepted("words that look like a tag", ":61:2611021102C5,NTRFX\n:86:Thu tien\n:12:11 gio\n:08 Karten", 5),
        Accepted("German fields", ":61:2611021102C5,NTRFX\n:86:166?00GUTSCHR?20EREF+ABC?21SVWZ+Tro cap?32HOA", 5),
        Accepted("many long lines of words",
            ":61:2611021102C5,NTRFX\n:86:" + string.Join('\n', Enumerable.Repeat(new string('x', 90), 12)), 5),
        Accepted("tabs, soft hyphens and controls", ":61:2611021102C5,NTRFX\n:86:a\tb\u00ADc\u0001d", 5),
        Accepted("letters mangled before", ":61:2611021102C5,NTRFX\n:86:NguyÃ¡Â»\u0085n EmpfÃ¤nger", 5),
        Accepted("expected, not booked", ":61:2611021102EC7,NTRFX\n:61:2611021102C5,NTRFX", 5, "12", 2),
        Accepted("half a đồng", ":61:2611021102C5,50NTRFX", 0, "5.50", 1, "Hold CURRENCY+BALANCE"),
        Accepted("three digits after the comma", ":61:2611021102C5,000NTRFX", 5, "5.000", 1, "Reject BAD_AMOUNT"),
    ];

    private static Habit Accepted(
        string name, string lines, int net, string? credits = null, int entries = 1, string verdict = "Accept ")
    {
        var sums = $"+{credits ?? (net > 0 ? $"{net}" : "0")} -{(net < 0 ? $"{-net}" : "0")}";
        return new Habit(
            name, Text(lines, net), $"{verdict} 1/{entries} {sums} [123 S 1 1000>{1000 + net} VND {entries}]");
    }

    // Refused lines are read with what is left of them; the balance is made to hold with that.
    private static Habit Refused(string name, string line, string reason, string credits)
    {
        var net = credits == "+5" ? 5 : 0;
        return new Habit(
            name, Text(line, net), $"Reject {reason} 1/1 {credits} -0 [123 S 1 1000>{1000 + net} VND 1]");
    }

    private static string Text(string lines, int net) =>
        $":20:S\n:25:123\n:28C:1\n:60F:C261101VND1000,\n{lines}\n:62F:C261102VND{1000 + net},\n-\n";
}
