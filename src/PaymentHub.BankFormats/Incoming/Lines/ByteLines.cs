using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Incoming.Lines;

/// <summary>
/// The lines of a text file with their numbers and byte offsets: CRLF, LF or CR. In the same pass it hashes the bytes
/// and counts entry markers in them, independently of any parser. A line that is not UTF-8 is read as Windows-1252 and
/// remarked; memory is bounded by the longest line.
/// </summary>
internal sealed class ByteLines : IDisposable
{
    private const int BlockBytes = 128 * 1024;
    private const int NoEntry = -1;

    private static readonly Encoding Western = WesternEncoding();

    private readonly Stream _bytes;
    private readonly ReadContext _read;
    private readonly MarkerCount? _markers;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int _maxLineBytes;
    private byte[] _buffer = new byte[BlockBytes];
    private char[] _text = new char[1024];
    private int _characters;
    private int _position;
    private int _end;
    private long _offsetOfBuffer;
    private bool _ended;
    private readonly StretchHash _entryHash = new();
    private int _start;
    private int _length;
    private int _entryFrom = NoEntry;
    private long _entryOffset;
    private bool _isOver;

    public ByteLines(Stream bytes, ReadContext read, MarkerCount? markers, int maxLineBytes)
    {
        (_bytes, _read, _markers, _maxLineBytes) = (bytes, read, markers, maxLineBytes);
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _position = 3;
    }

    /// <summary>Number of the present line, from 1.</summary>
    public int LineNo { get; private set; }

    /// <summary>Offset of the present line's first byte.</summary>
    public long Offset => _offsetOfBuffer + _start;

    /// <summary>The present line ends with a line end, not with the end of the file.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The file ends inside a UTF-8 sequence.</summary>
    public bool EndsInsideCharacter { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _length);

    /// <summary>Moves to the next line; false at the end of the file.</summary>
    public bool Next()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_position, _end - _position);
            var at = rest.IndexOfAny((byte)'\n', (byte)'\r');
            // A CR at the very end of the buffer may be followed by its LF.
            if (at >= 0 && (rest[at] == '\n' || at + 1 < rest.Length || _ended))
            {
                var width = rest[at] == '\r' && at + 1 < rest.Length && rest[at + 1] == '\n' ? 2 : 1;
                return Take(at, width);
            }

            if (_ended)
            {
                _isOver = rest.Length == 0;
                return !_isOver && Take(rest.Length, 0);
            }

            Fill();
        }
    }

    /// <summary>An entry begins on the present line.</summary>
    public void OpenEntry()
    {
        _entryHash.Forget();
        (_entryFrom, _entryOffset) = (_start, Offset);
    }

    /// <summary>The bytes of the entry that ends with the present line.</summary>
    public RawEntry EndEntry() => CloseEntry(_position);

    /// <summary>
    /// The bytes of the entry that ended before the present line, or with it where it began there or the file is over.
    /// </summary>
    public RawEntry LeaveEntry()
    {
        var isOneLine = _entryFrom == _start && !_entryHash.IsBegun;
        return CloseEntry(isOneLine || _isOver ? _position : _start);
    }

    /// <summary>The buffer in which what <see cref="Text"/> gave last stands, from its beginning.</summary>
    public char[] Characters => _text;

    private ReadOnlySpan<char> LastText => _text.AsSpan(0, _characters);

    /// <summary>The present line decoded; valid until the next line.</summary>
    public ReadOnlySpan<char> Text()
    {
        var bytes = Bytes;
        if (_text.Length < bytes.Length) _text = new char[bytes.Length * 2];
        if (Utf8.ToUtf16(bytes, _text, out _, out _characters, replaceInvalidSequences: false)
            == System.Buffers.OperationStatus.Done)
        {
            // Letters outside of ASCII take more bytes than characters.
            if (_characters < bytes.Length && Mojibake.IsIn(LastText)) RemarkMangled();
            return LastText;
        }

        if (!IsEnded && IsCutSequence(bytes)) EndsInsideCharacter = true;
        else
            _read.Remark(
                LineNo, "", "Dòng không phải UTF-8; đọc theo Windows-1252.", "Not UTF-8; read as Windows-1252.",
                FileReason.BadEncoding);
        _characters = Western.GetChars(bytes, _text);
        return LastText;
    }

    /// <summary>Reads what is left, so that hash and markers are those of the whole file.</summary>
    public void Drain()
    {
        while (!_ended)
        {
            _position = _end;
            Fill();
        }

        if (_markers is not null) _read.CountMarkers(_markers.Count);
    }

    /// <summary>Judges the file after its last byte.</summary>
    public FileOutcome Judge(HashedStream? raw)
    {
        Drain();
        _read.Findings.Close();
        return raw is null
            ? _read.Findings.Judge(Convert.ToHexStringLower(_hash.GetHashAndReset()), BytesRead)
            : _read.Findings.Judge(raw.Sha256(), raw.BytesRead);
    }

    public void Dispose() => _hash.Dispose();

    private static Encoding WesternEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1252);
    }

    // The lead byte of a sequence with fewer followers than it needs, and nothing wrong before.
    private static bool IsCutSequence(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var b = bytes[^back];
            if (b < 0x80) return false;
            if (b < 0xC0) continue;
            var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
            return needed > back && Utf8.IsValid(bytes[..^back]);
        }

        return false;
    }

    private bool Take(int length, int width)
    {
        (_start, _length) = (_position, length);
        _position += length + width;
        IsEnded = width > 0;
        LineNo++;
        if (length <= _maxLineBytes) return true;
        throw TooLong();
    }

    private void RemarkMangled() => _read.Remark(
        LineNo, "", "Chữ bị hỏng do chuyển mã sai (UTF-8 bị đọc thành Latin-1) trước khi gửi.",
        "Text mangled by a wrong conversion (UTF-8 read as Latin-1) before it was sent.", FileReason.BadEncoding);

    private ReadingStopped TooLong() => _read.Findings.Stop(
        LineNo, "", FileReason.LimitExceeded, $"Có dòng dài hơn {_maxLineBytes} byte.",
        $"A line longer than {_maxLineBytes} bytes.");

    private RawEntry CloseEntry(int end)
    {
        if (_entryFrom == NoEntry) return RawEntry.None;
        var raw = new RawEntry(_entryOffset, _entryHash.Finish(_buffer.AsSpan(_entryFrom, end - _entryFrom)));
        _entryFrom = NoEntry;
        return raw;
    }

    private void Fill()
    {
        if (_entryFrom != NoEntry)
        {
            _entryHash.Append(_buffer.AsSpan(_entryFrom, _position - _entryFrom));
            _entryFrom = 0;
        }

        _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
        _offsetOfBuffer += _position;
        (_end, _position) = (_end - _position, 0);
        if (_end > _maxLineBytes + 2)
        {
            LineNo++;
            _ended = true;
            throw TooLong();
        }

        if (_buffer.Length - _end < BlockBytes / 2) Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = _bytes.ReadAtLeast(_buffer.AsSpan(_end), BlockBytes / 2, throwOnEndOfStream: false);
        if (count < BlockBytes / 2) _ended = true;
        var block = _buffer.AsSpan(_end, count);
        _hash.AppendData(block);
        _markers?.Add(block);
        BytesRead += count;
        _end += count;
        if (BytesRead <= _read.Limits.MaxFileBytes) return;
        _ended = true;
        throw _read.Findings.Stop(
            0, "", FileReason.LimitExceeded, $"Tệp lớn hơn giới hạn {_read.Limits.MaxFileBytes} byte.",
            $"The file is larger than the limit of {_read.Limits.MaxFileBytes} bytes.");
    }
}
