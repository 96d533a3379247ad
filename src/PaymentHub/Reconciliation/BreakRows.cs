using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>A step of a break; what it leaves as it was is null.</summary>
public sealed record BreakStepRow(
    Guid Break, long Version, string Step, BreakStatus? Status, string? Owner, LocalDate? Due, string ByUser,
    Instant At);

/// <summary>One row a step.</summary>
public sealed class BreakStepRows : FactTable<BreakStepRow>
{
    public override string Name => "break_step";

    public override string Columns => "break_id, version, step, status, owner, due, by_user, at";

    public override IEnumerable<BreakStepRow> RowsOf(IEvent e)
    {
        BreakStepRow Row(
            string step, string user, Instant at, BreakStatus? status = null, string? owner = null,
            LocalDate? due = null) => new(e.StreamId, e.Version, step, status, owner, due, user, at);
        return e.Data switch
        {
            BreakOpened x => [Row("Opened", x.ByUser, x.At, BreakStatus.Open)],
            BreakAssigned x => [Row("Assigned", x.ByUser, x.At, owner: x.Owner, due: x.Due)],
            BreakCommented x => [Row("Commented", x.ByUser, x.At)],
            BreakFileAttached x => [Row("Attached", x.ByUser, x.At)],
            BreakPairRejected x => [Row("PairRejected", x.ByUser, x.At)],
            BreakExplained x => [Row("Explained", x.ByUser, x.At, BreakStatus.Explained)],
            BreakExplanationDeclined x => [Row("Declined", x.ByUser, x.At, BreakStatus.Open)],
            BreakResolved x => [Row("Resolved", x.ByUser, x.At, BreakStatus.Resolved)],
            BreakReopened x => [Row("Reopened", x.ByUser, x.At, BreakStatus.Open)],
            _ => [],
        };
    }

    protected override void Write(RowWriter to, BreakStepRow row)
    {
        to.Id(row.Break);
        to.Long(row.Version);
        to.Text(row.Step);
        to.Text(row.Status?.ToString());
        to.Text(row.Owner);
        to.Date(row.Due);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>A part of an explanation, or with an amount below zero what was taken back of it.</summary>
public sealed record BreakPartRow(
    Guid Break, long Version, int Item, Explanation Part, Money Amount, string ByUser, string Reason, Instant At);

/// <summary>One row a part.</summary>
public sealed class BreakPartRows : FactTable<BreakPartRow>
{
    public override string Name => "break_part";

    public override string Columns =>
        "break_id, version, item, kind, amount, batch_id, no, message_id, other_break, by_user, reason, at";

    public override IEnumerable<BreakPartRow> RowsOf(IEvent e) => e.Data switch
    {
        BreakResolved r => r.Parts.Select((p, i) => new BreakPartRow(
            e.StreamId, e.Version, i, p, p.Amount, r.ByUser, r.Reason, r.At)),
        BreakReopened r => r.Parts.Select((p, i) => new BreakPartRow(
            e.StreamId, e.Version, i, p, -p.Amount, r.ByUser, r.Reason, r.At)),
        _ => [],
    };

    protected override void Write(RowWriter to, BreakPartRow row)
    {
        to.Id(row.Break);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Text(row.Part.Kind.ToString());
        to.Money(row.Amount);
        to.Id(row.Part.Batch);
        to.Int(row.Part.No);
        to.Text(row.Part.MessageId);
        to.Id(row.Part.OtherBreak);
        to.Text(row.ByUser);
        to.Text(row.Reason);
        to.At(row.At);
    }
}

/// <summary>One row a paper of a break.</summary>
public sealed class BreakFileRows : FactTable<(Guid Break, long Version, BreakFileAttached File)>
{
    public override string Name => "break_file";

    public override string Columns => "break_id, version, file_name, content_type, sha256, size, by_user, at";

    public override IEnumerable<(Guid Break, long Version, BreakFileAttached File)> RowsOf(IEvent e) =>
        e.Data is BreakFileAttached f ? [(e.StreamId, e.Version, f)] : [];

    protected override void Write(RowWriter to, (Guid Break, long Version, BreakFileAttached File) row)
    {
        to.Id(row.Break);
        to.Long(row.Version);
        to.Text(row.File.FileName);
        to.Text(row.File.ContentType);
        to.Text(row.File.Sha256);
        to.Long(row.File.Size);
        to.Text(row.File.ByUser);
        to.At(row.File.At);
    }
}

/// <summary>One row a match that a person took back.</summary>
public sealed class MatchUndoneRows : FactTable<(Guid File, long Version, MatchUndone Event)>
{
    public override string Name => "match_undone";

    public override string Columns =>
        "file_id, version, entry, kind, rule, amount, batch_id, no, by_user, reason, at";

    public override IEnumerable<(Guid File, long Version, MatchUndone Event)> RowsOf(IEvent e) =>
        e.Data is MatchUndone u ? [(e.StreamId, e.Version, u)] : [];

    protected override void Write(RowWriter to, (Guid File, long Version, MatchUndone Event) row)
    {
        var match = row.Event.Match;
        to.Id(row.File);
        to.Long(row.Version);
        to.Int(match.Entry);
        to.Text(match.Kind.ToString());
        to.Text(match.Rule.ToString());
        to.Money(match.Amount);
        to.Id(match.Batch);
        to.Int(match.No);
        to.Text(row.Event.ByUser);
        to.Text(row.Event.Reason);
        to.At(row.Event.At);
    }
}
