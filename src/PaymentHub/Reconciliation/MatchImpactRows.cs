using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>A step of an impact's story; a step of the work names its file.</summary>
public sealed record MatchImpactStepRow(
    Guid Impact, long Version, string Step, string? ByUser, string? Reason, MatchImpactOrdered? Ordered,
    MatchImpactJudged? Judged, Instant At);

/// <summary>One row a step of an impact.</summary>
public sealed class MatchImpactStepRows : FactTable<MatchImpactStepRow>
{
    public override string Name => "match_impact_step";

    public override string Columns =>
        "impact_id, version, step, by_user, reason, rule_version, from_date, steps, institution, file_id, entries, "
        + "by_people, at";

    public override IEnumerable<MatchImpactStepRow> RowsOf(IEvent e) => e.Data switch
    {
        MatchImpactOrdered x => [Row(e, "Ordered", x.ByUser, null, x.At) with { Ordered = x }],
        MatchImpactJudged x => [Row(e, "Judged", null, null, x.At) with { Judged = x }],
        MatchImpactStopped x => [Row(e, "Stopped", x.ByUser, null, x.At)],
        MatchImpactResumed x => [Row(e, "Resumed", x.ByUser, null, x.At)],
        MatchImpactCompleted x => [Row(e, "Completed", null, null, x.At)],
        MatchImpactProposed x => [Row(e, "Proposed", x.ByUser, x.Reason, x.At)],
        MatchImpactDeclined x => [Row(e, "Declined", x.ByUser, x.Reason, x.At)],
        MatchImpactConfirmed x => [Row(e, "Confirmed", x.ByUser, null, x.At)],
        MatchImpactApplied x => [Row(e, "Applied", null, null, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, MatchImpactStepRow row)
    {
        to.Id(row.Impact);
        to.Long(row.Version);
        to.Text(row.Step);
        to.Text(row.ByUser);
        to.Text(row.Reason);
        to.Int(row.Ordered?.RuleVersion);
        to.Date(row.Ordered?.From);
        to.Int(row.Ordered?.Steps);
        to.Text(row.Judged?.Place.Institution);
        to.Id(row.Judged?.Place.FileId);
        to.Int(row.Judged?.Entries);
        to.Int(row.Judged?.ByPeople);
        to.At(row.At);
    }

    private static MatchImpactStepRow Row(IEvent e, string step, string? byUser, string? reason, Instant at) =>
        new(e.StreamId, e.Version, step, byUser, reason, null, null, at);
}

/// <summary>One row a sum of an impact's step.</summary>
public sealed class MatchImpactCountRows
    : FactTable<(Guid Impact, long Version, int Item, string Institution, ImpactCount Count)>
{
    public override string Name => "match_impact_count";

    public override string Columns => "impact_id, version, item, institution, month, rule, change, count, amount";

    public override IEnumerable<(Guid Impact, long Version, int Item, string Institution, ImpactCount Count)> RowsOf(
        IEvent e) =>
        e.Data is MatchImpactJudged j
            ? j.Counts.Select((c, i) => (e.StreamId, e.Version, i, j.Place.Institution, c))
            : [];

    protected override void Write(
        RowWriter to, (Guid Impact, long Version, int Item, string Institution, ImpactCount Count) row)
    {
        to.Id(row.Impact);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Text(row.Institution);
        to.Month(row.Count.Month);
        to.Text(row.Count.Rule.ToString());
        to.Text(row.Count.Change.ToString());
        to.Int(row.Count.Count);
        to.Money(row.Count.Amount);
    }
}

/// <summary>One row a share of an entry that another version of the rules treats otherwise.</summary>
public sealed class MatchDifferenceRows : FactTable<(MatchDifferencesFound Found, MatchDifference Item)>
{
    public override string Name => "match_difference";

    public override string Columns =>
        "impact_id, no, institution, file_id, entry, value_date, bank_reference, amount, change, kind, before_rule, "
        + "before_version, before_batch, before_no, before_order, before_break, after_rule, after_version, "
        + "after_batch, after_no, after_order, would";

    public override IEnumerable<(MatchDifferencesFound Found, MatchDifference Item)> RowsOf(IEvent e) =>
        e.Data is MatchDifferencesFound f ? f.Items.Select(i => (f, i)) : [];

    protected override void Write(RowWriter to, (MatchDifferencesFound Found, MatchDifference Item) row)
    {
        var (found, item) = row;
        to.Id(found.Impact);
        to.Int(item.No);
        to.Text(found.Institution);
        to.Id(found.FileId);
        to.Int(item.Entry);
        to.Date(item.ValueDate);
        to.Text(item.BankReference);
        to.Money(item.Amount);
        to.Text(item.Change.ToString());
        to.Text((item.Before ?? item.After)!.Kind.ToString());
        WritePartner(to, item.Before);
        to.Id(item.Before?.Break);
        WritePartner(to, item.After);
        to.Text(item.Would?.ToString());
    }

    private static void WritePartner(RowWriter to, ImpactPartner? partner)
    {
        to.Text(partner?.Rule.ToString());
        to.Int(partner?.RuleVersion);
        to.Id(partner?.Batch);
        to.Int(partner?.No);
        to.Text(partner?.EndToEndId);
    }
}

/// <summary>What was done with a difference.</summary>
public readonly record struct MatchDifferenceStepRow(
    Guid Impact, long Version, int Item, int No, string Step, string? Code, Instant At);

/// <summary>One row an act on a difference.</summary>
public sealed class MatchDifferenceStepRows : FactTable<MatchDifferenceStepRow>
{
    public override string Name => "match_difference_step";

    public override string Columns => "impact_id, version, item, no, step, code, at";

    public override IEnumerable<MatchDifferenceStepRow> RowsOf(IEvent e) =>
        e.Data is MatchDifferencesApplied a
            ? Acts(a).Select((x, i) => new MatchDifferenceStepRow(
                e.StreamId, e.Version, i, x.No, x.Step, x.Code, a.At))
            : [];

    private static IEnumerable<(int No, string Step, string? Code)> Acts(MatchDifferencesApplied a)
    {
        foreach (var no in a.TakenBack) yield return (no, "TakenBack", null);
        foreach (var no in a.Made) yield return (no, "Made", null);
        foreach (var refused in a.Refused) yield return (refused.No, "Refused", refused.Code);
    }

    protected override void Write(RowWriter to, MatchDifferenceStepRow row)
    {
        to.Id(row.Impact);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Int(row.No);
        to.Text(row.Step);
        to.Text(row.Code);
        to.At(row.At);
    }
}
