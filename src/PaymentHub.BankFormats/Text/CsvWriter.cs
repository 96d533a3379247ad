using System.Text;

namespace PaymentHub.BankFormats.Text;

/// <summary>
/// Writes CSV as offices open it: UTF-8 with byte order mark, comma, CRLF, quotes only where needed (RFC 4180). Text is
/// normalised to NFC. Text that a spreadsheet would run as a formula gets an apostrophe in front, which the
/// spreadsheet hides.
/// </summary>
public sealed class CsvWriter : IDisposable
{
    private const string FormulaStarts = "=+-@\t\r";

    private readonly StreamWriter _output;
    private bool _atRowStart = true;

    /// <summary>Writes the byte order mark; the stream stays open when this is disposed.</summary>
    public CsvWriter(Stream output)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        _output = new StreamWriter(output, strict, bufferSize: 16 * 1024, leaveOpen: true);
    }

    /// <summary>Adds a field of free text, guarded against formulas; null is an empty field.</summary>
    public CsvWriter Text(string? text)
    {
        text = (text ?? "").Normalize();
        return Raw(text.Length > 0 && FormulaStarts.Contains(text[0]) ? "'" + text : text);
    }

    /// <summary>Adds a whole number, without grouping.</summary>
    public CsvWriter Number(long number) => Raw(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        _output.Write("\r\n");
        _atRowStart = true;
    }

    public void Dispose() => _output.Dispose();

    private CsvWriter Raw(string field)
    {
        if (!_atRowStart) _output.Write(',');
        _atRowStart = false;
        if (field.AsSpan().IndexOfAny(",\"\r\n") < 0 && field.AsSpan().Trim().Length == field.Length)
        {
            _output.Write(field);
            return this;
        }

        _output.Write('"');
        _output.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
        _output.Write('"');
        return this;
    }
}
