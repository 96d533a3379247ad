using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// The limit of storing: binary COPY on one connection of exactly the rows that a stage wrote, events and read rows,
/// into empty twins with the same keys and indexes, foreign keys included, in one transaction; the median of three, or
/// of fewer where one takes more than a minute and varies little.
/// </summary>
public sealed class StorageLimit(NpgsqlDataSource source, string folder)
{
    private const int Runs = 3;
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(1);
    private const string TwinSchema = "bench_twin";

    /// <summary>A mark before a stage: transactions from here on are the stage's.</summary>
    public async Task<long> MarkAsync()
    {
        await using var command = source.CreateCommand("select pg_current_xact_id()::text");
        return long.Parse((string)(await command.ExecuteScalarAsync())!, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The rows written since the mark, up to a last transaction, and how long the bare COPY of them takes.
    /// </summary>
    public async Task<(long Rows, TimeSpan Took)> TakeAsync(long mark, long until = long.MaxValue)
    {
        Directory.CreateDirectory(folder);
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, $"create schema {TwinSchema}");
        var tables = new List<Copied>();
        var rows = 0L;
        foreach (var table in await TablesAsync(connection))
        {
            var count = await CopyOutAsync(connection, table, mark, until);
            if (count == 0) continue;
            rows += count;
            tables.Add(table);
            await ExecuteAsync(connection, $"create table {table.Twin} (like {table.Name} including all)");
        }

        await AddForeignKeysAsync(connection, tables);
        var times = new List<TimeSpan>();
        while (times.Count < Runs && (times.Count == 0 || times[^1] < LongRun))
            times.Add(await CopyInAsync(connection, tables));
        await ExecuteAsync(connection, $"drop schema {TwinSchema} cascade");
        Directory.Delete(folder, recursive: true);
        return (rows, times.Order().ElementAt(times.Count / 2));
    }

    private sealed record Copied(string Name, string Twin, string Columns, string File);

    private async Task<List<Copied>> TablesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            select n.nspname, c.relname, string_agg(quote_ident(a.attname), ', ' order by a.attnum)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            where c.relkind = 'r' and n.nspname = any($1)
            group by n.nspname, c.relname, c.oid
            order by exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid), 1, 2
            """, connection);
        command.Parameters.Add(Parameter.Of((string[])[HubStore.EventSchema, FactTables.LiveSchema]));
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<Copied>();
        while (await reader.ReadAsync())
        {
            var (schema, name) = (reader.GetString(0), reader.GetString(1));
            tables.Add(new Copied(
                $"{schema}.{name}", $"{TwinSchema}.{schema}_{name}", reader.GetString(2),
                Path.Combine(folder, $"{schema}.{name}")));
        }

        return tables;
    }

    // A copy of a table has its own keys and indexes but not those that lead to another table.
    private static async Task AddForeignKeysAsync(NpgsqlConnection connection, List<Copied> tables)
    {
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand("""
                select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = $1::regclass
                """, connection);
            command.Parameters.Add(Parameter.Of(table.Name));
            var keys = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) keys.Add(reader.GetString(0));
            }

            foreach (var key in keys)
            {
                var leads = tables.FirstOrDefault(t => key.Contains($"REFERENCES {t.Name}(", StringComparison.Ordinal));
                if (leads is null) continue;
                var own = key.Replace(leads.Name, leads.Twin, StringComparison.Ordinal);
                await ExecuteAsync(connection, $"alter table {table.Twin} add {own}");
            }
        }
    }

    // A row's xmin is the transaction that wrote it; the cluster is far too young for the numbers to wrap around.
    private static async Task<long> CopyOutAsync(
        NpgsqlConnection connection, Copied table, long mark, long until)
    {
        var since = $"from {table.Name} where xmin::text::bigint between {mark} and {until}";
        await using var count = new NpgsqlCommand($"select count(*) {since}", connection) { CommandTimeout = 600 };
        var rows = (long)(await count.ExecuteScalarAsync())!;
        if (rows == 0) return 0;
        await using var file = File.Create(table.File);
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            $"copy (select {table.Columns} {since}) to stdout (format binary)");
        await copy.CopyToAsync(file);
        return rows;
    }

    private static async Task<TimeSpan> CopyInAsync(NpgsqlConnection connection, List<Copied> tables)
    {
        // Emptied in a transaction of its own: COPY into a table made in the same transaction may skip the log.
        await ExecuteAsync(connection, $"truncate {string.Join(", ", tables.Select(t => t.Twin))}");
        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in tables)
        {
            await using var file = File.OpenRead(table.File);
            await using var copy = await connection.BeginRawBinaryCopyAsync(
                $"copy {table.Twin} ({table.Columns}) from stdin (format binary)");
            await file.CopyToAsync(copy);
        }

        await transaction.CommitAsync();
        return watch.Elapsed;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
