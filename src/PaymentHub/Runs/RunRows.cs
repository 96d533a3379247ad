using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Runs;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>A step of a monthly run.</summary>
public sealed record RunStep(
    Guid Run, long Version, YearMonth? Period, string? Commune, string Status, int Communes, int Batches, int Payments,
    int Lines,
    Money Amount, int HeldPayments, Money HeldAmount, Instant At);

/// <summary>One row a step: opened, each commune planned, all planned.</summary>
public sealed class RunRows : FactTable<RunStep>
{
    public override string Name => "run_step";

    public override string Columns =>
        "run_id, version, period, commune, status, communes, batches, payments, lines, amount, held_payments, "
            + "held_amount, at";

    public override IEnumerable<RunStep> RowsOf(IEvent e)
    {
        var (id, v) = (e.StreamId, e.Version);
        RunStep? step = e.Data switch
        {
            RunOpened o => new(id, v, o.Period, null, "Opened", o.Communes.Length, 0, 0, 0, default, 0, default, o.At),
            CommunePlanned c => new(
                id, v, null, c.Commune, "CommunePlanned", 1, c.Batches, c.Payments, c.Lines, c.Amount, c.HeldPayments,
                c.HeldAmount, c.At),
            RunPlanned p => new(id, v, null, null, "Planned", 0, p.Batches, p.Payments, p.Lines, p.Amount, 0,
                default, p.At),
            _ => null,
        };
        return step is null ? [] : [step];
    }

    protected override void Write(RowWriter to, RunStep row)
    {
        to.Id(row.Run);
        to.Long(row.Version);
        to.Month(row.Period);
        to.Text(row.Commune);
        to.Text(row.Status);
        to.Int(row.Communes);
        to.Int(row.Batches);
        to.Int(row.Payments);
        to.Int(row.Lines);
        to.Money(row.Amount);
        to.Int(row.HeldPayments);
        to.Money(row.HeldAmount);
        to.At(row.At);
    }
}
