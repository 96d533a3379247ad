namespace PaymentHub.Seeds.Province;

/// <summary>The offices of the province: who signs decisions, and which bank executes for a commune.</summary>
internal sealed class Offices
{
    private readonly Dictionary<string, (string Chairman, string Bank)> communes = [];
    private readonly string director;

    public Offices(int seed, People people, IReadOnlyList<Commune> all)
    {
        director = people.Adult(new Draw(seed, "director"), all[0]).Name;
        foreach (var commune in all)
        {
            var draw = new Draw(seed, "office " + commune.Code);
            communes[commune.Code] = (people.Adult(draw, commune).Name, Payouts.ContractedBank(draw, commune));
        }
    }

    /// <summary>
    /// The director of the Department of Home Affairs (giám đốc Sở Nội vụ) for merit, the chairman of the commune
    /// (chủ tịch Ủy ban nhân dân cấp xã) for everything else.
    /// </summary>
    public string Signer(Commune commune, string programme) =>
        programme == "NCC" ? director : communes[commune.Code].Chairman;

    /// <summary>The bank that executes for the commune by its contract.</summary>
    public string Bank(Commune commune) => communes[commune.Code].Bank;
}
