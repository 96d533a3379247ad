using System.IO.Hashing;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>The stretch of a file's bytes that tells one entry.</summary>
/// <param name="Offset">Of its first byte in the file (after conversion to UTF-8); -1 where the file is packed.</param>
/// <param name="Hash">
/// XXH3-128 of the stretch: in XML from the entry's start tag through its end tag, in text the lines on which it stands
/// with their line ends, in a workbook its row in the sheet. It ties an entry to its place in the kept file; that
/// nobody changed the file is what the file's SHA-256 proves.
/// </param>
internal readonly record struct RawEntry(long Offset, UInt128 Hash)
{
    public static RawEntry None { get; } = new(-1, UInt128.Zero);
}

/// <summary>Hashes a stretch of bytes that may come in pieces.</summary>
internal sealed class StretchHash
{
    private readonly XxHash128 _pieces = new();

    /// <summary>Some of the stretch was taken already.</summary>
    public bool IsBegun { get; private set; }

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return;
        _pieces.Append(piece);
        IsBegun = true;
    }

    /// <summary>The hash of all pieces and the last one; the next stretch begins.</summary>
    public UInt128 Finish(ReadOnlySpan<byte> last)
    {
        if (!IsBegun) return XxHash128.HashToUInt128(last);
        _pieces.Append(last);
        var hash = _pieces.GetCurrentHashAsUInt128();
        Forget();
        return hash;
    }

    public void Forget()
    {
        if (IsBegun) _pieces.Reset();
        IsBegun = false;
    }
}

/// <summary>
/// Keeps the stretches between the start and end tags of one element while the bytes pass by, until the parser, which
/// is some way behind, asks for them by their number.
/// </summary>
internal sealed class TaggedStretches
{
    // A block has fewer; more wait only where nobody asks.
    private const int MostWaiting = 1 << 15;

    private readonly Queue<RawEntry> _waiting = new();
    private readonly StretchHash _hash = new();
    private RawEntry _last = RawEntry.None;
    private long _taken;
    private long _offset;
    private int _from;
    private bool _isOpen;

    /// <summary>A start tag begins at an index of the block.</summary>
    public void Open(int at, long offset)
    {
        if (_isOpen) Add(UInt128.Zero);
        (_isOpen, _from, _offset) = (true, at, offset);
    }

    /// <summary>An end tag ends before an index of the block.</summary>
    public void Close(ReadOnlySpan<byte> block, int end)
    {
        if (_isOpen) Add(_hash.Finish(block[_from..Math.Max(_from, end)]));
    }

    /// <summary>The block is left; the next one's bytes begin at <paramref name="next"/>.</summary>
    public void Leave(ReadOnlySpan<byte> block, int next)
    {
        if (!_isOpen) return;
        _hash.Append(block[_from..]);
        _from = next;
    }

    /// <summary>The stretch of a number, from 1; numbers are asked for in their order.</summary>
    public RawEntry Of(long no)
    {
        while (_taken < no && _waiting.Count > 0) Take();
        return _taken == no ? _last : RawEntry.None;
    }

    private void Add(UInt128 hash)
    {
        _hash.Forget();
        _isOpen = false;
        if (_waiting.Count == MostWaiting) Take();
        _waiting.Enqueue(new RawEntry(_offset, hash));
    }

    private void Take() => (_last, _taken) = (_waiting.Dequeue(), _taken + 1);
}
