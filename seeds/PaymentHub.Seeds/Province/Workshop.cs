namespace PaymentHub.Seeds.Province;

/// <summary>Everything one province is made with. Ids and account numbers are shared, so they stay unique.</summary>
internal sealed class Workshop
{
    private readonly Dictionary<string, (string Signer, string Bank)> offices = [];

    public Workshop(ProvinceOptions options)
    {
        Options = options;
        Communes = Commune.Load();
        People = new People(options.Seed, options.Shares.YearOnly);
        Accounts = new AccountNumbers(options.Seed);
        Decisions = new Decisions(new Rates());
        Payouts = new Payouts(People, Accounts, options.Shares.Account);
        foreach (var commune in Communes)
        {
            var draw = new Draw(options.Seed, "office " + commune.Code);
            offices[commune.Code] = (People.Adult(draw, commune).Name, Payouts.ContractedBank(draw, commune));
        }
    }

    public ProvinceOptions Options { get; }

    public IReadOnlyList<Commune> Communes { get; }

    public People People { get; }

    public AccountNumbers Accounts { get; }

    public Decisions Decisions { get; }

    public Payouts Payouts { get; }

    /// <summary>The chairman who signs a commune's decisions (chủ tịch Ủy ban nhân dân cấp xã).</summary>
    public string Signer(Commune commune) => offices[commune.Code].Signer;

    /// <summary>The bank that executes for the commune.</summary>
    public string Bank(Commune commune) => offices[commune.Code].Bank;
}
