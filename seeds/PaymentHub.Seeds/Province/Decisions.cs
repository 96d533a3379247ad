using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Turns a person and a group into a decision (quyết định), and gives the second decisions the law allows.
/// </summary>
internal sealed class Decisions
{
    /// <summary>
    /// The last day before the decrees of October 2026 came into force: what the earlier system paid by.
    /// </summary>
    private static readonly LocalDate PaidAsOf = new(2026, 9, 20);

    private readonly Dictionary<(string Programme, string Group), GroupProfile> profiles = [];

    private readonly Offices offices;

    public Decisions(Rates rates, Offices offices)
    {
        this.offices = offices;
        Rates = rates;
        All = GroupProfile.Load();
        foreach (var profile in All)
            profiles.TryAdd((profile.Programme, profile.Group), profile);
    }

    public Rates Rates { get; }

    public IReadOnlyList<GroupProfile> All { get; }

    public GroupProfile Profile(string programme, string group) => profiles[(programme, group)];

    public Decision Decide(
        Draw draw, Person person, GroupProfile profile, Standing standing, Payout payout) =>
        Decide(draw, person, profile, Timelines.For(draw, standing, profile.EarliestStart(person.Birth.Date)), payout);

    public Decision Decide(
        Draw draw, Person person, GroupProfile profile, Timeline months, Payout payout)
    {
        var injury = profile.Group == "TB" ? draw.Percent(82) ? draw.Between(21, 60) : draw.Between(61, 100) : 0;
        return Row(draw, person, profile.Programme, profile.Group, injury, months, payout);
    }

    /// <summary>
    /// Further decisions of the same person: supplements that lawfully stand beside the first, the premium subsidy of
    /// recipients, and a lower benefit that the highest-only rule leaves unpaid.
    /// </summary>
    public IEnumerable<Decision> Beside(Draw draw, Decision first, Standing standing)
    {
        foreach (var (group, perMille) in Supplements(first))
        {
            if (draw.PerMille(perMille))
                yield return Row(draw, first.Person, "NCC", group, 0, first.Months, first.Payout);
        }

        if (standing != Standing.Regular)
            yield break;
        if (first is { Programme: "TCXH", Group: "K4" } && draw.Percent(14))
            yield return Row(draw, first.Person, "TCXH", "K6.C", 0, Since2025(draw, first.Person), first.Payout);
        if (first is { Programme: "TCXH", Group: "K6.D" } && Is75(first.Person) && draw.Percent(22))
            yield return Superseded(draw, first);
        if (first.Payout.Method != Payout.Fund && draw.Percent(18))
        {
            var group = first.Programme == "NCC" ? "CC" : "BT";
            yield return Row(draw, first.Person, "BHYT", group, 0, Since2025(draw, first.Person), Payout.ToFund);
        }
    }

    private static IEnumerable<(string Group, int PerMille)> Supplements(Decision first) => first switch
    {
        { Group: "BMVNAH" } => [("BMVNAH.PC", 1000)],
        { Group: "TB", Injury: >= 81 } => [("TB81.PC", 900)],
        { Group: "LS1" } => [("LS.ND", 40)],
        _ => [],
    };

    /// <summary>
    /// A social pension decided while a higher allowance runs. It starts no earlier than the allowance's own brought
    /// forward months, so that no month is left in which it would be the higher one.
    /// </summary>
    private Decision Superseded(Draw draw, Decision higher)
    {
        var from = Timelines.July.PlusMonths(draw.Between(0, 2));
        var months = new Timeline(from, null, null, null);
        return Row(draw, higher.Person, "HTXH", "75+", 0, months, higher.Payout, superseded: true);
    }

    private Decision Row(
        Draw draw, Person person, string programme, string group, int injury, Timeline months, Payout payout,
        bool superseded = false) => new()
        {
            Person = person,
            Programme = programme,
            Group = group,
            Injury = injury,
            Months = months,
            Payout = payout,
            Number = $"{draw.Between(1, 4800)}/QĐ-{(programme == "NCC" ? "SNV" : "UBND")}",
            Signer = offices.Signer(person.Commune, programme),
            Signed = Timelines.SignedIn(draw, months.From),
            PaidAmount = months.PaidFrom is { } paid ? Rates.Amount(programme, group, injury, paid, PaidAsOf) : 0,
            Superseded = superseded,
        };

    private static Timeline Since2025(Draw draw, Person person)
    {
        var from = new YearMonth(2025, 7).PlusMonths(draw.Between(0, 10));
        var born = person.Birth.Date.ToYearMonth();
        return new Timeline(from > born ? from : born, null, Timelines.July, Timelines.October);
    }

    private static bool Is75(Person person) => person.Birth.Date < new LocalDate(1951, 6, 1);
}
