using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;

namespace PaymentHub.Batches;

/// <summary>One row a payment, written once when it is placed.</summary>
public sealed class PaymentRows : FactTable<(Guid Batch, PlacedPayment Payment)>
{
    public override string Name => "payment";

    public override string Columns =>
        "batch_id, no, end_to_end_id, payee, occurrence, amount, method, bank_bin, account, holder_name, relation, "
            + "payee_name";

    public override IEnumerable<(Guid Batch, PlacedPayment Payment)> RowsOf(IEvent e) =>
        e.Data is PaymentsPlaced placed ? placed.Payments.Select(p => (e.StreamId, p)) : [];

    protected override void Write(RowWriter to, (Guid Batch, PlacedPayment Payment) row)
    {
        var (batch, p) = row;
        to.Id(batch);
        to.Int(p.No);
        to.Text(p.EndToEndId);
        to.Id(p.Payee);
        to.Int(p.Occurrence);
        to.Money(p.Amount);
        to.Text(p.Payout.Method.ToString());
        to.Text(p.Payout.BankBin);
        to.Text(p.Payout.Account);
        to.Text(p.Payout.HolderName);
        to.Text(p.Payout.Relation);
        to.Text(p.Payout.PayeeName);
    }
}

/// <summary>One row a part of a payment that another source than the batch's own one bears.</summary>
public sealed class PaymentSourceRows : FactTable<(Guid Batch, int No, SourceShare Part, Money Starts)>
{
    public override string Name => "payment_source";

    public override string Columns => "batch_id, no, source, amount, starts";

    public override IEnumerable<(Guid Batch, int No, SourceShare Part, Money Starts)> RowsOf(IEvent e) =>
        e.Data is PaymentsPlaced placed && Array.Exists(placed.Payments, p => p.OtherSources is not null)
            ? placed.Payments.SelectMany(p => RowsOf(e.StreamId, p))
            : [];

    protected override void Write(RowWriter to, (Guid Batch, int No, SourceShare Part, Money Starts) row)
    {
        to.Id(row.Batch);
        to.Int(row.No);
        to.Text(row.Part.Source);
        to.Money(row.Part.Amount);
        to.Money(row.Starts);
    }

    private static IEnumerable<(Guid Batch, int No, SourceShare Part, Money Starts)> RowsOf(
        Guid batch, PlacedPayment p)
    {
        var starts = SourceShares.Own(p.Amount, p.OtherSources);
        foreach (var part in p.OtherSources ?? [])
        {
            yield return (batch, p.No, part, starts);
            starts += part.Amount;
        }
    }
}

/// <summary>One row a line.</summary>
public sealed class PaymentLineRows : FactTable<(Guid Batch, long Version, int Item, PlacedLine Line)>
{
    public override string Name => "payment_line";

    public override string Columns =>
        "batch_id, version, item, no, entitlement_id, person_id, dossier, grp, kind, first_month, last_month, amount, "
            + "why";

    public override IEnumerable<(Guid Batch, long Version, int Item, PlacedLine Line)> RowsOf(IEvent e) =>
        e.Data is PaymentsPlaced placed ? placed.Lines.Select((l, i) => (e.StreamId, e.Version, i, l)) : [];

    protected override void Write(RowWriter to, (Guid Batch, long Version, int Item, PlacedLine Line) row)
    {
        var l = row.Line;
        to.Id(row.Batch);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Int(l.No);
        to.Id(l.Entitlement);
        to.Id(l.Person);
        to.Text(l.Dossier);
        to.Text(l.Group);
        to.Text(l.Kind.ToString());
        to.Month(l.FirstMonth);
        to.Month(l.LastMonth);
        to.Money(l.Amount);
        to.Text(l.Why);
    }
}

/// <summary>Something that happened to a payment after it was placed.</summary>
public sealed record PaymentOutcome(
    Guid Batch, int No, long Version, int Item, string Status, Money? Amount, string? Code, Guid? FileId, int? Entry,
    LocalDate? ValueDate, Instant At);

/// <summary>
/// One row a fact. The amount of a step that takes the whole payment is written as 0 and read from the payment, so that
/// the row follows from its event alone.
/// </summary>
public sealed class PaymentOutcomeRows : FactTable<PaymentOutcome>
{
    public override string Name => "payment_outcome";

    public override string Columns =>
        "batch_id, no, version, item, status, amount, code, file_id, entry, value_date, at";

    public override IEnumerable<PaymentOutcome> RowsOf(IEvent e)
    {
        PaymentOutcome Whole(
            int no, int item, PaymentStatus status, Instant at, Guid? file = null, string? code = null) =>
            new(e.StreamId, no, e.Version, item, status.ToString(), null, code, file, null, null, at);
        return e.Data switch
        {
            PaymentRemoved r => [Whole(r.No, 0, PaymentStatus.Removed, r.At, code: r.Reason)],
            PaymentsVoided v => v.Nos.Select((no, i) => Whole(no, i, PaymentStatus.Voided, v.At, code: v.Reason)),
            PaymentsInstructed s =>
                s.Nos.Select((no, i) => Whole(no, i, PaymentStatus.Instructed, s.At, code: s.MessageId)),
            PaymentsAccepted a => a.Nos.Select((no, i) => Whole(no, i, PaymentStatus.Accepted, a.At, a.FileId)),
            PaymentsRejected r =>
                r.Items.Select((x, i) => Whole(x.No, i, PaymentStatus.Rejected, r.At, r.FileId, x.Code)),
            PaymentsUnknown u =>
                u.Items.Select((x, i) => Whole(x.No, i, PaymentStatus.Unknown, u.At, u.FileId, x.Code)),
            PaymentsCancelled c =>
                c.Items.Select((x, i) => Whole(x.No, i, PaymentStatus.Cancelled, c.At, c.FileId, x.Code)),
            PaymentsSettled s => s.Items.Select((x, i) => new PaymentOutcome(
                e.StreamId, x.No, e.Version, i, nameof(PaymentStatus.Settled), x.Amount, null, s.FileId, x.Entry,
                s.ValueDate, s.At)),
            PaymentsReturned r => r.Items.Select((x, i) => new PaymentOutcome(
                e.StreamId, x.No, e.Version, i, nameof(PaymentStatus.Returned), x.Amount, x.Code, r.FileId, x.Entry,
                r.ValueDate, r.At)),
            SettlementsUndone u => Undone(e, nameof(PaymentStatus.Settled), u.Items, u.FileId, u.ValueDate, u.At),
            ReturnsUndone u => Undone(e, nameof(PaymentStatus.Returned), u.Items, u.FileId, u.ValueDate, u.At),
            _ => [],
        };
    }

    // Two rows each: the amount taken back, so that sums stay right, and then where the payment stands.
    private static IEnumerable<PaymentOutcome> Undone(
        IEvent e, string status, UndonePayment[] items, Guid file, LocalDate date, Instant at) =>
        items.SelectMany((x, i) => new[]
        {
            new PaymentOutcome(e.StreamId, x.No, e.Version, 2 * i, status, -x.Amount, null, file, x.Entry, date, at),
            new PaymentOutcome(
                e.StreamId, x.No, e.Version, (2 * i) + 1, x.Stands.ToString(), null, null, file, x.Entry, date, at),
        });

    protected override void Write(RowWriter to, PaymentOutcome row)
    {
        to.Id(row.Batch);
        to.Int(row.No);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Text(row.Status);
        to.Money(row.Amount ?? Money.Zero);
        to.Text(row.Code);
        to.Id(row.FileId);
        to.Int(row.Entry);
        to.Date(row.ValueDate);
        to.At(row.At);
    }
}

/// <summary>A hold set or released, also one that stands from the start.</summary>
public sealed record PaymentHold(
    Guid Batch, int No, long Version, bool IsHeld, string Reason, string ByUser, Instant At);

/// <summary>One row a hold or its release.</summary>
public sealed class PaymentHoldRows : FactTable<PaymentHold>
{
    /// <summary>Holds that the planning rules set carry this in place of a person.</summary>
    public const string ByRule = "quy-tac";

    public override string Name => "payment_hold";

    public override string Columns => "batch_id, no, version, held, reason, by_user, at";

    public override IEnumerable<PaymentHold> RowsOf(IEvent e) => e.Data switch
    {
        PaymentsPlaced placed => placed.Payments.Where(p => p.HeldBecause is not null).Select(p =>
            new PaymentHold(e.StreamId, p.No, e.Version, true, p.HeldBecause!, ByRule, placed.At)),
        PaymentHeld h => [new(e.StreamId, h.No, e.Version, true, h.Reason, h.ByUser, h.At)],
        HoldReleased h => [new(e.StreamId, h.No, e.Version, false, h.Reason, h.ByUser, h.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, PaymentHold row)
    {
        to.Id(row.Batch);
        to.Int(row.No);
        to.Long(row.Version);
        to.Flag(row.IsHeld);
        to.Text(row.Reason);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>One row a payment that is paid again.</summary>
public sealed class PaymentReissueRows : FactTable<(Guid Batch, ReissuedPayment Item, Instant At)>
{
    public override string Name => "payment_reissue";

    public override string Columns => "batch_id, no, new_batch_id, new_no, at";

    public override IEnumerable<(Guid Batch, ReissuedPayment Item, Instant At)> RowsOf(IEvent e) =>
        e.Data is PaymentsReissued r ? r.Items.Select(i => (e.StreamId, i, r.At)) : [];

    protected override void Write(RowWriter to, (Guid Batch, ReissuedPayment Item, Instant At) row)
    {
        to.Id(row.Batch);
        to.Int(row.Item.No);
        to.Id(row.Item.Batch);
        to.Int(row.Item.NewNo);
        to.At(row.At);
    }
}

/// <summary>One row a failed payment whose money went back to its funds.</summary>
public sealed class PaymentWriteBackRows : FactTable<(Guid Batch, int No, PaymentsWrittenBack Event)>
{
    public override string Name => "payment_write_back";

    public override string Columns => "batch_id, no, reason, by_user, at";

    public override IEnumerable<(Guid Batch, int No, PaymentsWrittenBack Event)> RowsOf(IEvent e) =>
        e.Data is PaymentsWrittenBack w ? w.Nos.Select(no => (e.StreamId, no, w)) : [];

    protected override void Write(RowWriter to, (Guid Batch, int No, PaymentsWrittenBack Event) row)
    {
        to.Id(row.Batch);
        to.Int(row.No);
        to.Text(row.Event.Reason);
        to.Text(row.Event.ByUser);
        to.At(row.Event.At);
    }
}
