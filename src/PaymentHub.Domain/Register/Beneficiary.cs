using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>A person came into the register with the decision <paramref name="Dossier"/>.</summary>
public sealed record BeneficiaryRegistered(
    Instant At, string By, Guid PersonId, string Dossier, PersonDetails Person);

/// <summary>
/// Personal details were corrected by a row of <paramref name="Dossier"/>: the complete details as they now stand, and
/// the names of the fields that differ from before (old values are in the earlier events).
/// </summary>
public sealed record BeneficiaryCorrected(
    Instant At, string By, Guid PersonId, string Dossier, PersonDetails Person, string[] Changed);

/// <summary>
/// The person received another identification number (NĐ 37/2021: a corrected birth year or sex gives a new number).
/// The person stays the same; <paramref name="Former"/> remains findable.
/// </summary>
public sealed record IdentifierReplaced(
    Instant At, string By, Guid PersonId, PersonalId Former, PersonDetails Person, string Reason);

/// <summary>
/// How the decision <paramref name="Dossier"/> is paid out from now on, payee included; <paramref name="Changed"/>
/// names the fields that differ from before and is empty the first time.
/// </summary>
public sealed record PayoutAccountSet(
    Instant At, string By, Guid PersonId, string Dossier, PayoutDetails Payout, string[] Changed);

/// <summary>
/// Someone else receives the money of <paramref name="Dossier"/>, or, where the payee of <paramref name="Payout"/> is
/// null, the beneficiary receives again.
/// </summary>
public sealed record PayeeAppointed(Instant At, string By, Guid PersonId, string Dossier, PayoutDetails Payout);

/// <summary>Another commune manages the person now; <paramref name="Former"/> is the code of the one before.</summary>
public sealed record MovedCommune(
    Instant At, string By, Guid PersonId, string Dossier, string Former, PersonDetails Person);

/// <summary>
/// The death register names the person by the exact identification number. The two flags say whether name and birth
/// date agree too: where they do not, the number may have been keyed wrongly and a person has to look.
/// </summary>
public sealed record DeathRecorded(
    Instant At, string By, Guid PersonId, PersonDetails Person, LocalDate DiedOn, string ExtractNumber,
    LocalDate RegisteredOn, bool NameAgrees, bool BirthAgrees);

/// <summary>
/// A person in the register (người hưởng). <see cref="Stated"/> keeps what each decision's row said last, so that
/// importing the same rows again changes nothing even where two rows of one person contradict each other.
/// </summary>
public sealed record Beneficiary(
    Guid Id,
    PersonDetails Person,
    ImmutableList<PersonalId> FormerIds,
    ImmutableDictionary<string, PayoutDetails> Payouts,
    ImmutableDictionary<string, PersonDetails> Stated,
    LocalDate? DiedOn,
    string? DeathExtract) : IFold<Beneficiary>
{
    /// <summary>
    /// The stream of a person: from the identification number at first registration, and kept for ever.
    /// </summary>
    public static Guid IdOf(PersonalId personalId) => Keys.GuidOf("person", personalId.Value);

    /// <summary>True for the present and for every former identification number.</summary>
    public bool IsKnownAs(PersonalId personalId) =>
        Person.PersonalId == personalId || FormerIds.Contains(personalId);

    public static Beneficiary? Evolve(Beneficiary? state, Guid id, object @event) => (@event, state) switch
    {
        (BeneficiaryRegistered e, _) => Registered(id, e),
        (_, null) => null,
        (BeneficiaryCorrected e, _) => state.WithPerson(e.Dossier, e.Person),
        (MovedCommune e, _) => state.WithPerson(e.Dossier, e.Person),
        (IdentifierReplaced e, _) => state with { Person = e.Person, FormerIds = state.FormerIds.Add(e.Former) },
        (PayoutAccountSet e, _) => state.WithPayout(e.Dossier, e.Payout),
        (PayeeAppointed e, _) => state.WithPayout(e.Dossier, e.Payout),
        (DeathRecorded e, _) => state with { DiedOn = e.DiedOn, DeathExtract = e.ExtractNumber },
        _ => state,
    };

    private static Beneficiary Registered(Guid id, BeneficiaryRegistered e) => new(
        id,
        e.Person,
        [],
        ImmutableDictionary<string, PayoutDetails>.Empty,
        ImmutableDictionary<string, PersonDetails>.Empty.Add(e.Dossier, e.Person),
        null,
        null);

    private Beneficiary WithPerson(string dossier, PersonDetails person) =>
        this with { Person = person, Stated = Stated.SetItem(dossier, person) };

    private Beneficiary WithPayout(string dossier, PayoutDetails payout) => this with
    {
        Payouts = Payouts.SetItem(dossier, payout),
        Stated = Stated.ContainsKey(dossier) ? Stated : Stated.Add(dossier, Person),
    };
}
