using System.Collections.Concurrent;
using CsCheck;
using PaymentHub.Domain.Batches;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>
/// Whatever happens to a batch in whatever order, no đồng appears or vanishes: a bookkeeper's model runs beside the
/// domain and both must agree after every step. A failure prints the seed that repeats it.
/// </summary>
public class BatchLifePropertyTests
{
    private const int MaxRounds = 10;
    private const int LivesInARound = 1_500;

    private static readonly string[] EveryStand =
    [
        "held", "awaiting release", "in transit", "unknown", "rejected", "cancelled", "kept", "returned", "re-issued",
        "partly settled", "partly settled and the rest uncollected", "released again", "debit unexplained",
        "credit unexplained", "divided and partly settled", "divided and returned", "divided and uncollected",
        "voided", "written back",
    ];

    [Fact]
    public void No_step_makes_or_loses_money_and_the_model_agrees_after_each()
    {
        var reached = new ConcurrentDictionary<string, int>();
        // Lives that never got anywhere would prove nothing; the rarest stand may need another round.
        for (var round = 0; round < MaxRounds && reached.Count < EveryStand.Length; round++)
        {
            Life.Any.Holds(
                life =>
                {
                    foreach (var stand in LiveThrough(life)) reached.AddOrUpdate(stand, 1, (_, n) => n + 1);
                },
                iter: LivesInARound,
                from: round * LivesInARound);
        }

        reached.Keys.ShouldBe(EveryStand, ignoreOrder: true);
    }

    private static HashSet<string> LiveThrough(Life life)
    {
        var living = new LivingBatch(life);
        var model = new BatchModel(
            life.IsCash,
            [.. life.Payments.Select(p => new ModelPayment(
                p.Amount, life.IsCash ? null : LivingBatch.AccountOf(p.Account), p.IsHeld))],
            life.SecondApproverAbove,
            Life.Sources.Sum(life.AllottedTo),
            Life.Sources.All(s => life.NeededOf(s) <= life.AllottedTo(s)));
        var reached = new HashSet<string>();
        AssertEqual(living, model, life, "at the start");
        var told = Told(living.Batch);
        for (var i = 0; i < life.Steps.Length; i++)
        {
            if (Fitted(life.Steps[i], model) is not { } step) continue;
            var stage = model.Stage;
            var amount = AmountOf(step, model);
            var expected = Expect(step, amount, model);
            var answer = living.Do(step, amount);
            if (expected is { } known) answer.ShouldBe(known, $"step {i}: {step}");
            var now = Told(living.Batch);
            if (answer != Answer.Changes) now.ShouldBe(told, $"step {i} was to change nothing: {step}");
            Told(living.Replayed()).ShouldBe(now, $"replay after step {i}: {step}");
            told = now;
            AssertEqual(living, model, life, $"after step {i}: {step}");
            if (step.Kind == StepKind.Release && stage == Stage.Released && answer == Answer.Changes)
            {
                reached.Add("released again");
            }

            reached.UnionWith(Stands(model));
            reached.UnionWith(SourceModel.Stands(model, life));
        }

        return reached;
    }

    // Evidence names payments that exist, and a bank has no cash to leave uncollected; commands may name anything.
    private static Step? Fitted(Step step, BatchModel model)
    {
        var count = model.Payments.Length;
        int[] existing = [.. step.Nos.Select(no => no % count)];
        return step.Kind switch
        {
            StepKind.Hold or StepKind.ReleaseHold or StepKind.Reissue or StepKind.GiveBack => step,
            StepKind.Return or StepKind.DebitToWrongAccount or StepKind.DebitWithoutReference when model.IsCash => null,
            StepKind.LeaveUncollected when !model.IsCash => null,
            _ => step with { No = step.No % count, Nos = existing },
        };
    }

    private static long AmountOf(Step step, BatchModel model)
    {
        if (step.No >= model.Payments.Length) return 0;
        var p = model.Payments[step.No];
        if (step.Percent > 0) return p.Amount * step.Percent / 100;
        var rest = step.Kind == StepKind.Return ? p.Kept : p.InTransit;
        return rest > 0 ? rest : p.Amount;
    }

    // What a bank's entry answers follows from the money alone, which is compared in any case.
    private static Answer? Expect(Step step, long amount, BatchModel model)
    {
        switch (step.Kind)
        {
            case StepKind.Hold: return model.SetHold(step.No, true, step.HasReason);
            case StepKind.ReleaseHold: return model.SetHold(step.No, false, step.HasReason);
            case StepKind.Submit: return model.Submit(step.User);
            case StepKind.SendBack: return model.SendBack(step.User, step.HasReason);
            case StepKind.Approve: return model.Approve(step.User);
            case StepKind.Release: return model.Release(step.User, step.Message, step.Nos);
            case StepKind.Accept: return model.Accept(step.Nos);
            case StepKind.Reject: return model.Reject(step.Nos);
            case StepKind.Cancel: return model.Cancel(step.Nos);
            case StepKind.Suspect: return model.Suspect(step.Nos);
            case StepKind.Reissue: return model.Reissue(step.Nos, step.HasReason);
            case StepKind.GiveBack: return model.GiveBack(step.User, step.No, step.HasReason);
            case StepKind.Debit: model.Debit(step.No, amount, true); break;
            case StepKind.DebitToWrongAccount: model.Debit(step.No, amount, false); break;
            case StepKind.DebitWithoutReference:
                model.DebitOfAccount(model.Payments[step.No].Account!, amount);
                break;
            case StepKind.Return: model.Return(step.No, amount); break;
            default: model.LeaveUncollected(step.No, amount); break;
        }

        return null;
    }

    private static void AssertEqual(LivingBatch living, BatchModel model, Life life, string when)
    {
        var batch = living.Batch;
        ((int)batch.Status).ShouldBe((int)model.Stage, when);
        var (found, expected) = (BatchTotals.Of(batch), TotalsOf(model));
        found.ShouldBe(expected, when);
        found.Holds.ShouldBeTrue($"placed is the sum of every stand, {when}");
        foreach (var (p, m) in batch.Payments.Zip(model.Payments))
        {
            p.Payable.Dong.ShouldBe(m.Payable, $"payable of {p.Placed.No}, {when}");
            p.MessageId.ShouldBe(m.Message, $"file of {p.Placed.No}, {when}");
            p.IsHeld.ShouldBe(m.IsHeld, $"hold of {p.Placed.No}, {when}");
        }

        living.Balances.Values.Sum().ShouldBe(0, $"trial balance, {when}");
        living.Balances.OrderBy(b => b.Key).ShouldBe(model.Balances().OrderBy(b => b.Key), $"ledger, {when}");
        foreach (var source in Life.Sources)
        {
            living.BalancesOf(source).ShouldBe(
                SourceModel.Balances(model, life, source).OrderBy(b => b.Key), $"ledger of {source}, {when}");
        }
    }

    private static BatchTotals TotalsOf(BatchModel model)
    {
        Money Sum(Func<ModelPayment, bool> which, Func<ModelPayment, long> what) =>
            new(model.Payments.Where(which).Sum(what));
        return new BatchTotals(
            Approved: Sum(_ => true, p => p.Amount),
            Held: Sum(p => p.Place == Place.Waiting && p.IsHeld, p => p.Amount),
            AwaitingRelease: Sum(p => p.Place == Place.Waiting && !p.IsHeld, p => p.Amount),
            Voided: Sum(p => p.Place == Place.Voided, p => p.Amount),
            InTransit: Sum(p => !p.IsUnknown, p => p.InTransit),
            Unknown: Sum(p => p.IsUnknown, p => p.InTransit),
            Rejected: Sum(p => p.Place == Place.Rejected, p => p.Amount),
            Cancelled: Sum(p => p.Place == Place.Cancelled, p => p.Amount),
            SettledAndKept: Sum(_ => true, p => p.Kept),
            Returned: Sum(_ => true, p => p.Back + p.Uncollected));
    }

    private static IEnumerable<string> Stands(BatchModel model)
    {
        foreach (var p in model.Payments)
        {
            if (p.Place == Place.Waiting) yield return p.IsHeld ? "held" : "awaiting release";
            if (p.InTransit > 0) yield return p.IsUnknown ? "unknown" : "in transit";
            if (p.Place == Place.Rejected) yield return "rejected";
            if (p.Place == Place.Cancelled) yield return "cancelled";
            if (p.Kept > 0) yield return "kept";
            if (p.Back + p.Uncollected > 0) yield return "returned";
            if (p.Reissued > 0) yield return "re-issued";
            if (p.Place == Place.Voided) yield return "voided";
            if (p.IsWrittenBack) yield return "written back";
            if (p.Debited > 0 && p.InTransit > 0) yield return "partly settled";
            if (p.Debited > 0 && p.Uncollected > 0) yield return "partly settled and the rest uncollected";
        }

        if (model.UnexplainedDebits > 0) yield return "debit unexplained";
        if (model.UnexplainedCredits > 0) yield return "credit unexplained";
    }

    // Records compare arrays by reference, so states are compared as what they tell.
    private static string Told(PaymentBatch b) => string.Join(
        '\n',
        [
            $"{b.Id} {b.Status} {b.Prepared} {string.Join(',', b.Prepared.Importers)}",
            $"{b.Submitter} {string.Join(',', b.Approvers)} {b.SubmittedHash} {b.MessageId} {BatchContent.Hash(b)}",
            .. b.Payments.Select(p => p.ToString()),
            .. b.Lines.Select(l => l.ToString()),
        ]);
}
