using System.Globalization;
using System.Text;
using NodaTime;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>Writes a day's statement in lines of fixed places: a heading, one line for each entry, a trailer.</summary>
internal static class FixedWriter
{
    /// <summary>Writes the statement; the stream stays open.</summary>
    public static void Write(Stream stream, DailyStatement statement)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(
            "H" + Left(statement.Bank.Code, 4) + Left(statement.Bank.Account, 16) + "VND" + Day(statement.Date)
            + Right(statement.Opening, 18, ' '));
        for (var i = 0; i < statement.Bookings.Count; i++)
        {
            var booking = statement.Bookings[i];
            writer.WriteLine((
                "D" + Day(statement.Date) + Day(statement.Date) + (booking.IsCredit ? 'C' : 'D')
                + Right(booking.Amount, 15, '0') + Left(statement.Reference(i), 16)
                + Left(TaggedWords.IdOf(booking), 16) + Left(TaggedWords.AccountOf(booking), 16)
                + Left(TaggedWords.NameOf(booking), 35) + Left(TaggedWords.ReasonOf(booking), 4)
                + Left(booking.Text, 80)).TrimEnd());
        }

        writer.WriteLine(
            "T" + Right(statement.Bookings.Count + statement.Miscount, 8, '0') + Right(statement.Closing, 18, ' '));
    }

    private static string Left(string? text, int width) =>
        (text ?? "").Length > width ? text![..width] : (text ?? "").PadRight(width);

    private static string Right(long number, int width, char fill) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(width, fill);

    private static string Day(LocalDate date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
