using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.BankExchange.Partners;

/// <summary>What was handed in as a key holds a private key, is none, or is too weak.</summary>
public sealed record KeyUnfit(string Vi, string En) : Refusal("key-unfit", Vi, En);

/// <summary>
/// Keys of banks as they are kept: the public part and its fingerprint. A secret has 256 random bits, so its hash tells
/// nothing of it.
/// </summary>
public static class PublicKeys
{
    private const int SecretBytes = 32;
    private const int MinRsaBits = 2048;
    private const int LongestPem = 20_000;
    private const string OpenPgp = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    /// <summary>Reads a certificate or public key.</summary>
    public static (BankKey? Key, KeyUnfit? Refusal) Read(KeyUse use, string? pem, LocalDate from, LocalDate until)
    {
        var text = pem?.Trim() ?? "";
        if (text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase))
        {
            return (null, new KeyUnfit(
                "Tệp chứa khóa bí mật. Khóa ấy đã lộ: hãy tạo khóa mới và chỉ gửi phần công khai.",
                "The text holds a private key, which is thereby exposed: make a new one and send the public part."));
        }

        if (text.Length > LongestPem || use == KeyUse.ApiSecret) return (null, NoKey);
        if (use is KeyUse.Encryption or KeyUse.Signature && text.StartsWith(OpenPgp, StringComparison.Ordinal))
            return (new BankKey(HashOf(Encoding.UTF8.GetBytes(text)), use, "OpenPGP", text, from, until), null);
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is { KeySize: < MinRsaBits })
                return (null, new KeyUnfit("Khóa RSA cần ít nhất 2048 bit.", "An RSA key has at least 2048 bits."));
            return (new BankKey(
                HashOf(certificate.RawData), use, Shortened(certificate.Subject), certificate.ExportCertificatePem(),
                from, until), null);
        }
        catch (CryptographicException)
        {
            return (null, NoKey);
        }
    }

    /// <summary>A new secret of a bank's program.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What is kept of a secret.</summary>
    public static BankKey OfSecret(string secret, string institution, LocalDate from, LocalDate until) => new(
        HashOf(Encoding.UTF8.GetBytes(secret)), KeyUse.ApiSecret, $"API {institution}", null, from, until);

    /// <summary>The key of this secret, if it counts on this day; looks at all of them whichever it is.</summary>
    public static BankKey? SecretOf(PartnerBank bank, string secret, LocalDate day)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        BankKey? found = null;
        foreach (var key in bank.KeysOn(day, KeyUse.ApiSecret))
            if (CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(key.Fingerprint))) found = key;
        return found;
    }

    /// <summary>
    /// The key of the certificate of a connection, if it is registered for that, counts on this day and is valid.
    /// </summary>
    public static BankKey? CertificateOf(PartnerBank bank, X509Certificate2 certificate, LocalDate day)
    {
        var print = HashOf(certificate.RawData);
        var isValid = LocalDate.FromDateTime(certificate.NotBefore.ToUniversalTime()) <= day
            && day <= LocalDate.FromDateTime(certificate.NotAfter.ToUniversalTime());
        return isValid ? bank.KeysOn(day, KeyUse.ClientCertificate).FirstOrDefault(k => k.Fingerprint == print) : null;
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static KeyUnfit NoKey => new(
        "Cần một chứng thư X.509 dạng PEM (hoặc khóa công khai OpenPGP để mã hóa hoặc ký).",
        "An X.509 certificate in PEM is needed (or an OpenPGP public key for encryption or signatures).");

    private static string Shortened(string subject)
    {
        const int Longest = 140;
        return subject.Length <= Longest ? subject : subject[..Longest];
    }
}
