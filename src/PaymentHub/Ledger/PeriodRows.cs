using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>A step in the life of a month's books.</summary>
public sealed record PeriodStep(
    YearMonth Period, long Version, PeriodStatus Status, string ByUser, string? Reason, PeriodSeal? Seal, Instant At);

/// <summary>One row a step.</summary>
public sealed class PeriodRows : FactTable<PeriodStep>
{
    public override string Name => "period_step";

    public override string Columns => "period, version, status, by_user, reason, postings, debit, hash, at";

    public override IEnumerable<PeriodStep> RowsOf(IEvent e)
    {
        PeriodStep? step = e.Data switch
        {
            PeriodOpened o => new(o.Period, e.Version, PeriodStatus.Open, o.ByUser, o.Reason, null, o.At),
            PeriodSoftClosed s => new(s.Period, e.Version, PeriodStatus.SoftClosed, s.ByUser, null, null, s.At),
            PeriodSigned s => new(s.Period, e.Version, PeriodStatus.Signed, s.ByUser, null, s.Seal, s.At),
            PeriodClosed c => new(c.Period, e.Version, PeriodStatus.Closed, c.ByUser, null, c.Seal, c.At),
            PeriodReopenProposed p =>
                new(p.Period, e.Version, PeriodStatus.ReopenProposed, p.ByUser, p.Reason, null, p.At),
            PeriodReopened r => new(r.Period, e.Version, PeriodStatus.Open, r.ByUser, r.Reason, null, r.At),
            _ => null,
        };
        return step is null ? [] : [step];
    }

    protected override void Write(RowWriter to, PeriodStep row)
    {
        to.Month(row.Period);
        to.Long(row.Version);
        to.Text(row.Status.ToString());
        to.Text(row.ByUser);
        to.Text(row.Reason);
        to.Long(row.Seal?.Postings);
        to.Long(row.Seal?.Debit.Dong);
        to.Text(row.Seal?.Hash);
        to.At(row.At);
    }
}
