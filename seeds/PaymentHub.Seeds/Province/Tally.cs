using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Counts what was written and works out, apart from the service, what November has to pay: due by the rates known on
/// the planning day less what was brought forward, for the months July to November.
/// </summary>
internal sealed class Tally(Rates rates, IEnumerable<DeathEntry> knownDeaths)
{
    public static readonly IReadOnlyList<string> Programmes = ["HTXH", "TCXH", "NCC", "BHYT", "BHXHTN"];

    private readonly Dictionary<(string Commune, string Programme, string Source), long> needed = [];
    private readonly SortedDictionary<string, long> added = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProgrammeTruth> programmes =
        Programmes.ToDictionary(code => code, _ => new ProgrammeTruth(0, 0, 0, 0, 0, 0, 0));

    // A decision that nobody ended pays the dead no month after the month of death.
    private readonly HashSet<string> dead =
        [.. knownDeaths.Where(d => d.Died.ToYearMonth() < Timelines.November).Select(d => d.Person.Id)];

    public int Decisions { get; private set; }

    public List<string> Recoveries { get; } = [];

    public IReadOnlyDictionary<string, ProgrammeTruth> PerProgramme => programmes;

    /// <summary>The sources of a programme's money: its own, then those that add to it.</summary>
    public static IEnumerable<string> SourcesOf(string programme) =>
        programme == "NCC" ? ["TW", "TINH"] : ["TINH"];

    /// <summary>đồng to pay in November from sources that add to a programme, by "programme/source".</summary>
    public IReadOnlyDictionary<string, long> Added => added;

    public long Needed(string commune, string programme, string source) =>
        needed.GetValueOrDefault((commune, programme, source));

    public void Count(Decision row)
    {
        Decisions++;
        var balance = Balance(row);
        var more = balance > 0 ? AddedTo(row) : null;
        Need(row, SourcesOf(row.Programme).First(), Math.Max(0, balance) - (more?.Amount ?? 0));
        if (more is var (source, part))
        {
            Need(row, source, part);
            var key = $"{row.Programme}/{source}";
            added[key] = added.GetValueOrDefault(key) + part;
        }

        if (balance < 0)
            Recoveries.Add(row.Dossier);
        var before = programmes[row.Programme];
        programmes[row.Programme] = before with
        {
            Decisions = before.Decisions + 1,
            Accounts = before.Accounts + (row.Payout.Method == Payout.Transfer ? 1 : 0),
            Cash = before.Cash + (row.Payout.Method == Payout.Cash ? 1 : 0),
            Fund = before.Fund + (row.Payout.Method == Payout.Fund ? 1 : 0),
            Lines = before.Lines + (balance > 0 ? 1 : 0),
            DueInNovember = before.DueInNovember + Math.Max(0, balance),
            ToRecover = before.ToRecover + Math.Max(0, -balance),
        };
    }

    private void Need(Decision row, string source, long amount)
    {
        var key = (row.Person.Commune.Code, row.Programme, source);
        needed[key] = needed.GetValueOrDefault(key) + amount;
    }

    // The sample's level applies from November on, so no arrears have a part of it.
    private (string Source, long Amount)? AddedTo(Decision row) =>
        row.Months.From > Timelines.November || row.Months.Until <= Timelines.November || dead.Contains(row.Person.Id)
            ? null
            : rates.Added(row.Programme, row.Group, Timelines.November, Timelines.PlanningDay);

    /// <summary>đồng to pay (positive) or to recover (negative) when November is planned.</summary>
    public long Balance(Decision row)
    {
        if (row.Superseded)
            return 0;
        var months = row.Months;
        var first = months.PaidFrom ?? months.From;
        var last = months.Until is { } until && until <= Timelines.November ? until.PlusMonths(-1) : Timelines.November;
        var balance = 0L;
        for (var month = first; month <= last; month = month.PlusMonths(1))
            balance += Due(row, month);
        if (months is { PaidFrom: { } from, PaidTo: { } to })
            balance -= row.PaidAmount * (Timelines.MonthsBetween(from, to) + 1);
        return balance;
    }

    /// <summary>
    /// Voluntary insurance and partly subsidised premiums are locked at the price when paid; their rates do not change
    /// within the demo's months, so the rate of the month is right for them too.
    /// </summary>
    private long Due(Decision row, YearMonth month) =>
        rates.Amount(row.Programme, row.Group, row.Injury, month, Timelines.PlanningDay);
}
