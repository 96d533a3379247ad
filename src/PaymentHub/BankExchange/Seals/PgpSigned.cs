using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace PaymentHub.BankExchange.Seals;

/// <summary>
/// Signatures inside OpenPGP messages (RFC 4880, one pass), as a stream. Trusted are the keys that the bank registered,
/// none that a message brings along; every signer of a message must be known.
/// </summary>
internal static class PgpSigned
{
    private const int BlockBytes = 64 * 1024;
    private const int MostNested = 4;
    private const int MostSigners = 4;
    private const int LeastRsaBits = 2048;

    /// <summary>Writes the content with our signature.</summary>
    public static void Write(
        Stream content, Stream to, ReadOnlyMemory<byte> secretRing, string passphrase, DateTimeOffset now)
    {
        var secret = SigningKey(secretRing, now);
        var signing = new PgpSignatureGenerator(secret.PublicKey.Algorithm, HashAlgorithmTag.Sha256);
        signing.InitSign(PgpSignature.BinaryDocument, secret.ExtractPrivateKeyUtf8(passphrase.ToCharArray()));
        signing.GenerateOnePassVersion(false).Encode(to);
        var literal = new PgpLiteralDataGenerator();
        using (var inner = literal.Open(to, PgpLiteralData.Binary, "", now.UtcDateTime, new byte[BlockBytes]))
            Copy(content, inner, signing.Update);
        signing.Generate().Encode(to);
    }

    /// <summary>Writes what a signed message that is not encrypted holds, or throws the refusal.</summary>
    public static void Open(
        Stream received, Stream to, IReadOnlyList<ReadOnlyMemory<byte>> trusted, DateTimeOffset now)
    {
        try
        {
            Read(PgpUtilities.GetDecoderStream(received), to, trusted, now);
        }
        // What is not of the form makes the parsers fail in many ways; all of them are the sender's.
        catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
        {
            throw SealRefusedException.Of(
                SealReason.SignatureForm, "OpenPGP", "Tệp không phải là thông điệp OpenPGP có chữ ký.",
                "Not a signed OpenPGP message.");
        }
    }

    /// <summary>Writes the content of a message whose signatures hold; reads the stream to its end.</summary>
    public static void Read(
        Stream plain, Stream to, IReadOnlyList<ReadOnlyMemory<byte>> trusted, DateTimeOffset now)
    {
        var objects = new PgpObjectFactory(plain);
        List<PgpOnePassSignature>? signers = null;
        for (var i = 0; i < MostNested; i++)
        {
            switch (objects.NextPgpObject())
            {
                case PgpCompressedData compressed:
                    objects = new PgpObjectFactory(compressed.GetDataStream());
                    break;
                case PgpOnePassSignatureList list:
                    signers = Known(list, trusted, now);
                    break;
                case PgpLiteralData literal:
                    if (signers is null) throw Missing();
                    Copy(literal.GetInputStream(), to, (bytes, from, count) =>
                    {
                        foreach (var signer in signers) signer.Update(bytes, from, count);
                    });
                    Verify(signers, objects.NextPgpObject() as PgpSignatureList);
                    plain.CopyTo(Stream.Null);
                    return;
                case null:
                    throw Missing();
            }
        }

        throw Missing();
    }

    private static List<PgpOnePassSignature> Known(
        PgpOnePassSignatureList list, IReadOnlyList<ReadOnlyMemory<byte>> trusted, DateTimeOffset now)
    {
        if (list.Count is 0 or > MostSigners)
            throw SealRefusedException.Of(
                SealReason.SignatureForm, "Signature", "Chữ ký không có người ký hoặc có quá nhiều.",
                "No signer, or too many of them.");
        var signers = new List<PgpOnePassSignature>();
        for (var i = 0; i < list.Count; i++)
        {
            var (signer, where) = (list[i], $"Signature[{i + 1}]");
            var key = trusted.Select(r => KeyOf(r, signer.KeyId)).FirstOrDefault(k => k is not null)
                ?? throw SealRefusedException.Of(
                    SealReason.SignerUnknown, where, "Người ký không phải khóa OpenPGP đã đăng ký của ngân hàng.",
                    "The signer is no registered OpenPGP key of the bank.");
            if (!IsValid(key, now))
                throw SealRefusedException.Of(
                    SealReason.CertificateExpired, where, "Khóa OpenPGP đã hết hạn hoặc bị thu hồi.",
                    "The OpenPGP key has expired or was revoked.");
            if (!IsStrong(key) || signer.HashAlgorithm is not (HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384
                or HashAlgorithmTag.Sha512))
                throw SealRefusedException.Of(
                    SealReason.Algorithm, where, "Thuật toán ký không được chấp nhận.",
                    "A digest or key that is not accepted.");
            signer.InitVerify(key);
            signers.Add(signer);
        }

        return signers;
    }

    private static void Verify(List<PgpOnePassSignature> signers, PgpSignatureList? signatures)
    {
        if (signatures is null || signatures.Count != signers.Count) throw Missing();
        for (var i = 0; i < signers.Count; i++)
        {
            // The last to begin is the first to end.
            var signature = signatures[signers.Count - 1 - i];
            if (signature.KeyId == signers[i].KeyId && signers[i].Verify(signature)) continue;
            throw SealRefusedException.Of(
                SealReason.SignatureWrong, $"Signature[{i + 1}]", "Chữ ký không khớp với nội dung tệp.",
                "The signature does not belong to these bytes.");
        }
    }

    private static void Copy(Stream from, Stream to, Action<byte[], int, int> hash)
    {
        var block = new byte[BlockBytes];
        while (from.Read(block) is var count && count > 0)
        {
            hash(block, 0, count);
            to.Write(block, 0, count);
        }
    }

    private static PgpPublicKey? KeyOf(ReadOnlyMemory<byte> ring, long id)
    {
        try
        {
            using var bytes = PgpUtilities.GetDecoderStream(new MemoryStream(ring.ToArray()));
            return new PgpPublicKeyRingBundle(bytes).GetPublicKey(id);
        }
        // A key that was registered and cannot be read is none.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static PgpSecretKey SigningKey(ReadOnlyMemory<byte> ring, DateTimeOffset now)
    {
        if (ring.IsEmpty) throw new InvalidOperationException("A key is missing: our OpenPGP key for signing.");
        using var bytes = PgpUtilities.GetDecoderStream(new MemoryStream(ring.ToArray()));
        return new PgpSecretKeyRingBundle(bytes).GetKeyRings().SelectMany(r => r.GetSecretKeys())
            .FirstOrDefault(k => k.IsSigningKey && IsValid(k.PublicKey, now))
            ?? throw new InvalidOperationException("Our OpenPGP ring has no valid key for signing.");
    }

    private static bool IsValid(PgpPublicKey key, DateTimeOffset now) => !key.HasRevocation()
        && key.CreationTime <= now.UtcDateTime
        && (key.GetValidSeconds() == 0 || key.CreationTime.AddSeconds(key.GetValidSeconds()) > now.UtcDateTime);

    // RSA of enough bits, or a signature on an elliptic curve (RFC 4880, RFC 6637, RFC 9580).
    private static bool IsStrong(PgpPublicKey key)
    {
        const int Ecdsa = 19, EdDsa = 22, Ed25519 = 27, Ed448 = 28;
        return key.Algorithm is PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign
            ? key.BitStrength >= LeastRsaBits
            : (int)key.Algorithm is Ecdsa or EdDsa or Ed25519 or Ed448;
    }

    private static SealRefusedException Missing() => SealRefusedException.Of(
        SealReason.SignatureMissing, "OpenPGP", "Thông điệp OpenPGP thiếu chữ ký.",
        "The OpenPGP message lacks its signature.");
}
