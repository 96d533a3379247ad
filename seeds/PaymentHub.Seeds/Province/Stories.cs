namespace PaymentHub.Seeds.Province;

/// <summary>Small groups of people whose decisions belong together; used for ordinary and for planted people.</summary>
internal static class Stories
{
    /// <summary>
    /// Husband and wife with a social pension each and one account, his or hers. The second declares
    /// <paramref name="relation"/> to the holder, or nothing when it is <see cref="Payout.Self"/>.
    /// </summary>
    public static IReadOnlyList<Decision> Couple(Workshop workshop, Draw draw, Commune commune, string relation)
    {
        var profile = workshop.Decisions.Profile("HTXH", "75+");
        var husband = workshop.People.Make(draw, commune, false, profile.BornFrom, profile.BornTo);
        var wife = workshop.People.Make(draw, commune, true, profile.BornFrom, profile.BornTo) with
        {
            Hamlet = husband.Hamlet,
            Phone = husband.Phone,
        };
        var his = workshop.Payouts.ToAccount(draw, husband, Payout.Self, workshop.Bank(commune));
        var hers = relation == Payout.Self ? his : Payouts.SharedWith(his, husband, relation);
        return
        [
            Regular(workshop, draw, husband, profile, his),
            Regular(workshop, draw, wife, profile, hers),
        ];
    }

    /// <summary>Children of one group whose one guardian receives for all of them on one account.</summary>
    public static IReadOnlyList<Decision> Wards(
        Workshop workshop, Draw draw, Commune commune, GroupProfile profile, int count)
    {
        var guardian = workshop.People.Adult(draw, commune);
        var payout = workshop.Payouts.ToAccount(draw, guardian, Payout.Guardian, workshop.Bank(commune));
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var female = draw.Percent(profile.FemalePercent);
            var child = workshop.People.Make(draw, commune, female, profile.BornFrom, profile.BornTo);
            return Regular(workshop, draw, child with { Hamlet = guardian.Hamlet }, profile, payout);
        })];
    }

    public static Decision Regular(Workshop workshop, Draw draw, Person person, GroupProfile profile, Payout payout) =>
        workshop.Decisions.Decide(draw, person, profile, Standing.Regular, payout);
}
