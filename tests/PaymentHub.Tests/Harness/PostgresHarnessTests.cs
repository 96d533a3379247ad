using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Shouldly;

namespace PaymentHub.Tests.Harness;

/// <summary>The promises that every other database test builds on.</summary>
public sealed class PostgresHarnessTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Two_databases_are_independent()
    {
        var first = await postgres.CreateDatabaseAsync();
        var second = await postgres.CreateDatabaseAsync();

        await RunAsync(first, "CREATE TABLE paid (dong bigint); INSERT INTO paid VALUES (700000)");

        (await AskAsync(first, "SELECT sum(dong)::bigint FROM paid")).ShouldBe(700_000L);
        (await AskAsync(second, "SELECT count(*) FROM pg_class WHERE relname = 'paid'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_dropped_database_is_gone_although_a_session_is_open()
    {
        var database = await postgres.CreateDatabaseAsync();
        var other = await postgres.CreateDatabaseAsync();
        await using var session = new NpgsqlConnection(database);
        await session.OpenAsync();

        await postgres.DropDatabaseAsync(database);

        var name = new NpgsqlConnectionStringBuilder(database).Database;
        (await AskAsync(other, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task The_template_is_prepared_once_and_every_database_starts_from_it()
    {
        var prepared = 0;
        await using var own = new PostgresFixture(async database =>
        {
            prepared++;
            await RunAsync(database, "CREATE TABLE rate (dong bigint); INSERT INTO rate VALUES (500000)");
        });

        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => own.CreateDatabaseAsync()));

        foreach (var database in databases) (await AskAsync(database, "SELECT dong FROM rate")).ShouldBe(500_000L);
        databases.Distinct().Count().ShouldBe(4);
        prepared.ShouldBe(1);
    }

    [Fact]
    public async Task Vietnamese_text_keeps_its_marks_and_sorts_by_the_vietnamese_alphabet()
    {
        var database = await postgres.CreateDatabaseAsync();

        var sorted = await AskAsync(
            database,
            "SELECT string_agg(x, ' ' ORDER BY x COLLATE \"vi-x-icu\") "
            + "FROM unnest(ARRAY['Đức','Dũng','Ân','Ăn','An']) x");

        sorted.ShouldBe("An Ăn Ân Dũng Đức");
    }

    [Fact]
    public async Task The_server_dies_with_its_holder_even_by_kill_9()
    {
        var folder = PostgresServer.NewFolder();
        var pipe = Path.Combine("/tmp", Path.GetFileName(folder) + ".pipe");
        using var holder = StartHolder(pipe, PostgresServer.SupervisorCommand(folder));
        await PostgresServer.UntilItAnswersAsync(folder, () => !holder.HasExited);
        var server = ServerProcessOf(folder);

        holder.Kill();
        await holder.WaitForExitAsync();

        await UntilAsync(() => !Directory.Exists(folder), "the server's folder is removed");
        HasEnded(server).ShouldBeTrue();
        File.Delete(pipe);
    }

    [Fact]
    public async Task A_disposed_server_leaves_neither_process_nor_folder()
    {
        var server = await PostgresServer.StartAsync();
        var process = ServerProcessOf(server.Folder);

        await server.DisposeAsync();

        HasEnded(process).ShouldBeTrue();
        Directory.Exists(server.Folder).ShouldBeFalse();
    }

    /// <summary>
    /// A shell that holds the supervisor's input through a named pipe, as the test host holds it through an anonymous
    /// one. The shell itself waits for input that this process never sends.
    /// </summary>
    private static Process StartHolder(string pipe, IReadOnlyList<string> supervisor)
    {
        const string Holder = """pipe=$1; shift; mkfifo "$pipe"; "$@" <"$pipe" & exec 3>"$pipe"; read -r _""";
        return Process.Start(new ProcessStartInfo("sh", ["-c", Holder, "sh", pipe, .. supervisor])
        {
            RedirectStandardInput = true,
        })!;
    }

    private static int ServerProcessOf(string folder) => int.Parse(
        File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(),
        CultureInfo.InvariantCulture);

    /// <summary>Gone, or dead and only not yet collected by its parent.</summary>
    private static bool HasEnded(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), what);
            await Task.Delay(20);
        }
    }

    private static async Task RunAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> AskAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
