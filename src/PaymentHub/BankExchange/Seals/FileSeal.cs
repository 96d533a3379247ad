using X509 = System.Security.Cryptography.X509Certificates.X509Certificate2;

namespace PaymentHub.BankExchange.Seals;

/// <summary>A part that travels beside the file.</summary>
/// <param name="Suffix">What is added to the file's name: <c>.p7s</c>.</param>
public sealed record DetachedPart(string Suffix, byte[] Bytes);

/// <summary>
/// The one seam between plain files and what travels: signatures and encryption by the bank's profile. Signed is what
/// the bank reads; encrypted is what was signed. All but XML signatures works on streams, so memory does not grow with
/// the file.
/// </summary>
public static class FileSeal
{
    /// <summary>
    /// Writes <paramref name="content"/>, which must be seekable, as it travels, and gives the parts beside it. Throws
    /// <see cref="InvalidOperationException"/> where a key that the profile needs is missing or expired.
    /// </summary>
    public static IReadOnlyList<DetachedPart> Seal(
        Stream content, Stream to, SealProfile profile, SealKeys keys, DateTimeOffset now)
    {
        var parts = new List<DetachedPart>();
        switch (profile.Signature)
        {
            case SignatureForm.Cms:
                parts.Add(new DetachedPart(".p7s", CmsSignature.Sign(content, Signing(keys, now))));
                content.Position = 0;
                break;
            case SignatureForm.Xml:
                content = new MemoryStream(XmlSignature.Sign(content, Signing(keys, now)), writable: false);
                break;
        }

        switch (profile.Encryption)
        {
            case EncryptionForm.Cms:
                var certificate = keys.TheirEncryption ?? throw Missing("certificate of the bank for encryption");
                RequireValid(certificate, now);
                CmsEnvelope.Encrypt(content, to, certificate);
                break;
            case EncryptionForm.OpenPgp:
                PgpEnvelope.Encrypt(to, keys.TheirPgpKey, now, inner => WritePgp(content, inner, profile, keys, now));
                break;
            default:
                if (profile.Signature == SignatureForm.OpenPgp) WritePgp(content, to, profile, keys, now);
                else content.CopyTo(to);
                break;
        }

        return parts;
    }

    /// <summary>
    /// Writes the plain file of what came, and gives null; or the refusal, after which nothing of
    /// <paramref name="to"/>, which must be readable and seekable, may be used.
    /// </summary>
    /// <param name="detached">The detached signature that came with it, where the profile has one.</param>
    /// <param name="mostBytes">Bytes of the plain file at most.</param>
    public static SealRefusal? Open(
        Stream received, Stream to, byte[]? detached, SealProfile profile, SealKeys keys, DateTimeOffset now,
        long mostBytes)
    {
        try
        {
            var plain = new LimitedStream(to, mostBytes);
            switch (profile.Encryption)
            {
                case EncryptionForm.Cms:
                    CmsEnvelope.Decrypt(received, plain, keys.OwnDecryption);
                    break;
                case EncryptionForm.OpenPgp:
                    PgpEnvelope.Decrypt(
                        received, keys.OwnPgpKey, keys.OwnPgpPassphrase,
                        from => ReadPgp(from, plain, profile, keys, now));
                    break;
                default:
                    if (profile.Signature == SignatureForm.OpenPgp)
                        PgpSigned.Open(received, plain, keys.TheirPgpSigning, now);
                    else received.CopyTo(plain);
                    break;
            }

            Verify(to, detached, profile, keys, now);
            return null;
        }
        catch (SealRefusedException refused)
        {
            return refused.Refusal;
        }
        catch (InvalidDataException)
        {
            return SealRefusedException.Of(
                SealReason.SignatureMissing, "ZIP", "Gói nén bị hỏng.", "The package is damaged.").Refusal;
        }
    }

    /// <summary><see cref="Seal(Stream, Stream, SealProfile, SealKeys, DateTimeOffset)"/> in memory.</summary>
    public static (byte[] Bytes, IReadOnlyList<DetachedPart> Parts) Seal(
        byte[] content, SealProfile profile, SealKeys keys, DateTimeOffset now)
    {
        using var from = new MemoryStream(content, writable: false);
        using var to = new MemoryStream();
        var parts = Seal(from, to, profile, keys, now);
        return (to.ToArray(), parts);
    }

    /// <summary>
    /// <see cref="Open(Stream, Stream, byte[], SealProfile, SealKeys, DateTimeOffset, long)"/> in memory: the plain
    /// bytes or the refusal, never both.
    /// </summary>
    public static (byte[]? Bytes, SealRefusal? Refusal) Open(
        byte[] received, byte[]? detached, SealProfile profile, SealKeys keys, DateTimeOffset now, long mostBytes)
    {
        using var from = new MemoryStream(received, writable: false);
        using var to = new MemoryStream();
        var refusal = Open(from, to, detached, profile, keys, now, mostBytes);
        return refusal is null ? (to.ToArray(), null) : (null, refusal);
    }

    /// <summary>Whether a certificate may be used at this moment.</summary>
    internal static bool IsValid(X509 certificate, DateTimeOffset now) =>
        now.UtcDateTime >= certificate.NotBefore.ToUniversalTime()
        && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime();

    private static void WritePgp(
        Stream content, Stream to, SealProfile profile, SealKeys keys, DateTimeOffset now)
    {
        if (profile.Signature == SignatureForm.OpenPgp)
            PgpSigned.Write(content, to, keys.OwnPgpKey, keys.OwnPgpPassphrase, now);
        else PgpEnvelope.WritePlain(content, to, now);
    }

    private static void ReadPgp(Stream from, Stream to, SealProfile profile, SealKeys keys, DateTimeOffset now)
    {
        if (profile.Signature == SignatureForm.OpenPgp) PgpSigned.Read(from, to, keys.TheirPgpSigning, now);
        else PgpEnvelope.CopyLiteral(from, to);
    }

    private static void Verify(Stream plain, byte[]? detached, SealProfile profile, SealKeys keys, DateTimeOffset now)
    {
        plain.Position = 0;
        if (profile.Signature == SignatureForm.Cms)
        {
            if (detached is null or [])
                throw SealRefusedException.Of(
                    SealReason.SignatureMissing, ".p7s", "Thiếu tệp chữ ký số.", "The signature file is missing.");
            CmsSignature.Verify(plain, detached, keys.TheirSigning, now);
        }
        else if (profile.Signature == SignatureForm.Xml)
        {
            var signed = XmlSignature.Verify(plain, keys.TheirSigning, now);
            plain.SetLength(0);
            plain.Write(signed);
        }

        plain.Position = 0;
    }

    private static X509 Signing(SealKeys keys, DateTimeOffset now)
    {
        var certificate = keys.OwnSigning ?? throw Missing("our signing certificate");
        if (!certificate.HasPrivateKey) throw Missing("the private key of our signing certificate");
        RequireValid(certificate, now);
        return certificate;
    }

    private static void RequireValid(X509 certificate, DateTimeOffset now)
    {
        if (!IsValid(certificate, now))
            throw new InvalidOperationException($"The certificate {certificate.Subject} is not valid now.");
    }

    private static InvalidOperationException Missing(string what) => new($"A key is missing: {what}.");
}
