using CsCheck;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>What can be asked of the ledger.</summary>
public enum LedgerAct
{
    Allot,
    Approve,
    GiveUpApproved,
    Instruct,
    Reject,
    Settle,
    Return,
    WriteBack,
    Funding,
    Charge,
    StrangeDebit,
    Demand,
    Collect,
    WriteOff,
    Sleep,
    ShutLastMonth,
}

/// <summary>
/// One act on one of three batches: coins of the batch's own source and of another beside it, and how many days before
/// today it happened.
/// </summary>
public sealed record LedgerStep(LedgerAct Act, int Batch, long Own, long Other, int DaysAgo)
{
    public const int Batches = 3;

    public static Gen<LedgerStep> Any { get; } =
        from act in Gen.OneOf(Enum.GetValues<LedgerAct>().Concat(
            [LedgerAct.Approve, LedgerAct.Instruct, LedgerAct.Settle, LedgerAct.Settle]).ToArray())
        from batch in Gen.Int[0, Batches - 1]
        from own in Gen.OneOf(0L, 1L, 540_000L, 1_080_001L)
        from other in Gen.OneOf(0L, 0L, 300_000L, 7L)
        from days in Gen.Int[0, 40]
        select new LedgerStep(act, batch, own, other, days);
}

/// <summary>
/// The real ledger under steps: the domain's own decisions and events, and the postings that they yield.
/// </summary>
public sealed class LedgerLife
{
    private const string Own = "TW";
    private const string Other = "TINH";
    private const string Account = "4500201000018";
    private readonly Dictionary<string, Fund?> _funds = [];
    private readonly List<(Posting Leg, EntryDates Dates, int Heard)> _legs = [];
    private int _no;

    public LedgerModel Model { get; } = new();

    public static Guid BatchId(int batch) => Keys.GuidOf("model-batch", $"{batch}");

    /// <summary>Does a step where the model has the coins for it; both sides hear of it at the same moment.</summary>
    public void Do(LedgerStep step)
    {
        Model.Hear();
        var happened = Model.Today.PlusDays(-step.DaysAgo);
        switch (step.Act)
        {
            case LedgerAct.Sleep: Model.Sleep(step.DaysAgo); break;
            case LedgerAct.ShutLastMonth: Model.ShutLastMonth(); break;
            case LedgerAct.Allot: Allot(Own, step.Own * 3); Allot(Other, step.Other * 3); break;
            case LedgerAct.Approve: Approve(step); break;
            case LedgerAct.GiveUpApproved: GiveBack(step, Place.Approved); break;
            case LedgerAct.WriteBack: GiveBack(step, Place.Back); break;
            case LedgerAct.Instruct: Move(step, Place.Approved, Place.OnTheWay, Model.Today); break;
            case LedgerAct.Reject: Move(step, Place.OnTheWay, Place.Back, Model.Today); break;
            case LedgerAct.Settle: Move(step, Place.OnTheWay, Place.Kept, happened); break;
            case LedgerAct.Return: Move(step, Place.Kept, Place.Back, happened); break;
            default: OutsideBatches(step, happened); break;
        }
    }

    /// <summary>What the postings come to: "account source" → đồng, debit above zero.</summary>
    public SortedDictionary<string, long> At(LocalDate day, int heard) =>
        Sum(_legs.Where(l => l.Dates.Value <= day && l.Heard <= heard));

    public SortedDictionary<string, long> Of(YearMonth month) =>
        Sum(_legs.Where(l => l.Dates.Booked.ToYearMonth() == month));

    private static SortedDictionary<string, long> Sum(IEnumerable<(Posting Leg, EntryDates Dates, int Heard)> legs)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (leg, _, _) in legs)
        {
            var source = leg.Source ?? (leg.Batch is null ? "" : Own);
            LedgerModel.Add(sums, $"{leg.Account} {source}", leg.Amount.Dong);
        }

        return sums;
    }

    private void Allot(string source, long amount)
    {
        if (amount == 0) return;
        Decide(source, fund => FundDecisions.Allot(fund, KeyOf(source), new Money(amount), $"{_no++}", "lap", Moment));
        Model.Shift("funds", source, Place.Outside, Place.Allotted, amount, Model.Today);
    }

    // A fund that is short refuses, and then nothing happens anywhere.
    private void Approve(LedgerStep step)
    {
        (string Source, long Coins)[] parts = [(Own, step.Own), (Other, step.Other)];
        var isCovered = parts.All(p => Model.In(Place.Allotted, "funds", p.Source) >= p.Coins);
        var refused = parts.Where(p => p.Coins > 0).Select(p => FundDecisions.Reserve(
                _funds.GetValueOrDefault(p.Source), KeyOf(p.Source), Guid.NewGuid(), new Money(p.Coins), "d", Moment))
            .Any(d => d.IsRefused);
        if (refused == isCovered && step.Own + step.Other > 0)
            throw new InvalidOperationException("The funds and the model differ about what is covered.");
        if (!isCovered || step.Own + step.Other == 0) return;
        foreach (var (source, coins) in parts.Where(p => p.Coins > 0))
        {
            Decide(source, fund => FundDecisions.Reserve(
                fund, KeyOf(source), Keys.GuidOf("claim", $"{_no++}"), new Money(coins), "duyet1", Moment));
            Model.Shift("funds", source, Place.Allotted, Place.Reserved, coins, Model.Today);
        }

        Post(step, step.Own, step.Other, (e, amount) =>
            new BatchApproved(Moment, "duyet1", 1, amount, "", true) { OtherSources = e });
        Shift(step, step.Own, step.Other, Place.Outside, Place.Approved, Model.Today);
    }

    private void GiveBack(LedgerStep step, Place from)
    {
        var (own, other) = Coins(step, from);
        if (own + other == 0) return;
        foreach (var (source, coins) in new[] { (Own, own), (Other, other) }.Where(p => p.Item2 > 0))
        {
            Decide(source, fund => FundDecisions.GiveBack(
                fund, new FundNeed(KeyOf(source), new Money(coins)), BatchId(step.Batch), "why", "duyet1", Moment));
            Model.Shift("funds", source, Place.Reserved, Place.Allotted, coins, Model.Today);
        }

        Post(step, own, other, (e, amount) => from == Place.Approved
            ? new PaymentsVoided(Moment, "duyet1", [], amount, "why") { OtherSources = e }
            : new PaymentsWrittenBack(Moment, "duyet1", [], amount, "why") { OtherSources = e });
        Shift(step, own, other, from, Place.Outside, Model.Today);
    }

    private void Move(LedgerStep step, Place from, Place to, LocalDate happened)
    {
        var (own, other) = Coins(step, from);
        if (own + other == 0) return;
        var booked = Books.BookedOn(happened);
        Post(step, own, other, (others, amount) => (from, to) switch
        {
            (Place.Approved, _) => new PaymentsInstructed(Moment, "M", [], amount) { OtherSources = others },
            (Place.OnTheWay, Place.Back) => new PaymentsRejected(Moment, Guid.Empty, [], amount)
            {
                OtherSources = others,
            },
            (Place.OnTheWay, _) => new PaymentsSettled(Moment, Guid.Empty, happened, Account, false, [], amount)
            {
                OtherSources = others,
                BookedOn = booked,
            },
            _ => new PaymentsReturned(Moment, Guid.Empty, happened, Account, false, [], amount)
            {
                OtherSources = others,
                BookedOn = booked,
            },
        });
        Shift(step, own, other, from, to, happened);
    }

    private void OutsideBatches(LedgerStep step, LocalDate happened)
    {
        var purse = $"demand {step.Batch}";
        var id = Keys.GuidOf(purse);
        var amount = new Money(step.Own + 1);
        var left = new Money(Model.In(Place.Demanded, purse, ""));
        var part = Money.Min(left, new Money(step.Own));
        var isOfBank = step.Act is LedgerAct.Funding or LedgerAct.Charge or LedgerAct.StrangeDebit;
        (object? Event, Place From, Place To, Money Coins, LocalDate Day) done = step.Act switch
        {
            _ when isOfBank => (OfBank(step.Act, amount, happened), Place.Outside, step.Act switch
            {
                LedgerAct.Funding => Place.AtTheBank,
                LedgerAct.Charge => Place.Charged,
                _ => Place.Unexplained,
            }, amount, happened),
            LedgerAct.Demand => (new ReceivableOpened(
                Moment, "lap", id, "21025", "HTXH", Own, "QN", false, amount, "1", Model.Today, "why"),
                Place.Outside, Place.Demanded, amount, Model.Today),
            LedgerAct.Collect when part.IsPositive => (new ReceivableCollected(
                Moment, "lap", id, part, happened, CollectionChannel.Cash, "1", null)
            {
                BookedOn = Books.BookedOn(happened),
            }, Place.Demanded, Place.Outside, part, happened),
            LedgerAct.WriteOff when left.IsPositive => (new ReceivableWrittenOff(
                Moment, "khobac", id, "lap", left, "2"), Place.Demanded, Place.GivenUp, left, Model.Today),
            _ => default,
        };
        if (done.Event is not { } e) return;
        Post(e, id);
        Model.Shift(purse, "", done.From, done.To, done.Coins.Dong, done.Day);
    }

    private object OfBank(LedgerAct act, Money amount, LocalDate happened)
    {
        var booked = Books.BookedOn(happened);
        return act switch
        {
            LedgerAct.Funding => new FundingReceived(Moment, Guid.Empty, 0, happened, Account, amount, "R")
            {
                BookedOn = booked,
            },
            LedgerAct.Charge => new ChargeBooked(Moment, Guid.Empty, 0, happened, Account, amount, "R")
            {
                BookedOn = booked,
            },
            _ => new BreaksFound(Moment, Account, false,
            [
                new FoundBreak(0, happened, BreakKind.UnexplainedDebit, amount, true, "R", null, null, [])
                {
                    BookedOn = booked,
                },
            ]),
        };
    }

    private Instant Moment => Model.Today.At(new LocalTime(9, 0)).WithOffset(Offset.FromHours(7)).ToInstant();

    private OpenBooks Books => new(Model.ShutMonths, Model.Today);

    private static FundKey KeyOf(string source) => new("21025", "NCC", source, 2099);

    private static string PurseOf(LedgerStep step) => $"batch {step.Batch}";

    private (long Own, long Other) Coins(LedgerStep step, Place from) => (
        Math.Min(step.Own, Model.In(from, PurseOf(step), Own)),
        Math.Min(step.Other, Model.In(from, PurseOf(step), Other)));

    private void Shift(LedgerStep step, long own, long other, Place from, Place to, LocalDate happened)
    {
        Model.Shift(PurseOf(step), Own, from, to, own, happened);
        Model.Shift(PurseOf(step), Other, from, to, other, happened);
    }

    private void Post(LedgerStep step, long own, long other, Func<SourceShare[]?, Money, object> make)
    {
        SourceShare[]? others = other > 0 ? [new SourceShare(Other, new Money(other))] : null;
        Post(make(others, new Money(own + other)), BatchId(step.Batch));
    }

    private void Post(object e, Guid stream) => _legs.AddRange(
        PostingRules.Of(e, stream).Select(leg => (leg, EntryDates.Of(leg, e, Moment), Model.Now)));

    private void Decide(string source, Func<Fund?, Decision> decide)
    {
        var key = KeyOf(source);
        var decision = decide(_funds.GetValueOrDefault(source));
        if (decision.Refusal is { } refusal) throw new InvalidOperationException(refusal.English);
        foreach (var e in decision.Events)
        {
            _funds[source] = Fund.Evolve(_funds.GetValueOrDefault(source), key.Id, e);
            Post(e, key.Id);
        }
    }
}
