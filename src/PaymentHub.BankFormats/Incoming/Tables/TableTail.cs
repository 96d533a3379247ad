namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>
/// Where a table ends: which fields of its tail were seen, and whether the file breaks off in the last of them.
/// </summary>
internal sealed class TableTail(TableProfile profile)
{
    private readonly TableValues _values = new(profile);
    private readonly HashSet<string> _seen = [];
    private (string Field, string Text, int Line) _last = ("", "", 0);

    /// <summary>Whether a field is missing that every table of the profile ends with.</summary>
    public bool IsMissing => profile.Tail.Any(f => !_seen.Contains(f));

    /// <summary>A field with a value was read.</summary>
    public void Saw(string field, string text, int line)
    {
        _seen.Add(field);
        _last = (field, text, line);
    }

    /// <summary>
    /// Whether the last field, which the end of the file follows at once, shows only the first digits of the number
    /// that the entries add up to. Another number there is a contradiction and no cut.
    /// </summary>
    public bool EndsInNumber(IncomingStatement statement, int line)
    {
        if (_last.Line != line) return false;
        if (!CanGoOn(_last.Text)) return false;
        var written = new string([.. _last.Text.Where(char.IsAsciiDigit)]);
        var expected = Expected(statement, statement.Booked).Concat(Expected(statement, statement.All)).ToList();
        return !expected.Exists(IsWritten)
            && expected.Exists(e => DigitsOf(e).StartsWith(written, StringComparison.Ordinal));
    }

    private static string DigitsOf(ExactAmount amount) => new([.. amount.ToString().Where(char.IsAsciiDigit)]);

    // Some more digits make a well written number of it, where it is none yet.
    private bool CanGoOn(string text) =>
        new[] { "", "0", "00", "000" }.Any(more => _values.TryAmount(text + more, isNumber: false, out _));

    private bool IsWritten(ExactAmount expected) =>
        _values.TryAmount(_last.Text, isNumber: false, out var found) && found.Abs() == expected.Abs();

    private IEnumerable<ExactAmount> Expected(IncomingStatement statement, EntryTotals totals)
    {
        switch (_last.Field)
        {
            case "closing" when statement.Opening is { } opening:
                return [opening.Amount + totals.Net];
            case "count":
                return [new ExactAmount(totals.Count, 0)];
            case "debits":
                return [totals.Debits];
            case "credits":
                return [totals.Credits];
            default:
                return [];
        }
    }
}
