using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Looks up what other files told of the same account and days. Statements are not compared with each other: their
/// balances prove that each books an entry of its own, so a second debit there is one.
/// </summary>
public static class KnownEntries
{
    /// <summary>
    /// The movements that another file told before, but for those of which that is known. Only entries of one day can
    /// be the same, so where both sides are long they are compared day by day, and no more than a day of them is in
    /// memory.
    /// </summary>
    internal static async Task<KnownEntry[]> FindAsync(
        IDocumentSession session, EntrySource source, ReadBankFile read, FileEntries entries,
        IReadOnlySet<int> known, CancellationToken cancellation)
    {
        var format = read.Format;
        if (format is not (BankFileFormat.Statement or BankFileFormat.Notification)) return [];
        if (!read.IsKept || await OthersAsync(session, source, cancellation) > ReadBankFile.MostKept)
            return await ByDayAsync(session, source, read, entries, known, cancellation);
        var earlier = await EarlierAsync(session, source, format, null, cancellation);
        if (earlier.Count == 0) return [];
        var found = EntriesTold.Find(
            await ToldAsync(session, source, entries.InOrderAsync(cancellation), known, cancellation), earlier);
        return await MovementsAsync(found, entries.InOrderAsync(cancellation), cancellation);
    }

    private static async Task<KnownEntry[]> MovementsAsync(
        IReadOnlyDictionary<int, ToldEntry> found, IAsyncEnumerable<IReadOnlyList<BankEntry>> entries,
        CancellationToken cancellation)
    {
        var known = new List<KnownEntry>();
        await foreach (var piece in entries.WithCancellation(cancellation))
        {
            foreach (var e in piece)
            {
                if (found.TryGetValue(e.EntryNo, out var told))
                    known.Add(new KnownEntry(e.No, Signed(e), told.File, told.EntryNo));
            }
        }

        return [.. known];
    }

    private static async Task<KnownEntry[]> ByDayAsync(
        IDocumentSession session, EntrySource source, ReadBankFile read, FileEntries entries,
        IReadOnlySet<int> known, CancellationToken cancellation)
    {
        var movements = new List<KnownEntry>();
        foreach (var day in read.Days.Select(d => d.Day).Distinct().Order())
        {
            var earlier = await EarlierAsync(session, source, read.Format, day, cancellation);
            if (earlier.Count == 0) continue;
            var told = await ToldAsync(session, source, entries.OfDayAsync(day, cancellation), known, cancellation);
            movements.AddRange(await MovementsAsync(
                EntriesTold.Find(told, earlier), entries.OfDayAsync(day, cancellation), cancellation));
        }

        return [.. movements.OrderBy(k => k.Entry)];
    }

    // How many entries other files told of the account on the days of this one.
    private static async Task<long> OthersAsync(
        IDocumentSession session, EntrySource source, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(sum(o.entries), 0)::bigint from hub.bank_file_day d
            join hub.bank_file_day o on o.account = d.account and o.day = d.day and o.file_id <> d.file_id
            where d.file_id = $1 and d.account = $2
            """);
        command.Parameters.Add(Parameter.Of(source.FileId));
        command.Parameters.Add(Parameter.Of(source.Account));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        await r.ReadAsync(cancellation);
        return r.GetInt64(0);
    }

    private static Money Signed(BankEntry e) => e.IsDebit ? -e.Amount : e.Amount;

    // The movements of an entry follow each other, but not always in one piece.
    private static async Task<List<ToldEntry>> ToldAsync(
        IDocumentSession session, EntrySource source, IAsyncEnumerable<IReadOnlyList<BankEntry>> entries,
        IReadOnlySet<int> known, CancellationToken cancellation)
    {
        var told = new List<ToldEntry>();
        var open = new List<BankEntry>();
        await foreach (var piece in entries.WithCancellation(cancellation))
        {
            var batches = await BatchesAsync(session, source, [.. open, .. piece], cancellation);
            foreach (var e in piece)
            {
                if (known.Contains(e.No)) continue;
                if (open.Count > 0 && open[0].EntryNo != e.EntryNo)
                {
                    told.Add(Of(source.FileId, open, batches));
                    open.Clear();
                }

                open.Add(e);
            }
        }

        if (open.Count > 0) told.Add(Of(source.FileId, open, await BatchesAsync(session, source, open, cancellation)));
        return told;
    }

    private static ToldEntry Of(Guid file, List<BankEntry> entry, Dictionary<string, string> batches)
    {
        var (first, isOne) = (entry[0], entry.Count == 1);
        var id = isOne ? first.EndToEndId : null;
        return new ToldEntry(
            file, first.EntryNo, first.Day, entry.Sum(Signed),
            first.BankReference.Length > 0 ? first.BankReference : null, id, first.BatchBooking,
            id is null ? null : batches.GetValueOrDefault(id));
    }

    private static async Task<List<ToldEntry>> EarlierAsync(
        IDocumentSession session, EntrySource source, BankFileFormat format, LocalDate? day,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            with files as (
                select distinct o.file_id from hub.bank_file_day d
                join hub.bank_file_day o on o.account = d.account and o.day = d.day and o.file_id <> d.file_id
                join hub.bank_file_step r on r.file_id = o.file_id and r.status = 'Received'
                where d.file_id = $1 and d.account = $2 and r.format = any($3) and ($4::date is null or d.day = $4)
                  and exists (select from hub.bank_file_step s
                              where s.file_id = o.file_id and s.status = 'Reconciled'))
            select e.file_id, e.entry, min(e.day),
                   sum(case when e.is_debit then -abs(e.amount) else e.amount end)::bigint,
                   min(e.bank_reference), case when count(*) = 1 then min(e.end_to_end_id) end, min(e.batch_booking),
                   min(b.pmtinf_id)
            from files f join hub.bank_entry e on e.file_id = f.file_id and e.booked and e.scale = 0
            left join hub.payment p on p.end_to_end_id = e.end_to_end_id
            left join hub.batch b on b.batch_id = p.batch_id
            where e.day in (select day from hub.bank_file_day where file_id = $1) and ($4::date is null or e.day = $4)
              and not exists (select from hub.entry_known k where k.file_id = e.file_id and k.entry = e.item)
              and not exists (select from hub.entry_known k where k.by_file = e.file_id and k.entry_there = e.entry
                              and e.batch_booking is null)
            group by e.file_id, e.entry order by e.file_id, e.entry
            """);
        command.Parameters.Add(Parameter.Of(source.FileId));
        command.Parameters.Add(Parameter.Of(source.Account));
        command.Parameters.Add(Parameter.Of(format == BankFileFormat.Statement
            ? [nameof(BankFileFormat.Notification)]
            : (string[])[nameof(BankFileFormat.Notification), nameof(BankFileFormat.Statement)]));
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = day is { } one ? one : DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date,
        });
        return await ReadAsync(session, command, cancellation);
    }

    private static async Task<List<ToldEntry>> ReadAsync(
        IDocumentSession session, NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<ToldEntry>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new ToldEntry(
                r.GetGuid(0), r.GetInt32(1), r.GetFieldValue<LocalDate>(2), new Money(r.GetInt64(3)), Text(r, 4),
                Text(r, 5), Text(r, 6), Text(r, 7)));
        }

        return found;
    }

    private static async Task<Dictionary<string, string>> BatchesAsync(
        IDocumentSession session, EntrySource source, IReadOnlyList<BankEntry> entries, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select p.end_to_end_id, b.pmtinf_id from hub.payment p join hub.batch b on b.batch_id = p.batch_id
            where p.end_to_end_id = any($1) and b.institution = $2
            """);
        command.Parameters.Add(Parameter.Of([.. entries.Select(e => e.EndToEndId).OfType<string>().Distinct()]));
        command.Parameters.Add(Parameter.Of(source.Institution));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await r.ReadAsync(cancellation)) found[r.GetString(0)] = r.GetString(1);
        return found;
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
