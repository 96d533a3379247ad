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
    /// <summary>Null where the register has no payout for the decision.</summary>
    public static PlannedPayout? Of(
        CommuneClaims claims, Guid person, Entitlement entitlement, ReferenceData reference)
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

        // Money to a dead person's own hands or account needs a person's decision; a recorded payee receives it
        // lawfully.
        var held = p.Relation == "Self" && claims.Deaths.ContainsKey(person) ? Batches.KnownDeaths.Reason : null;
        return new PlannedPayout(
            person, p.Institution,
            new Payout(
                Enum.Parse<PayoutMethod>(p.Method), p.BankBin, p.Account, p.HolderName, p.Relation,
                p.PayeeName ?? claims.Names[person]),
            held, importers);
    }
}
