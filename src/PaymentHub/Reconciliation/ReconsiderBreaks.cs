using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Judges an institution's open breaks again before its next file is posted, so that what they become depends on the
/// order of its files alone. One file's breaks are one transaction.
/// </summary>
public static class ReconsiderBreaks
{
    // Of very many the latest are judged; older ones have been since.
    private const int Most = 1_000;

    /// <summary>Resolves what newer facts decide in the first file that has such a break.</summary>
    /// <returns>True where something was resolved; the transaction is to be saved, and there may be more.</returns>
    public static async Task<bool> NextAsync(
        IDocumentSession session, EventCopy copy, string institution, ReferenceData reference, Instant now,
        CancellationToken cancellation)
    {
        var found = await OpenAsync(session, institution, cancellation);
        if (found.Count == 0) return false;
        var own = reference.Institutions[institution];
        var source = new EntrySource(
            Guid.Empty, institution, own.IsPost ? institution : own.Account, own.IsPost);
        var facts = await MatchFactRows.LoadAsync(
            session, source, new FilePiece([.. found.Select(f => f.Entry)], null), reference, cancellation);
        foreach (var file in found.GroupBy(f => f.Facts.FileId))
        {
            if (await ResolveAsync(
                    session, copy, source with { FileId = file.Key }, [.. file], facts, now, cancellation))
                return true;
        }

        return false;
    }

    private static async Task<bool> ResolveAsync(
        IDocumentSession session, EventCopy copy, EntrySource source, List<Found> found, MatchFacts facts,
        Instant now, CancellationToken cancellation)
    {
        var ordered = await OrderedAsync(session, facts.Payments.Keys, found[0].At, cancellation);
        // Without the breaks' own stories first: most have none, and most files decide nothing.
        var told = found.ConvertAll(f => new OpenBreak(new EntryBreak { Id = f.Id, Facts = f.Facts }, f.Entry));
        if (Reconsidering.Decide(source, told, facts, ordered, now).ByBreak.Count == 0) return false;
        source = source with { Books = await Ledger.Books.HoldAsync(session, now, cancellation) };
        var streams = new BreakStreams(session, copy, Reconsidering.ByUser, now);
        var open = new List<OpenBreak>();
        foreach (var (of, entry) in told)
        {
            if (await streams.OpenAsync(of.Id, cancellation) is { } state) open.Add(new OpenBreak(state, entry));
        }

        var result = Reconsidering.Decide(source, open, facts, ordered, now);
        foreach (var (id, resolved) in result.ByBreak) streams.Append(id, [resolved]);
        foreach (var (batch, events) in result.ByBatch) copy.Append(batch, events);
        return result.ByBreak.Count > 0;
    }

    private sealed record Found(Guid Id, Instant At, BreakFacts Facts, BankEntry Entry);

    internal static async Task<HashSet<PaymentRef>> OrderedAsync(
        IDocumentSession session, IEnumerable<PaymentRef> payments, Instant before, CancellationToken cancellation)
    {
        var places = payments.ToList();
        await using var command = new NpgsqlCommand($"""
            select o.batch_id, o.no from unnest($1, $2) w(batch_id, no)
            join hub.payment_outcome o on o.batch_id = w.batch_id and o.no = w.no
            where o.status = '{nameof(PaymentStatus.Instructed)}' and o.at < $3
            """);
        command.Parameters.Add(Parameter.Of([.. places.Select(p => p.Batch)]));
        command.Parameters.Add(Parameter.Of([.. places.Select(p => p.No)]));
        command.Parameters.Add(Parameter.Of(before));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        var found = new HashSet<PaymentRef>();
        while (await r.ReadAsync(cancellation)) found.Add(new PaymentRef(r.GetGuid(0), r.GetInt32(1)));
        return found;
    }

    private static async Task<List<Found>> OpenAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            with latest as (
                select k.* from hub.entry_break k
                where k.kind = any($2) and k.file_id in (
                    select f.file_id from hub.bank_file_step f where f.institution = $1 and f.status = 'Received')
                  and not exists (
                    select from hub.break_step s
                    where s.break_id = k.break_id and s.status in ('Explained', 'Resolved'))
                order by k.at desc, k.file_id, k.entry limit $3)
            select k.break_id, k.file_id, k.entry, k.payer_account, k.from_advance, k.kind, k.amount, k.is_debit,
                   k.value_date, k.bank_reference, k.end_to_end_id, k.account, e.kind, e.batch_booking, e.reason, k.at
            from latest k join hub.bank_entry e on e.file_id = k.file_id and e.item = k.entry
            order by k.at, k.file_id, k.entry
            """);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of([.. Reconsidering.Kinds.Select(k => k.ToString())]));
        command.Parameters.Add(Parameter.Of(Most));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<Found>();
        while (await r.ReadAsync(cancellation)) found.Add(Read(r, institution));
        return found;
    }

    private static Found Read(NpgsqlDataReader r, string institution)
    {
        var facts = new BreakFacts(
            r.GetGuid(1), r.GetInt32(2), institution, r.GetString(3), r.GetBoolean(4),
            Enum.Parse<BreakKind>(r.GetString(5)), new Money(r.GetInt64(6)), r.GetBoolean(7),
            r.GetFieldValue<LocalDate>(8), r.GetString(9), Text(r, 10), Text(r, 11));
        return new Found(r.GetGuid(0), r.GetFieldValue<Instant>(15), facts, new BankEntry(
            facts.Entry, Enum.Parse<EntryClass>(r.GetString(12)), facts.IsDebit, facts.Amount, facts.ValueDate,
            facts.BankReference, facts.EndToEndId, facts.OtherAccount, Text(r, 13), Text(r, 14), null));
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
