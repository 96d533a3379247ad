using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;

namespace PaymentHub.BankExchange.Seals;

/// <summary>CMS EnvelopedData (RFC 5652) with AES-256, as a stream.</summary>
internal static class CmsEnvelope
{
    private static readonly HashSet<string> Ciphers =
        [CmsEnvelopedGenerator.Aes128Cbc, CmsEnvelopedGenerator.Aes192Cbc, CmsEnvelopedGenerator.Aes256Cbc];

    public static void Encrypt(Stream content, Stream to, X509Certificate2 recipient)
    {
        var generator = new CmsEnvelopedDataStreamGenerator();
        generator.AddKeyTransRecipient(DotNetUtilities.FromX509Certificate(recipient));
        using var encrypted = generator.Open(to, CmsEnvelopedGenerator.Aes256Cbc);
        content.CopyTo(encrypted);
    }

    /// <summary>
    /// Every failure after the form was recognised is the same one, so that none of them tells anything.
    /// </summary>
    public static void Decrypt(Stream received, Stream to, IReadOnlyList<X509Certificate2> own)
    {
        CmsEnvelopedDataParser parser;
        try
        {
            parser = new CmsEnvelopedDataParser(new LentStream(received));
        }
        // What is not of the form makes the parsers fail in many ways; all of them are the sender's.
        catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
        {
            throw SealRefusedException.Of(
                SealReason.NotEncrypted, "", "Tệp không phải là CMS EnvelopedData.", "Not CMS EnvelopedData.");
        }

        using (parser)
        {
            try
            {
                DecryptTo(parser, to, own);
            }
            catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
            {
                throw SealRefusedException.Of(
                    SealReason.Decryption, "EnvelopedData", "Không giải mã được tệp.", "The file cannot be decrypted.");
            }
        }
    }

    private static void DecryptTo(CmsEnvelopedDataParser parser, Stream to, IReadOnlyList<X509Certificate2> own)
    {
        if (!Ciphers.Contains(parser.EncryptionAlgOid))
            throw SealRefusedException.Of(
                SealReason.Algorithm, "EnvelopedData", "Thuật toán mã hoá không được chấp nhận.",
                "A cipher that is not accepted.");
        foreach (var recipient in parser.GetRecipientInfos().GetRecipients())
        {
            var certificate = own.FirstOrDefault(c =>
                recipient.RecipientID.Match(DotNetUtilities.FromX509Certificate(c)));
            if (certificate is null) continue;
            using var rsa = certificate.GetRSAPrivateKey()
                ?? throw new InvalidOperationException("A decryption certificate has no RSA key.");
            using var content = recipient.GetContentStream(DotNetUtilities.GetRsaKeyPair(rsa).Private);
            content.ContentStream.CopyTo(to);
            return;
        }

        throw SealRefusedException.Of(
            SealReason.NotForUs, "RecipientInfos", "Tệp được mã hoá cho khoá khác.", "Encrypted for another key.");
    }
}
