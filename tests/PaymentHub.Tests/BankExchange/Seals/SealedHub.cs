using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.BankExchange.Seals;
using PaymentHub.Reference;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;

namespace PaymentHub.Tests.BankExchange.Seals;

/// <summary>
/// A released month whose banks seal their files, each in another way, with our keys in a folder and the banks'
/// certificates registered by two people.
/// </summary>
public sealed class SealedHub(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>How each bank seals.</summary>
    internal static readonly IReadOnlyDictionary<string, SealProfile> Profiles = new Dictionary<string, SealProfile>
    {
        ["AGRI"] = new(SignatureForm.Cms, EncryptionForm.None),
        ["VCB"] = new(SignatureForm.Xml, EncryptionForm.None),
        ["VIETIN"] = new(SignatureForm.Cms, EncryptionForm.Cms),
        ["BIDV"] = new(SignatureForm.OpenPgp, EncryptionForm.OpenPgp),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("sealed-hub-").FullName;

    public Hub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (profiles, keys) = (Path.Combine(_folder, "profiles"), Path.Combine(_folder, "keys"));
        WriteProfiles(Directory.CreateDirectory(profiles).FullName);
        WriteKeys(Directory.CreateDirectory(keys).FullName);
        Hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync("released", ReleasedMonth.PrepareAsync),
            (BankProfiles.FolderKey, profiles), (SealSettings.FolderKey, keys));
        foreach (var bank in new[] { "AGRI", "VCB", "VIETIN" })
            await RegisterAsync(bank, SealedKeys.Banks.OwnSigning!);
        await RegisterAsync("BIDV", SealedKeys.Armoured(SealedKeys.BankPgpKey));
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The administrator registers a certificate with which the bank signs; the treasurer agrees.</summary>
    public Task RegisterAsync(string bank, X509Certificate2 certificate) =>
        RegisterAsync(bank, certificate.ExportCertificatePem());

    /// <summary>The same for a key as text.</summary>
    public async Task RegisterAsync(string bank, string key) =>
        await Hub.AgreeAsync(bank, await Hub.As("quantri").PostAsync($"/api/banks/{bank}/keys", new JsonObject
        {
            ["use"] = "Signature",
            ["pem"] = key,
            ["from"] = "2026-10-01",
            ["until"] = "2027-04-01",
            ["reason"] = PartnerSteps.Why,
        }));

    /// <summary>A file as the bank's program sends it.</summary>
    internal static byte[] Seal(string bank, byte[] content, SealKeys? keys = null)
    {
        var (bytes, parts) = FileSeal.Seal(content, Profiles[bank], keys ?? SealedKeys.Banks, SealedKeys.Now);
        return parts.Count == 0 ? bytes : Pack(("sao-ke.xml", bytes), ("sao-ke.xml.p7s", parts[0].Bytes));
    }

    public static byte[] Pack(params (string Name, byte[] Bytes)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var to = zip.CreateEntry(name).Open();
                to.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    private static void WriteProfiles(string folder)
    {
        foreach (var (bank, seal) in Profiles)
        {
            var name = $"{bank.ToLowerInvariant()}.json";
            var profile = JsonNode.Parse(File.ReadAllText(
                Path.Combine(Repository.Root, "seeds", "reference", "bank-profiles", name)))!;
            var section = new JsonObject();
            if (seal.Signature != SignatureForm.None) section["signature"] = $"{seal.Signature}".ToLowerInvariant();
            if (seal.Encryption != EncryptionForm.None) section["encryption"] = $"{seal.Encryption}".ToLowerInvariant();
            profile["seal"] = section;
            File.WriteAllText(Path.Combine(folder, name), profile.ToJsonString());
        }
    }

    private static void WriteKeys(string folder)
    {
        var own = SealedKeys.Ours.OwnDecryption[0];
        using var rsa = own.GetRSAPrivateKey()!;
        File.WriteAllText(
            Path.Combine(folder, "decryption.pem"), own.ExportCertificatePem() + "\n" + rsa.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(folder, "openpgp.asc"), SealedKeys.Ours.OwnPgpKey.ToArray());
        File.WriteAllText(Path.Combine(folder, "openpgp.pass"), SealedKeys.Passphrase, Encoding.UTF8);
    }
}
