using CsCheck;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;
using PaymentHub.Domain.Tests.Entitlements;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

/// <summary>Residence and actual stay through time, and which commune pays by the programme's rule.</summary>
public sealed class LivingPlaceTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 22, 1, 0);

    private static readonly string[] Communes = ["21025", "21028", "21034", "21548"];

    private static readonly Gen<LivingPlace> AnyPlace =
        from kind in Gen.Bool.Select(b => b ? PlaceKind.Stay : PlaceKind.Residence)
        from commune in Gen.Int[0, 4]
        from day in Gen.Int[0, 480]
        select new LivingPlace(
            kind, commune < 4 || kind == PlaceKind.Residence ? Communes[commune % 4] : null, "Thành phố khác",
            new LocalDate(2025, 8, 1).PlusDays(day), $"GX-{day}");

    [Fact]
    public void A_later_residence_is_a_move_and_an_earlier_one_or_a_stay_is_only_noted()
    {
        var person = Registered("21025");

        Names(person, Place(PlaceKind.Residence, "21028", 10)).ShouldBe(["MovedCommune", "PlaceStated"]);
        Names(person, Place(PlaceKind.Residence, "21025", 10)).ShouldBe(["PlaceStated"]);
        Names(person, Place(PlaceKind.Residence, null, 10)).ShouldBe(["LeftProvince", "PlaceStated"]);
        Names(person, Place(PlaceKind.Stay, "21028", 10)).ShouldBe(["PlaceStated"]);
        var moved = After(person, Place(PlaceKind.Residence, "21028", 10));
        (moved.Person.Commune, moved.Places.Latest(PlaceKind.Residence)!.Commune).ShouldBe(("21028", "21028"));
        var older = After(moved, Place(PlaceKind.Residence, "21034", 5));
        older.Person.Commune.ShouldBe("21028");
        older.Places.On(PlaceKind.Residence, Day(9))!.Commune.ShouldBe("21034");
        older.Places.On(PlaceKind.Residence, Day(10))!.Commune.ShouldBe("21028");
        Names(older, Place(PlaceKind.Residence, "21034", 5)).ShouldBeEmpty("the same again is not news");
        BeneficiaryDecisions.StatePlace(
            Place(PlaceKind.Stay, "21028", 1) with { Document = " " }, person, Now, "nhap")
            .Refusal.ShouldBeOfType<PlacePaperMissing>();
    }

    [Fact]
    public void The_rule_of_the_programme_says_which_place_pays()
    {
        var person = After(After(
            Registered("21025"), Place(PlaceKind.Residence, "21028", 10)), Place(PlaceKind.Stay, "21548", 40));

        PayingPlaces.Of(false, person.Places, person.Person.Commune)
            .ShouldBe(new PayingPlace("21028", new YearMonth(2025, 9)));
        PayingPlaces.Of(true, person.Places, person.Person.Commune)
            .ShouldBe(new PayingPlace("21548", new YearMonth(2025, 10)));
        var away = After(person, Place(PlaceKind.Stay, null, 70));
        PayingPlaces.Of(true, away.Places, away.Person.Commune)
            .ShouldBe(
                new PayingPlace("21028", new YearMonth(2025, 11)), "a stay outside leaves the residence in charge");
        PayingPlaces.Of(false, Registered("21025").Places, "21025").ShouldBeNull();
    }

    /// <summary>
    /// Every commune plans every month by itself; whatever is learned in between and in whatever order, each month of
    /// the person is paid by exactly one of them, once.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_move_makes_no_gap_and_no_double(bool isPaidWhereStaying) =>
        (from places in AnyPlace.Array[0, 6] from learned in Gen.Int[0, 14].Array[6] select (places, learned))
            .Holds(t =>
            {
                var person = Registered("21025");
                var decision = Granted("21025");
                var paid = new List<CommittedMonth>();
                for (var n = 0; n < 15; n++)
                {
                    foreach (var place in t.places.Where((_, i) => t.learned[i] == n))
                        (person, decision) = Learn(person, decision, place, isPaidWhereStaying);
                    var month = new YearMonth(2025, 9).PlusMonths(n);
                    decision.CommuneIn(month).ShouldBeOneOf(Communes);
                    paid.AddRange(Communes.SelectMany(c => PaidBy(c, decision, paid, month)).ToList());
                }

                paid.Select(p => p.Month).Order().ShouldBe(Enumerable.Range(0, 15).Select(
                    n => new YearMonth(2025, 9).PlusMonths(n)));
                if (PayingPlaces.Of(isPaidWhereStaying, person.Places, person.Person.Commune) is { } last)
                    decision.Terms.Commune.ShouldBe(last.Commune);
            });

    // What one commune's plan of the month places: the lines of decisions that it pays in that month.
    private static IEnumerable<CommittedMonth> PaidBy(
        string commune, Entitlement decision, List<CommittedMonth> paid, YearMonth month)
    {
        if (decision.CommuneIn(month) != commune) return [];
        var claims = new PersonClaims([decision.ToFacts()], [.. paid]);
        return claims.Due(month).Lines.SelectMany(l => l.Commitments());
    }

    private static (Beneficiary Person, Entitlement Decision) Learn(
        Beneficiary person, Entitlement decision, LivingPlace place, bool isPaidWhereStaying)
    {
        var after = After(person, place);
        if (PayingPlaces.Of(isPaidWhereStaying, after.Places, after.Person.Commune) is not { } to)
            return (after, decision);
        var follows = SignedDecisions.Follow(decision, to.Commune, to.From, null, Now, "nhap");
        follows.Refusal.ShouldBeNull();
        return (after, follows.Events.Aggregate(decision, (d, e) => Entitlement.Evolve(d, d.Id, e)!));
    }

    private static Entitlement Granted(string commune)
    {
        var terms = Given.Terms("HTXH", "75+", new YearMonth(2025, 9)) with { Commune = commune };
        var granted = new EntitlementGranted(Given.Person, "QN-1", terms, Now, "nhap");
        return Entitlement.Evolve(null, Entitlement.IdOf("QN-1"), granted)!;
    }

    private static Beneficiary Registered(string commune)
    {
        var details = SampleRegister.Record().Person with { Commune = commune };
        var id = Beneficiary.IdOf(details.PersonalId);
        return Beneficiary.Evolve(null, id, new BeneficiaryRegistered(Now, "nhap", id, "QN-1", details))!;
    }

    private static LocalDate Day(int n) => new LocalDate(2025, 8, 1).PlusDays(n);

    private static LivingPlace Place(PlaceKind kind, string? commune, int day) =>
        new(kind, commune, commune is null ? "Thành phố khác" : "", Day(day), $"GX-{day}");

    private static IEnumerable<string> Names(Beneficiary person, LivingPlace place) =>
        BeneficiaryDecisions.StatePlace(place, person, Now, "nhap").Events.Select(e => e.GetType().Name);

    private static Beneficiary After(Beneficiary person, LivingPlace place) =>
        BeneficiaryDecisions.StatePlace(place, person, Now, "nhap").Events
            .Aggregate(person, (p, e) => Beneficiary.Evolve(p, p.Id, e)!);
}
