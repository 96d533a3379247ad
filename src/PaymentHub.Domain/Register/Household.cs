using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>A household (hộ gia đình) came into the register.</summary>
public sealed record HouseholdRegistered(Instant At, string By, string Code, string Commune);

/// <summary>The household lives in another commune now.</summary>
public sealed record HouseholdMoved(Instant At, string By, string Code, string Former, string Commune);

/// <summary>
/// Somebody belongs to the household, or the list states the name or relation differently than before.
/// <paramref name="PersonId"/> is the person's key, whether or not the person receives anything.
/// </summary>
public sealed record MemberJoined(Instant At, string By, string Code, Guid PersonId, HouseholdMember Member);

/// <summary>Somebody no longer belongs to the household.</summary>
public sealed record MemberLeft(Instant At, string By, string Code, Guid PersonId, HouseholdMember Member);

/// <summary>
/// A decision classed the household from a day on; a later day without an end ends the class before it.
/// </summary>
public sealed record PovertyClassed(Instant At, string By, string Code, PovertyStatus Status);

/// <summary>
/// One member. <paramref name="Relation"/> is the relation to the head, <see cref="HouseholdRow.Head"/> for the head.
/// </summary>
public sealed record HouseholdMember(PersonalId PersonalId, string FullName, string Relation);

/// <summary>
/// Poor, near-poor or neither from a day on; <paramref name="Until"/> is the last day where the decision states one.
/// </summary>
public sealed record PovertyStatus(PovertyClass Class, LocalDate From, LocalDate? Until, string DecisionNumber);

/// <summary>A household: who belongs to it and how it was classed through time.</summary>
public sealed record Household(
    Guid Id, string Code, string Commune, ImmutableDictionary<Guid, HouseholdMember> Members,
    ImmutableList<PovertyStatus> Statuses) : IFold<Household>
{
    /// <summary>The stream of a household; the same code (mã hộ) always gives the same id.</summary>
    public static Guid IdOf(string code) => Keys.GuidOf("household", code);

    /// <summary>The class on a day: the decision with the latest first day that covers it.</summary>
    public PovertyClass ClassOn(LocalDate day) => Statuses
        .Where(s => s.From <= day && (s.Until is null || day <= s.Until))
        .OrderBy(s => s.From).LastOrDefault()?.Class ?? PovertyClass.Neither;

    public static Household? Evolve(Household? state, Guid id, object @event) => (@event, state) switch
    {
        (HouseholdRegistered e, _) =>
            new Household(id, e.Code, e.Commune, ImmutableDictionary<Guid, HouseholdMember>.Empty, []),
        (_, null) => null,
        (HouseholdMoved e, _) => state with { Commune = e.Commune },
        (MemberJoined e, _) => state with { Members = state.Members.SetItem(e.PersonId, e.Member) },
        (MemberLeft e, _) => state with { Members = state.Members.Remove(e.PersonId) },
        (PovertyClassed e, _) => state with { Statuses = Classed(state.Statuses, e.Status) },
        _ => state,
    };

    /// <summary>A decision that is stated again with another end replaces what it said before.</summary>
    private static ImmutableList<PovertyStatus> Classed(ImmutableList<PovertyStatus> before, PovertyStatus status) =>
        before.RemoveAll(s => s.From == status.From && s.DecisionNumber == status.DecisionNumber).Add(status);
}

/// <summary>What an accepted row of a poverty list means for a household.</summary>
public static class HouseholdDecisions
{
    /// <summary>Takes over one row; a row that says what is known already is not news.</summary>
    /// <param name="record">The accepted row.</param>
    /// <param name="personId">The key of the member.</param>
    /// <param name="state">The household, null before its first row.</param>
    /// <param name="now">The moment of recording.</param>
    /// <param name="by">User name of the importer.</param>
    public static Decision Register(
        HouseholdRecord record, Guid personId, Household? state, Instant now, string by)
    {
        var events = new List<object>(4);
        if (state is null) events.Add(new HouseholdRegistered(now, by, record.Code, record.Commune));
        else if (state.Commune != record.Commune)
            events.Add(new HouseholdMoved(now, by, record.Code, state.Commune, record.Commune));
        if (state?.Members.GetValueOrDefault(personId) != record.Member)
            events.Add(new MemberJoined(now, by, record.Code, personId, record.Member));
        if (state?.Statuses.Contains(record.Poverty) != true)
            events.Add(new PovertyClassed(now, by, record.Code, record.Poverty));
        return Decision.Accept([.. events]);
    }
}
