using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NodaTime;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Partners;
using PaymentHub.BankFormats;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Seals;

/// <summary>
/// Seals what goes to an institution and opens what comes from it, as its profile says, with our own keys and those
/// that the bank registered and that count today.
/// </summary>
public sealed class ProfileSeal(SealSettings settings, PartnerBanks banks, IClock clock)
    : IFileSeal, ISenderProof
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

    /// <inheritdoc/>
    public async Task<ProvenFile> OpenAsync(
        Institution sender, string fileName, FileContent content, CancellationToken cancellation)
    {
        var profile = settings.ProfileOf(sender.Code);
        if (profile == SealProfile.None) return new ProvenFile(fileName, content);
        var keys = await KeysAsync(sender.Code, cancellation);
        RequireOurs(profile, keys);
        var now = clock.GetCurrentInstant().ToDateTimeOffset();
        var (name, refusal) = (fileName, (SealRefusal?)null);
        var plain = await FileContent.WrittenAsync(to =>
        {
            using var received = content.Open();
            if (profile.Signature == SignatureForm.Cms)
                (name, refusal) = OpenPackage(fileName, received, to, profile, keys, now);
            else
                refusal = FileSeal.Open(received, to, null, profile, keys, now, ReadLimits.DefaultMaxFileBytes);
            return Task.CompletedTask;
        });
        if (refusal is null) return new ProvenFile(WithoutSuffix(name, profile), plain);
        plain.Dispose();
        return new ProvenFile(fileName, content, FindingOf(refusal));
    }

    // A key that we ourselves lack is not the sender's fault, and the file must not be refused for good because of it.
    private static void RequireOurs(SealProfile profile, SealKeys keys)
    {
        var isMissing = profile.Encryption switch
        {
            EncryptionForm.Cms => keys.OwnDecryption.Count == 0,
            EncryptionForm.OpenPgp => keys.OwnPgpKey.IsEmpty,
            _ => false,
        };
        if (isMissing) throw new InvalidOperationException($"{SealSettings.FolderKey} lacks our key for decryption.");
    }

    private static (string Name, SealRefusal? Refusal) OpenPackage(
        string fileName, Stream received, Stream to, SealProfile profile, SealKeys keys, DateTimeOffset now)
    {
        try
        {
            using var package = SealedPackage.Open(received);
            using var file = package.File();
            var refusal = FileSeal.Open(
                file, to, package.Signature(), profile, keys, now, ReadLimits.DefaultMaxFileBytes);
            return (package.Name, refusal);
        }
        catch (SealRefusedException refused)
        {
            return (fileName, refused.Refusal);
        }
    }

    private static FileFinding FindingOf(SealRefusal refusal) => new(
        0, refusal.Where, refusal.Code.ToUpperInvariant().Replace('-', '_'), refusal.TextVi, refusal.TextEn);

    private static string WithoutSuffix(string name, SealProfile profile)
    {
        var suffix = SuffixOf(profile);
        return suffix.Length > 0 && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            ? name[..^suffix.Length]
            : name;
    }

    private static string SuffixOf(SealProfile profile) => profile.Encryption switch
    {
        EncryptionForm.Cms => CmsSuffix,
        EncryptionForm.OpenPgp => PgpSuffix,
        _ => profile.Signature == SignatureForm.OpenPgp ? PgpSuffix : "",
    };

    private async Task<SealKeys> KeysAsync(string institution, CancellationToken cancellation)
    {
        var bank = await banks.FindAsync(institution, cancellation);
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var (signing, encryption) = (Of(bank, today, KeyUse.Signature), Of(bank, today, KeyUse.Encryption));
        return settings.OwnKeys() with
        {
            TheirSigning = [.. signing.Select(Certificate).OfType<X509Certificate2>()],
            TheirPgpSigning =
                [.. signing.Where(IsPgp).Select(k => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(k))],
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
