using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using PaymentHub.BankExchange.Seals;

namespace PaymentHub.Tests.BankExchange.Seals;

/// <summary>Keys made for the tests, of a bank and of ourselves, and of a stranger.</summary>
internal static class SealedKeys
{
    public const string Passphrase = "mật khẩu thử";

    public static readonly DateTimeOffset Now = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly X509Certificate2 OurSigning = Certificate("CN=Our signing"),
        OurDecryption = Certificate("CN=Our decryption"), BankSigning = Certificate("CN=Bank signing"),
        BankDecryption = Certificate("CN=Bank decryption");

    private static readonly (byte[] Public, byte[] Secret) OurPgp = Pgp("ours"), BankPgp = Pgp("bank");

    public static X509Certificate2 Stranger { get; } = Certificate("CN=Stranger");

    public static (byte[] Public, byte[] Secret) StrangerPgp { get; } = Pgp("stranger");

    /// <summary>A public key as a bank sends it to be registered.</summary>
    public static string Armoured(ReadOnlyMemory<byte> ring)
    {
        using var text = new MemoryStream();
        using (var armour = new ArmoredOutputStream(text)) armour.Write(ring.ToArray());
        return System.Text.Encoding.ASCII.GetString(text.ToArray());
    }

    /// <summary>The bank's OpenPGP key, with which it signs.</summary>
    public static ReadOnlyMemory<byte> BankPgpKey => BankPgp.Public;

    /// <summary>What we hold.</summary>
    public static SealKeys Ours { get; } = new()
    {
        OwnSigning = OurSigning,
        OwnDecryption = [OurDecryption],
        TheirSigning = [Public(BankSigning)],
        TheirEncryption = Public(BankDecryption),
        TheirPgpKey = BankPgp.Public,
        TheirPgpSigning = [BankPgp.Public],
        OwnPgpKey = OurPgp.Secret,
        OwnPgpPassphrase = Passphrase,
    };

    /// <summary>What the bank holds.</summary>
    public static SealKeys Banks { get; } = new()
    {
        OwnSigning = BankSigning,
        OwnDecryption = [BankDecryption],
        TheirSigning = [Public(OurSigning)],
        TheirEncryption = Public(OurDecryption),
        TheirPgpKey = OurPgp.Public,
        TheirPgpSigning = [OurPgp.Public],
        OwnPgpKey = BankPgp.Secret,
        OwnPgpPassphrase = Passphrase,
    };

    /// <summary>A self-signed RSA certificate, valid for a year around <see cref="Now"/>.</summary>
    public static X509Certificate2 Certificate(string name, DateTimeOffset? until = null, int bits = 2048)
    {
        using var rsa = RSA.Create(bits);
        var request = new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(Now.AddMonths(-6), until ?? Now.AddMonths(6));
        return X509CertificateLoader.LoadPkcs12(
            made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public static X509Certificate2 Public(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static (byte[] Public, byte[] Secret) Pgp(string name)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), new SecureRandom(), 2048, 100));
        var pair = new PgpKeyPair(
            PublicKeyAlgorithmTag.RsaGeneral, generator.GenerateKeyPair(), Now.UtcDateTime.AddYears(-1));
        var secret = new PgpSecretKey(
            PgpSignature.DefaultCertification, pair, name, SymmetricKeyAlgorithmTag.Aes256, HashAlgorithmTag.Sha256,
            true, Passphrase.ToCharArray(), true, null, null, new SecureRandom());
        return (secret.PublicKey.GetEncoded(), secret.GetEncoded());
    }
}
