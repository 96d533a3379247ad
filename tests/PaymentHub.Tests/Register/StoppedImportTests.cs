using Npgsql;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Register;

/// <summary>An import that is stopped ends between two transactions and goes on where it ended.</summary>
public sealed class StoppedImportTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const int Rows = 2_500;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_stopped_import_keeps_whole_transactions_and_goes_on_without_adding_anything_twice()
    {
        var file = RegisterLine.FileOf(Enumerable.Range(500_000, Rows).Select(RegisterLine.Of));
        string path;
        await using (var connection = await Hub.ConnectAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await new NpgsqlCommand("lock table hub.identifier in access exclusive mode", connection)
                .ExecuteNonQueryAsync();
            var sent = await Hub.As("nhap").UploadAsync("/api/register/imports?kind=register", "lon.csv", file);
            path = $"/api/register/imports/{sent.Json["importId"]}";
            await WaitsAsync();
            await Hub.As("nhap").PostAsync(path + "/cancel");
            await transaction.CommitAsync();
        }

        // The transaction that was under way ends whole; none follows.
        var stopped = await Hub.As("nhap").UntilAsync(path, i => (int)i["processed"]! > 0);
        $"{stopped["status"]} {stopped["processed"]} {stopped["added"]}".ShouldBe("Cancelled 1000 1000");
        (await CountAsync()).ShouldBe(1_000);
        (await Hub.As("nhap").TryPostAsync(path + "/cancel")).Code.ShouldBe("import-state");

        await Hub.As("nhap").PostAsync(path + "/resume");
        var done = await Hub.As("nhap").UntilAsync(path, i => $"{i["status"]}" == "Completed");

        done.Outcome().ShouldBe($"added {Rows}");
        (await CountAsync()).ShouldBe(Rows);
    }

    /// <summary>
    /// The attempt that was stopped still holds rows in its hands when the resumed one begins; rows that change nothing
    /// collide with nobody, so only the counts would tell.
    /// </summary>
    [Fact]
    public async Task An_import_that_is_stopped_and_resumed_at_once_counts_every_row_once()
    {
        RegisterLine[] lines = [.. Enumerable.Range(510_000, Rows).Select(RegisterLine.Of)];
        await Hub.RegisterAsync(lines);
        byte[] again = [.. RegisterLine.FileOf(lines), .. "\r\n"u8];
        string path;
        await using (var connection = await Hub.ConnectAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await new NpgsqlCommand("lock table hub.register_row in access exclusive mode", connection)
                .ExecuteNonQueryAsync();
            var sent = await Hub.As("nhap").UploadAsync("/api/register/imports?kind=register", "lai.csv", again);
            path = $"/api/register/imports/{sent.Json["importId"]}";
            await WaitingAsync(1);
            await Hub.As("nhap").PostAsync(path + "/cancel");
            await Hub.As("nhap").PostAsync(path + "/resume");
            await WaitingAsync(2);
            await transaction.CommitAsync();
        }

        var done = await Hub.As("nhap").UntilAsync(path, i => $"{i["status"]}" == "Completed");
        done.Outcome().ShouldBe($"unchanged {Rows}");
        await WaitingAsync(0);
        done = await Hub.As("nhap").GetAsync(path);
        $"{done.Outcome()} of {done["processed"]}".ShouldBe($"unchanged {Rows} of {Rows}");
    }

    // Attempts that wait: for the locked table, or for their turn.
    private async Task WaitingAsync(int attempts)
    {
        const string Waiting = """
            select count(distinct pid) from pg_locks where not granted
              and (relation = 'hub.register_row'::regclass or locktype = 'advisory')
            """;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (await Hub.AskAsync<long>(Waiting) != attempts)
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2), $"{attempts} attempts never waited");
            await Task.Delay(20);
        }
    }

    private async Task<long> CountAsync() =>
        await Hub.AskAsync<long>("select count(*) from hub.entitlement where dossier like 'QN-21025-50%'");

    private async Task WaitsAsync()
    {
        while (await Hub.AskAsync<long>(
            "select count(*) from pg_locks where relation = 'hub.identifier'::regclass and not granted") == 0)
        {
            await Task.Delay(20);
        }
    }
}
