using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Domain.Register;

/// <summary>
/// SHA-256 over length-prefixed UTF-8 fields, in hexadecimal. Written into one pooled buffer, because an import
/// computes it for every row.
/// </summary>
internal ref struct ContentHash
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2048);
    private int _length = 0;

    public ContentHash()
    {
    }

    public void Add(string? field)
    {
        var text = field ?? string.Empty;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length) + sizeof(int);
        if (_buffer.Length - _length < most) Grow(most);
        var written = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length + sizeof(int)));
        // Null and empty differ, so that a later optional field cannot collide with an empty one.
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length), field is null ? -1 : written);
        _length += sizeof(int) + written;
    }

    public void Add(int number)
    {
        if (_buffer.Length - _length < sizeof(int)) Grow(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length), number);
        _length += sizeof(int);
    }

    /// <summary>The hash; the buffer goes back to the pool, so this is the last call.</summary>
    public string Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, _length), hash);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return Convert.ToHexStringLower(hash);
    }

    private void Grow(int most)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + most));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
