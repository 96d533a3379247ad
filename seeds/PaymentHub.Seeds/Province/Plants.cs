using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>An entry of the death register (sổ đăng ký khai tử).</summary>
internal sealed record DeathEntry(Person Person, LocalDate Died, LocalDate Registered);

/// <summary>
/// The planted people of a province, made before the ordinary ones and kept per commune until that commune is written.
/// They count against the commune's share of people.
/// </summary>
internal sealed class Plants
{
    private readonly Dictionary<string, List<IReadOnlyList<Decision>>> units = [];
    private readonly Dictionary<string, int> room = [];
    private readonly WeightedTable<Commune> lowland;
    private readonly WeightedTable<Commune> central;

    public Plants(Workshop workshop, int[] quota)
    {
        Workshop = workshop;
        Draw = new Draw(workshop.Options.Seed, "plants");
        for (var i = 0; i < quota.Length; i++)
            room[workshop.Communes[i].Code] = quota[i];
        lowland = ByWeight(workshop.Communes.Where(commune => !commune.Difficult));
        central = ByWeight(workshop.Communes.Where(commune => commune.FormerKonTum));
        DeathStories.Plant(this, workshop.Options.Planted);
        AccountStories.Plant(this, workshop.Options.Planted);
        IdentityStories.Plant(this, workshop.Options.Planted);
    }

    public Workshop Workshop { get; }

    public Draw Draw { get; }

    public List<(string Detector, Decision[] Rows, string Note)> Flags { get; } = [];

    public List<(string Kind, Decision[] Rows, string Note)> Harmless { get; } = [];

    public List<Decision> HeldAtRelease { get; } = [];

    public List<DeathEntry> Deaths { get; } = [];

    public List<DeathEntry> LateDeaths { get; } = [];

    public int RoomLeft(Commune commune) => room[commune.Code];

    public IReadOnlyList<IReadOnlyList<Decision>> Of(Commune commune) =>
        units.TryGetValue(commune.Code, out var planted) ? planted : [];

    /// <summary>
    /// A commune that still has room for <paramref name="people"/> planted persons and one ordinary one.
    /// </summary>
    public Commune Place(int people, bool highland = false)
    {
        var table = highland ? central : lowland;
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var commune = Draw.Pick(table);
            if (room[commune.Code] > people)
                return commune;
        }

        throw new ArgumentException(
            "Số người quá ít để cài các tình huống mẫu; hãy tăng --people. / "
            + $"No commune has room for {people} planted people; give more --people.");
    }

    /// <summary>Puts rows into the commune of each row; every distinct person takes one place there.</summary>
    public void Add(params Decision[] rows)
    {
        foreach (var place in rows.GroupBy(row => row.Person.Commune.Code))
        {
            if (!units.TryGetValue(place.Key, out var list))
                units[place.Key] = list = [];
            list.Add([.. place]);
        }

        foreach (var person in rows.Select(row => row.Person).DistinctBy(person => person.Id))
            room[person.Commune.Code]--;
    }

    public Person Someone(Commune commune, GroupProfile profile) => Workshop.People.Make(
        Draw, commune, Draw.Percent(profile.FemalePercent), profile.BornFrom, profile.BornTo);

    /// <summary>A cash benefit that adults receive for themselves.</summary>
    public GroupProfile AdultBenefit()
    {
        var (programme, group) = Draw.Pick(AdultGroups);
        return Workshop.Decisions.Profile(programme, group);
    }

    public Payout OwnPayout(Person person) => Draw.Percent(Workshop.Options.Shares.Account)
        ? OwnAccount(person)
        : Payouts.InCash(person, Payout.Self);

    public Payout OwnAccount(Person person) =>
        Workshop.Payouts.ToAccount(Draw, person, Payout.Self, Workshop.Bank(person.Commune));

    public Decision Decide(Person person, GroupProfile profile, Timeline months, Payout payout) =>
        Workshop.Decisions.Decide(Draw, person, profile, months, payout);

    public Decision Regular(Person person, GroupProfile profile, Payout payout) =>
        Stories.Regular(Workshop, Draw, person, profile, payout);

    private static WeightedTable<Commune> ByWeight(IEnumerable<Commune> communes) =>
        new(communes.Select(commune => (commune, commune.Weight)));

    private static readonly WeightedTable<(string Programme, string Group)> AdultGroups = new(
    [
        (("HTXH", "75+"), 55), (("TCXH", "K5.A1"), 15), (("TCXH", "K6.C"), 10), (("NCC", "LS1"), 12),
        (("NCC", "TUDAY"), 8),
    ]);
}
