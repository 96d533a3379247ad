using System.Text;
using Microsoft.Extensions.Configuration;
using PaymentHub.BankExchange.Seals;
using PaymentHub.Reference;
using Shouldly;

namespace PaymentHub.Tests.BankExchange.Seals;

/// <summary>How banks seal is read from their profiles; our keys lie in a folder.</summary>
public sealed class SealSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seal-keys-").FullName;

    [Fact]
    public void Committed_profiles_seal_nothing_and_without_a_folder_there_are_no_keys()
    {
        var settings = SealSettings.From(new ConfigurationBuilder().Build());
        settings.ProfileOf("AGRI").ShouldBe(SealProfile.None);
        settings.ProfileOf("nobody").ShouldBe(SealProfile.None);
        settings.OwnKeys().OwnSigning.ShouldBeNull();
    }

    [Fact]
    public void A_profile_of_ones_own_and_keys_of_a_folder_are_read()
    {
        File.WriteAllText(
            Path.Combine(_folder, "agri.json"),
            """{"code":"AGRI","seal":{"signature":"cms","encryption":"openpgp"}}""");
        foreach (var (name, certificate) in new[]
            { ("signing", SealedKeys.Banks.OwnSigning!), ("decryption-2026", SealedKeys.Banks.OwnDecryption[0]) })
        {
            using var rsa = System.Security.Cryptography.X509Certificates.RSACertificateExtensions
                .GetRSAPrivateKey(certificate)!;
            File.WriteAllText(
                Path.Combine(_folder, name + ".pem"),
                certificate.ExportCertificatePem() + "\n" + rsa.ExportPkcs8PrivateKeyPem());
        }

        File.WriteAllBytes(Path.Combine(_folder, "openpgp.asc"), SealedKeys.Banks.OwnPgpKey.ToArray());
        File.WriteAllText(Path.Combine(_folder, "openpgp.pass"), SealedKeys.Passphrase + "\n");
        var settings = SealSettings.From(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [BankProfiles.FolderKey] = _folder,
                [SealSettings.FolderKey] = _folder,
            }).Build());
        var profile = settings.ProfileOf("AGRI");
        profile.ShouldBe(new SealProfile(SignatureForm.Cms, EncryptionForm.OpenPgp));

        var content = Encoding.UTF8.GetBytes("Trợ cấp");
        var (bytes, parts) = FileSeal.Seal(content, profile, SealedKeys.Ours, SealedKeys.Now);
        var keys = settings.OwnKeys() with { TheirSigning = SealedKeys.Banks.TheirSigning };
        FileSeal.Open(bytes, parts[0].Bytes, profile, keys, SealedKeys.Now, 1_000).Bytes.ShouldBe(content);
        keys.OwnSigning!.HasPrivateKey.ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
