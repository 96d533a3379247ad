using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>How far a bank is on its way to being a partner.</summary>
public enum BankStage
{
    /// <summary>Its data is being gathered (đang khai báo).</summary>
    Onboarding,

    /// <summary>It sends the scripted files of its certification (đang kiểm thử).</summary>
    Testing,

    /// <summary>It passed; two people may set it live (đã đạt kiểm thử).</summary>
    Certified,

    /// <summary>What it sends is posted, and files go to it (đang hoạt động).</summary>
    Live,

    /// <summary>Nothing is exchanged (tạm dừng).</summary>
    Suspended,
}

/// <summary>A way by which files travel.</summary>
public enum ChannelKind
{
    /// <summary>People hand files in and collect them at the bank's own pages.</summary>
    Portal,

    /// <summary>The bank's program calls our API.</summary>
    Https,

    /// <summary>We call the bank's SFTP server, to drop and to pick up.</summary>
    Sftp,

    /// <summary>Folders that a transfer agent of the bank or the province watches.</summary>
    Folder,
}

/// <summary>What a key of a bank is for.</summary>
public enum KeyUse
{
    /// <summary>The client secret of the API; only its SHA-256 is kept.</summary>
    ApiSecret,

    /// <summary>The certificate with which the bank's program opens a TLS connection.</summary>
    ClientCertificate,

    /// <summary>The certificate that verifies the bank's signature on files.</summary>
    Signature,

    /// <summary>The certificate or public key by which files to the bank are encrypted.</summary>
    Encryption,
}

/// <summary>
/// Who the bank is. <paramref name="Bic"/> has 8 or 11 characters, <paramref name="NapasBin"/> six digits.
/// </summary>
public sealed record BankIdentity(string NameVi, string NameEn, string Bic, string NapasBin);

/// <summary>What was agreed with the bank.</summary>
/// <param name="Profile">Code of the bank profile that says how its files are written and read.</param>
/// <param name="FormatsOut">Formats that it takes, such as pain.001.001.09.</param>
/// <param name="FormatsIn">Formats that it sends: camt.053, pain.002, MT940, cash-report …</param>
/// <param name="PaymentsPerFile">Most payments in a file; null where the profile alone decides.</param>
/// <param name="SumPerFile">Largest sum of a file in đồng; null where the profile alone decides.</param>
/// <param name="CutOff">Vietnamese time after which a file is executed on the next banking day.</param>
/// <param name="Holidays">Days on which this bank does not work, beside those of everybody.</param>
/// <param name="AnswerHours">Hours within which it answers a file, 1 to 240; later the file counts as late.</param>
public sealed record BankTerms(
    string Profile, string[] FormatsOut, string[] FormatsIn, int? PaymentsPerFile, long? SumPerFile, LocalTime CutOff,
    LocalDate[] Holidays, int AnswerHours);

/// <summary>A desk of the bank, not a person: what it answers for and how it is reached.</summary>
public sealed record BankDesk(string Duty, string Mail, string Telephone);

/// <summary>A payer account that the bank keeps for us, from a day.</summary>
public sealed record BankAccount(string Number, string Holder, LocalDate From);

/// <summary>How files travel. Folder names are relative; the host key is pinned by its fingerprint.</summary>
/// <param name="HostKey">SHA256:… as OpenSSH prints it, for SFTP.</param>
/// <param name="Drop">Folder in which we put files for the bank.</param>
/// <param name="Pickup">Folder from which we take the bank's files.</param>
public sealed record BankChannel(
    ChannelKind Kind, string? Host = null, int? Port = null, string? User = null, string? HostKey = null,
    string? Drop = null, string? Pickup = null)
{
    /// <summary>The channel of banks that agreed on no other.</summary>
    public static BankChannel Portal { get; } = new(ChannelKind.Portal);
}

/// <summary>
/// A key of the bank with its first and last day; two keys of a use may overlap, so that a bank can change over.
/// </summary>
/// <param name="Fingerprint">SHA-256 of the certificate's or key's bytes, or of the secret; hex.</param>
/// <param name="Subject">What the certificate names, or what the secret is called.</param>
/// <param name="PublicKey">Certificate or public key in PEM; null for secrets.</param>
public sealed record BankKey(
    string Fingerprint, KeyUse Use, string Subject, string? PublicKey, LocalDate From, LocalDate Until);

/// <summary>A change that needs two people; exactly one part is set.</summary>
public sealed record GuardedChange(
    BankAccount? Account = null, BankChannel? Channel = null, ChannelKind? ChannelEnd = null, BankKey? Key = null,
    bool GoesLive = false)
{
    /// <summary>What the bank may charge for a transfer, from a day on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FeeSchedule? Fees { get; init; }

    /// <summary>What kind of change it is, as a stable word.</summary>
    public string Word() => this switch
    {
        { Account: not null } => nameof(Account),
        { Channel: not null } => nameof(Channel),
        { ChannelEnd: not null } => nameof(ChannelEnd),
        { Key: not null } => nameof(Key),
        { Fees: not null } => nameof(Fees),
        _ => nameof(GoesLive),
    };
}
