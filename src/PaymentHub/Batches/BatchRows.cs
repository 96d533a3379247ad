using JasperFx.Events;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;

namespace PaymentHub.Batches;

/// <summary>One row a batch.</summary>
public sealed class BatchRows : FactTable<(Guid Id, BatchPrepared Event)>
{
    public override string Name => "batch";

    public override string Columns =>
        "batch_id, code, pmtinf_id, period, commune, programme, institution, number, kind, source, by_user, at";

    public override IEnumerable<(Guid Id, BatchPrepared Event)> RowsOf(IEvent e) =>
        e.Data is BatchPrepared p ? [(e.StreamId, p)] : [];

    protected override void Write(RowWriter to, (Guid Id, BatchPrepared Event) row)
    {
        var p = row.Event;
        var key = new BatchKey(p.Period, p.Commune, p.Programme, p.Institution, p.Number);
        to.Id(row.Id);
        to.Text(key.Code);
        to.Text(key.PaymentInformationId);
        to.Month(p.Period);
        to.Text(p.Commune);
        to.Text(p.Programme);
        to.Text(p.Institution);
        to.Int(p.Number);
        to.Text(p.Kind.ToString());
        to.Text(p.Source);
        to.Text(p.ByUser);
        to.At(p.At);
    }
}

/// <summary>A step of a batch on its way to release.</summary>
public sealed record BatchStep(
    Guid Batch, long Version, string Status, int Count, Money Amount, string? Hash, string? MessageId, string ByUser,
    NodaTime.Instant At);

/// <summary>One row a step.</summary>
public sealed class BatchStepRows : FactTable<BatchStep>
{
    public override string Name => "batch_step";

    public override string Columns =>
        "batch_id, version, status, count, amount, content_hash, message_id, by_user, at";

    public override IEnumerable<BatchStep> RowsOf(IEvent e)
    {
        var (id, v) = (e.StreamId, e.Version);
        BatchStep? step = e.Data switch
        {
            BatchPrepared s => new(id, v, nameof(BatchStatus.Placed), 0, default, null, null, s.ByUser, s.At),
            BatchSubmitted s =>
                new(id, v, nameof(BatchStatus.Submitted), s.Count, s.Amount, s.ContentHash, null, s.ByUser, s.At),
            BatchApproved { IsFinal: false } s =>
                new(id, v, "Signed", s.Count, s.Amount, s.ContentHash, null, s.ByUser, s.At),
            BatchApproved s =>
                new(id, v, nameof(BatchStatus.Approved), s.Count, s.Amount, s.ContentHash, null, s.ByUser, s.At),
            BatchReturnedToPlanner s => new(id, v, nameof(BatchStatus.Placed), 0, default, null, null, s.ByUser, s.At),
            BatchReleased s => new(
                id, v, nameof(BatchStatus.Released), s.Count, s.Amount, s.ContentHash, s.MessageId, s.ByUser, s.At),
            _ => null,
        };
        return step is null ? [] : [step];
    }

    protected override void Write(RowWriter to, BatchStep row)
    {
        to.Id(row.Batch);
        to.Long(row.Version);
        to.Text(row.Status);
        to.Int(row.Count);
        to.Money(row.Amount);
        to.Text(row.Hash);
        to.Text(row.MessageId);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
