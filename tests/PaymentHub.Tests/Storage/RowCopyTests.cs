using System.Text;
using System.Text.Json;
using CsCheck;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Support;
using Shouldly;

namespace PaymentHub.Tests.Storage;

/// <summary>What is written by binary COPY is read back by the driver as it was.</summary>
public sealed class RowCopyTests(PostgresFixture postgres)
{
    private const string Columns = "id, no, words, large, flag, at, day, list, bytes, body, maybe_id, maybe_words";

    private static readonly Instant First = Instant.FromUtc(1900, 1, 1, 0, 0);

    private static readonly Gen<string> Words =
        Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['À', 'ỹ'], Gen.Char["\"\\\n{,"])
            .Array[0, 40].Select(c => new string(c));

    private static readonly Gen<Row[]> Rows =
        Gen.Select(Gen.Guid, Words, Gen.Long, Gen.Bool, Gen.Long[0, 8_000_000_000_000_000], Words.Array[0, 5],
                Gen.Byte.Array[0, 300])
            .Select((id, words, large, flag, microseconds, list, bytes) => new Row(
                id, words, large, flag, First + Duration.FromNanoseconds(microseconds * 1000L),
                First.InUtc().Date.PlusDays((int)(microseconds % 90_000)), list, bytes))
            .Array[0, 3000];

    [Fact]
    public async Task Rows_are_read_back_as_they_were_written()
    {
        var written = new List<Row>();
        Rows.Holds(written.AddRange, iter: 4);
        await using var connection = await TableAsync();

        await WriteAsync(connection, written);

        (await ReadAsync(connection)).ShouldBe(written.Select(r => r.ToString()));
        written.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_copy_that_is_not_completed()
    {
        await using var connection = await TableAsync();

        await using (var copy = await RowCopy.BeginAsync(connection, "kept", Columns, CancellationToken.None))
        {
            for (var i = 0; i < 5000; i++) Write(await copy.RowAsync(CancellationToken.None), i, Row.Of($"row {i}"));
        }

        (await ReadAsync(connection)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_with_a_column_too_few_or_too_many_is_refused()
    {
        await using var connection = await TableAsync();
        await using var copy = await RowCopy.BeginAsync(connection, "kept", Columns, CancellationToken.None);
        var row = await copy.RowAsync(CancellationToken.None);
        Write(row, 0, Row.Of("one"));

        Should.Throw<InvalidOperationException>(() => row.Int(1)).Message.ShouldContain("more columns");

        (await copy.RowAsync(CancellationToken.None)).Id(Guid.Empty);
        await Should.ThrowAsync<InvalidOperationException>(() => copy.CompleteAsync(CancellationToken.None));
    }

    private async Task<NpgsqlConnection> TableAsync()
    {
        var source = new NpgsqlDataSourceBuilder(await postgres.CreateDatabaseAsync()).UseNodaTime().Build();
        var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            create table kept (id uuid, no int, words text, large bigint, flag boolean, at timestamptz, day date,
                list text[], bytes bytea, body jsonb, maybe_id uuid, maybe_words varchar)
            """, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<Row> rows)
    {
        await using var copy = await RowCopy.BeginAsync(connection, "kept", Columns, CancellationToken.None);
        for (var i = 0; i < rows.Count; i++) Write(await copy.RowAsync(CancellationToken.None), i, rows[i]);
        await copy.CompleteAsync(CancellationToken.None);
    }

    private static void Write(RowWriter to, int no, Row row)
    {
        to.Id(row.Id);
        to.Int(no);
        to.Text(row.Words);
        to.Long(row.Large);
        to.Flag(row.Flag);
        to.At(row.At);
        to.Date(row.Day);
        to.Texts(row.List);
        to.Bytes(row.Bytes);
        to.Json(JsonSerializer.SerializeToUtf8Bytes(row.Words));
        to.Id(row.Flag ? row.Id : null);
        to.Text(row.Flag ? row.Words : null);
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from kept order by no", connection);
        await using var r = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await r.ReadAsync())
        {
            var row = new Row(
                r.GetGuid(0), r.GetString(2), r.GetInt64(3), r.GetBoolean(4), r.GetFieldValue<Instant>(5),
                r.GetFieldValue<LocalDate>(6), r.GetFieldValue<string[]>(7), r.GetFieldValue<byte[]>(8));
            JsonSerializer.Deserialize<string>(r.GetString(9)).ShouldBe(row.Words);
            (r.IsDBNull(10) ? (Guid?)null : r.GetGuid(10)).ShouldBe(row.Flag ? row.Id : null);
            (r.IsDBNull(11) ? null : r.GetString(11)).ShouldBe(row.Flag ? row.Words : null);
            rows.Add(row.ToString());
        }

        return rows;
    }

    private sealed record Row(
        Guid Id, string Words, long Large, bool Flag, Instant At, LocalDate Day, string[] List, byte[] Bytes)
    {
        public static Row Of(string words) =>
            new(Guid.NewGuid(), words, 1, true, First, First.InUtc().Date, [words, ""], Encoding.UTF8.GetBytes(words));

        public override string ToString() =>
            $"{Id} {Words} {Large} {Flag} {At} {Day} {string.Join('|', List)} {Convert.ToHexString(Bytes)}";
    }
}
