using System.Runtime.CompilerServices;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Compares a statement with the earlier one whose place it takes (bản thay thế), in the database, so that a day of any
/// length is compared in the memory of one piece: which entries it repeats, and which it tells no more. An entry is the
/// same where day and amount are, and the references that both carry; of equal ones as many are the same as were told,
/// in their order. A batch in one line is not the same as its payments: the earlier lines are taken back and the later
/// ones posted.
/// </summary>
internal sealed class ReplacedTelling(IDocumentSession session, Guid file, Guid earlier)
{
    // What a bank tells once more it mostly tells with the same references; what has none in common with anything of
    // its day and amount pairs last, where nothing contradicts.
    private static readonly (string Key, string Now, string Before)[] Passes =
    [
        ("bank, id", "bank is not null and id is not null", "true"),
        ("bank", "bank is not null", "id is null"),
        ("bank", "bank is not null and id is null", "id is not null"),
        ("id", "id is not null", "true"),
        ("amount", "true", "bank is null and id is null"),
        ("amount", "bank is null", "bank is not null and id is null"),
        ("amount", "id is null", "bank is null and id is not null"),
        ("amount", "bank is null and id is null", "bank is not null and id is not null"),
    ];

    private const string Gather = """
        create temp table told_twice on commit drop as
        select e.file_id = $1 as is_now, e.entry, min(e.day) as day,
               sum(case when e.is_debit then -abs(e.amount) else e.amount end)::bigint as amount,
               min(e.bank_reference) as bank, case when count(*) = 1 then min(e.end_to_end_id) end as id,
               min(e.batch_booking) as booking, null::int as twin
        from hub.bank_entry e where e.file_id in ($1, $2) and e.booked and e.scale = 0
        group by e.file_id, e.entry
        """;

    /// <summary>Pairs the entries of the two; asked for once, before what it found is read.</summary>
    public async Task CompareAsync(CancellationToken cancellation)
    {
        await using (var gather = new NpgsqlCommand(Gather))
        {
            gather.Parameters.Add(Parameter.Of(file));
            gather.Parameters.Add(Parameter.Of(earlier));
            await session.ExecuteAsync(gather, cancellation);
        }

        await RunAsync("analyze told_twice", cancellation);
        foreach (var (key, now, before) in Passes) await RunAsync(PairSql(key, now, before), cancellation);
    }

    /// <summary>The movements that the earlier statement told too, in the order of the file.</summary>
    public async IAsyncEnumerable<KnownEntry[]> RepeatedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var piece in PiecesAsync(
            "repeated",
            """
            select m.item, case when m.is_debit then -abs(m.amount) else m.amount end, t.twin
            from told_twice t join hub.bank_entry m on m.file_id = $1 and m.entry = t.entry and m.booked
            where t.is_now and t.twin is not null order by m.item
            """,
            file, r => new KnownEntry(r.GetInt32(0), new Money(r.GetInt64(1)), earlier, r.GetInt32(2)), cancellation))
            yield return piece;
    }

    /// <summary>The earlier entries that are told no more, in their order.</summary>
    public async IAsyncEnumerable<ToldEntry[]> GoneAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var piece in PiecesAsync(
            "gone",
            """
            select $1, entry, day, amount, bank, id, booking from told_twice
            where not is_now and twin is null order by entry
            """,
            earlier, r => new ToldEntry(
                r.GetGuid(0), r.GetInt32(1), r.GetFieldValue<LocalDate>(2), new Money(r.GetInt64(3)), Text(r, 4),
                Text(r, 5), Text(r, 6), null),
            cancellation))
            yield return piece;
    }

    // The first of what is open on one side is the first on the other that has the same key, the second the second.
    private static string PairSql(string key, string now, string before) => $"""
        with n as (select entry, day, amount, bank, id, row_number() over (partition by day, amount, {key}
                   order by entry) as no from told_twice where is_now and twin is null and {now}),
        b as (select entry, day, amount, bank, id, row_number() over (partition by day, amount, {key}
              order by entry) as no from told_twice where not is_now and twin is null and {before}),
        pair as (select n.entry as now, b.entry as before from n join b using (day, amount, {UsingOf(key)}no))
        update told_twice t set twin = p.other
        from (select true as is_now, now as entry, before as other from pair
              union all select false, before, now from pair) p
        where t.is_now = p.is_now and t.entry = p.entry
        """;

    private static string UsingOf(string key) => key == "amount" ? "" : key + ", ";

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql);
        await session.ExecuteAsync(command, cancellation);
    }

    private async IAsyncEnumerable<T[]> PiecesAsync<T>(
        string cursor, string sql, Guid of, Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using (var declare = new NpgsqlCommand($"declare {cursor} no scroll cursor for {sql}"))
        {
            declare.Parameters.Add(Parameter.Of(of));
            await session.ExecuteAsync(declare, cancellation);
        }

        for (var isLast = false; !isLast;)
        {
            await using var fetch = new NpgsqlCommand($"fetch forward {PaymentBatch.ChunkSize} from {cursor}");
            var piece = new List<T>();
            await using (var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(fetch, cancellation))
                while (await r.ReadAsync(cancellation)) piece.Add(read(r));
            if (piece.Count > 0) yield return [.. piece];
            isLast = piece.Count < PaymentBatch.ChunkSize;
        }

        await RunAsync($"close {cursor}", cancellation);
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
