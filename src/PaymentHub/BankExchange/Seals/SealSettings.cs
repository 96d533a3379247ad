using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PaymentHub.Reference;

namespace PaymentHub.BankExchange.Seals;

/// <summary>
/// What is read at start: how each bank seals its files, and where our own keys lie. Private keys are files that the
/// service's user alone may read, never rows of the database: <c>signing.pem</c> and <c>decryption*.pem</c>
/// (certificate and private key), <c>openpgp.asc</c> and its passphrase <c>openpgp.pass</c>.
/// </summary>
public sealed class SealSettings
{
    /// <summary>Name of the setting that names the folder of our keys.</summary>
    public const string FolderKey = "PAYMENTHUB_SEAL_KEYS";

    private readonly Dictionary<string, SealProfile> _profiles;
    private readonly string? _folder;

    private SealSettings(Dictionary<string, SealProfile> profiles, string? folder) =>
        (_profiles, _folder) = (profiles, folder);

    /// <summary>Reads the profiles of both folders, the province's own before the given ones.</summary>
    /// <exception cref="FormatException">A section <c>seal</c> says what cannot be kept.</exception>
    public static SealSettings From(IConfiguration configuration)
    {
        var own = configuration[BankProfiles.FolderKey];
        var files = (string.IsNullOrWhiteSpace(own) ? [] : Directory.GetFiles(own, "*.json"))
            .Concat(Directory.GetFiles(Path.Combine(ReferenceData.Folder, "bank-profiles"), "*.json"))
            .DistinctBy(Path.GetFileName);
        var profiles = new Dictionary<string, SealProfile>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var json = File.ReadAllBytes(file);
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.TryGetProperty("code", out var code))
                profiles[code.GetString() ?? ""] = SealProfile.Read(json);
        }

        return new SealSettings(profiles, configuration[FolderKey]);
    }

    /// <summary>How this institution's files travel.</summary>
    public SealProfile ProfileOf(string institution) => _profiles.GetValueOrDefault(institution, SealProfile.None);

    /// <summary>Our own keys as they lie there now, so that a key is changed without a restart.</summary>
    public SealKeys OwnKeys()
    {
        if (string.IsNullOrWhiteSpace(_folder)) return new SealKeys();
        var (signing, pgp, pass) = (
            Path.Combine(_folder, "signing.pem"), Path.Combine(_folder, "openpgp.asc"),
            Path.Combine(_folder, "openpgp.pass"));
        return new SealKeys
        {
            OwnSigning = File.Exists(signing) ? X509Certificate2.CreateFromPemFile(signing) : null,
            OwnDecryption =
            [
                .. Directory.GetFiles(_folder, "decryption*.pem").Order(StringComparer.Ordinal)
                    .Select(f => X509Certificate2.CreateFromPemFile(f)),
            ],
            OwnPgpKey = File.Exists(pgp) ? File.ReadAllBytes(pgp) : default,
            OwnPgpPassphrase = File.Exists(pass) ? File.ReadAllText(pass).TrimEnd('\r', '\n') : "",
        };
    }
}
