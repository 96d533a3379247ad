using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>Companies and persons that money goes to, and the words of their trade.</summary>
internal sealed class Parties
{
    private static readonly string[] Stems =
    [
        "Northwind", "Harbor", "Summit", "Cedar", "Pioneer", "Lakeside", "Granite", "Evergreen", "Atlas", "Beacon",
        "Crescent", "Delta", "Falcon", "Golden Gate", "Horizon", "Ironwood", "Juniper", "Keystone", "Liberty",
        "Meridian", "Nova", "Orchard", "Pacific", "Quantum", "Redwood", "Sterling", "Trident", "Union", "Vista",
        "Westfield", "Yellowstone", "Zenith", "Apex", "Bluebird", "Cascade", "Dominion", "Emerald", "Frontier",
        "Greenleaf", "Highland", "Imperial", "Jade", "Kingfisher", "Lotus", "Monarch", "Nimbus", "Oakridge",
        "Phoenix", "Riverside", "Sapphire", "Thunder", "Upland", "Vanguard", "Willow", "Sài Gòn", "Quảng Ngãi",
        "Trường Sơn", "Sông Trà", "Hồng Hà", "Minh Long", "Thiên Ấn", "Dung Quất", "Lý Sơn", "Sa Huỳnh",
    ];

    private static readonly string[] Trades =
    [
        "Logistics", "Supplies", "Consulting", "Electric", "Software", "Insurance", "Catering", "Printing", "Freight",
        "Medical", "Foods", "Textiles", "Energy", "Telecom", "Properties", "Security", "Cleaning", "Motors", "Steel",
        "Packaging", "Pharma", "Media", "Travel", "Hardware", "Chemicals",
    ];

    private static readonly string[] Forms =
        ["LLC", "Inc", "Ltd", "Co", "Group", "Partners", "Corporation", "International", "GmbH", "JSC", "Services"];

    private static readonly string[] Purposes =
    [
        "invoice", "monthly service", "rent", "maintenance contract", "deposit", "refund", "consulting fee", "order",
        "subscription", "utilities", "equipment lease", "annual licence", "training", "travel expenses", "retainer",
    ];

    private readonly Names names = new();
    private readonly IReadOnlyList<Commune> communes;

    public Parties(Draw draw, int companies)
    {
        communes = Commune.Load();
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (found.Count < companies)
        {
            var second = draw.Percent(35) ? $" {draw.Pick(Stems)}" : "";
            found.Add($"{draw.Pick(Stems)}{second} {draw.Pick(Trades)} {draw.Pick(Forms)}");
        }

        Companies = [.. found.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Companies { get; }

    /// <summary>A few companies get most of the payments, as in any ledger.</summary>
    public string Company(Draw draw)
    {
        var spread = (long)draw.Between(0, 9_999) * draw.Between(0, 9_999);
        return Companies[(int)(spread * Companies.Count / 100_000_000L)];
    }

    public string Person(Draw draw)
    {
        var commune = draw.Pick(communes);
        return names.Name(draw, commune, names.Ethnicity(draw, commune), draw.Percent(55), draw.Between(1930, 2005));
    }

    public static string Purpose(Draw draw) => draw.Pick(Purposes);
}
