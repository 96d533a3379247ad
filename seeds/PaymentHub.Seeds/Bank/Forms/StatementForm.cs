using NodaTime;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>The form in which a bank hands out its statements.</summary>
internal enum StatementForm
{
    /// <summary>camt.053.001.08.</summary>
    Camt053,

    /// <summary>SWIFT MT940.</summary>
    Mt940,
}

/// <summary>The same bookings in the form of the bank's choice.</summary>
internal static class StatementForms
{
    private static readonly LocalTime EndOfDay = new(18, 30);
    private static readonly LocalTime DuringDay = new(15, 0);

    /// <summary>One file with the statements, which belong to one account and follow each other.</summary>
    public static BankFile File(StatementForm form, params IReadOnlyList<DailyStatement> statements)
    {
        var (kind, ending) = form == StatementForm.Mt940 ? ("MT940", "sta") : ("CAMT053", "xml");
        return Named(kind, ending, EndOfDay, statements[^1], stream =>
        {
            if (form == StatementForm.Mt940)
                Mt940Writer.Write(stream, statements);
            else
                StatementWriter.Write(stream, statements);
        });
    }

    /// <summary>The day's entries as a notification (camt.054) before the statement that books them.</summary>
    public static BankFile Notification(DailyStatement statement) => Named(
        "CAMT054", "xml", DuringDay, statement, stream => StatementWriter.WriteNotification(stream, statement));

    private static BankFile Named(
        string kind, string ending, LocalTime at, DailyStatement last, Action<Stream> write)
    {
        var name = FormattableString.Invariant(
            $"{kind}-{last.Bank.Code}-{last.Date:yyyyMMdd}-{last.Sequence:0000}.{ending}");
        return new BankFile(last.Bank.Code, name, BankFileKind.Statement, last.Date.At(at), write);
    }
}
