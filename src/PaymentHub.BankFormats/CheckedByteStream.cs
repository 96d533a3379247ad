using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.BankFormats;

/// <summary>
/// Passes a file's bytes on to a parser and, in the same pass, takes their SHA-256, bounds their number, checks that
/// they are UTF-8 and counts the raw start tags of one element, so that "as many entries read as stand in the bytes"
/// is checked against the bytes themselves and not against what the parser chose to see. A SHA-256 that the caller
/// knows already is not taken again.
/// </summary>
internal sealed class CheckedByteStream(
    Stream inner, ReadLimits limits, FindingList findings, string? marker = null, bool isXml = true,
    string? sha256 = null) : Stream
{
    private const int BlockBytes = 128 * 1024;

    // Bytes of the previous block kept in front of the present one: room for a tag or a character across the border.
    private const int CarryBytes = 256;

    private static ReadOnlySpan<byte> Declaration => "<?xml"u8;

    private const int Unknown = -1;

    private readonly byte[] _buffer = new byte[CarryBytes + BlockBytes + Declaration.Length];
    private readonly TaggedStretches? _tags = marker is null ? null : new TaggedStretches(marker);
    private readonly IncrementalHash? _hash =
        sha256 is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private int _position = CarryBytes;
    private int _end = CarryBytes;
    private int _declaration = Unknown;
    private int _pendingBytes;
    private int _lines = 1;
    private string? _sha256 = sha256;

    /// <summary>
    /// Whether the document is complete. Where this is given, reading pauses before an XML declaration that comes after
    /// a complete document: another document follows in the same file.
    /// </summary>
    public Func<bool>? IsComplete { get; init; }

    /// <summary>Reading paused before another document; it goes on once <see cref="IsComplete"/> says no.</summary>
    public bool IsAtNextDocument => IsComplete is not null && _position < _end && _position == _declaration;

    /// <summary>Bytes taken from the file so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The last byte was delivered by the file.</summary>
    public bool Ended { get; private set; }

    /// <summary>The file is longer than allowed; nothing past the limit was read.</summary>
    public bool TooLong { get; private set; }

    /// <summary>
    /// A whole block of an XML file without the start of a tag: a name, attribute or text that the parser would gather
    /// in memory before anyone could measure it.
    /// </summary>
    public bool HasEndlessToken { get; private set; }

    /// <summary>A sequence that is not UTF-8 was met (one merely cut off by the end of the file does not
    /// count).</summary>
    public bool InvalidUtf8 { get; private set; }

    /// <summary>Line of the first invalid sequence in a text file; 0 in XML, whose parser knows the line.</summary>
    public int InvalidLine { get; private set; }

    /// <summary>The file ends inside a UTF-8 sequence.</summary>
    public bool EndsInsideCharacter => Ended && _pendingBytes > 0;

    /// <summary>Start tags of the marker element in the raw bytes, with any prefix.</summary>
    public long Markers => _tags?.Count ?? 0;

    /// <summary>The bytes of the marker element of a number, from 1, once its end tag was read.</summary>
    public RawEntry RawOf(long no) => _tags?.Of(no) ?? RawEntry.None;

    /// <summary>The last bytes of what was read, up to 256.</summary>
    public ReadOnlySpan<byte> Tail => _buffer.AsSpan(_end - CarryBytes, CarryBytes).TrimStart((byte)0);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes of the file, without consuming them; a file over the limit stops here.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        if (BytesRead == 0 && !Fill() && TooLong) throw StopTooLong();
        return _buffer.AsSpan(_position, _end - _position);
    }

    /// <summary>
    /// Reads what is left, for the hash. Afterwards <see cref="Sha256"/> speaks for the whole file. Comes after the
    /// judgement, so a file that turns out too long only here (it is refused already) just gets no hash.
    /// </summary>
    public void Drain()
    {
        while (Fill()) _position = _end;
    }

    /// <summary>SHA-256 of the whole file in lower-case hexadecimal; null where it was too long to be read.</summary>
    public string? Sha256()
    {
        if (TooLong) return null;
        return _sha256 ??= Convert.ToHexStringLower(_hash!.GetHashAndReset());
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position == _end && !Fill()) return TooLong ? throw StopTooLong() : 0;
        if (HasEndlessToken) throw StopEndless();
        var until = IsComplete is null ? _end : UntilDocument();
        var count = Math.Min(buffer.Length, until - _position);
        // A decoder that gets less than it asked for does not ask on before what it got was parsed.
        if (count > 1 && count == buffer.Length && _position + count == until && until < _end) count--;
        _buffer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash?.Dispose();
        base.Dispose(disposing);
    }

    private bool Fill()
    {
        if (Ended || TooLong) return false;
        _buffer.AsSpan(_end - CarryBytes, CarryBytes).CopyTo(_buffer);
        var count = inner.ReadAtLeast(_buffer.AsSpan(CarryBytes, BlockBytes), BlockBytes, throwOnEndOfStream: false);
        if (count < BlockBytes) Ended = true;
        else if (IsComplete is not null) count += FillDeclaration(CarryBytes + count);
        BytesRead += count;
        _declaration = Unknown;
        TooLong = BytesRead > limits.MaxFileBytes;
        if (TooLong) count = 0;
        _position = CarryBytes;
        _end = CarryBytes + count;
        if (count > 0) Inspect();
        return count > 0;
    }

    // Where the next declaration begins, or the end of the block; the present place where the document ends there.
    private int UntilDocument()
    {
        if (_declaration < _position) _declaration = NextDeclaration(_position);
        if (_declaration == _position && !IsComplete!()) _declaration = NextDeclaration(_position + Declaration.Length);
        return _declaration;
    }

    private int NextDeclaration(int from)
    {
        if (from >= _end) return _end;
        var at = _buffer.AsSpan(from, _end - from).IndexOf(Declaration);
        if (at < 0) return _end;
        var hasMark = at >= 3 && _buffer.AsSpan(from + at - 3, 3).SequenceEqual("\uFEFF"u8);
        return from + at - (hasMark ? 3 : 0);
    }

    // A declaration is not divided between two blocks.
    private int FillDeclaration(int end)
    {
        var added = 0;
        while (added < Declaration.Length && EndsInDeclaration(_buffer.AsSpan(0, end + added)))
        {
            if (inner.Read(_buffer.AsSpan(end + added, 1)) == 0) break;
            added++;
        }

        return added;
    }

    private static bool EndsInDeclaration(ReadOnlySpan<byte> bytes)
    {
        for (var length = 1; length < Declaration.Length; length++)
            if (bytes.EndsWith(Declaration[..length])) return true;
        return false;
    }

    private ReadingStopped StopTooLong() => findings.Stop(
        0, "", FileReason.LimitExceeded, $"Tệp lớn hơn giới hạn {limits.MaxFileBytes} byte.",
        $"The file is larger than the limit of {limits.MaxFileBytes} bytes.");

    private ReadingStopped StopEndless() => findings.Stop(
        0, "", FileReason.LimitExceeded, $"Có một tên, thuộc tính hoặc văn bản dài hơn {BlockBytes} byte.",
        $"A name, attribute or text longer than {BlockBytes} bytes.");

    private void Inspect()
    {
        var block = _buffer.AsSpan(CarryBytes, _end - CarryBytes);
        _hash?.AppendData(block);
        if (isXml && block.Length >= BlockBytes && !block.Contains((byte)'<')) HasEndlessToken = true;
        CheckUtf8();
        if (!isXml) _lines += block.Count((byte)'\n');
        _tags?.Take(_buffer.AsSpan(0, _end), CarryBytes, BytesRead);
    }

    private void CheckUtf8()
    {
        if (InvalidUtf8) return;
        var span = _buffer.AsSpan(CarryBytes - _pendingBytes, _end - CarryBytes + _pendingBytes);
        _pendingBytes = CutOffBytes(span);
        span = span[..^_pendingBytes];
        if (Utf8.IsValid(span)) return;
        InvalidUtf8 = true;
        if (isXml) return;
        var at = 0;
        while (Rune.DecodeFromUtf8(span[at..], out _, out var used) == System.Buffers.OperationStatus.Done) at += used;
        InvalidLine = _lines + span[..at].Count((byte)'\n');
    }

    /// <summary>Length of the sequence at the end that may be completed by the next block: 0..3 bytes.</summary>
    private static int CutOffBytes(ReadOnlySpan<byte> span)
    {
        for (var back = 1; back <= 3 && back <= span.Length; back++)
        {
            var b = span[^back];
            if (b < 0x80) return 0;
            if (b < 0xC0) continue;
            var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
            return needed > back ? back : 0;
        }

        return 0;
    }
}
