using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Funds;
using PaymentHub.Storage;

namespace PaymentHub.Funds;

/// <summary>What a withdrawal slip pays of one batch.</summary>
public sealed record SlipPart(Guid Stream, long Version, int Item, WithdrawalSlipRecorded Slip, SlipBatch Part);

/// <summary>One row a batch of a recorded slip: what the Treasury advanced to the payer for it.</summary>
public sealed class SlipPartRows : FactTable<SlipPart>
{
    public override string Name => "slip_part";

    public override string Columns =>
        "stream_id, version, item, period, commune, source, number, batch_id, amount, issued_on, at";

    public override IEnumerable<SlipPart> RowsOf(IEvent e) => e.Data is WithdrawalSlipRecorded slip
        ? slip.Batches.Select((part, item) => new SlipPart(e.StreamId, e.Version, item, slip, part))
        : [];

    protected override void Write(RowWriter to, SlipPart row)
    {
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Month(row.Slip.Period);
        to.Text(row.Slip.Commune);
        to.Text(row.Slip.Source);
        to.Text(row.Slip.Number);
        to.Id(row.Part.Batch);
        to.Money(row.Part.Amount);
        to.Date(row.Slip.IssuedOn);
        to.At(row.Slip.At);
    }
}

/// <summary>A slip that was taken back.</summary>
public sealed record SlipCancel(Guid Stream, long Version, string Number, string ByUser, string Reason, Instant At);

/// <summary>One row a slip that was taken back.</summary>
public sealed class SlipCancelRows : FactTable<SlipCancel>
{
    public override string Name => "slip_cancel";

    public override string Columns => "stream_id, version, number, by_user, reason, at";

    public override IEnumerable<SlipCancel> RowsOf(IEvent e) => e.Data is WithdrawalSlipCancelled c
        ? [new SlipCancel(e.StreamId, e.Version, c.Number, c.ByUser, c.Reason, c.At)]
        : [];

    protected override void Write(RowWriter to, SlipCancel row)
    {
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Text(row.Number);
        to.Text(row.ByUser);
        to.Text(row.Reason);
        to.At(row.At);
    }
}
