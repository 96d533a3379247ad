using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NodaTime;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Partners;
using PaymentHub.BankFormats;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Seals;

/// <summary>What came of opening a file: its name and plain bytes, or the refusal.</summary>
public readonly record struct OpenedFile(string FileName, byte[] Bytes, SealRefusal? Refusal);

/// <summary>
/// Seals what goes to an institution and opens what comes from it, as its profile says, with our own keys and those
/// that the bank registered and that count today.
/// </summary>
public sealed class ProfileSeal(SealSettings settings, PartnerBanks banks, IClock clock) : IFileSeal
{
    private const string CmsSuffix = ".p7m";
    private const string PgpSuffix = ".pgp";

    public async Task<(string FileName, byte[] Bytes)> SealAsync(
        string institution, string fileName, byte[] bytes, CancellationToken cancellation)
    {
        var profile = settings.ProfileOf(institution);
        if (profile == SealProfile.None) return (fileName, bytes);
        var keys = await KeysAsync(institution, cancellation);
        var (packed, parts) = FileSeal.Seal(bytes, profile, keys, clock.GetCurrentInstant().ToDateTimeOffset());
        var name = fileName + SuffixOf(profile);
        return parts.Count == 0
            ? (name, packed)
            : (name + SealedPackage.Suffix, SealedPackage.Pack(name, packed, parts));
    }

    /// <summary>The plain file of what the institution sent; as it is where its profile seals nothing.</summary>
    public async Task<OpenedFile> OpenAsync(
        string institution, string fileName, byte[] bytes, CancellationToken cancellation)
    {
        var profile = settings.ProfileOf(institution);
        if (profile == SealProfile.None) return new OpenedFile(fileName, bytes, null);
        var keys = await KeysAsync(institution, cancellation);
        var (name, received, signature) = (fileName, bytes, (byte[]?)null);
        try
        {
            if (profile.Signature == SignatureForm.Cms)
                (name, received, signature) = SealedPackage.Unpack(bytes, ReadLimits.DefaultMaxFileBytes);
        }
        catch (SealRefusedException refused)
        {
            return new OpenedFile(fileName, [], refused.Refusal);
        }

        var (plain, refusal) = FileSeal.Open(
            received, signature, profile, keys, clock.GetCurrentInstant().ToDateTimeOffset(),
            ReadLimits.DefaultMaxFileBytes);
        var suffix = SuffixOf(profile);
        if (suffix.Length > 0 && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            name = name[..^suffix.Length];
        return new OpenedFile(name, plain ?? [], refusal);
    }

    private static string SuffixOf(SealProfile profile) => profile.Encryption switch
    {
        EncryptionForm.Cms => CmsSuffix,
        EncryptionForm.OpenPgp => PgpSuffix,
        _ => "",
    };

    private async Task<SealKeys> KeysAsync(string institution, CancellationToken cancellation)
    {
        var bank = await banks.FindAsync(institution, cancellation);
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var encryption = Of(bank, today, KeyUse.Encryption);
        return settings.OwnKeys() with
        {
            TheirSigning = [.. Of(bank, today, KeyUse.Signature).Select(Certificate).OfType<X509Certificate2>()],
            TheirEncryption = encryption.Select(Certificate).FirstOrDefault(c => c is not null),
            TheirPgpKey = encryption.FirstOrDefault(IsPgp) is { } pgp ? Encoding.UTF8.GetBytes(pgp) : default,
        };
    }

    // The newest first: what goes out is sealed with it.
    private static List<string> Of(PartnerBank? bank, LocalDate day, KeyUse use) =>
    [
        .. (bank?.KeysOn(day, use) ?? []).OrderByDescending(k => k.From).Select(k => k.PublicKey).OfType<string>(),
    ];

    private static bool IsPgp(string key) => key.Contains("PGP PUBLIC KEY", StringComparison.Ordinal);

    private static X509Certificate2? Certificate(string pem)
    {
        if (IsPgp(pem)) return null;
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
