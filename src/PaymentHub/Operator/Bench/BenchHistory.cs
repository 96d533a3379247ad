using System.Globalization;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Domain.Runs;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// Months that are over: after their release every payment was debited by one of four weekly statements of its bank,
/// one of a hundred came back a week later, and one line of ten thousand names nobody. What the statements hold is in
/// events and rows as if it had come as files; the bytes are not.
/// </summary>
internal sealed class BenchHistory(BenchFill fill, ReferenceData reference)
{
    private const int Weeks = 4;
    private const int OneReturnIn = 100;
    private const int OneBreakIn = 10_000;

    private readonly Dictionary<string, List<object>> _accounts = [];
    private readonly Dictionary<string, (Money Balance, long Sequence)> _chain = [];
    private readonly Dictionary<(string Bank, int Week), WeekFile> _files = [];

    private sealed record WeekFile(Guid Id, LocalDate Day, List<EntryMatch> Matches, List<FoundBreak> Breaks)
    {
        public Money Moved { get; set; }

        public int Next => Matches.Count + Breaks.Count;
    }

    /// <summary>Stores a month with so many payments, numbered from <paramref name="first"/>.</summary>
    public async Task MonthAsync(YearMonth period, long first, int payments)
    {
        _files.Clear();
        foreach (var bank in fill.Banks)
        {
            for (var week = 0; week <= Weeks; week++)
            {
                _files[(bank.Code, week)] = new WeekFile(
                    SettlementFile.IdOf($"{bank.Code}{PeriodIso.Format(period)}{week}"),
                    period.OnDayOfMonth(1).PlusDays((7 * week) + 2), [], []);
            }
        }

        await RunAsync(period, payments);
        await fill.MonthAsync(period, first, payments, Story);
        foreach (var ((bank, week), file) in _files) await FileAsync(period, reference.Institutions[bank], week, file);
    }

    /// <summary>Stores the streams of the accounts, once every month is there.</summary>
    public async Task FinishAsync()
    {
        foreach (var (bank, events) in _accounts)
            await fill.StoreAsync<PayerAccount>(PayerAccount.IdOf(bank), [.. events]);
    }

    private async Task RunAsync(YearMonth period, int payments)
    {
        var at = BenchFill.Moment(period, -9);
        string[] communes = [.. reference.Communes.Keys.Order(StringComparer.Ordinal)];
        var each = payments / communes.Length;
        await fill.StoreAsync<PaymentRun>(PaymentRun.IdOf(period),
        [
            new RunOpened(at, "lap", period, communes),
            .. communes.Select(c => new CommunePlanned(
                at, c, 12, each, each, new Money(each * 500_000L), 0, Money.Zero)),
            new RunPlanned(at, communes.Length * 12, payments, payments, new Money(payments * 500_000L)),
        ]);
    }

    private IEnumerable<object> Story(BatchKey key, PlacedPayment[] placed)
    {
        var account = reference.Institutions[key.Institution].Account;
        var back = new List<PlacedPayment>();
        for (var week = 0; week <= Weeks; week++)
        {
            var file = _files[(key.Institution, week)];
            if (back.Count > 0) yield return Returned(key, file, account, back);
            var own = placed.Where(p => week < Weeks && ChanceOf(p) % Weeks == week)
                .ToArray();
            foreach (var chunk in own.Chunk(PaymentBatch.ChunkSize)) yield return Settled(key, file, account, chunk);
            back = [.. own.Where(p => ChanceOf(p) / Weeks % OneReturnIn == 0)];
        }
    }

    private static int ChanceOf(PlacedPayment p) => p.Payee.GetHashCode() & int.MaxValue;

    private static PaymentsSettled Settled(BatchKey key, WeekFile file, string account, PlacedPayment[] own)
    {
        var items = new SettledPayment[own.Length];
        for (var i = 0; i < own.Length; i++)
        {
            items[i] = new SettledPayment(own[i].No, own[i].Amount, file.Next);
            file.Matches.Add(Match(key, file, MatchKind.Payment, own[i]));
            if (file.Next % OneBreakIn == 0) file.Breaks.Add(Break(file));
        }

        var amount = own.Sum(p => p.Amount);
        file.Moved -= amount;
        return new PaymentsSettled(MomentOf(file), file.Id, file.Day, account, false, items, amount)
        {
            BookedOn = file.Day,
        };
    }

    private static PaymentsReturned Returned(BatchKey key, WeekFile file, string account, List<PlacedPayment> back)
    {
        var items = new ReturnedPayment[back.Count];
        for (var i = 0; i < back.Count; i++)
        {
            items[i] = new ReturnedPayment(back[i].No, back[i].Amount, file.Next, "AC04");
            file.Matches.Add(Match(key, file, MatchKind.Return, back[i]));
        }

        var amount = back.Sum(p => p.Amount);
        file.Moved += amount;
        return new PaymentsReturned(MomentOf(file), file.Id, file.Day, account, false, items, amount)
        {
            BookedOn = file.Day,
        };
    }

    private static EntryMatch Match(BatchKey key, WeekFile file, MatchKind kind, PlacedPayment p) => new(
        file.Next, kind, MatchRule.EndToEndId, p.Amount, key.Id, p.No,
        $"FT{file.Next.ToString("D8", CultureInfo.InvariantCulture)}", file.Day);

    private static FoundBreak Break(WeekFile file)
    {
        var amount = new Money(500_000);
        file.Moved -= amount;
        return new FoundBreak(
            file.Next, file.Day, BreakKind.UnexplainedDebit, amount, true, $"FTX{file.Next}", null, "000000001", [])
        {
            BookedOn = file.Day,
        };
    }

    private async Task FileAsync(YearMonth period, Institution bank, int week, WeekFile file)
    {
        var (at, before) = (MomentOf(file), _chain.GetValueOrDefault(bank.Code));
        var name = $"{bank.Code}-{PeriodIso.Format(period)}-{week}.xml";
        if (!_accounts.TryGetValue(bank.Code, out var account))
            _accounts[bank.Code] = account = [new AccountOpened(at, bank.Code, bank.Account, true)];
        // The treasury gives what the bank will pay.
        var funding = file.Moved < Money.Zero ? -file.Moved : Money.Zero;
        if (funding.IsPositive)
        {
            account.Add(new FundingReceived(at, file.Id, file.Next, file.Day, bank.Account, funding, "KB")
            {
                BookedOn = file.Day,
            });
            file.Matches.Add(new EntryMatch(
                file.Next, MatchKind.Funding, MatchRule.Classified, funding, null, null, "KB", file.Day));
        }

        var closing = before.Balance + file.Moved + funding;
        var statement = new StatementFacts(
            bank.Account, name, before.Sequence + 1, file.Day, file.Day, before.Balance, closing);
        _chain[bank.Code] = (closing, before.Sequence + 1);
        account.Add(new StatementBooked(at, file.Id, statement));
        await fill.StoreAsync<SettlementFile>(file.Id,
        [
            new FileReceived(at, "bank", bank.Code, name, name, file.Next, BankFileFormat.Statement),
            new FileAccepted(at, file.Next, [statement], null, []),
            .. file.Matches.Chunk(PaymentBatch.ChunkSize).Select(c => EntriesMatched.Of(
                at, bank.Account, c, EntryMatching.RuleVersion)),
            .. file.Breaks.Chunk(PaymentBatch.ChunkSize).Select(c => new BreaksFound(at, bank.Account, false, c)),
            new FileReconciled(at, file.Next, file.Matches.Count, file.Breaks.Count),
        ]);
    }

    private static Instant MomentOf(WeekFile file) =>
        file.Day.At(new LocalTime(20, 0)).InZoneStrictly(Storage.HubClock.Zone).ToInstant();
}
