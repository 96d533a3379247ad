using PaymentHub.BankFormats.Incoming.Bai2;

namespace PaymentHub.BankFormats.Incoming.Lines;

/// <summary>
/// Counts a marker at the start of lines, blanks apart, in blocks of bytes. With <paramref name="afterSlash"/> a slash
/// counts as a line start too where the code of a detail follows, as BAI2 records may share a line.
/// </summary>
internal sealed class MarkerCount(byte[] marker, bool afterSlash)
{
    // What preceded the present block: enough to see the marker and the blanks before it.
    private const int CarryBytes = 64;

    // A code is at least as long; words of titles and totals are not of such letters.
    private const int CodeCharacters = 8;

    // Bytes from the start of a marker on that decide whether it is one.
    private readonly int _needed = marker.Length + (afterSlash ? Bai2Code.Length : 0);
    private byte[] _window = [];
    private int _carried;
    private bool _isFirst = true;
    private int _run;

    private long _count;

    /// <summary>The markers in all blocks; asked for when the last one was added.</summary>
    public long Count => _count + Undecided();

    /// <summary>
    /// Where there is no fixed marker: lines count that begin, after an optional quote, with a digit, or, where this
    /// is set, with a code of ASCII capitals and digits.
    /// </summary>
    public bool LeadingCode { get; init; }

    public void Add(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty) return;
        if (marker.Length == 0)
        {
            AddLines(block);
            return;
        }

        if (_window.Length < CarryBytes + block.Length) Array.Resize(ref _window, CarryBytes + block.Length);
        block.CopyTo(_window.AsSpan(_carried));
        var all = _window.AsSpan(0, _carried + block.Length);
        // What the block before could not see the end of is looked at again.
        _count += CountIn(all, Math.Max(0, _carried - _needed + 1), all.Length - _needed);
        var keep = Math.Min(CarryBytes, all.Length);
        _isFirst &= all.Length <= CarryBytes;
        all[^keep..].CopyTo(_window);
        _carried = keep;
    }

    private long Undecided() => CountIn(
        _window.AsSpan(0, _carried), Math.Max(0, _carried - _needed + 1), _carried - marker.Length);

    // The markers that begin between two places, both included.
    private long CountIn(ReadOnlySpan<byte> all, int from, int last)
    {
        var count = 0L;
        while (from <= last)
        {
            var hit = all[from..].IndexOf(marker);
            if (hit < 0 || from + hit > last) break;
            var at = from + hit;
            if (StartsLine(all[..at], all[(at + marker.Length)..])) count++;
            from = at + 1;
        }

        return count;
    }

    private void AddLines(ReadOnlySpan<byte> block)
    {
        for (var at = 0; at < block.Length; at++)
        {
            if (_run < 0)
            {
                // The line is decided: on to the next.
                var end = block[at..].IndexOfAny((byte)'\n', (byte)'\r');
                if (end < 0) return;
                at += end;
            }

            var b = block[at];
            if (b is (byte)'\n' or (byte)'\r') _run = 0;
            else if (!(_run == 0 && b is (byte)'"' or (byte)' ' or 0xEF or 0xBB or 0xBF)) AddLeading(b);
        }
    }

    // The run of code characters at the start of the line; −1 once the line is decided.
    private void AddLeading(byte b)
    {
        var isDigit = b is >= (byte)'0' and <= (byte)'9';
        if (!isDigit && !(LeadingCode && b is >= (byte)'A' and <= (byte)'Z'))
        {
            _run = -1;
            return;
        }

        if (++_run < (LeadingCode ? CodeCharacters : 1)) return;
        _count++;
        _run = -1;
    }

    private bool StartsLine(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var text = before.TrimEnd((byte)' ');
        if (text.IsEmpty || text.SequenceEqual("\uFEFF"u8)) return _isFirst;
        return text[^1] is (byte)'\n' or (byte)'\r'
            || (afterSlash && text[^1] == '/' && Bai2Code.IsFollowed(after));
    }
}
