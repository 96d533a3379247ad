using System.Security.Cryptography;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// The bytes of a file with its beginning in sight: the head is looked at to choose a reader, then everything is read
/// once from the first byte.
/// </summary>
internal sealed class SourceFile
{
    /// <summary>How much is looked at before reading.</summary>
    public const int HeadBytes = 64 * 1024;

    private readonly byte[] _head;
    private readonly Stream _rest;

    private SourceFile(byte[] head, Stream rest) => (_head, _rest) = (head, rest);

    public ReadOnlySpan<byte> Head => _head;

    public static SourceFile Open(Stream bytes)
    {
        var head = new byte[HeadBytes];
        var count = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return new SourceFile(head[..count], bytes);
    }

    /// <summary>All bytes from <paramref name="skip"/> on. The rest can be read only once.</summary>
    public Stream Read(int skip = 0) => new JoinedStream(_head, skip, _rest);
}

/// <summary>A stream that only reads forward.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Bytes in memory followed by a stream.</summary>
internal sealed class JoinedStream(byte[] head, int position, Stream rest) : ForwardStream
{
    private int _position = position;

    public override int Read(Span<byte> buffer)
    {
        if (_position >= head.Length) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, head.Length - _position);
        head.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}

/// <summary>Takes the SHA-256 of what is read through it, where the reader sees other bytes than the file's.</summary>
internal sealed class HashedStream(Stream inner) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _hash.AppendData(buffer[..count]);
        BytesRead += count;
        return count;
    }

    /// <summary>
    /// Reads what is left and gives the hash; null where the bytes are more than <paramref name="most"/>.
    /// </summary>
    public string? ReadToEnd(long most)
    {
        var buffer = new byte[SourceFile.HeadBytes];
        while (BytesRead <= most && Read(buffer) > 0)
        {
            // Only the hash is wanted.
        }

        return BytesRead <= most ? Sha256() : null;
    }

    /// <summary>The hash in lower-case hexadecimal, once.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
