namespace PaymentHub.BankFormats.Text;

/// <summary>What is wrong with the form of a CSV row.</summary>
public enum CsvFault
{
    None,

    /// <summary>A quote inside an unquoted field, or text after a closing quote.</summary>
    StrayQuote,

    /// <summary>A quoted field that the end of the file leaves open.</summary>
    OpenQuote,

    /// <summary>A field longer than allowed; nothing after it is read.</summary>
    FieldTooLong,
}

/// <summary>
/// Reads CSV rows strictly (RFC 4180: comma, quotes doubled inside quotes, CRLF or LF), one row in memory at a time.
/// A malformed row is still returned, with its <see cref="Fault"/>; after an open quote or an overlong field it is the
/// last.
/// </summary>
public sealed class CsvReader(TextReader input, int maxFieldCharacters)
{
    private readonly List<string> _fields = [];
    private readonly TextCache _repeated = new();
    private char[] _field = new char[256];
    private int _length;
    private int _nextLine = 1;
    private bool _stopped;

    /// <summary>Fields of the present row.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Line on which the present row starts, from 1.</summary>
    public int Line { get; private set; }

    public CsvFault Fault { get; private set; }

    /// <summary>Moves to the next row that is not empty; false at the end.</summary>
    public bool Read()
    {
        do
        {
            if (_stopped || input.Peek() < 0) return false;
            _fields.Clear();
            (Line, Fault) = (_nextLine, CsvFault.None);
            while (ReadField())
            {
                // Each call adds one field; false is the row's last.
            }
        }
        while (_fields.Count == 1 && _fields[0].Length == 0 && Fault == CsvFault.None);
        return true;
    }

    private bool ReadField()
    {
        _length = 0;
        if (input.Peek() == '"')
        {
            input.Read();
            ReadQuoted();
        }

        while (!_stopped)
        {
            var c = input.Read();
            if (c == ',') return EndField(more: true);
            if (c is '\n' or -1 || (c == '\r' && (input.Peek() is '\n' or -1))) return EndRow(c);
            if (c == '"') Fault = CsvFault.StrayQuote;
            Append((char)c);
        }

        return EndField(more: false);
    }

    private void ReadQuoted()
    {
        while (!_stopped)
        {
            var c = input.Read();
            if (c < 0)
            {
                Stop(CsvFault.OpenQuote);
                return;
            }

            if (c == '"')
            {
                if (input.Peek() != '"')
                {
                    if (input.Peek() is not (',' or '\r' or '\n' or -1)) Fault = CsvFault.StrayQuote;
                    return;
                }

                input.Read();
            }

            if (c == '\n') _nextLine++;
            Append((char)c);
        }
    }

    private bool EndRow(int c)
    {
        if (c == '\r') input.Read();
        _nextLine++;
        return EndField(more: false);
    }

    private bool EndField(bool more)
    {
        _fields.Add(_repeated.Get(_field.AsSpan(0, _length)));
        return more;
    }

    private void Append(char c)
    {
        if (_length >= maxFieldCharacters)
        {
            Stop(CsvFault.FieldTooLong);
            return;
        }

        if (_length == _field.Length) Array.Resize(ref _field, _field.Length * 2);
        _field[_length++] = c;
    }

    private void Stop(CsvFault fault) => (Fault, _stopped) = (fault, true);
}
