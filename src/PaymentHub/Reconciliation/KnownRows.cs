using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>One row an entry, or a share of it, that another file told before.</summary>
public sealed class EntryKnownRows : FactTable<(Guid File, long Version, int Item, KnownEntry Entry, Instant At)>
{
    public override string Name => "entry_known";

    public override string Columns => "file_id, version, item, entry, amount, by_file, entry_there, at";

    public override IEnumerable<(Guid File, long Version, int Item, KnownEntry Entry, Instant At)> RowsOf(IEvent e) =>
        e.Data is EntriesKnown k ? k.Entries.Select((x, i) => (e.StreamId, e.Version, i, x, k.At)) : [];

    protected override void Write(RowWriter to, (Guid File, long Version, int Item, KnownEntry Entry, Instant At) row)
    {
        to.Id(row.File);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Int(row.Entry.Entry);
        to.Money(row.Entry.Amount);
        to.Id(row.Entry.ByFile);
        to.Int(row.Entry.EntryThere);
        to.At(row.At);
    }
}

/// <summary>One row an answer that cannot be true beside what is recorded.</summary>
public sealed class ContradictionRows
    : FactTable<(Guid File, long Version, int Item, ContradictedAnswer Answer, Instant At)>
{
    public override string Name => "contradiction";

    public override string Columns =>
        "file_id, version, item, batch_id, no, end_to_end_id, told, code, stands, amount, at";

    public override IEnumerable<(Guid File, long Version, int Item, ContradictedAnswer Answer, Instant At)> RowsOf(
        IEvent e) =>
        e.Data is AnswersContradicted c ? c.Answers.Select((x, i) => (e.StreamId, e.Version, i, x, c.At)) : [];

    protected override void Write(
        RowWriter to, (Guid File, long Version, int Item, ContradictedAnswer Answer, Instant At) row)
    {
        var a = row.Answer;
        to.Id(row.File);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Id(a.Batch);
        to.Int(a.No);
        to.Text(a.EndToEndId);
        to.Text(a.Told);
        to.Text(a.Code);
        to.Text(a.Stands.ToString());
        to.Money(a.Amount);
        to.At(row.At);
    }
}
