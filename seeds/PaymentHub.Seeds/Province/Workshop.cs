namespace PaymentHub.Seeds.Province;

/// <summary>Everything one province is made with. Ids and account numbers are shared, so they stay unique.</summary>
internal sealed class Workshop
{
    private readonly Offices offices;

    public Workshop(ProvinceOptions options)
    {
        Options = options;
        Communes = Commune.Load();
        People = new People(options.Seed, options.Shares.YearOnly);
        offices = new Offices(options.Seed, People, Communes);
        Decisions = new Decisions(new Rates(), offices);
        Payouts = new Payouts(People, new AccountNumbers(options.Seed), options.Shares.Account);
    }

    public ProvinceOptions Options { get; }

    public IReadOnlyList<Commune> Communes { get; }

    public People People { get; }

    public Decisions Decisions { get; }

    public Payouts Payouts { get; }

    /// <summary>The bank that executes for the commune.</summary>
    public string Bank(Commune commune) => offices.Bank(commune);
}
