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
