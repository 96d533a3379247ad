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
