using PaymentHub.Domain.Ledger;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>
/// What each source bears of the bookkeeper's batch: a payment is a ruler, the batch's own source first and the others
/// in the order of their codes. Money that settled covers it from the beginning, so does what came back of it, and
/// uncollected cash is its end. Written apart from the domain.
/// </summary>
internal static class SourceModel
{
    /// <summary>What each account of the ledger must hold of one source; empty accounts are left out.</summary>
    public static Dictionary<LedgerAccount, long> Balances(BatchModel model, Life life, string source)
    {
        var sum = new long[9];
        for (var no = 0; no < model.Payments.Length; no++)
        {
            var p = model.Payments[no];
            var (start, amount) = PartOf(life, no, source);
            long Of(long from, long to) => Math.Max(0, Math.Min(start + amount, to) - Math.Max(start, from));
            sum[0] += model.Stage >= Stage.Approved ? amount : 0;
            sum[1] += p.HasLeft ? amount : 0;
            sum[2] += p.Place is Place.Rejected or Place.Cancelled ? amount : 0;
            sum[3] += Of(0, p.Debited);
            sum[4] += Of(0, p.Back);
            sum[5] += Of(p.Amount - p.Uncollected, p.Amount);
            sum[6] += p.Reissued > 0 ? amount : 0;
            sum[7] += p.Place == Place.Voided ? amount : 0;
            sum[8] += p.IsWrittenBack ? amount : 0;
        }

        var (approved, instructed, refused) = (sum[0], sum[1], sum[2]);
        var (debited, back, uncollected, again) = (sum[3], sum[4], sum[5], sum[6]);
        var (voided, written) = (sum[7], sum[8]);
        var all = new Dictionary<LedgerAccount, long>
        {
            [LedgerAccount.Allotment] = -life.AllottedTo(source),
            [LedgerAccount.FundAvailable] = life.AllottedTo(source) - approved + voided + written,
            [LedgerAccount.FundReserved] = approved - debited + back - voided - written,
            [LedgerAccount.FundSpent] = debited - back,
            [LedgerAccount.Obligation] = approved - again - voided - written,
            [LedgerAccount.Payable] = instructed + voided - approved,
            [LedgerAccount.InTransit] = refused + debited + uncollected - instructed,
            [LedgerAccount.ReturnedHeld] = again + written - refused - back - uncollected,
            [life.IsCash ? LedgerAccount.Advances : LedgerAccount.Bank] = back - debited,
        };
        return all.Where(a => a.Value != 0).ToDictionary();
    }

    /// <summary>What happened to payments of several sources.</summary>
    public static IEnumerable<string> Stands(BatchModel model, Life life)
    {
        for (var no = 0; no < model.Payments.Length; no++)
        {
            var p = model.Payments[no];
            if (life.OthersOf(no).Length == 0) continue;
            if (p.Debited > 0 && p.InTransit > 0) yield return "divided and partly settled";
            if (p.Back > 0) yield return "divided and returned";
            if (p.Uncollected > 0) yield return "divided and uncollected";
        }
    }

    private static (long Start, long Amount) PartOf(Life life, int no, string source)
    {
        var others = life.OthersOf(no);
        var own = life.Payments[no].Amount - others.Sum(o => o.Amount);
        if (source == Life.OwnSource) return (0, own);
        var before = others.TakeWhile(o => o.Source != source).ToList();
        return (own + before.Sum(o => o.Amount), others.FirstOrDefault(o => o.Source == source).Amount);
    }
}
