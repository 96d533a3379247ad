using NodaTime;
using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Misuse;

/// <summary>Names and constants of the detectors. Each detector is a pure function in a file of its own.</summary>
public static class Detectors
{
    public const string PaidAfterDeath = "PAID_AFTER_DEATH";
    public const string SharedAccount = "SHARED_ACCOUNT";
    public const string BankLineNotInstructed = "BANK_LINE_NOT_INSTRUCTED";
    public const string DuplicatePerson = "DUPLICATE_PERSON";
    public const string IdContradictsBirth = "ID_CONTRADICTS_BIRTH";

    /// <summary>
    /// From this many people who each claim one account as their own, the account is a lead. Couples and a parent with
    /// a child stay below it.
    /// </summary>
    public const int SharedAccountThreshold = 4;

    /// <summary>All detector names.</summary>
    public static IReadOnlyList<string> All { get; } =
        [PaidAfterDeath, SharedAccount, BankLineNotInstructed, DuplicatePerson, IdContradictsBirth];

    /// <summary>The last four characters of an account, as bank papers show it.</summary>
    internal static string Masked(string account) =>
        account.Length <= 4 ? "****" : string.Concat("****", account.AsSpan(account.Length - 4));

    internal static string[] Distinct(IEnumerable<string> values) =>
        [.. values.Where(v => v.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>
/// One ordered line of a payment: a person's benefit for the months <paramref name="From"/> to <paramref name="To"/>.
/// Account and bank are those instructed, null for cash; <paramref name="OrderedAt"/> is when the line was last decided
/// upon (placed, or released), against which "was the death known" is judged.
/// </summary>
/// <remarks><paramref name="ToRecordedHeir"/>: the payee is an heir whom the register records.</remarks>
public sealed record PaidLine(
    Guid PersonId, string Dossier, string EndToEndId, YearMonth From, YearMonth To, Money Amount, string? BankBin,
    string? Account, PayeeRelation Relation, bool ToRecordedHeir, Instant OrderedAt);

/// <summary>A recorded death, matched to the person by the exact identification number.</summary>
public sealed record KnownDeath(
    Guid PersonId, PersonalId PersonalId, LocalDate DiedOn, Instant KnownAt, string ExtractNumber);

/// <summary>A decision in force that names an account, with what it was last paid (null when unpaid).</summary>
public sealed record AccountDeclaration(
    string BankBin, string Account, Guid PersonId, string Dossier, PayeeRelation Relation, string? EndToEndId,
    Money? Amount);

/// <summary>
/// What we instructed: one transaction of our files. Account is null for cash and for our own transfers.
/// </summary>
public sealed record InstructedPayment(
    string EndToEndId, string[] Dossiers, string? BankBin, string? Account, Money Amount);

/// <summary>
/// A debit on our account that claims to be a payment; fees, advances and reversed debits are not among them.
/// <paramref name="BankReference"/> is the bank's own unique reference; end-to-end id and account are null where the
/// bank did not give them.
/// </summary>
public sealed record BankDebit(
    string Institution, string BankReference, string? EndToEndId, string? Account, Money Amount, LocalDate BookedOn);

/// <summary>
/// A decision of a person: <paramref name="From"/> first entitled month, <paramref name="Until"/> first no more.
/// </summary>
public sealed record GrantedDecision(
    Guid PersonId, PersonalId PersonalId, string FullName, BirthDate Birth, string Dossier, string Programme,
    string Group, string Commune, YearMonth From, YearMonth? Until, string? BankBin, string? Account,
    PayeeRelation Relation)
{
    /// <summary>True where both decisions entitle to at least one common month.</summary>
    public bool Overlaps(GrantedDecision other) => StartsBefore(other.Until) && other.StartsBefore(Until)
        && StartsBefore(Until) && other.StartsBefore(other.Until);

    private bool StartsBefore(YearMonth? until) => until is null || From < until;
}

/// <summary>A person's identity as registered, with the dossiers that rest on it.</summary>
public sealed record StatedIdentity(Guid PersonId, PersonalId PersonalId, Sex Sex, BirthDate Birth, string[] Dossiers);
