using JasperFx.Events;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>One row a judgement of a sampled match.</summary>
public sealed class MatchCheckRows : FactTable<(Guid Stream, long Version, MatchChecked Check)>
{
    public override string Name => "match_check";

    public override string Columns =>
        "stream_id, version, period, file_id, entry, batch_id, no, rule, is_right, note, by_user, at";

    public override IEnumerable<(Guid Stream, long Version, MatchChecked Check)> RowsOf(IEvent e) =>
        e.Data is MatchChecked c ? [(e.StreamId, e.Version, c)] : [];

    protected override void Write(RowWriter to, (Guid Stream, long Version, MatchChecked Check) row)
    {
        var check = row.Check;
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Month(check.Period);
        to.Id(check.FileId);
        to.Int(check.Entry);
        to.Id(check.Batch);
        to.Int(check.No);
        to.Text(check.Rule.ToString());
        to.Flag(check.IsRight);
        to.Text(check.Note);
        to.Text(check.ByUser);
        to.At(check.At);
    }
}
