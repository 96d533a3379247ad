using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Storage;

namespace PaymentHub.Entitlements;

/// <summary>A request to determine again, with the last day of its answer, or the answer with its day.</summary>
public sealed record RequestRow(
    Guid Id, long Version, string Kind, LocalDate Day, string Reason, string ByUser, Instant At, DecisionPaper? Paper);

/// <summary>One row a request or an answer.</summary>
public sealed class EntitlementRequestRows : FactTable<RequestRow>
{
    public override string Name => "entitlement_request";

    public override string Columns =>
        "entitlement_id, version, kind, day, reason, by_user, at, decision_number, signed_by, signed_on, legal_basis";

    public override IEnumerable<RequestRow> RowsOf(IEvent e) => e.Data switch
    {
        RedeterminationRequested x =>
            [new(e.StreamId, e.Version, "Requested", x.AnswerBy, x.Reason, x.ByUser, x.At, x.Paper)],
        RedeterminationAnswered x =>
            [new(e.StreamId, e.Version, "Answered", x.AnsweredOn, x.Note, x.ByUser, x.At, null)],
        _ => [],
    };

    protected override void Write(RowWriter to, RequestRow row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(row.Kind);
        to.Date(row.Day);
        to.Text(row.Reason);
        to.Text(row.ByUser);
        to.At(row.At);
        PaperColumns.Write(to, row.Paper);
    }
}
