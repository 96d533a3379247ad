using System.Globalization;
using System.Text;
using NodaTime;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>Writes account statements as BAI2: one group a day, with the totals and control sums of the form.</summary>
internal static class Bai2Writer
{
    // 01 and 99, 02 and 98, 03 and 49.
    private const int AroundDetails = 2;

    /// <summary>Writes one file with a group for each statement; the stream stays open.</summary>
    public static void Write(Stream stream, params IReadOnlyList<DailyStatement> statements)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\n" };
        var (first, last) = (statements[0], statements[^1]);
        writer.WriteLine(Line($"01,{first.Bank.Bic},SOTAICHINH,{Short(last.Date)},1830,{first.Sequence},80,,2/"));
        var (sum, records) = (0L, AroundDetails);
        foreach (var statement in statements)
        {
            var (groupSum, groupRecords) = WriteGroup(writer, statement);
            (sum, records) = (sum + groupSum, records + groupRecords);
        }

        writer.WriteLine(Line($"99,{sum},{statements.Count},{records}/"));
    }

    private static (long Sum, int Records) WriteGroup(StreamWriter writer, DailyStatement statement)
    {
        var day = Short(statement.Date);
        var credits = statement.Bookings.Where(b => b.IsCredit).ToArray();
        var credited = credits.Sum(b => b.Amount);
        var moved = statement.Bookings.Sum(b => b.Amount);
        var (debited, debits) = (moved - credited, statement.Bookings.Count - credits.Length);
        writer.WriteLine(Line($"02,SOTAICHINH,{statement.Bank.Bic},1,{day},1830,VND,2/"));
        writer.WriteLine(Line(
            $"03,{statement.Bank.Account},VND,010,{statement.Opening},,,015,{statement.Closing},,/"));
        writer.WriteLine(Line($"88,100,{credited},{credits.Length},,400,{debited},{debits},/"));
        for (var i = 0; i < statement.Bookings.Count; i++)
            WriteDetail(writer, statement, i);
        var sum = statement.Opening + statement.Closing + moved + moved;
        var records = statement.Bookings.Count + AroundDetails + 1;
        writer.WriteLine(Line($"49,{sum + statement.Miscount},{records}/"));
        writer.WriteLine(Line($"98,{sum + statement.Miscount},1,{records + AroundDetails}/"));
        return (sum + statement.Miscount, records + AroundDetails);
    }

    private static void WriteDetail(StreamWriter writer, DailyStatement statement, int index)
    {
        var booking = statement.Bookings[index];
        writer.Write(Line($"16,{TypeOf(booking.Kind)},{booking.Amount},V,{Short(statement.Date)},,"));
        writer.WriteLine(Line($"{statement.Reference(index)},,{TaggedWords.Of(booking, withParty: true)}/"));
    }

    private static int TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Fee => 698,
        EntryKind.Return => 257,
        EntryKind.Funding or EntryKind.AdvanceReturn => 195,
        EntryKind.UnknownCredit => 399,
        EntryKind.UnknownDebit => 699,
        _ => 495,
    };

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static string Short(LocalDate date) => date.ToString("yyMMdd", CultureInfo.InvariantCulture);
}
