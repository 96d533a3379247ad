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
/// The person stays the same; <paramref name="Former"/> remains findable. <paramref name="IsKnown"/> is true where the
/// person goes back to a number held before; <paramref name="From"/> is the day from which the number counts.
/// </summary>
public sealed record IdentifierReplaced(
    Instant At, string By, Guid PersonId, PersonalId Former, PersonDetails Person, string Reason,
    bool IsKnown = false, LocalDate? From = null);

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

/// <summary>
/// Another commune manages the person now; <paramref name="Former"/> is the code of the one before.
/// <paramref name="Dossier"/> is empty where a list of moves said so, with the day and the paper of the move.
/// </summary>
public sealed record MovedCommune(
    Instant At, string By, Guid PersonId, string Dossier, string Former, PersonDetails Person,
    LocalDate? MovedOn = null, string? Document = null);

/// <summary>
/// The death register names the person by the exact identification number. The two flags say whether name and birth
/// date agree too: where they do not, the number may have been keyed wrongly and a person has to look.
/// </summary>
public sealed record DeathRecorded(
    Instant At, string By, Guid PersonId, PersonDetails Person, LocalDate DiedOn, string ExtractNumber,
    LocalDate RegisteredOn, bool NameAgrees, bool BirthAgrees);

/// <summary>
/// The person left the province (chuyển đi ngoài tỉnh) for <paramref name="Place"/>; the commune stays the last one.
/// </summary>
public sealed record LeftProvince(
    Instant At, string By, Guid PersonId, PersonDetails Person, string Place, LocalDate MovedOn, string Document);

/// <summary>
/// Another number of the person became known, or its validity was stated differently (mã số an sinh xã hội, CMND, BHXH,
/// BHYT). <paramref name="IsKnown"/> is true where the person held the number before.
/// </summary>
public sealed record IdentifierStated(
    Instant At, string By, Guid PersonId, Identifier Identifier, string Document, bool IsKnown);

/// <summary>
/// Social insurance stated what it pays the person (đối chiếu lương hưu); the complete list as now known.
/// </summary>
public sealed record PensionStated(Instant At, string By, Guid PersonId, Pension Pension);

/// <summary>
/// A change of the payout of <paramref name="Dossier"/> was asked for outside an import. It changes nothing until
/// another person confirms it; <paramref name="Evidence"/> names the paper that was seen.
/// </summary>
public sealed record PayoutChangeProposed(
    Instant At, string By, Guid PersonId, Guid ChangeId, string Dossier, PayoutDetails Payout, string Evidence,
    string Reason);

/// <summary>A second person confirmed the change; the payout itself follows as an event of its own.</summary>
public sealed record PayoutChangeConfirmed(Instant At, string By, Guid PersonId, Guid ChangeId, string Dossier);

/// <summary>A second person refused the change, or the proposer took it back.</summary>
public sealed record PayoutChangeDeclined(
    Instant At, string By, Guid PersonId, Guid ChangeId, string Dossier, string Reason);

/// <summary>A change of a payout that waits for the second person.</summary>
public sealed record ProposedPayout(string Dossier, PayoutDetails Payout, string ProposedBy, string Evidence);

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
    /// <summary>Every other number ever stated, by kind and value.</summary>
    public ImmutableDictionary<(IdentifierKind Kind, string Value), Identifier> Identifiers { get; init; } =
        ImmutableDictionary<(IdentifierKind Kind, string Value), Identifier>.Empty;

    /// <summary>What social insurance pays, by kind and first month.</summary>
    public ImmutableDictionary<(PensionKind Kind, YearMonth From), Pension> Pensions { get; init; } =
        ImmutableDictionary<(PensionKind Kind, YearMonth From), Pension>.Empty;

    /// <summary>Changes that wait for a second person.</summary>
    public ImmutableDictionary<Guid, ProposedPayout> Proposed { get; init; } =
        ImmutableDictionary<Guid, ProposedPayout>.Empty;

    /// <summary>Where the person went, and when, after leaving the province.</summary>
    public LocalDate? LeftOn { get; init; }

    /// <summary>Where the person lives and lived; a move by a list is a change of residence.</summary>
    public LivingPlaces Places { get; init; } = LivingPlaces.None;

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
        (MovedCommune { Dossier: "" } e, _) => state.MovedTo(e),
        (MovedCommune e, _) => state.WithPerson(e.Dossier, e.Person),
        (IdentifierReplaced e, _) => state with { Person = e.Person, FormerIds = state.FormerIds.Add(e.Former) },
        (PayoutAccountSet e, _) => state.WithPayout(e.Dossier, e.Payout),
        (PayeeAppointed e, _) => state.WithPayout(e.Dossier, e.Payout),
        (IdentifierStated e, _) => state with
        {
            Identifiers = state.Identifiers.SetItem((e.Identifier.Kind, e.Identifier.Value), e.Identifier),
        },
        (PensionStated e, _) => state with
        {
            Pensions = state.Pensions.SetItem((e.Pension.Kind, e.Pension.From), e.Pension),
        },
        (PayoutChangeProposed e, _) => state with
        {
            Proposed = state.Proposed.SetItem(e.ChangeId, new(e.Dossier, e.Payout, e.By, e.Evidence)),
        },
        (PayoutChangeConfirmed e, _) => state with { Proposed = state.Proposed.Remove(e.ChangeId) },
        (PayoutChangeDeclined e, _) => state with { Proposed = state.Proposed.Remove(e.ChangeId) },
        (LeftProvince e, _) => state with
        {
            LeftOn = e.MovedOn,
            Places = state.Places.With(new(PlaceKind.Residence, null, e.Place, e.MovedOn, e.Document)),
        },
        (PlaceStated e, _) => state with { Places = state.Places.With(e.Place) },
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

    private Beneficiary MovedTo(MovedCommune e) => this with
    {
        Person = e.Person,
        Places = e.MovedOn is { } day
            ? Places.With(new(PlaceKind.Residence, e.Person.Commune, "", day, e.Document ?? ""))
            : Places,
    };

    private Beneficiary WithPerson(string dossier, PersonDetails person) =>
        this with { Person = person, Stated = Stated.SetItem(dossier, person) };

    private Beneficiary WithPayout(string dossier, PayoutDetails payout) => this with
    {
        Payouts = Payouts.SetItem(dossier, payout),
        Stated = Stated.ContainsKey(dossier) ? Stated : Stated.Add(dossier, Person),
    };
}
