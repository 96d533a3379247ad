using System.Globalization;
using System.Text;
using NodaTime;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>
/// Writes account statements as SWIFT MT940 (sao kê điện MT940): field 61 with our order number as the customer's
/// reference, field 86 in the <c>/EREF/…/REMI/…</c> form.
/// </summary>
internal static class Mt940Writer
{
    private const int LongestLine = 65;

    /// <summary>Writes one message for each statement; the stream stays open.</summary>
    public static void Write(Stream stream, params IReadOnlyList<DailyStatement> statements)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\r\n" };
        foreach (var statement in statements)
            Write(writer, statement);
    }

    private static void Write(StreamWriter writer, DailyStatement statement)
    {
        var bank = statement.Bank;
        writer.WriteLine($"{{1:F01{bank.Bic}AXXX0000000000}}{{2:O9401830{Short(statement.Date)}}}{{4:");
        writer.WriteLine($":20:{bank.Code[..2]}{Short(statement.Date)}{statement.Sequence:0000}");
        writer.WriteLine($":25:{bank.Account}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $":28C:{statement.Sequence}/1"));
        writer.WriteLine($":60F:{Balance(statement.Opening, statement.Date)}");
        for (var i = 0; i < statement.Bookings.Count; i++)
            WriteEntry(writer, statement, i);
        writer.WriteLine($":62F:{Balance(statement.Closing, statement.Date)}");
        writer.WriteLine("-}");
    }

    private static void WriteEntry(StreamWriter writer, DailyStatement statement, int index)
    {
        var booking = statement.Bookings[index];
        var day = Short(statement.Date);
        var mark = booking.IsCredit ? "C" : "D";
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $":61:{day}{day[2..]}{mark}{booking.Amount},{TypeOf(booking.Kind)}{CustomerReference(booking)}"
            + $"//{statement.Reference(index)}"));
        var text = ":86:" + TaggedWords.Of(booking, withParty: true);
        for (var at = 0; at < text.Length;)
        {
            var length = LineLength(text, at);
            writer.WriteLine(text.AsSpan(at, length));
            at += length;
        }
    }

    // A line that ends or begins with a blank would lose it on its way through other programmes.
    private static int LineLength(string text, int at)
    {
        var length = Math.Min(LongestLine, text.Length - at);
        while (at + length < text.Length && length > 1 && (text[at + length] == ' ' || text[at + length - 1] == ' '))
            length--;
        return length;
    }

    private static string CustomerReference(Booking booking) =>
        booking is { Payment: { } payment, Shown: IdShown.Yes } ? payment.EndToEndId : "NONREF";

    private static string TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Fee => "NCHG",
        EntryKind.Return => "NRTI",
        EntryKind.UnknownDebit => "NMSC",
        _ => "NTRF",
    };

    private static string Balance(long amount, LocalDate date) => string.Create(
        CultureInfo.InvariantCulture, $"{(amount < 0 ? "D" : "C")}{Short(date)}VND{Math.Abs(amount)},");

    private static string Short(LocalDate date) => date.ToString("yyMMdd", CultureInfo.InvariantCulture);
}
