using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>One row a file that left or may be collected.</summary>
public sealed class InstructionFileRows : FactTable<FileProduced>
{
    public override string Name => "instruction_file";

    public override string Columns =>
        "message_id, kind, institution, period, file_name, sha256, count, amount, covers_message_id, end_to_end_id, "
            + "at, format";

    public override IEnumerable<FileProduced> RowsOf(IEvent e) => e.Data is FileProduced p ? [p] : [];

    protected override void Write(RowWriter to, FileProduced row)
    {
        to.Text(row.MessageId);
        to.Text(row.Kind.ToString());
        to.Text(row.Institution);
        to.Month(row.Period);
        to.Text(row.FileName);
        to.Text(row.Sha256);
        to.Int(row.Count);
        to.Money(row.Amount);
        to.Text(row.CoversMessageId);
        to.Text(row.EndToEndId);
        to.At(row.At);
        to.Text(row.Format);
    }
}

/// <summary>One row each time an institution collected a file.</summary>
public sealed class FileDeliveryRows : FactTable<(FileDelivered Event, long Version)>
{
    public override string Name => "file_delivery";

    public override string Columns => "message_id, version, by_user, at";

    public override IEnumerable<(FileDelivered Event, long Version)> RowsOf(IEvent e) =>
        e.Data is FileDelivered d ? [(d, e.Version)] : [];

    protected override void Write(RowWriter to, (FileDelivered Event, long Version) row)
    {
        to.Text(row.Event.MessageId);
        to.Long(row.Version);
        to.Text(row.Event.ByUser);
        to.At(row.Event.At);
    }
}

/// <summary>A step of a file that came in.</summary>
public sealed record BankFileStep(
    Guid File, long Version, string Status, FileReceived? Received, int? Entries, int? Matched, int? Broken,
    string[] Reasons, string[] Findings, Instant At)
{
    /// <summary>The findings in English; as many as <see cref="Findings"/>, or none in events that have none.</summary>
    public string[] FindingsEn { get; init; } = [];

    /// <summary>Who decided, where a person did.</summary>
    public string? ByUser { get; init; }

    public string? Why { get; init; }

    /// <summary>What is proposed is to refuse the file.</summary>
    public bool IsRefusing { get; init; }

    /// <summary>Entries that another file told before.</summary>
    public int? Known { get; init; }

    /// <summary>The file that this one repeats, or whose identity it repeats with other content.</summary>
    public Guid? Original { get; init; }
}

/// <summary>One row a step, from its receipt to its reconciliation or refusal.</summary>
public sealed class BankFileStepRows : FactTable<BankFileStep>
{
    // The second signature is a step of its own; the acceptance that follows it is the next one.
    private const string Released = "Released";

    public override string Name => "bank_file_step";

    public override string Columns =>
        "file_id, version, status, institution, file_name, format, sha256, entries, matched, broken, reasons, "
            + "findings, findings_en, by_user, why, at, channel, type, message_id, content, size, markers, credits, "
            + "debits, known, original, refusing";

    public override IEnumerable<BankFileStep> RowsOf(IEvent e)
    {
        var (id, v) = (e.StreamId, e.Version);
        BankFileStep? step = e.Data switch
        {
            FileReceived r => new(id, v, nameof(SettlementFileStatus.Received), r, null, null, null, [], [], r.At),
            FileAccepted a => new(
                id, v, nameof(SettlementFileStatus.Accepted), null, a.Entries, null, null, [], a.Findings, a.At)
            {
                FindingsEn = a.FindingsEn ?? [],
            },
            FileHeld h => new(
                id, v, nameof(SettlementFileStatus.Held), null, null, null, null, h.Reasons, h.Findings, h.At)
            {
                Original = h.Against,
                FindingsEn = h.FindingsEn ?? [],
            },
            FileReleaseProposed p => Proposed(id, v, p.At, p.ByUser, p.Reason, p.Objections),
            FileReleased r => new(id, v, Released, null, null, null, null, r.Objections, [], r.At)
            {
                ByUser = r.ByUser,
                Why = r.Reason,
            },
            FileRefusalProposed p => Proposed(id, v, p.At, p.ByUser, p.Reason, p.Objections) with
            {
                IsRefusing = true,
            },
            FileRefused r => new(
                id, v, nameof(SettlementFileStatus.Refused), null, null, null, null, r.Reasons, r.Findings, r.At)
            {
                FindingsEn = r.FindingsEn ?? [],
                ByUser = r.ByUser,
                Why = r.Why,
            },
            _ => EndOf(id, v, e.Data),
        };
        return step is null ? [] : [step];
    }

    private static BankFileStep Proposed(
        Guid id, long v, Instant at, string by, string why, string[] objections) => new(
        id, v, nameof(SettlementFileStatus.Proposed), null, null, null, null, objections, [], at)
        {
            ByUser = by,
            Why = why,
        };

    private static BankFileStep? EndOf(Guid id, long v, object e) => e switch
    {
        FileReconciled r => new(
            id, v, nameof(SettlementFileStatus.Reconciled), null, r.Entries, r.Matched, r.Broken, [], [], r.At)
        {
            Known = r.Known,
        },
        FileDuplicated d => new(
            id, v, nameof(SettlementFileStatus.Duplicate), null, null, null, null, ["DUPLICATE"], [], d.At)
        {
            Original = d.Original,
        },
        _ => null,
    };

    protected override void Write(RowWriter to, BankFileStep row)
    {
        to.Id(row.File);
        to.Long(row.Version);
        to.Text(row.Status);
        to.Text(row.Received?.Institution);
        to.Text(row.Received?.FileName);
        to.Text(row.Received?.Format.ToString());
        to.Text(row.Received?.Sha256);
        to.Int(row.Entries);
        to.Int(row.Matched);
        to.Int(row.Broken);
        to.Texts(row.Reasons);
        to.Texts(row.Findings);
        to.Texts(row.FindingsEn);
        to.Text(row.ByUser);
        to.Text(row.Why);
        to.At(row.At);
        WriteReading(to, row);
    }

    private static void WriteReading(RowWriter to, BankFileStep row)
    {
        var reading = row.Received?.Reading;
        to.Text(row.Received?.Channel.ToString());
        to.Text(reading?.Type);
        to.Text(reading?.MessageId);
        to.Text(reading?.Content);
        to.Long(row.Received?.Size);
        to.Long(reading?.Markers);
        to.Long(reading?.Credits?.Dong);
        to.Long(reading?.Debits?.Dong);
        to.Int(row.Known);
        to.Id(row.Original);
        to.Flag(row.IsRefusing);
    }
}

/// <summary>One row a statement of an accepted file.</summary>
public sealed class StatementRows : FactTable<(Guid File, int Item, StatementFacts Facts, Instant At)>
{
    public override string Name => "statement";

    public override string Columns =>
        "file_id, item, account, statement_id, sequence, opening, closing, from_date, to_date, at";

    public override IEnumerable<(Guid File, int Item, StatementFacts Facts, Instant At)> RowsOf(IEvent e) =>
        e.Data is FileAccepted a ? a.Statements.Select((s, i) => (e.StreamId, i, s, a.At)) : [];

    protected override void Write(RowWriter to, (Guid File, int Item, StatementFacts Facts, Instant At) row)
    {
        var s = row.Facts;
        to.Id(row.File);
        to.Int(row.Item);
        to.Text(s.Account);
        to.Text(s.StatementId);
        to.Long(s.Sequence);
        to.Money(s.Opening);
        to.Money(s.Closing);
        to.Date(s.From);
        to.Date(s.To);
        to.At(row.At);
    }
}
