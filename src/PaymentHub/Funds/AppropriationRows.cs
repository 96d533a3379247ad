using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Funds;
using PaymentHub.Storage;

namespace PaymentHub.Funds;

/// <summary>Money granted to the province, or a share of it for a commune's fund.</summary>
public sealed record AppropriationMovement(
    Guid Appropriation, long Version, AppropriationKey Key, string Kind, Money Amount, string? Commune,
    string Decision, string ByUser, Instant At);

/// <summary>One row a movement.</summary>
public sealed class AppropriationRows : FactTable<AppropriationMovement>
{
    public override string Name => "appropriation_movement";

    public override string Columns =>
        "appropriation_id, version, programme, source, fiscal_year, kind, amount, commune, decision_number, by_user, "
            + "at";

    public override IEnumerable<AppropriationMovement> RowsOf(IEvent e)
    {
        var (id, v) = (e.StreamId, e.Version);
        AppropriationMovement? movement = e.Data switch
        {
            AppropriationGranted g =>
                new(id, v, g.Appropriation, "Granted", g.Amount, null, g.DecisionNumber, g.ByUser, g.At),
            AppropriationDistributed d => new(
                id, v, d.Appropriation, "Distributed", d.Amount, d.Fund.Commune, d.DecisionNumber, d.ByUser, d.At),
            _ => null,
        };
        return movement is null ? [] : [movement];
    }

    protected override void Write(RowWriter to, AppropriationMovement row)
    {
        to.Id(row.Appropriation);
        to.Long(row.Version);
        to.Text(row.Key.Programme);
        to.Text(row.Key.Source);
        to.Int(row.Key.FiscalYear);
        to.Text(row.Kind);
        to.Money(row.Amount);
        to.Text(row.Commune);
        to.Text(row.Decision);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
