using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Domain;

/// <summary>
/// Deterministic identities. A key built from business facts makes repeating a command harmless: the second attempt
/// names the same stream. Parts are length-prefixed before hashing, so ("ab","c") and ("a","bc") differ.
/// </summary>
public static class Keys
{
    /// <summary>A UUID (version 8, RFC 9562) from the SHA-256 of the parts.</summary>
    public static Guid GuidOf(params ReadOnlySpan<string> parts)
    {
        var hash = HashOf(parts);
        Span<byte> bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>SHA-256 over the length-prefixed UTF-8 parts.</summary>
    public static byte[] HashOf(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
