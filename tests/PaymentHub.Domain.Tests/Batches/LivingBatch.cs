using System.Globalization;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;
using Shouldly;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>
/// The domain's own batch with its fund, its bank entries and its ledger, driven step by step. Every event that a
/// decision yields is folded and posted here as the service does it.
/// </summary>
public sealed class LivingBatch
{
    private const string BankAccount = "4500201000018";
    private const string PostOffice = "POST";
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 2, 1, 0);
    private static readonly YearMonth Period = new(2026, 11);

    private readonly ApprovalPolicy _policy;
    private readonly FundKey _ownFund;
    private readonly EntrySource _source;
    private readonly List<object> _events = [];
    private readonly Dictionary<FundKey, Fund> _funds = [];
    private readonly Dictionary<(LedgerAccount Account, string Source), long> _bySource = [];
    private int _step;

    public LivingBatch(Life life)
    {
        var institution = life.IsCash ? PostOffice : "AGRI";
        Key = new BatchKey(Period, "21025", "HTXH", institution, 0);
        _policy = new ApprovalPolicy(new Money(life.SecondApproverAbove));
        _ownFund = new FundKey(Key.Commune, Key.Programme, Life.OwnSource, Period.Year);
        _source = new EntrySource(
            Keys.GuidOf("file"), institution, life.IsCash ? PostOffice : BankAccount, life.IsCash);
        Keep(new BatchPrepared(
            Start, BatchModel.Planner, Period, Key.Commune, Key.Programme, Key.Institution, 0, BatchKind.Regular,
            Life.OwnSource, [BatchModel.Importer]));
        var payments = life.Payments.Select((p, no) => PaymentOf(life, p, no)).ToArray();
        Keep(new PaymentsPlaced(Start, payments, [.. payments.SelectMany(LinesOf)]));
        foreach (var fund in Life.Sources.Select(s => _ownFund with { Source = s }))
        {
            var allotted = new Money(life.AllottedTo(fund.Source));
            foreach (var e in FundDecisions.Allot(null, fund, allotted, "QĐ 1", "nhap", Start).Events)
                KeepFund(fund, e);
        }
    }

    public BatchKey Key { get; }

    public PaymentBatch Batch { get; private set; } = null!;

    /// <summary>The ledger: every posting so far, summed by account.</summary>
    public Dictionary<LedgerAccount, long> Balances { get; } = [];

    /// <summary>What the accounts hold of one source's money; empty accounts are left out.</summary>
    public IEnumerable<KeyValuePair<LedgerAccount, long>> BalancesOf(string source) =>
        _bySource.Where(b => b.Key.Source == source && b.Value != 0)
            .Select(b => KeyValuePair.Create(b.Key.Account, b.Value)).OrderBy(b => b.Key);

    private Instant Now => Start + Duration.FromMinutes(_step);

    public static string AccountOf(int index) => $"88{index.ToString(CultureInfo.InvariantCulture)}0001";

    /// <summary>Does the step; a bank's entry changes something when it moved or broke money.</summary>
    public Answer Do(Step step, long amount)
    {
        _step++;
        return step.Kind switch
        {
            StepKind.Hold => Take(PaymentBatchDecisions.Hold(Batch, step.No, step.Reason, step.User, Now)),
            StepKind.ReleaseHold => Take(
                PaymentBatchDecisions.ReleaseHold(Batch, step.No, step.Reason, step.User, Now)),
            StepKind.Submit => Take(PaymentBatchDecisions.Submit(Batch, step.User, Now)),
            StepKind.SendBack => Take(PaymentBatchDecisions.ReturnToPlanner(Batch, step.Reason, step.User, Now)),
            StepKind.Approve => Approve(step.User),
            StepKind.Release => Take(PaymentBatchDecisions.Release(
                Batch, step.Message, step.Nos.Distinct().ToDictionary(no => no, _ => "DEATH_KNOWN"), step.User, Now)),
            StepKind.Accept => Take(PaymentOutcomeDecisions.Accept(Batch, _source.FileId, step.Nos, Now)),
            StepKind.Reject => Take(
                PaymentOutcomeDecisions.Reject(Batch, _source.FileId, Reasons(step.Nos, "AC04"), Now)),
            StepKind.Cancel => Take(
                PaymentOutcomeDecisions.Cancel(Batch, _source.FileId, Reasons(step.Nos, "CUST"), Now)),
            StepKind.Suspect => Take(
                PaymentOutcomeDecisions.Suspect(Batch, _source.FileId, Reasons(step.Nos, "AB05"), Now)),
            StepKind.Reissue => Take(PaymentOutcomeDecisions.Reissue(
                Batch, [.. step.Nos.Select(no => new ReissuedPayment(no, Keys.GuidOf("again"), no))], step.Reason,
                step.User, Now)),
            StepKind.GiveBack => GiveBack(step),
            _ => Book(step, amount),
        };
    }

    /// <summary>The batch that its events alone give.</summary>
    public PaymentBatch Replayed() =>
        _events.Aggregate((PaymentBatch?)null, (state, e) => PaymentBatch.Evolve(state, Key.Id, e))!;

    private Answer Approve(string user)
    {
        var decision = PaymentBatchDecisions.Approve(Batch, _policy, user, Now);
        if (decision.Events.OfType<BatchApproved>().SingleOrDefault() is not { IsFinal: true } last)
        {
            return Take(decision);
        }

        var reserved = FundDecisions.Needs(_ownFund, last.Amount, last.OtherSources).Select(n => (
            n.Fund, Decision: FundDecisions.Reserve(_funds[n.Fund], n.Fund, Batch.Id, n.Amount, user, Now))).ToList();
        if (reserved.Exists(r => r.Decision.IsRefused)) return Answer.Refused;
        foreach (var (fund, decided) in reserved)
            foreach (var e in decided.Events) KeepFund(fund, e);
        return Take(decision);
    }

    private Answer GiveBack(Step step)
    {
        var decision = GiveBackDecisions.GiveBack(Batch, step.No, step.Reason, step.User, Now);
        if (decision.Events.OfType<BatchMoney>().SingleOrDefault() is not { } back) return Take(decision);
        var amount = Batch.Payments[step.No].Amount;
        foreach (var need in FundDecisions.Needs(_ownFund, amount, back.OtherSources).ToList())
        {
            var given = FundDecisions.GiveBack(_funds[need.Fund], need, Batch.Id, step.Reason, step.User, Now);
            foreach (var e in given.Events) KeepFund(need.Fund, e);
        }

        return Take(decision);
    }

    private Answer Book(Step step, long amount)
    {
        var payment = Batch.Payments[step.No].Placed;
        var isDebit = step.Kind is not StepKind.Return and not StepKind.LeaveUncollected;
        var entry = new BankEntry(
            0, ClassOf(step.Kind), isDebit, new Money(amount), new LocalDate(2026, 11, 2), $"FT{_step:0000}",
            step.Kind == StepKind.DebitWithoutReference ? null : payment.EndToEndId,
            step.Kind == StepKind.DebitToWrongAccount ? "999999" : payment.Payout.Account, null, null, null);
        var refs = Batch.Payments.Select(p => (p.Placed, Ref: new PaymentRef(Batch.Id, p.Placed.No))).ToList();
        var result = EntryMatching.Match(_source, [entry], new MatchFacts(
            refs.ToDictionary(p => p.Placed.EndToEndId, p => p.Ref), new Dictionary<string, PaymentRef[]>(),
            refs.Where(p => p.Placed.Payout.Account is not null).ToLookup(p => p.Placed.Payout.Account!, p => p.Ref),
            new Dictionary<string, AdvanceOrder>(),
            refs.ToDictionary(p => p.Ref, p => Batch.Payments[p.Ref.No])), Now);
        foreach (var e in result.ByBatch.GetValueOrDefault(Batch.Id, [])) Keep(e);
        if (result.Breaks.Length > 0)
        {
            Post(new BreaksFound(Now, _source.Account, _source.FromAdvance, result.Breaks), _source.FileId);
        }

        return result.Matches.Length + result.Breaks.Length > 0 ? Answer.Changes : Answer.ChangesNothing;
    }

    private static EntryClass ClassOf(StepKind kind) => kind switch
    {
        StepKind.Return => EntryClass.Return,
        StepKind.LeaveUncollected => EntryClass.Uncollected,
        _ => EntryClass.Payment,
    };

    private Answer Take(Decision decision) => decision.IsRefused ? Answer.Refused : Take(decision.Events);

    private Answer Take(IEnumerable<object> events)
    {
        var taken = events.ToList();
        taken.ForEach(Keep);
        return taken.Count > 0 ? Answer.Changes : Answer.ChangesNothing;
    }

    private void Keep(object e)
    {
        _events.Add(e);
        Batch = PaymentBatch.Evolve(Batch, Key.Id, e)!;
        Post(e, Key.Id);
    }

    private void KeepFund(FundKey fund, object e)
    {
        _funds[fund] = Fund.Evolve(_funds.GetValueOrDefault(fund), fund.Id, e)!;
        Post(e, fund.Id);
    }

    private void Post(object e, Guid stream)
    {
        var postings = PostingRules.Of(e, stream);
        postings.Sum(p => p.Amount).ShouldBe(Money.Zero, $"postings of {e.GetType().Name} balance");
        foreach (var p in postings)
        {
            Balances[p.Account] = Balances.GetValueOrDefault(p.Account) + p.Amount.Dong;
            if (Balances[p.Account] == 0) Balances.Remove(p.Account);
            if (p.Batch is null && p.Source is null) continue;
            var place = (p.Account, p.Source ?? Life.OwnSource);
            _bySource[place] = _bySource.GetValueOrDefault(place) + p.Amount.Dong;
        }
    }

    private static PaymentReason[] Reasons(int[] nos, string code) =>
        [.. nos.Select(no => new PaymentReason(no, code))];

    private PlacedPayment PaymentOf(Life life, (long Amount, int Account, bool IsHeld) p, int no)
    {
        var payee = Keys.GuidOf("person", no.ToString(CultureInfo.InvariantCulture));
        var payout = life.IsCash
            ? new Payout(PayoutMethod.Cash, null, null, null, "Self", $"Người {no}")
            : new Payout(PayoutMethod.Transfer, "970405", AccountOf(p.Account), $"NGUOI {no}", "Self", $"Người {no}");
        return new PlacedPayment(
            no, payee, 0, new PaymentKey(payee, Key.Programme, Period, 0).EndToEndId, new Money(p.Amount), payout,
            p.IsHeld ? "NO_RATE" : null)
        {
            OtherSources = life.OthersOf(no) is { Length: > 0 } others
                ? [.. others.Select(o => new SourceShare(o.Source, new Money(o.Amount)))]
                : null,
        };
    }

    // Two lines a payment: the content hash and the check at submission run over both.
    private static IEnumerable<PlacedLine> LinesOf(PlacedPayment p)
    {
        var arrears = new Money(p.Amount.Dong / 4);
        var entitlement = Keys.GuidOf("entitlement", p.EndToEndId);
        yield return new PlacedLine(
            p.No, entitlement, p.Payee, $"QN-{p.No}", "75+", LineKind.Regular, Period, Period, p.Amount - arrears, "R");
        yield return new PlacedLine(
            p.No, entitlement, p.Payee, $"QN-{p.No}", "75+", LineKind.Arrears, Period.PlusMonths(-1),
            Period.PlusMonths(-1), arrears, "A");
    }
}
