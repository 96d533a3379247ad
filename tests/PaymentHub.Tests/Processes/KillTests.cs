using System.Text.Json.Nodes;
using NodaTime;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>
/// kill -9 in the middle of the work that moves money, then a restart: the final state is that of a run that nobody
/// disturbed. Both runs begin with copies of one database; a lock that the test holds makes the moment of the kill
/// certain. The undisturbed run is the same service inside this process.
/// </summary>
[Collection("processes")]
public sealed class KillTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private readonly Months _months = new(postgres);

    [Fact]
    public async Task A_planning_that_was_killed_ends_as_if_it_had_not_been()
    {
        await using var calm = new TestDatabase(await _months.RegisteredAsync());
        await using var killed = new TestDatabase(await _months.RegisteredAsync());
        var starting = ServiceProcess.StartAsync(killed.ConnectionString);
        await using (var hub = await Hub.StartAsync(calm.ConnectionString))
        {
            await hub.As("lap").PostAsync($"/api/runs/{Months.Period}/plan");
            await PlannedAsync(calm);
        }

        // A batch of this code that another transaction is about to store makes one commune of the plan wait.
        var code = await calm.AskAsync<string>("select code from hub.batch order by code offset 100 limit 1");
        await using (var service = await starting)
        {
            await using var obstacle = await killed.ObstructAsync("""
                insert into hub.batch (batch_id, code, pmtinf_id, period, commune, programme, institution, number, kind,
                    source, by_user, at)
                values (gen_random_uuid(), $1, 'X', '2026-11-01', 'X', 'X', 'X', 0, 'X', 'X', 'X', now())
                """, code);
            await service.As("lap").PostAsync($"/api/runs/{Months.Period}/plan");
            await obstacle.IsMetAsync(() => service.Log);
            await Until.HoldsAsync(
                "a commune is planned",
                () => killed.AnyAsync("select 1 from hub.run_step where status = 'CommunePlanned'"),
                () => service.Log);
            await service.KillAsync();
        }

        (await killed.AnyAsync("select 1 from hub.run_step where status = 'Planned'")).ShouldBeFalse();
        await using (var service = await ServiceProcess.StartAsync(killed.ConnectionString))
        {
            await PlannedAsync(killed, () => service.Log);
            await AssertSameAsync(calm, killed, service);
        }
    }

    [Fact]
    public async Task A_release_that_was_killed_ends_as_if_it_had_not_been()
    {
        await using var calm = new TestDatabase(await _months.ApprovedAsync());
        await using var killed = new TestDatabase(await _months.ApprovedAsync());
        var starting = ServiceProcess.StartAsync(killed.ConnectionString);
        await using (var hub = await Hub.StartAsync(calm.ConnectionString))
        {
            await OrderReleaseAsync(hub.As);
            await FilesAsync(calm);
        }

        await using (var service = await starting)
        {
            // A batch of the second transaction is held: the first is stored, the second is under way. A release takes
            // batches in the order in which they are listed.
            var listed = await service.As("khobac").GetAsync($"/api/batches?period={Months.Period}&size=50");
            await using var obstacle = await killed.ObstructAsync(
                "select 1 from events.mt_streams where id = $1 for update",
                listed["items"]![30]!["batchId"]!.GetValue<Guid>());
            await OrderReleaseAsync(service.As);
            await obstacle.IsMetAsync(() => service.Log);
            await service.KillAsync();
        }

        (await killed.AskAsync<long>("select count(*) from hub.batch_step where status = 'Released'")).ShouldBe(25);
        await using (var service = await ServiceProcess.StartAsync(killed.ConnectionString))
        {
            await FilesAsync(killed, () => service.Log);
            await AssertSameAsync(calm, killed, service);
        }
    }

    [Fact]
    public async Task A_settlement_import_that_was_killed_ends_as_if_it_had_not_been()
    {
        await using var released = new TestDatabase(await _months.ApprovedAsync());
        BankFile statement;
        await using (var hub = await Hub.StartAsync(released.ConnectionString))
        {
            await OrderReleaseAsync(hub.As);
            await FilesAsync(released);
            statement = await StatementAsync(hub.As("bank-vcb"));
        }

        await using var killed = new TestDatabase(await postgres.CopyDatabaseAsync(released.ConnectionString));
        var starting = ServiceProcess.StartAsync(killed.ConnectionString);
        await using (var hub = await Hub.StartAsync(released.ConnectionString))
        {
            var sent = await UploadAsync(hub.As, statement);
            var entries = (int)(await ReconciledAsync(hub.As, $"{sent["fileId"]}"))["entries"]!;
            entries.ShouldBeGreaterThan(2_500);
            output.WriteLine($"{statement.FileName}: {entries} entries");
        }

        await using (var service = await starting)
        {
            // The last table that the import fills is locked: its events and most of its rows are written by then.
            await using var obstacle = await killed.ObstructAsync("lock table hub.posting in access exclusive mode");
            await UploadAsync(service.As, statement);
            await obstacle.IsMetAsync(() => service.Log);
            await service.KillAsync();
        }

        (await killed.AnyAsync("select 1 from hub.bank_file_step where status = 'Accepted'")).ShouldBeTrue();
        (await killed.AnyAsync("select 1 from hub.bank_file_step where status = 'Reconciled'")).ShouldBeFalse();
        (await killed.AnyAsync("select 1 from hub.entry_match")).ShouldBeFalse();
        await using (var service = await ServiceProcess.StartAsync(killed.ConnectionString))
        {
            var fileId = await killed.AskAsync<Guid>("select file_id from hub.bank_file_step limit 1");
            await ReconciledAsync(service.As, fileId.ToString());
            await AssertSameAsync(released, killed, service);
        }
    }

    private static Task PlannedAsync(TestDatabase database, Func<string>? explain = null) => Until.HoldsAsync(
        "the month is planned",
        () => database.AnyAsync("select 1 from hub.run_step where status = 'Planned'"),
        explain);

    private static async Task OrderReleaseAsync(Func<string, Caller> user) =>
        await user("khobac").PostAsync("/api/batches/release", new JsonObject { ["period"] = Months.Period });

    private static Task FilesAsync(TestDatabase database, Func<string>? explain = null) => Until.HoldsAsync(
        "the file is made", () => database.AnyAsync("select 1 from hub.instruction_file"), explain);

    private static async Task<BankFile> StatementAsync(Caller user)
    {
        var file = (await user.GetAsync($"/api/files?period={Months.Period}"))["items"]!.AsArray().Single()!;
        var seeds = Path.Combine(Repository.Root, "seeds");
        var state = Directory.CreateTempSubdirectory("paymenthub-bank-");
        var bank = SyntheticBank.Open(
            new BankOptions(
                20261101, BankPreset.Load(Path.Combine(seeds, "presets", "demo.json")),
                InstitutionTable.Load(Path.Combine(seeds, "reference")), new LocalDate(2026, 11, 2)),
            state.FullName);
        var orders = await user.DownloadAsync($"/api/files/{file["messageId"]}/content");
        bank.Receive(Months.Bank, $"{file["fileName"]}", orders).Payments.ShouldBe(Months.Payments);
        var statement = bank.Statements().First(f => f.Institution == Months.Bank);
        var bytes = statement.ToArray();
        state.Delete(recursive: true);
        return statement with { Write = to => to.Write(bytes) };
    }

    // A statement of a day that has not come yet would be held.
    private static async Task<JsonNode> UploadAsync(Func<string, Caller> user, BankFile statement)
    {
        await user("quantri").PostAsync("/api/demo/clock", new JsonObject { ["now"] = "2026-11-03T01:00:00Z" });
        var sent = await user("bank-vcb").UploadAsync(
            $"/api/bank-files?institution={Months.Bank}", statement.FileName, statement.ToArray());
        ((int)sent.Status).ShouldBe(202, sent.Text);
        return sent.Json;
    }

    private static async Task<JsonNode> ReconciledAsync(Func<string, Caller> user, string fileId)
    {
        var file = await user("bank-vcb").UntilAsync(
            $"/api/bank-files/{fileId}", a => (string?)a["status"] is "Reconciled" or "Held" or "Refused");
        ((string?)file["status"]).ShouldBe("Reconciled", file.ToJsonString());
        return file;
    }

    private async Task AssertSameAsync(TestDatabase calm, TestDatabase killed, ServiceProcess service)
    {
        (await killed.AskAsync<long>("select count(*) from wolverine.wolverine_dead_letters")).ShouldBe(0, service.Log);
        var (expected, found) = (
            await MoneyState.OfAsync(calm.ConnectionString), await MoneyState.OfAsync(killed.ConnectionString));
        found.Tables.ShouldBe(expected.Tables);
        found.Hash.ShouldBe(expected.Hash);
        output.WriteLine($"Final state {found.Hash}");
    }
}
