using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace PaymentHub.BankExchange.Seals;

/// <summary>
/// Detached CMS signatures (RFC 5652), made and checked while the file streams through. Every signer must be a pinned
/// certificate of the bank; certificates inside the message count for nothing.
/// </summary>
internal static class CmsSignature
{
    private const int LeastRsaBits = 2_048;
    private const int MostSigners = 10;

    private static readonly HashSet<string> Digests =
        [CmsSignedGenerator.DigestSha256, CmsSignedGenerator.DigestSha384, CmsSignedGenerator.DigestSha512];

    public static byte[] Sign(Stream content, X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPrivateKey()
            ?? throw new InvalidOperationException("The signing certificate has no RSA key.");
        var generator = new CmsSignedDataStreamGenerator();
        generator.AddSigner(
            DotNetUtilities.GetRsaKeyPair(rsa).Private, DotNetUtilities.FromX509Certificate(certificate),
            CmsSignedGenerator.DigestSha256);
        using var signature = new MemoryStream();
        using (var hashed = generator.Open(signature, false)) content.CopyTo(hashed);
        return signature.ToArray();
    }

    public static void Verify(
        Stream content, byte[] signature, IReadOnlyList<X509Certificate2> trusted, DateTimeOffset now)
    {
        IReadOnlyList<SignerInformation> signers;
        try
        {
            using var parser = new CmsSignedDataParser(new CmsTypedStream(new LentStream(content)), signature);
            parser.GetSignedContent().Drain();
            signers = [.. parser.GetSignerInfos().GetSigners()];
        }
        // What is not of the form makes the parsers fail in many ways; all of them are the sender's.
        catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
        {
            throw Form("Chữ ký không phải là CMS tách rời.", "Not a detached CMS signature.");
        }

        if (signers.Count is 0 or > MostSigners)
            throw Form("Chữ ký không có người ký hoặc có quá nhiều.", "No signer, or too many of them.");
        for (var i = 0; i < signers.Count; i++) Check(signers[i], $"SignerInfo[{i + 1}]", trusted, now);
    }

    private static void Check(
        SignerInformation signer, string where, IReadOnlyList<X509Certificate2> trusted, DateTimeOffset now)
    {
        var (certificate, bouncy) = Find(signer, trusted) ?? throw SealRefusedException.Of(
            SealReason.SignerUnknown, where, "Người ký không phải chứng thư đã đăng ký của ngân hàng.",
            "The signer is no registered certificate of the bank.");
        if (!FileSeal.IsValid(certificate, now))
            throw SealRefusedException.Of(
                SealReason.CertificateExpired, where,
                $"Chứng thư {certificate.Subject} hết hạn hoặc chưa có hiệu lực.",
                $"Certificate {certificate.Subject} has expired or is not valid yet.");
        if (!Digests.Contains(signer.DigestAlgorithmID.Algorithm.Id) || RsaBits(certificate) < LeastRsaBits)
            throw SealRefusedException.Of(
                SealReason.Algorithm, where, "Thuật toán ký không được chấp nhận.",
                "A digest or key that is not accepted.");
        if (!Holds(signer, bouncy))
            throw SealRefusedException.Of(
                SealReason.SignatureWrong, where, "Chữ ký không khớp với nội dung tệp.",
                "The signature does not belong to these bytes.");
    }

    private static (X509Certificate2, BouncyCertificate)? Find(
        SignerInformation signer, IReadOnlyList<X509Certificate2> trusted)
    {
        foreach (var certificate in trusted)
        {
            var bouncy = DotNetUtilities.FromX509Certificate(certificate);
            if (signer.SignerID.Match(bouncy)) return (certificate, bouncy);
        }

        return null;
    }

    private static int RsaBits(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        return rsa?.KeySize ?? 0;
    }

    // The key and not the certificate is handed over, since validity was judged at our own time.
    private static bool Holds(SignerInformation signer, BouncyCertificate certificate)
    {
        try
        {
            return signer.Verify(certificate.GetPublicKey());
        }
        catch (Exception error) when (error is not (SealRefusedException or OutOfMemoryException))
        {
            return false;
        }
    }

    private static SealRefusedException Form(string vietnamese, string english) =>
        SealRefusedException.Of(SealReason.SignatureForm, "SignedData", vietnamese, english);
}
