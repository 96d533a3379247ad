namespace PaymentHub.Seeds.Province;

/// <summary>
/// Plants accounts that receive for many: fraud rings, and the institutions and guardians that may do so.
/// </summary>
internal static class AccountStories
{
    public static void Plant(Plants plants, Planted counts)
    {
        for (var i = 0; i < counts.SharedAccounts; i++)
            Ring(plants, plants.Draw.Between(Math.Max(4, counts.RingFrom), Math.Max(4, counts.RingTo)));
        for (var i = 0; i < counts.Institutions; i++)
            Institution(plants, i, plants.Draw.Between(6, 12));
        for (var i = 0; i < counts.LargeGuardians; i++)
            LargeGuardian(plants, plants.Draw.Between(4, 5));
        for (var i = 0; i < counts.LookAlikes; i++)
            Couples(plants);
    }

    /// <summary>One account, many unrelated people, each declared to receive for himself.</summary>
    private static void Ring(Plants plants, int members)
    {
        var commune = plants.Place(members);
        var organiser = plants.Workshop.People.Adult(plants.Draw, commune);
        var shared = plants.OwnAccount(organiser);
        var rows = Enumerable.Range(0, members).Select(_ =>
        {
            var profile = plants.AdultBenefit();
            return plants.Regular(plants.Someone(commune, profile), profile, shared);
        }).ToArray();
        foreach (var row in rows)
            plants.Add(row);
        plants.Flags.Add(("SHARED_ACCOUNT", rows,
            $"Một tài khoản nhận cho {members} người không có quan hệ khai báo"));
    }

    /// <summary>A care institution receives for up to twelve residents; its representative signs.</summary>
    private static void Institution(Plants plants, int index, int residents)
    {
        var (draw, workshop) = (plants.Draw, plants.Workshop);
        var commune = plants.Place(residents);
        var names = workshop.People.Names.Institutions;
        var representative = workshop.People.Adult(draw, commune) with { Name = names[index % names.Count] };
        var payout = workshop.Payouts.ToAccount(draw, representative, Payout.CareInstitution, workshop.Bank(commune));
        var groups = new[] { "K1.B", "K5.D", "K6.A" };
        var rows = Enumerable.Range(0, residents).Select(i =>
        {
            var profile = workshop.Decisions.Profile("TCXH", groups[i % groups.Length]);
            return plants.Regular(plants.Someone(commune, profile), profile, payout);
        }).ToArray();
        foreach (var row in rows)
            plants.Add(row);
        plants.Harmless.Add(("INSTITUTION", rows, $"Cơ sở trợ giúp nhận thay cho {residents} người"));
    }

    private static void LargeGuardian(Plants plants, int children)
    {
        var commune = plants.Place(children);
        var profile = plants.Workshop.Decisions.Profile("TCXH", "K1.B");
        var rows = Stories.Wards(plants.Workshop, plants.Draw, commune, profile, children).ToArray();
        plants.Add(rows);
        plants.Harmless.Add(("GUARDIAN", rows, $"Một người giám hộ nhận cho {children} trẻ em"));
    }

    private static void Couples(Plants plants)
    {
        var declared = Stories.Couple(plants.Workshop, plants.Draw, plants.Place(2), Payout.HouseholdHead).ToArray();
        plants.Add(declared);
        plants.Harmless.Add(("COUPLE", declared, "Hai vợ chồng nhận chung một tài khoản của chủ hộ"));
        var silent = Stories.Couple(plants.Workshop, plants.Draw, plants.Place(2), Payout.Self).ToArray();
        plants.Add(silent);
        plants.Harmless.Add((
            "COUPLE_UNDECLARED", silent, "Hai vợ chồng chung tài khoản, không khai: chưa tới bốn người"));
    }
}
