using NodaTime;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>The form in which a bank hands out its statements.</summary>
public enum StatementForm
{
    /// <summary>camt.053.001.08.</summary>
    Camt053,

    /// <summary>SWIFT MT940.</summary>
    Mt940,

    /// <summary>BAI2.</summary>
    Bai2,

    /// <summary>A table of separated values.</summary>
    Csv,

    /// <summary>Lines of fixed places.</summary>
    Fixed,

    /// <summary>A workbook.</summary>
    Xlsx,
}

/// <summary>The same bookings in the form of the bank's choice.</summary>
internal static class StatementForms
{
    private static readonly LocalTime EndOfDay = new(18, 30);
    private static readonly LocalTime DuringDay = new(15, 0);

    /// <summary>True where statements carry a number, so that a day may have several.</summary>
    public static bool IsNumbered(this StatementForm form) => form is StatementForm.Camt053 or StatementForm.Mt940;

    /// <summary>True for tables, which a bank makes of days with entries only, one for each.</summary>
    public static bool IsTable(this StatementForm form) =>
        form is StatementForm.Csv or StatementForm.Fixed or StatementForm.Xlsx;

    /// <summary>True where an entry has a place for the number of a batch that is booked in one line.</summary>
    public static bool NamesBatches(this StatementForm form) => form == StatementForm.Camt053;

    /// <summary>How the names of the form's files begin.</summary>
    public static string NameOf(StatementForm form) => form.ToString().ToUpperInvariant();

    /// <summary>One file with the statements, which belong to one account and follow each other.</summary>
    public static BankFile File(StatementForm form, params IReadOnlyList<DailyStatement> statements)
    {
        var ending = form switch
        {
            StatementForm.Mt940 => "sta",
            StatementForm.Bai2 => "bai",
            StatementForm.Csv => "csv",
            StatementForm.Fixed => "txt",
            StatementForm.Xlsx => "xlsx",
            _ => "xml",
        };
        return Named(NameOf(form), ending, EndOfDay, statements[^1], stream => Write(stream, form, statements));
    }

    /// <summary>The day's entries as a notification (camt.054) before the statement that books them.</summary>
    public static BankFile Notification(DailyStatement statement) => Named(
        "CAMT054", "xml", DuringDay, statement, stream => StatementWriter.WriteNotification(stream, statement));

    private static void Write(Stream stream, StatementForm form, IReadOnlyList<DailyStatement> statements)
    {
        switch (form)
        {
            case StatementForm.Mt940:
                Mt940Writer.Write(stream, statements);
                break;
            case StatementForm.Bai2:
                Bai2Writer.Write(stream, statements);
                break;
            case StatementForm.Csv:
                CsvWriter.Write(stream, statements.Single());
                break;
            case StatementForm.Fixed:
                FixedWriter.Write(stream, statements.Single());
                break;
            case StatementForm.Xlsx:
                XlsxWriter.Write(stream, statements.Single());
                break;
            default:
                StatementWriter.Write(stream, statements);
                break;
        }
    }

    private static BankFile Named(
        string kind, string ending, LocalTime at, DailyStatement last, Action<Stream> write)
    {
        var name = FormattableString.Invariant(
            $"{kind}-{last.Bank.Code}-{last.Date:yyyyMMdd}-{last.Sequence:0000}.{ending}");
        return new BankFile(last.Bank.Code, name, BankFileKind.Statement, last.Date.At(at), write);
    }
}
