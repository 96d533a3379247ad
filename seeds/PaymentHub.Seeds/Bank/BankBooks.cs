using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>The simulation's ledgers: one per payer account, and the post office's cash.</summary>
internal sealed class BankBooks
{
    private readonly BankOptions options;
    private readonly Dictionary<Institution, AccountLedger> ledgers;
    private readonly HashSet<OrderFile> bookedFiles = [];
    private readonly List<Planted> planted = [];
    private bool faultsArePlanted;
    private Institution? advancePayer;

    public BankBooks(BankOptions options)
    {
        this.options = options;
        ledgers = options.Institutions.All.Where(i => !i.IsPost)
            .ToDictionary(i => i, i => new AccountLedger(i, options.Preset.OpeningBalance, options.Preset.FormOf(i)));
        Post = new PostOffice(Chance, options.Preset);
    }

    public IReadOnlyCollection<AccountLedger> Ledgers => ledgers.Values;
    public IReadOnlyList<Planted> Planted => planted;
    public PostOffice Post { get; }
    private Chance Chance => new(options.Seed);

    public AccountLedger LedgerOf(Institution bank) => ledgers[bank];

    /// <summary>Books everything received and not yet booked, and closes the days it falls on.</summary>
    public void Close(IReadOnlyList<OrderFile> files, IReadOnlyList<PayList> lists)
    {
        var round = files.Where(f => !bookedFiles.Contains(f) && f.RejectedWhole is null).ToList();
        bookedFiles.UnionWith(round);
        var everKnown = files.SelectMany(f => f.Payments).ToList();
        var withFaults = !faultsArePlanted && round.Any(f => f.Payments.Any(p => p.IsOrdinary));
        faultsArePlanted |= withFaults;
        planted.AddRange(new FaultPlan(Chance, options.Preset, everKnown).Apply(round, withFaults));
        var sentBack = PayOut(round, lists);
        var accounts = everKnown.Select(p => p.Account).Concat(options.Institutions.All.Select(i => i.Account))
            .ToHashSet(StringComparer.Ordinal);
        var busy = ledgers.Values.Select(l => (Ledger: l, Files: round.Where(f => f.Bank == l.Bank).ToList()))
            .Where(b => b.Files.Count > 0 || (sentBack.Count > 0 && b.Ledger.Bank == advancePayer))
            .ToList();
        var strangers = withFaults ? new Strangers(Chance, accounts).Plan(options.Preset, round, planted) : [];
        foreach (var (ledger, own) in busy)
            CloseBank(ledger, own, strangers, sentBack, accounts);
    }

    private void CloseBank(
        AccountLedger ledger, List<OrderFile> own, List<Stranger> strangers, List<PayList> sentBack,
        HashSet<string> accounts)
    {
        var roundBooks = new RoundBooks(Chance, options.Preset, ledger, accounts);
        roundBooks.Book(own);
        foreach (var stranger in strangers.Where(s => s.Bank == ledger.Bank))
            roundBooks.Add(stranger.Date, stranger.Booking);
        var first = own.Count > 0 ? own.Min(f => f.ExecutionDay) : LocalDate.MaxIsoValue;
        foreach (var list in ledger.Bank == advancePayer ? sentBack : [])
        {
            var day = ledger.FirstOpenDay(list.FinalReport);
            first = LocalDate.Min(first, day);
            roundBooks.Add(day, SentBack(list));
        }

        roundBooks.Close(first, own.Count > 0 ? options.Preset.StatementDays : 0);
        if (options.Preset.DayBeforeRate > 0)
            planted.Add(new Planted("dayBefore", roundBooks.DayBefore, roundBooks.DayBefore));
        if (options.Preset.NextDayRate > 0)
            planted.Add(new Planted("nextDay", roundBooks.NextDay, roundBooks.NextDay));
    }

    /// <summary>The post office gets its advances first, then pays out; gives the lists with money to send
    /// back.</summary>
    private List<PayList> PayOut(List<OrderFile> round, IReadOnlyList<PayList> lists)
    {
        foreach (var advance in round.SelectMany(f => f.Payments).Where(p => p.IsAdvance))
        {
            Post.Receive(advance.Amount);
            advancePayer = advance.Batch.File.Bank;
        }

        var start = round.Count > 0 ? round.Min(f => f.ExecutionDay) : options.DefaultExecutionDate;
        var sentBack = new List<PayList>();
        foreach (var list in lists.Where(l => !l.IsCovered))
        {
            Post.PayOut(list, start);
            if (list.IsCovered && list.PaidOut < list.Total)
                sentBack.Add(list);
        }

        return sentBack;
    }

    private Booking SentBack(PayList list) => new()
    {
        Kind = EntryKind.AdvanceReturn,
        Amount = list.Total - list.PaidOut,
        List = list,
        OtherAccount = options.Institutions.Post!.Account,
        OtherName = options.Institutions.Post.AccountName,
        Text = $"HOAN TAM UNG {list.MessageId}",
    };
}
