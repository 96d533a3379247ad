using NodaTime;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;

namespace PaymentHub.Batches;

/// <summary>The institutions that a release goes to, and what each of them takes in one file.</summary>
public sealed class ReleaseTargets(ReferenceData reference, BankProfiles profiles, PartnerBanks partners)
{
    // A payment of pain.001 in a batch of its own, with names of 140 letters of three bytes, is shorter.
    private const int LongestPaymentBytes = 2_000;

    /// <summary>
    /// The batches that their institutions take, in the order in which they are paid, and the files that they make;
    /// refusals of the others are added. A file names its payments in the order of its batches, so communes with
    /// priority are paid first.
    /// </summary>
    public async Task<ReleasePlan> PlanAsync(
        IEnumerable<SelectedBatch> batches, YearMonth period, List<RefusedBatch> refused,
        CancellationToken cancellation)
    {
        var asked = batches.ToList();
        var (closed, limits) = await partners.SendingAsync(asked.Select(b => b.Institution), cancellation);
        var going = reference.Areas.InOrder(
            asked.Where(b => Takes(b, closed, limits[b.Institution], refused)), b => b.Commune,
            period.OnDayOfMonth(1)).ToList();
        return new ReleasePlan(going, [
            .. going.GroupBy(b => b.Institution).SelectMany(group =>
                FileShares.Of(group.Select(LoadOf), CapacityOf(group.Key, limits[group.Key]))
                    .Select(file => (reference.Institutions[group.Key], file))),
        ]);
    }

    private bool Takes(
        SelectedBatch batch, Dictionary<string, Refusal> closed, AgreedLimits limits, List<RefusedBatch> refused)
    {
        var objection = closed.GetValueOrDefault(batch.Institution)
            ?? FileShares.ObjectionTo(LoadOf(batch), CapacityOf(batch.Institution, limits));
        if (objection is null) return true;
        refused.Add(RefusedBatch.Of(batch.Id, objection));
        return false;
    }

    private static BatchLoad LoadOf(SelectedBatch batch) => new(batch.Id, batch.Payments, batch.Amount);

    private FileCapacity CapacityOf(string institution, AgreedLimits agreed)
    {
        var limits = profiles.OutgoingOf(institution).Limits;
        var bytes = Math.Min(int.MaxValue, (limits.BytesPerFile ?? long.MaxValue) / LongestPaymentBytes);
        var payments = Math.Min(limits.TransactionsPerFile ?? int.MaxValue, agreed.PaymentsPerFile ?? int.MaxValue);
        return new FileCapacity(
            Math.Min(payments, (int)bytes), limits.TransactionsPerBatch ?? int.MaxValue,
            new Money(Math.Min(limits.SumPerFile ?? long.MaxValue, agreed.SumPerFile ?? long.MaxValue)));
    }
}

/// <summary>What goes, and in which files, by institution.</summary>
public sealed record ReleasePlan(
    List<SelectedBatch> Going, IReadOnlyList<(Institution To, Guid[] Batches)> Files);
