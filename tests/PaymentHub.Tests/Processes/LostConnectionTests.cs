using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>A database that cuts connections delays work and never makes a message a dead letter.</summary>
[Collection("processes")]
public sealed class LostConnectionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_release_whose_connection_is_cut_again_and_again_is_done_once_the_database_is_well()
    {
        await using var database = new TestDatabase(await new Months(postgres).ApprovedAsync());
        await using var hub = await Hub.StartAsync(database.ConnectionString);
        await using (var obstacle = await database.ObstructAsync("lock table hub.batch_step in exclusive mode"))
        {
            await hub.As("khobac").PostAsync(
                "/api/batches/release", new JsonObject { ["period"] = Months.Period });
            // The first run and every quick retry meet the lock and lose their connection.
            for (var cut = 0; cut < 4; cut++)
            {
                await obstacle.IsMetAsync(Log);
                (await obstacle.CutConnectionsAsync()).ShouldBeGreaterThan(0);
            }

            await Until.HoldsAsync(
                "the message waits for better times",
                () => database.AnyAsync(
                    "select 1 from wolverine.wolverine_incoming_envelopes where status = 'Scheduled'"),
                Log);
        }

        await Until.HoldsAsync(
            "the file is made", () => database.AnyAsync("select 1 from hub.instruction_file"), Log);
        (await database.AskAsync<long>("select count(*) from hub.batch_step where status = 'Released'"))
            .ShouldBe(Months.Batches);
        (await database.AnyAsync("select 1 from wolverine.wolverine_dead_letters")).ShouldBeFalse();

        string Log() => string.Join('\n', hub.Log);
    }
}
