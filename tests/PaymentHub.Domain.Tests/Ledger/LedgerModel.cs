using NodaTime;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>Where a đồng can be. Everything outside has no end.</summary>
public enum Place
{
    Outside,
    Allotted,
    Reserved,
    Approved,
    OnTheWay,
    Kept,
    Back,
    AtTheBank,
    Charged,
    Unexplained,
    Demanded,
    GivenUp,
}

/// <summary>
/// The ledger as a child would keep it: coins move from one place to another, each move with the day on which it
/// happened, the day under which the books have it and the moment when we heard of it. No debit and no credit.
/// </summary>
public sealed class LedgerModel
{
    private readonly List<Move> _moves = [];
    private readonly HashSet<YearMonth> _shut = [];

    /// <summary>Coins of one purse (a batch, or a fund's year) and source that moved.</summary>
    public sealed record Move(
        string Purse, string Source, Place From, Place To, long Coins, LocalDate Happened, LocalDate Booked, int Heard);

    /// <summary>What the accounts must show when coins lie in a place: debit above zero.</summary>
    private static readonly Dictionary<Place, (string Account, int Sign)[]> Shows = new()
    {
        [Place.Allotted] = [("FundAvailable", 1), ("Allotment", -1)],
        [Place.Reserved] = [("FundReserved", 1), ("Allotment", -1)],
        [Place.Approved] = [("Obligation", 1), ("Payable", -1)],
        [Place.OnTheWay] = [("Obligation", 1), ("InTransit", -1)],
        [Place.Kept] = [("Obligation", 1), ("Bank", -1), ("FundSpent", 1), ("FundReserved", -1)],
        [Place.Back] = [("Obligation", 1), ("ReturnedHeld", -1)],
        [Place.AtTheBank] = [("Bank", 1), ("TreasuryFunding", -1)],
        [Place.Charged] = [("Charges", 1), ("Bank", -1)],
        [Place.Unexplained] = [("Unexplained", 1), ("Bank", -1)],
        [Place.Demanded] = [("Recoverable", 1), ("RecoveryDue", -1)],
        [Place.GivenUp] = [("WrittenOff", 1), ("RecoveryDue", -1)],
        [Place.Outside] = [],
    };

    public LocalDate Today { get; private set; } = new(2026, 11, 1);

    /// <summary>How often anything was heard; the present moment.</summary>
    public int Now { get; private set; }

    public IReadOnlySet<YearMonth> ShutMonths => _shut;

    public void Sleep(int days) => Today = Today.PlusDays(days);

    /// <summary>The month before this one takes nothing more, nor does any before it.</summary>
    public void ShutLastMonth()
    {
        for (var m = new YearMonth(2026, 10); m < Today.ToYearMonth(); m = m.PlusMonths(1)) _shut.Add(m);
    }

    public long In(Place place, string purse, string source) =>
        _moves.Where(m => m.Purse == purse && m.Source == source)
            .Sum(m => (m.To == place ? m.Coins : 0) - (m.From == place ? m.Coins : 0));

    /// <summary>Moves coins that happened on a day and were heard of now.</summary>
    public void Shift(string purse, string source, Place from, Place to, long coins, LocalDate happened)
    {
        if (coins == 0) return;
        var booked = _shut.Contains(happened.ToYearMonth()) ? Today : happened;
        _moves.Add(new Move(purse, source, from, to, coins, happened, booked, Now));
    }

    public void Hear() => Now++;

    /// <summary>
    /// What the accounts must show of what happened up to a day, as heard up to a moment: "account source" → coins.
    /// </summary>
    public SortedDictionary<string, long> At(LocalDate day, int heard) =>
        Sum(_moves.Where(m => m.Happened <= day && m.Heard <= heard));

    /// <summary>What the books of a month must show.</summary>
    public SortedDictionary<string, long> Of(YearMonth month) =>
        Sum(_moves.Where(m => m.Booked.ToYearMonth() == month));

    private static SortedDictionary<string, long> Sum(IEnumerable<Move> moves)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var m in moves)
        {
            foreach (var (account, sign) in Shows[m.To]) Add(sums, $"{account} {m.Source}", sign * m.Coins);
            foreach (var (account, sign) in Shows[m.From]) Add(sums, $"{account} {m.Source}", -sign * m.Coins);
        }

        return sums;
    }

    /// <summary>Adds to a sum, and forgets it when it comes to nothing.</summary>
    public static void Add(SortedDictionary<string, long> sums, string key, long coins)
    {
        sums[key] = sums.GetValueOrDefault(key) + coins;
        if (sums[key] == 0) sums.Remove(key);
    }
}
