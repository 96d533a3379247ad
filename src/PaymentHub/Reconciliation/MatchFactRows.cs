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

/// <summary>Loads what the matcher may know about a file's entries, in a handful of set-based queries.</summary>
public static class MatchFactRows
{
    private const int MonthsBack = 3;

    /// <param name="before">The moment before which things stand as asked; nothing is locked then.</param>
    internal static async Task<MatchFacts> LoadAsync(
        IDocumentSession session, EntrySource source, FilePiece piece, ReferenceData reference,
        CancellationToken cancellation, Instant? before = null)
    {
        var entries = piece.Entries;
        var placed = new Dictionary<PaymentRef, PlacedPayment>(entries.Count);
        var named = piece.Named ?? await NamedAsync(session, source, entries, cancellation);
        var byId = new Dictionary<string, PaymentRef>(named.Count);
        foreach (var (payment, own) in named)
        {
            placed[payment] = own;
            byId[own.EndToEndId] = payment;
        }

        var bookings = await ByBookingAsync(session, source, entries, placed, cancellation);
        var byAccount = await ByAccountAsync(session, source, entries, byId, placed, cancellation);
        var advances = await AdvancesAsync(session, reference, cancellation, before);
        await DividedPayments.CompleteAsync(session, placed, cancellation);
        var states = before is { } moment
            ? await PaymentStates.AtAsync(session, placed, moment, source.FromAdvance, cancellation)
            : await PaymentStates.LockAsync(session, placed, source.FromAdvance, cancellation);
        return new MatchFacts(byId, bookings, byAccount, advances, states)
        {
            ReturnsWaiting = await ReturnsWaitingAsync(session, entries, before, cancellation),
            BookingsWaiting = await BookingsWaitingAsync(session, entries, before, cancellation),
            Fees = await FeesAsync(session, source, cancellation),
        };
    }

    private static async Task<IReadOnlyList<FeeSchedule>> FeesAsync(
        IDocumentSession session, EntrySource source, CancellationToken cancellation) =>
        (await session.Events.FetchLatest<PartnerBank>(PartnerBank.IdOf(source.Institution), cancellation))?.Fees ?? [];

    private static string IsOpen(string found) =>
        $"{found}.at < $2 and not exists (select from hub.break_step s "
        + $"where s.break_id = {found}.break_id and s.status in ('Explained', 'Resolved') and s.at < $2)";

    // Few at any time, so that all of the last months are read.
    private static async Task<Dictionary<string, LocalDate>> ReturnsWaitingAsync(
        IDocumentSession session, IReadOnlyList<BankEntry> entries, Instant? before,
        CancellationToken cancellation)
    {
        var found = new Dictionary<string, LocalDate>(StringComparer.Ordinal);
        if (!NamesPayments(entries)) return found;
        await using var command = Waiting($"""
            select k.end_to_end_id, min(k.value_date) from hub.entry_break k
            where k.kind = 'UnknownReturn' and k.end_to_end_id is not null and k.value_date >= $1 and {IsOpen("k")}
            group by k.end_to_end_id
            """, entries, before);
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) found[reader.GetString(0)] = reader.GetFieldValue<LocalDate>(1);
        return found;
    }

    private static async Task<HashSet<Guid>> BookingsWaitingAsync(
        IDocumentSession session, IReadOnlyList<BankEntry> entries, Instant? before, CancellationToken cancellation)
    {
        var found = new HashSet<Guid>();
        if (!NamesPayments(entries)) return found;
        await using var command = Waiting($"""
            select distinct b.batch_id from hub.entry_break a
            join hub.bank_entry e on e.file_id = a.file_id and e.item = a.entry
            join hub.batch b on b.pmtinf_id = e.batch_booking
            where a.kind = 'Ambiguous' and a.value_date >= $1 and {IsOpen("a")}
            """, entries, before);
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetGuid(0));
        return found;
    }

    private static bool NamesPayments(IReadOnlyList<BankEntry> entries) =>
        entries.Any(e => e is { Class: EntryClass.Payment, EndToEndId: not null });

    private static NpgsqlCommand Waiting(string sql, IReadOnlyList<BankEntry> entries, Instant? before)
    {
        var command = new NpgsqlCommand(sql);
        command.Parameters.Add(Parameter.Of(entries.Min(e => e.ValueDate).PlusMonths(-MonthsBack)));
        command.Parameters.Add(Parameter.Of(before ?? Instant.MaxValue));
        return command;
    }

    // An institution's file proves something about the orders that it was given, and about no other.
    private static async Task<List<(PaymentRef, PlacedPayment)>> NamedAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries, CancellationToken cancellation)
    {
        string[] ids = [.. entries.Select(e => e.EndToEndId).OfType<string>().Distinct()];
        var found = new List<(PaymentRef, PlacedPayment)>(ids.Length);
        await using var command = Command($"""
            select {PaymentStates.Columns} from hub.payment p join hub.batch b on b.batch_id = p.batch_id
            where p.end_to_end_id = any($1) and b.institution = $2
            """, ids, source);
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) found.Add(PaymentStates.Read(reader));
        return found;
    }

    private static async Task<Dictionary<string, PaymentRef[]>> ByBookingAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries,
        Dictionary<PaymentRef, PlacedPayment> placed, CancellationToken cancellation)
    {
        string[] ids = [.. entries.Select(e => e.BatchBooking).OfType<string>().Distinct()];
        if (ids.Length == 0) return [];
        await using var command = Command($"""
            select {PaymentStates.Columns}, b.pmtinf_id
            from hub.batch b join hub.payment p on p.batch_id = b.batch_id
            where b.pmtinf_id = any($1) and b.institution = $2 order by p.batch_id, p.no
            """, ids, source);
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<(string Booking, PaymentRef Payment)>();
        while (await reader.ReadAsync(cancellation))
        {
            var payment = PaymentStates.Read(reader);
            placed[payment.Ref] = payment.Placed;
            found.Add((reader.GetString(9), payment.Ref));
        }

        return found.GroupBy(f => f.Booking, f => f.Payment).ToDictionary(g => g.Key, g => g.ToArray());
    }

    // Only for entries whose reference names nothing of ours; the institution and its last three months bound the
    // search.
    private static async Task<ILookup<string, PaymentRef>> ByAccountAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries,
        Dictionary<string, PaymentRef> byId, Dictionary<PaymentRef, PlacedPayment> placed,
        CancellationToken cancellation)
    {
        string[] accounts = [.. entries
            .Where(e => e.Account is not null && (e.EndToEndId is null || !byId.ContainsKey(e.EndToEndId)))
            .Select(e => e.Account!).Distinct()];
        var found = new List<(string Account, PaymentRef Payment)>();
        if (accounts.Length > 0)
        {
            await using var command = Command($"""
                select {PaymentStates.Columns} from hub.payment p join hub.batch b on b.batch_id = p.batch_id
                where p.account = any($1) and b.institution = $2 and b.period >= $3 order by p.end_to_end_id
                """, accounts, source);
            command.Parameters.Add(Parameter.Of(entries.Min(e => e.ValueDate).PlusMonths(-MonthsBack)));
            await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var payment = PaymentStates.Read(reader);
                placed[payment.Ref] = payment.Placed;
                found.Add((payment.Placed.Payout.Account!, payment.Ref));
            }
        }

        return found.ToLookup(f => f.Account, f => f.Payment);
    }

    private static NpgsqlCommand Command(string sql, string[] keys, EntrySource source)
    {
        var command = new NpgsqlCommand(sql);
        command.Parameters.Add(Parameter.Of(keys));
        command.Parameters.Add(Parameter.Of(source.Institution));
        return command;
    }

    /// <summary>Every advance that we ordered, by its end-to-end id, and whether it is given.</summary>
    public static async Task<Dictionary<string, AdvanceOrder>> AdvancesAsync(
        IDocumentSession session, ReferenceData reference, CancellationToken cancellation, Instant? before = null)
    {
        var found = new Dictionary<string, AdvanceOrder>();
        await using var command = new NpgsqlCommand("""
            select a.end_to_end_id, a.covers_message_id, l.institution, a.amount, 0 < (
                select coalesce(sum(m.amount), 0) from hub.account_movement m
                where m.kind = 'Advance' and m.reference = a.covers_message_id and m.at < $1)
            from hub.instruction_file a join hub.instruction_file l on l.message_id = a.covers_message_id
            where a.kind = 'Advance' and a.at < $1
            """);
        command.Parameters.Add(Parameter.Of(before ?? Instant.MaxValue));
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
