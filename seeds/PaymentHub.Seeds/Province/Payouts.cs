namespace PaymentHub.Seeds.Province;

/// <summary>Draws who receives a person's money, how, and through which paying institution.</summary>
internal sealed class Payouts(People people, AccountNumbers accounts, int accountPercent)
{
    private static readonly Dictionary<string, string> OwnBanks = new(StringComparer.Ordinal)
    {
        ["970405"] = "AGRI",
        ["970415"] = "VIETIN",
        ["970418"] = "BIDV",
        ["970436"] = "VCB",
    };

    private static readonly WeightedTable<string> Urban = new(
        [("AGRI", 25), ("VIETIN", 30), ("BIDV", 25), ("VCB", 20)]);
    private static readonly WeightedTable<string> Rural = new([("AGRI", 60), ("VIETIN", 18), ("BIDV", 16), ("VCB", 6)]);

    /// <summary>The bank that executes for a commune by its contract.</summary>
    public static string ContractedBank(Draw draw, Commune commune) =>
        draw.Pick(commune.Terrain is Terrain.Ward or Terrain.Island ? Urban : Rural);

    /// <summary>The payout of an ordinary person of a group; premium subsidies go to the insurance fund.</summary>
    public Payout For(Draw draw, Person person, GroupProfile profile, string contracted)
    {
        if (profile.Payee == "fund")
            return Payout.ToFund;
        var relation = profile.Payee switch
        {
            "guardian" => draw.Percent(70) ? Payout.Guardian : Payout.HouseholdHead,
            "carer" => draw.Percent(45) ? Payout.Guardian : draw.Percent(35) ? Payout.HouseholdHead : Payout.Self,
            _ => draw.PerMille(35) ? Payout.Proxy : Payout.Self,
        };
        var payee = relation == Payout.Self ? person : people.Adult(draw, person.Commune);
        return draw.Percent(accountPercent)
            ? ToAccount(draw, payee, relation, contracted)
            : InCash(payee, relation);
    }

    /// <summary>
    /// An account opened by <paramref name="payee"/>, paid through the contracted or the payee's own bank.
    /// </summary>
    public Payout ToAccount(Draw draw, Person payee, string relation, string contracted)
    {
        var account = accounts.Open(draw, payee.Commune);
        var own = OwnBanks.TryGetValue(account.Bin, out var institution) && draw.Percent(25);
        return Transfer(account, HolderName(draw, payee.Name), relation, payee, own ? institution! : contracted);
    }

    public static Payout Transfer(
        BankAccount account, string holder, string relation, Person payee, string institution) =>
        new(Payout.Transfer, institution, account.Bin, account.Number, holder, relation,
            relation == Payout.Self ? "" : payee.Name, relation == Payout.Self ? "" : payee.Id);

    public static Payout InCash(Person payee, string relation) =>
        new(Payout.Cash, "POST", "", "", "", relation,
            relation == Payout.Self ? "" : payee.Name, relation == Payout.Self ? "" : payee.Id);

    /// <summary>The same account used for another person, under a declared relation to its holder.</summary>
    public static Payout SharedWith(Payout holder, Person payee, string relation) =>
        holder with { Relation = relation, PayeeName = payee.Name, PayeeId = payee.Id };

    /// <summary>
    /// The holder as the bank writes it: upper case without marks, cut at 35 characters by some core systems, now and
    /// then with a second space typed in.
    /// </summary>
    public static string HolderName(Draw draw, string name)
    {
        var text = VietnameseText.BankName(name);
        if (draw.Percent(4))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            text = space < 0 ? text : text.Insert(space, " ");
        }

        return text.Length > 35 ? text[..35].TrimEnd() : text;
    }
}
