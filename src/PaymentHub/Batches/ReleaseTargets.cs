using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;

namespace PaymentHub.Batches;

/// <summary>The institutions that a release goes to, and what each of them takes in one file.</summary>
public sealed class ReleaseTargets(ReferenceData reference, BankProfiles profiles)
{
    // A payment of pain.001 in a batch of its own, with names of 140 letters of three bytes, is shorter.
    private const int LongestPaymentBytes = 2_000;

    /// <summary>
    /// The batches that their institutions take, in the order in which they are paid; refusals of the others are added.
    /// A file names its payments in the order of its batches, so communes with priority are paid first.
    /// </summary>
    public List<SelectedBatch> Going(
        IEnumerable<SelectedBatch> batches, YearMonth period, List<RefusedBatch> refused) =>
        [.. reference.Areas.InOrder(
            batches.Where(b => Takes(b, refused)), b => b.Commune, period.OnDayOfMonth(1))];

    /// <summary>The batches of every file, by institution, in the order given.</summary>
    public IEnumerable<(Institution To, Guid[] Batches)> Files(IEnumerable<SelectedBatch> batches) =>
        batches.GroupBy(b => b.Institution).SelectMany(group =>
            FileShares.Of(group.Select(LoadOf), CapacityOf(group.Key))
                .Select(file => (reference.Institutions[group.Key], file)));

    private bool Takes(SelectedBatch batch, List<RefusedBatch> refused)
    {
        if (FileShares.ObjectionTo(LoadOf(batch), CapacityOf(batch.Institution)) is not { } objection) return true;
        refused.Add(RefusedBatch.Of(batch.Id, objection));
        return false;
    }

    private static BatchLoad LoadOf(SelectedBatch batch) => new(batch.Id, batch.Payments, batch.Amount);

    private FileCapacity CapacityOf(string institution)
    {
        var limits = profiles.OutgoingOf(institution).Limits;
        var bytes = Math.Min(int.MaxValue, (limits.BytesPerFile ?? long.MaxValue) / LongestPaymentBytes);
        return new FileCapacity(
            Math.Min(limits.TransactionsPerFile ?? int.MaxValue, (int)bytes),
            limits.TransactionsPerBatch ?? int.MaxValue, new Money(limits.SumPerFile ?? long.MaxValue));
    }
}
