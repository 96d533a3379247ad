using System.Text;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// Finds start and end tags of one element, with any prefix, in bytes that pass by in blocks. Counts the start tags,
/// and keeps what lies between the two until the parser, which is some way behind, asks for it by its number.
/// </summary>
internal sealed class TaggedStretches(string element)
{
    // A block has fewer; more wait only where nobody asks.
    private const int MostWaiting = 1 << 15;

    private readonly byte[] _element = Encoding.ASCII.GetBytes(element);
    private readonly Queue<RawEntry> _waiting = new();
    private readonly StretchHash _hash = new();
    private RawEntry _last = RawEntry.None;
    private long _taken;
    private long _offset;
    private int _from;
    private bool _isOpen;

    /// <summary>Start tags so far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the next block.</summary>
    /// <param name="bytes">The end of the block before, and the block.</param>
    /// <param name="carry">Where the block begins, now and in the next call.</param>
    /// <param name="read">Bytes of the file up to the end of the block.</param>
    public void Take(ReadOnlySpan<byte> bytes, int carry, long read)
    {
        // A hit is taken in the block that holds the byte after the name, so a name across the border counts once.
        var from = carry - _element.Length;
        while (true)
        {
            var hit = bytes[from..].IndexOf(_element);
            if (hit < 0) break;
            var start = from + hit;
            var after = start + _element.Length;
            if (after >= bytes.Length) break;
            if (IsNameEnd(bytes[after])) TakeTag(bytes, start, after, read);
            from = after;
        }

        if (!_isOpen) return;
        _hash.Append(bytes[_from..]);
        _from = carry;
    }

    /// <summary>The stretch of a number, from 1; numbers are asked for in their order.</summary>
    public RawEntry Of(long no)
    {
        while (_taken < no && _waiting.Count > 0) TakeWaiting();
        return _taken == no ? _last : RawEntry.None;
    }

    private void TakeTag(ReadOnlySpan<byte> bytes, int nameStart, int nameEnd, long read)
    {
        var at = nameStart - 1;
        if (bytes[at] == ':')
        {
            at--;
            while (at > 0 && !IsPrefixEnd(bytes[at])) at--;
        }

        var closes = at > 0 && bytes[at] == '/';
        if (closes) at--;
        // A whole document may stand as text in another, its brackets escaped.
        if (bytes[at] != '<' && (bytes[at] != ';' || !IsEscapedBracket(bytes[..at]))) return;
        if (closes)
        {
            var close = bytes[nameEnd..].IndexOfAny((byte)'>', (byte)';');
            Close(bytes[..(close < 0 ? bytes.Length : nameEnd + close + 1)]);
            return;
        }

        Count++;
        if (bytes[at] == ';') at = bytes[..at].LastIndexOf((byte)'&');
        if (_isOpen) Add(UInt128.Zero);
        (_isOpen, _from, _offset) = (true, at, read - (bytes.Length - at));
    }

    private void Close(ReadOnlySpan<byte> through)
    {
        if (_isOpen) Add(_hash.Finish(through[Math.Min(_from, through.Length)..]));
    }

    private void Add(UInt128 hash)
    {
        _hash.Forget();
        _isOpen = false;
        if (_waiting.Count == MostWaiting) TakeWaiting();
        _waiting.Enqueue(new RawEntry(_offset, hash));
    }

    private void TakeWaiting() => (_last, _taken) = (_waiting.Dequeue(), _taken + 1);

    private static bool IsPrefixEnd(byte b) =>
        b is (byte)'<' or (byte)';' or (byte)'>' or (byte)'/' or (byte)' ' or (byte)'\n';

    private static bool IsEscapedBracket(ReadOnlySpan<byte> before) =>
        before.EndsWith("&lt"u8) || before.EndsWith("&#60"u8) || before.EndsWith("&#x3C"u8)
        || before.EndsWith("&#x3c"u8);

    private static bool IsNameEnd(byte b) =>
        b is (byte)'>' or (byte)'/' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'&';
}
