using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace PaymentHub.BankExchange.Seals;

/// <summary>OpenPGP messages (RFC 4880) with AES-256 and protection of integrity, as a stream.</summary>
internal static class PgpEnvelope
{
    private const int BlockBytes = 64 * 1024;
    private const int MostNested = 4;

    /// <summary>Encrypts what the writer writes: the content, or the content with its signature.</summary>
    public static void Encrypt(Stream to, ReadOnlyMemory<byte> publicKey, DateTimeOffset now, Action<Stream> write)
    {
        var generator = new PgpEncryptedDataGenerator(
            SymmetricKeyAlgorithmTag.Aes256, true, new SecureRandom());
        generator.AddMethod(EncryptionKey(publicKey, now));
        using var encrypted = generator.Open(to, new byte[BlockBytes]);
        write(encrypted);
    }

    /// <summary>Writes the content without a signature.</summary>
    public static void WritePlain(Stream content, Stream to, DateTimeOffset now)
    {
        var literal = new PgpLiteralDataGenerator();
        using var inner = literal.Open(
            to, PgpLiteralDataGenerator.Binary, "", now.UtcDateTime, new byte[BlockBytes]);
        content.CopyTo(inner);
    }

    /// <summary>Hands the reader what was encrypted for one of our keys.</summary>
    public static void Decrypt(
        Stream received, ReadOnlyMemory<byte> secretKey, string passphrase, Action<Stream> read)
    {
        try
        {
            DecryptTo(received, secretKey, passphrase, read);
        }
        // What is not of the form makes the parsers fail in many ways; all of them are the sender's.
        catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
        {
            throw SealRefusedException.Of(
                SealReason.Decryption, "OpenPGP", "Không giải mã được tệp, hoặc tệp bị sửa đổi.",
                "The file cannot be decrypted, or was changed.");
        }
    }

    private static void DecryptTo(
        Stream received, ReadOnlyMemory<byte> secretKey, string passphrase, Action<Stream> read)
    {
        var list = EncryptedParts(received);
        using var own = PgpUtilities.GetDecoderStream(new MemoryStream(secretKey.ToArray()));
        var keys = new PgpSecretKeyRingBundle(own);
        foreach (var part in list.GetEncryptedDataObjects().OfType<PgpPublicKeyEncryptedData>())
        {
            if (keys.GetSecretKey(part.KeyId) is not { } secret) continue;
            if (!part.IsIntegrityProtected())
                throw SealRefusedException.Of(
                    SealReason.Algorithm, "OpenPGP", "Tệp mã hoá không có bảo vệ toàn vẹn.",
                    "Encrypted without protection of integrity.");
            using var plain = part.GetDataStream(secret.ExtractPrivateKeyUtf8(passphrase.ToCharArray()));
            read(plain);
            if (!part.Verify()) throw new PgpException("integrity");
            return;
        }

        throw SealRefusedException.Of(
            SealReason.NotForUs, "OpenPGP", "Tệp được mã hoá cho khoá khác.", "Encrypted for another key.");
    }

    private static PgpEncryptedDataList EncryptedParts(Stream received)
    {
        try
        {
            var objects = new PgpObjectFactory(PgpUtilities.GetDecoderStream(received));
            for (var i = 0; i < MostNested; i++)
                if (objects.NextPgpObject() is PgpEncryptedDataList list) return list;
        }
        catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
        {
            // Said below: it is no such message.
        }

        throw SealRefusedException.Of(
            SealReason.NotEncrypted, "", "Tệp không phải là thông điệp OpenPGP đã mã hoá.",
            "Not an encrypted OpenPGP message.");
    }

    /// <summary>
    /// Writes the content of a message, signed or not; the rest of the stream is read too, since the mark of integrity
    /// stands at its end.
    /// </summary>
    public static void CopyLiteral(Stream plain, Stream to)
    {
        var objects = new PgpObjectFactory(plain);
        for (var i = 0; i < MostNested; i++)
        {
            switch (objects.NextPgpObject())
            {
                case PgpCompressedData compressed:
                    objects = new PgpObjectFactory(compressed.GetDataStream());
                    break;
                case PgpLiteralData literal:
                    literal.GetInputStream().CopyTo(to);
                    plain.CopyTo(Stream.Null);
                    return;
                case null:
                    throw new PgpException("empty");
            }
        }

        throw new PgpException("nested");
    }

    private static PgpPublicKey EncryptionKey(ReadOnlyMemory<byte> ring, DateTimeOffset now)
    {
        if (ring.IsEmpty) throw new InvalidOperationException("A key is missing: the bank's OpenPGP key.");
        using var bytes = PgpUtilities.GetDecoderStream(new MemoryStream(ring.ToArray()));
        return new PgpPublicKeyRingBundle(bytes).GetKeyRings().SelectMany(r => r.GetPublicKeys())
            .Where(k => k.IsEncryptionKey && !k.HasRevocation()
                && (k.GetValidSeconds() == 0 || k.CreationTime.AddSeconds(k.GetValidSeconds()) > now.UtcDateTime))
            // A subkey made for encryption goes before the main key.
            .OrderBy(k => k.IsMasterKey).FirstOrDefault()
            ?? throw new InvalidOperationException("The bank's OpenPGP ring has no valid key for encryption.");
    }
}
