using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Loads what the matcher may know about a file's entries, in a handful of set-based queries.</summary>
public static class MatchFactRows
{
    public static async Task<MatchFacts> LoadAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries, ReferenceData reference,
        CancellationToken cancellation)
    {
        var byId = await ByEndToEndIdAsync(session, source, entries, cancellation);
        var bookings = await ByBookingAsync(session, source, entries, cancellation);
        var byAccount = await ByAccountAsync(session, source, entries, byId, cancellation);
        var advances = await AdvancesAsync(session, reference, cancellation);
        Guid[] needed = [.. byId.Values.Select(p => p.Batch).Concat(bookings.Values)
            .Concat(byAccount.Select(p => p.Payment.Batch)).Distinct()];
        var batches = await BatchStates.LockAsync(session, reference, needed, cancellation);
        return new MatchFacts(
            byId, bookings, byAccount.ToLookup(p => p.Account, p => p.Payment), advances, batches);
    }

    // An institution's file proves something about the orders that it was given, and about no other.
    private static async Task<Dictionary<string, PaymentRef>> ByEndToEndIdAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries, CancellationToken cancellation)
    {
        string[] ids = [.. entries.Select(e => e.EndToEndId).OfType<string>().Distinct()];
        var found = new Dictionary<string, PaymentRef>();
        await using var command = new NpgsqlCommand("""
            select p.end_to_end_id, p.batch_id, p.no from hub.payment p join hub.batch b on b.batch_id = p.batch_id
            where p.end_to_end_id = any($1) and b.institution = $2
            """);
        command.Parameters.Add(Parameter.Of(ids));
        command.Parameters.Add(Parameter.Of(source.Institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found[reader.GetString(0)] = new PaymentRef(reader.GetGuid(1), reader.GetInt32(2));
        }

        return found;
    }

    private static async Task<Dictionary<string, Guid>> ByBookingAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries, CancellationToken cancellation)
    {
        string[] ids = [.. entries.Select(e => e.BatchBooking).OfType<string>().Distinct()];
        var found = new Dictionary<string, Guid>();
        await using var command = new NpgsqlCommand(
            "select pmtinf_id, batch_id from hub.batch where pmtinf_id = any($1) and institution = $2");
        command.Parameters.Add(Parameter.Of(ids));
        command.Parameters.Add(Parameter.Of(source.Institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) found[reader.GetString(0)] = reader.GetGuid(1);
        return found;
    }

    // Only for entries whose reference names nothing of ours; the institution and its last three months bound the
    // search.
    private static async Task<List<(string Account, PaymentRef Payment)>> ByAccountAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries,
        Dictionary<string, PaymentRef> byId, CancellationToken cancellation)
    {
        string[] accounts = [.. entries
            .Where(e => e.Account is not null && (e.EndToEndId is null || !byId.ContainsKey(e.EndToEndId)))
            .Select(e => e.Account!).Distinct()];
        var found = new List<(string Account, PaymentRef Payment)>();
        if (accounts.Length == 0) return found;
        var since = entries.Min(e => e.ValueDate).PlusMonths(-3);
        await using var command = new NpgsqlCommand("""
            select p.account, p.batch_id, p.no from hub.payment p join hub.batch b on b.batch_id = p.batch_id
            where p.account = any($1) and b.institution = $2 and b.period >= $3
            order by p.end_to_end_id
            """);
        command.Parameters.Add(Parameter.Of(accounts));
        command.Parameters.Add(Parameter.Of(source.Institution));
        command.Parameters.Add(Parameter.Of(since));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add((reader.GetString(0), new PaymentRef(reader.GetGuid(1), reader.GetInt32(2))));
        }

        return found;
    }

    private static async Task<Dictionary<string, AdvanceOrder>> AdvancesAsync(
        IDocumentSession session, ReferenceData reference, CancellationToken cancellation)
    {
        var found = new Dictionary<string, AdvanceOrder>();
        await using var command = new NpgsqlCommand("""
            select a.end_to_end_id, a.covers_message_id, l.institution, a.amount, exists (
                select 1 from hub.account_movement m where m.kind = 'Advance' and m.reference = a.covers_message_id)
            from hub.instruction_file a join hub.instruction_file l on l.message_id = a.covers_message_id
            where a.kind = 'Advance'
            """);
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var to = reader.GetString(2);
            found[reader.GetString(0)] = new AdvanceOrder(
                reader.GetString(0), reader.GetString(1), to, reference.Institutions[to].Account,
                new Money(reader.GetInt64(3)), reader.GetBoolean(4));
        }

        return found;
    }
}
