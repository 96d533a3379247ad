using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>A match of a bank entry with the version of the passes that made it; 0 where it was not kept.</summary>
public readonly record struct EntryMatchRow(
    Guid File, long Version, int Item, EntryMatch Match, int RuleVersion, Instant At);

/// <summary>One row a match of a bank entry, or of a share of it, with its partner.</summary>
public sealed class EntryMatchRows : FactTable<EntryMatchRow>
{
    public override string Name => "entry_match";

    public override string Columns =>
        "file_id, version, item, entry, kind, rule, amount, batch_id, no, bank_reference, value_date, at, rule_version";

    public override IEnumerable<EntryMatchRow> RowsOf(IEvent e) => e.Data is EntriesMatched m
        ? m.All().Select((x, i) => new EntryMatchRow(e.StreamId, e.Version, i, x, m.RuleVersion, m.At))
        : [];

    protected override void Write(RowWriter to, EntryMatchRow row)
    {
        to.Id(row.File);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Int(row.Match.Entry);
        to.Text(row.Match.Kind.ToString());
        to.Text(row.Match.Rule.ToString());
        to.Money(row.Match.Amount);
        to.Id(row.Match.Batch);
        to.Int(row.Match.No);
        to.Text(row.Match.BankReference);
        to.Date(row.Match.ValueDate);
        to.At(row.At);
        to.Int(row.RuleVersion);
    }
}

/// <summary>A share of a bank entry without a partner, on the payer account or the organisation's advance.</summary>
public sealed record EntryBreakRow(
    Guid File, long Version, int Item, FoundBreak Break, string Account, bool FromAdvance, Instant At);

/// <summary>One row a share of a bank entry that found no partner, or lost it.</summary>
public sealed class EntryBreakRows : FactTable<EntryBreakRow>
{
    public override string Name => "entry_break";

    public override string Columns =>
        "file_id, version, item, entry, value_date, kind, amount, is_debit, bank_reference, end_to_end_id, account, "
        + "candidates, at, break_id, payer_account, from_advance";

    public override IEnumerable<EntryBreakRow> RowsOf(IEvent e) => e.Data switch
    {
        BreaksFound f => f.Breaks.Select((x, i) => new EntryBreakRow(
            e.StreamId, e.Version, i, x, f.Account, f.FromAdvance, f.At)),
        MatchUndone u => [new EntryBreakRow(e.StreamId, e.Version, 0, u.Break, u.Account, u.FromAdvance, u.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, EntryBreakRow row)
    {
        var b = row.Break;
        to.Id(row.File);
        to.Long(row.Version);
        to.Int(row.Item);
        to.Int(b.Entry);
        to.Date(b.ValueDate);
        to.Text(b.Kind.ToString());
        to.Money(b.Amount);
        to.Flag(b.IsDebit);
        to.Text(b.BankReference);
        to.Text(b.EndToEndId);
        to.Text(b.Account);
        to.Texts(b.Candidates);
        to.At(row.At);
        to.Id(EntryBreak.IdOf(row.File, row.Version, row.Item));
        to.Text(row.Account);
        to.Flag(row.FromAdvance);
    }
}
