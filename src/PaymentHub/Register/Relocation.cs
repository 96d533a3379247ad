using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// What a place of living means for one decision of the person: it follows the paying place of its programme, or ends
/// where the person left the province. Which place decides is the catalogue's rule (PAYING_PLACE) with its legal basis.
/// </summary>
internal static class Relocation
{
    /// <summary>The decision's events after the person's own were folded.</summary>
    public static Decision Of(
        LivingPlace place, Beneficiary person, Entitlement state, ProgrammeRules rules, Instant now, string user)
    {
        var isPaidWhereStaying = rules.IsPaidWhereStaying(state.Terms.Programme);
        var leaves = place is { Kind: PlaceKind.Residence, Commune: null }
            && person.Places.Latest(PlaceKind.Residence)?.Commune is null
            && !(isPaidWhereStaying && person.Places.Latest(PlaceKind.Stay)?.Commune is not null);
        if (leaves) return End(place, state, now, user);
        return PayingPlaces.Of(isPaidWhereStaying, person.Places, person.Person.Commune) is { } to
            ? SignedDecisions.Follow(state, to.Commune, to.From, PaperOf(place), now, user)
            : Decision.AlreadyDone;
    }

    private static Decision End(LivingPlace place, Entitlement state, Instant now, string user)
    {
        var month = place.FirstMonth() < state.Terms.From ? state.Terms.From : place.FirstMonth();
        return state.IsAnnulled || state.Terms.Until <= place.FirstMonth()
            ? Decision.AlreadyDone
            : EntitlementDecisions.End(state.Dossier, state, month, $"MOVED_OUT {place.Document}", now, user);
    }

    private static DecisionPaper? PaperOf(LivingPlace place) =>
        place is { SignedBy: { } by, SignedOn: { } day }
            ? new DecisionPaper(place.Document, by, day, "NĐ 20/2021/NĐ-CP Điều 8 khoản 4")
            : null;
}
