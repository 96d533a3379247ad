namespace PaymentHub.Seeds.Province;

/// <summary>
/// Streams the ordinary people of one commune: single persons, couples with one account, children of one guardian.
/// </summary>
internal sealed class OrdinaryPeople
{
    private readonly Workshop workshop;
    private readonly Commune commune;
    private readonly Draw draw;
    private readonly WeightedTable<WeightedTable<GroupProfile>> programmes;
    private readonly WeightedTable<GroupProfile> children;

    public OrdinaryPeople(Workshop workshop, Commune commune)
    {
        this.workshop = workshop;
        this.commune = commune;
        draw = new Draw(workshop.Options.Seed, "people " + commune.Code);
        var shares = workshop.Options.Shares;
        programmes = new(
        [
            (Groups("HTXH"), shares.Htxh), (Groups("TCXH"), shares.Tcxh), (Groups("NCC"), shares.Ncc),
            (Groups("BHYT"), shares.Bhyt), (Groups("BHXHTN"), shares.Bhxhtn),
        ]);
        children = new([(workshop.Decisions.Profile("TCXH", "K1.B"), 1)]);
    }

    /// <summary>Units of <paramref name="count"/> people in all; the decisions of one unit belong together.</summary>
    public IEnumerable<(int People, IReadOnlyList<Decision> Rows)> Units(int count)
    {
        for (var left = count; left > 0;)
        {
            var chance = draw.Between(1, 1000);
            var unit = left >= 2 && chance <= 24 ? Couple()
                : left >= 3 && chance <= 30 ? Siblings(draw.Between(2, 3))
                : Single();
            left -= unit.People;
            yield return unit;
        }
    }

    private (int People, IReadOnlyList<Decision> Rows) Single()
    {
        var profile = draw.Pick(draw.Pick(programmes));
        var female = draw.Percent(profile.FemalePercent);
        var person = workshop.People.Make(draw, commune, female, profile.BornFrom, profile.BornTo);
        var payout = workshop.Payouts.For(draw, person, profile, workshop.Bank(commune));
        var standing = profile.Payee == "fund" ? Timelines.OfInsured(draw) : Timelines.OfRecipient(draw);
        var first = workshop.Decisions.Decide(draw, person, profile, standing, payout);
        return (1, [first, .. workshop.Decisions.Beside(draw, first, standing)]);
    }

    private (int People, IReadOnlyList<Decision> Rows) Couple() =>
        (2, Stories.Couple(workshop, draw, commune, Payout.HouseholdHead));

    private (int People, IReadOnlyList<Decision> Rows) Siblings(int count) =>
        (count, Stories.Wards(workshop, draw, commune, draw.Pick(children), count));

    private WeightedTable<GroupProfile> Groups(string programme) =>
        new(workshop.Decisions.All.Where(profile => profile.Programme == programme && profile.LivesIn(commune))
            .Select(profile => (profile, profile.Weight)));
}
