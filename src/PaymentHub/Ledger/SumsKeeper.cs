using Npgsql;

namespace PaymentHub.Ledger;

/// <summary>Keeps what <see cref="KeptSums"/> summed, and draws running totals together.</summary>
internal static class SumsKeeper
{
    // Of two that keep at once the one that saw more stays.
    private const string KeepStands = """
        insert into kept.batch_stand (batch_id, stand, source, version, count, amount, open)
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
        order by 1, 2, 3
        on conflict (batch_id, stand, source) do update set version = excluded.version, count = excluded.count,
            amount = excluded.amount, open = excluded.open
        where batch_stand.version <= excluded.version
        """;

    private const string KeepPostings = """
        insert into kept.batch_posting (batch_id, account, source, version, amount)
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) order by 1, 2, 3
        on conflict (batch_id, account, source) do update set version = excluded.version, amount = excluded.amount
        where batch_posting.version <= excluded.version
        """;

    private const string KeepBookings = """
        insert into kept.batch_booking (batch_id, booked, version, count, amount)
        select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) order by 1, 2
        on conflict (batch_id, booked) do update set version = excluded.version, count = excluded.count,
            amount = excluded.amount
        where batch_booking.version <= excluded.version
        """;

    private const string KeepFiles = """
        insert into kept.file_sum (file_id, version, matched, broken, known)
        select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) order by 1
        on conflict (file_id) do update set version = excluded.version, matched = excluded.matched,
            broken = excluded.broken, known = excluded.known
        where file_sum.version <= excluded.version
        """;

    // A running total grows by a row with every posting; so many of one key are worth drawing together. One does it at
    // a time, or two could wait for each other's rows.
    private const string DrawTogether = """
        with turn as materialized (
            select pg_try_advisory_xact_lock(7205962093) as is_mine
        ), many as (
            select kind, key from kept.posting_total where (select is_mine from turn)
            group by kind, key having count(*) > 16
        ), gone as (
            delete from kept.posting_total t using many m where t.kind = m.kind and t.key = m.key
            returning t.kind, t.key, t.amount
        )
        insert into kept.posting_total (kind, key, amount)
        select kind, key, sum(amount) from gone group by kind, key having sum(amount) <> 0;
        with turn as materialized (
            select pg_try_advisory_xact_lock(7205962093) as is_mine
        ), many as (
            select account from kept.balance where (select is_mine from turn)
            group by account having count(*) > 1024 + 2 * count(distinct (
                programme, fund_programme, institution, source, month, fund_year, booked))
        ), gone as (
            delete from kept.balance b using many m where b.account = m.account
            returning b.*
        )
        insert into kept.balance (
            account, programme, fund_programme, institution, source, month, fund_year, booked, debit, credit)
        select account, programme, fund_programme, institution, source, month, fund_year, booked, sum(debit),
               sum(credit)
        from gone group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(debit) <> 0 or sum(credit) <> 0
        """;

    /// <summary>What was summed now, to be kept once the transaction that made it has ended.</summary>
    public static async Task<Func<Task>> OfAsync(
        NpgsqlConnection connection, bool withFiles, CancellationToken cancellation)
    {
        var postings = await ColumnsAsync(
            connection, "select batch_id, account, source, version, amount from fresh_posting", cancellation);
        var bookings = await ColumnsAsync(
            connection, "select batch_id, booked, version, count, amount from fresh_booking", cancellation);
        var stands = await ColumnsAsync(
            connection, "select batch_id, stand, source, version, count, amount, open from fresh_sum", cancellation);
        var files = withFiles
            ? await ColumnsAsync(
                connection, "select file_id, version, matched, broken, known from fresh_file", cancellation)
            : [];
        return async () =>
        {
            // The postings hold the row that says that all of a batch is kept, so they come last.
            await KeepAsync(connection, KeepBookings, bookings, cancellation);
            await KeepAsync(connection, KeepStands, stands, cancellation);
            await KeepAsync(connection, KeepPostings, postings, cancellation);
            await KeepAsync(connection, KeepFiles, files, cancellation);
            if (stands[0].Length > 0) await DrawTogetherAsync(connection, cancellation);
        };
    }

    private static async Task KeepAsync(
        NpgsqlConnection connection, string sql, Array[] columns, CancellationToken cancellation)
    {
        if (columns is [] or [{ Length: 0 }, ..]) return;
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Each row is taken away by one of two that do this at once; who reads meanwhile sees all of it before or after.
    private static async Task DrawTogetherAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(DrawTogether, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<Array[]> ColumnsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return [.. Enumerable.Range(0, reader.FieldCount).Select(c =>
        {
            var column = Array.CreateInstance(reader.GetFieldType(c), rows.Count);
            for (var i = 0; i < rows.Count; i++) column.SetValue(rows[i][c], i);
            return column;
        })];
    }
}
