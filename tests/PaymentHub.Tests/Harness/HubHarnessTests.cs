using Shouldly;

namespace PaymentHub.Tests.Harness;

/// <summary>The service under test starts on a copy of the template and answers.</summary>
public sealed class HubHarnessTests(PostgresFixture postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task A_service_starts_on_a_copy_of_the_template_and_knows_its_people()
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        var database = await postgres.CreateDatabaseAsync();
        output.WriteLine($"database {waited.ElapsedMilliseconds} ms");
        await using var hub = await Hub.StartAsync(database);
        output.WriteLine($"service {waited.ElapsedMilliseconds} ms");

        var funds = await hub.As("lap").GetAsync("/api/batches?period=2026-11");

        output.WriteLine($"answer {waited.ElapsedMilliseconds} ms");
        ((long)funds["total"]!).ShouldBe(0);
        hub.Log.ShouldBeEmpty();
    }
}
