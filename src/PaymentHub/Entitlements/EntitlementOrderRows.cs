using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Storage;

namespace PaymentHub.Entitlements;

/// <summary>A signed decision about one entitlement that is neither a suspension nor an end.</summary>
public sealed record OrderRow(
    Guid Id, long Version, string Kind, YearMonth? From, YearMonth? Until, Money? Total, Money? MonthlyLimit,
    string? FormerCommune, string Reason, DecisionPaper? Paper, string ByUser, Instant At);

/// <summary>One row an annulment, recovery of whole months, netting plan or move.</summary>
public sealed class EntitlementOrderRows : FactTable<OrderRow>
{
    public override string Name => "entitlement_order";

    public override string Columns =>
        "entitlement_id, version, kind, from_month, until_month, total, monthly_limit, former_commune, reason, "
        + "decision_number, signed_by, signed_on, legal_basis, by_user, at";

    public override IEnumerable<OrderRow> RowsOf(IEvent e) => e.Data switch
    {
        EntitlementAnnulled x =>
            [new(e.StreamId, e.Version, "Annulled", null, null, null, null, null, x.Reason, x.Paper, x.ByUser, x.At)],
        WholeRecoveryDecided x => [new(
            e.StreamId, e.Version, "WholeRecovery", x.From, x.Until, null, null, null, x.Reason, x.Paper, x.ByUser,
            x.At)],
        NettingDecided x => [new(
            e.StreamId, e.Version, "Netting", x.From, null, x.Total, x.MonthlyLimit, null, "", x.Paper, x.ByUser,
            x.At)],
        EntitlementMoved x => [new(
            e.StreamId, e.Version, "Moved", x.From, null, null, null, x.FormerCommune, "", x.Paper, x.ByUser, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, OrderRow row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(row.Kind);
        to.Month(row.From);
        to.Month(row.Until);
        to.Long(row.Total?.Dong);
        to.Long(row.MonthlyLimit?.Dong);
        to.Text(row.FormerCommune);
        to.Text(row.Reason);
        PaperColumns.Write(to, row.Paper);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>The four columns of a decision's paper.</summary>
internal static class PaperColumns
{
    public static void Write(RowWriter to, DecisionPaper? paper)
    {
        to.Text(paper?.Number);
        to.Text(paper?.SignedBy);
        to.Date(paper?.SignedOn);
        to.Text(paper?.LegalBasis);
    }
}
