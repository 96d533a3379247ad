using JasperFx.Events;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>One row a run of the probabilistic pass; the last one of an institution counts.</summary>
public sealed class MatchRunRows : FactTable<(Guid Stream, long Version, MatchesProposed Run)>
{
    public override string Name => "match_run";

    public override string Columns =>
        "stream_id, version, institution, rule_version, input, breaks, payments, proposals, at";

    public override IEnumerable<(Guid Stream, long Version, MatchesProposed Run)> RowsOf(IEvent e) =>
        e.Data is MatchesProposed p ? [(e.StreamId, e.Version, p)] : [];

    protected override void Write(RowWriter to, (Guid Stream, long Version, MatchesProposed Run) row)
    {
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Text(row.Run.Institution);
        to.Int(row.Run.RuleVersion);
        to.Text(row.Run.Input);
        to.Int(row.Run.Breaks);
        to.Int(row.Run.Payments);
        to.Int(row.Run.Items.Length);
        to.At(row.Run.At);
    }
}

/// <summary>One row a proposed pair.</summary>
public sealed class MatchProposalRows : FactTable<(Guid Stream, long Version, int Item, ProposedMatch Match)>
{
    public override string Name => "match_proposal";

    public override string Columns =>
        "stream_id, version, item, break_id, batch_id, no, band, per_mille, milli_bits, fields, levels, field_bits, "
        + "runner_up, margin, would_decide";

    public override IEnumerable<(Guid Stream, long Version, int Item, ProposedMatch Match)> RowsOf(IEvent e) =>
        e.Data is MatchesProposed p ? p.Items.Select((m, i) => (e.StreamId, e.Version, i, m)) : [];

    protected override void Write(RowWriter to, (Guid Stream, long Version, int Item, ProposedMatch Match) row)
    {
        var m = row.Match;
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Id(m.Break);
        to.Id(m.Batch);
        to.Int(m.No);
        to.Text(m.Band);
        to.Int(m.PerMille);
        to.Long(m.MilliBits);
        to.Texts([.. m.Evidence.Select(f => f.Field)]);
        to.Texts([.. m.Evidence.Select(f => f.Level)]);
        to.Texts([.. m.Evidence.Select(
            f => f.MilliBits.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        to.Text(m.RunnerUp);
        to.Long(m.MarginMilliBits);
        to.Texts(m.WouldDecide);
    }
}

/// <summary>One row a pair that a person rejected.</summary>
public sealed class PairRejectedRows : FactTable<(Guid Break, long Version, BreakPairRejected Pair)>
{
    public override string Name => "pair_rejected";

    public override string Columns => "break_id, version, batch_id, no, by_user, reason, at";

    public override IEnumerable<(Guid Break, long Version, BreakPairRejected Pair)> RowsOf(IEvent e) =>
        e.Data is BreakPairRejected r ? [(e.StreamId, e.Version, r)] : [];

    protected override void Write(RowWriter to, (Guid Break, long Version, BreakPairRejected Pair) row)
    {
        to.Id(row.Break);
        to.Long(row.Version);
        to.Id(row.Pair.Batch);
        to.Int(row.Pair.No);
        to.Text(row.Pair.ByUser);
        to.Text(row.Pair.Reason);
        to.At(row.Pair.At);
    }
}
