using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Funds;
using PaymentHub.Storage;

namespace PaymentHub.Funds;

/// <summary>Money allotted to a fund, promised from it or given back to it.</summary>
public sealed record FundMovement(
    Guid Fund, long Version, FundKey Key, string Kind, Money Amount, Guid? Batch, string? Decision, string ByUser,
    Instant At);

/// <summary>One row a movement.</summary>
public sealed class FundRows : FactTable<FundMovement>
{
    public override string Name => "fund_movement";

    public override string Columns =>
        "fund_id, version, commune, programme, source, fiscal_year, kind, amount, batch_id, decision_number, by_user, "
            + "at";

    public override IEnumerable<FundMovement> RowsOf(IEvent e)
    {
        var (id, v) = (e.StreamId, e.Version);
        FundMovement? movement = e.Data switch
        {
            FundAllotted a => new(id, v, a.Fund, "Allotted", a.Amount, null, a.DecisionNumber, a.ByUser, a.At),
            FundsReserved r => new(id, v, r.Fund, "Reserved", r.Amount, r.Batch, null, r.ByUser, r.At),
            ReservationReleased r => new(id, v, r.Fund, "Released", r.Amount, r.Batch, null, r.ByUser, r.At),
            FundCarriedOver c =>
                new(id, v, c.Fund, "CarriedOver", c.Amount, null, c.DecisionNumber, c.ByUser, c.At),
            FundCarriedIn c => new(id, v, c.Fund, "CarriedIn", c.Amount, null, c.DecisionNumber, c.ByUser, c.At),
            FundCancelled c => new(id, v, c.Fund, "Cancelled", c.Amount, null, c.DecisionNumber, c.ByUser, c.At),
            _ => null,
        };
        return movement is null ? [] : [movement];
    }

    protected override void Write(RowWriter to, FundMovement row)
    {
        to.Id(row.Fund);
        to.Long(row.Version);
        to.Text(row.Key.Commune);
        to.Text(row.Key.Programme);
        to.Text(row.Key.Source);
        to.Int(row.Key.FiscalYear);
        to.Text(row.Kind);
        to.Money(row.Amount);
        to.Id(row.Batch);
        to.Text(row.Decision);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
