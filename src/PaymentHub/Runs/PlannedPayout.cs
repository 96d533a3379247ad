using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Reference;

namespace PaymentHub.Runs;

/// <summary>
/// Where the money of one decision goes as registered today, who brought that in, and why it must wait, if it must.
/// </summary>
public sealed record PlannedPayout(
    Guid Payee, string Institution, Payout Payout, string? HeldBecause, string[] Importers)
{
    /// <summary>The code of a hold because the payee's paper does not cover the month.</summary>
    public const string PayeeTerm = "PAYEE_TERM";

    /// <summary>The code of a hold because a bank said that this account takes no money.</summary>
    public const string AccountFailed = "ACCOUNT_FAILED";

    /// <summary>The code of a hold because a bank named a reason that stops all payments to the person.</summary>
    public const string BankStop = "BANK_STOP";

    /// <summary>
    /// How the decision is paid in the month; null where the register has no payout for the decision.
    /// </summary>
    public static PlannedPayout? Of(
        CommuneClaims claims, Guid person, Entitlement entitlement, YearMonth month, ProgrammeRules rules,
        ReferenceData reference)
    {
        if (!claims.Payouts.TryGetValue(entitlement.Dossier, out var p)) return null;
        var terms = entitlement.Terms;
        string[] importers = [.. claims.ImportersOf(entitlement.Id), p.ByUser];
        if (ProgrammeCode.IsPaidToFund(terms.Programme))
        {
            var fund = reference.FundPayeeOf(terms.Programme)!;
            return new PlannedPayout(
                PaymentKey.FundPayee(fund.Code, terms.Commune), fund.Institution,
                new Payout(PayoutMethod.Fund, fund.Bin, fund.Account, fund.AccountName, "Fund", fund.Name), null,
                importers);
        }

        // Money to a dead person's own hands or account, or to a proxy, whose power ends with the death (BLDS 2015 Điều
        // 140), needs a person's decision; a recorded heir, guardian or head of household receives it lawfully.
        var held = p.Relation is "Self" or "Proxy" && claims.Deaths.ContainsKey(person) ? Batches.KnownDeaths.Reason
            : !p.MayBePaidIn(month) ? PayeeTerm
            : HeldByReason(claims.Failed.GetValueOrDefault(person, []), p, rules, reference.Reasons);
        return new PlannedPayout(
            person, p.Institution,
            new Payout(
                Enum.Parse<PayoutMethod>(p.Method), p.BankBin, p.Account, p.HolderName, p.Relation,
                p.PayeeName ?? claims.Names[person]),
            held, importers);
    }

    private static string? HeldByReason(
        List<FailedPayout> failed, ClaimPayout to, ProgrammeRules rules, ReasonRules reasons)
    {
        if (failed.Count == 0) return null;
        // A recorded payee other than the person is whom a death or a block of the person's own account does not reach.
        if (to.Relation is "Self" && failed.Exists(f => reasons.Of(f.Code).Future == FuturePayments.Stop))
            return BankStop;
        // What the law counts as not received goes out again: three such months suspend, and a held one is none.
        var here = failed.FindAll(f => f.Account is not null && rules.NotReceivedBy(inCash: false, f.Code) is null
            && (f.Method, f.BankBin, f.Account) == (to.Method, to.BankBin, to.Account));
        return here.Exists(f => reasons.Of(f.Code).HoldsAccountAfter(here.Count(o => o.Code == f.Code)))
            ? AccountFailed
            : null;
    }
}
