using System.Runtime.CompilerServices;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Domain;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The entries of a step in the order in which they were matched: those that name a payment first. What another file
/// told before is left out. Of a later judgement only the entries that it matched are looked at.
/// </summary>
internal static class ImpactEntries
{
    private const string Columns =
        "e.item, e.kind, e.is_debit, abs(e.amount), e.value_date, e.bank_reference, e.end_to_end_id, "
        + "e.counter_account, e.batch_booking, e.reason, e.our_message_id, e.entry, e.day";

    private const string Posted = $"""
        select {Columns} from hub.bank_entry e
        where e.file_id = $1 and e.scale = 0
          and (e.booked or exists (select from hub.bank_file_step f where f.file_id = $1 and f.format = 'CashReport'))
          and not exists (select from hub.entry_known k where k.file_id = e.file_id and k.entry = e.item)
        order by (e.end_to_end_id is null and e.batch_booking is null), e.item
        """;

    // A later judgement was of the break's money, which may be a part of the entry.
    private static readonly string Later = $"""
        select {Columns.Replace("abs(e.amount)", "k.amount", StringComparison.Ordinal)}
        from hub.entry_break k
        join hub.break_step s on s.break_id = k.break_id and s.step = 'Resolved' and s.at = $2
            and s.by_user = '{Reconsidering.ByUser}'
        join hub.bank_entry e on e.file_id = k.file_id and e.item = k.entry
        where k.file_id = $1 and k.kind <> 'MatchUndone' and e.scale = 0
        order by (e.end_to_end_id is null and e.batch_booking is null), e.item
        """;

    public static async IAsyncEnumerable<IReadOnlyList<BankEntry>> PiecesAsync(
        IDocumentSession session, ImpactPlace place, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var declare = new NpgsqlCommand(
            $"declare impact_entries no scroll cursor for {(place.IsLater ? Later : Posted)}");
        declare.Parameters.Add(Parameter.Of(place.FileId));
        if (place.IsLater) declare.Parameters.Add(Parameter.Of(place.Posted));
        await session.ExecuteAsync(declare, cancellation);
        for (var isLast = false; !isLast;)
        {
            var piece = await FetchAsync(session, cancellation);
            if (piece.Count > 0) yield return piece;
            isLast = piece.Count < ReadBankFile.MostKept;
        }

        await using var close = new NpgsqlCommand("close impact_entries");
        await session.ExecuteAsync(close, cancellation);
    }

    private static async Task<List<BankEntry>> FetchAsync(IDocumentSession session, CancellationToken cancellation)
    {
        await using var fetch = new NpgsqlCommand($"fetch forward {ReadBankFile.MostKept} from impact_entries");
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(fetch, cancellation);
        var found = new List<BankEntry>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new BankEntry(
                r.GetInt32(0), Enum.Parse<EntryClass>(r.GetString(1)), r.GetBoolean(2), new Money(r.GetInt64(3)),
                DayOf(r, 4), Text(r, 5) ?? "", Text(r, 6), Text(r, 7), Text(r, 8), Text(r, 9), Text(r, 10))
            {
                EntryNo = r.GetInt32(11),
                Day = DayOf(r, 12),
            });
        }

        return found;
    }

    private static LocalDate DayOf(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? default : r.GetFieldValue<LocalDate>(column);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
