using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>The state hash itself: complete, blind to times, and sensitive to every đồng.</summary>
[Collection("processes")]
public sealed class MoneyStateTests(PostgresFixture postgres)
{
    private readonly Months _months = new(postgres);

    [Fact]
    public async Task Every_table_is_said_to_carry_money_or_not_and_a_forgotten_one_fails()
    {
        await using var database = new TestDatabase(await postgres.CreateDatabaseAsync());
        (await MoneyState.OfAsync(database.ConnectionString)).Tables.Keys.ShouldBe(
            MoneyState.BusinessKeys.Keys.Order(StringComparer.Ordinal));

        await database.AskAsync<int>("create table hub.nobody_said (amount bigint); select 1");

        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => MoneyState.OfAsync(database.ConnectionString));
        failure.Message.ShouldContain("nobody_said");
    }

    [Fact]
    public async Task A_changed_amount_changes_the_hash_and_a_changed_time_does_not()
    {
        await using var database = new TestDatabase(await _months.ApprovedAsync());
        var before = await MoneyState.OfAsync(database.ConnectionString);

        await database.AskAsync<int>("update hub.posting set at = at + interval '1 hour'; select 1");
        (await MoneyState.OfAsync(database.ConnectionString)).Hash.ShouldBe(before.Hash);

        await database.AskAsync<int>("""
            update hub.payment set amount = amount + 1
            where end_to_end_id = (select min(end_to_end_id) from hub.payment);
            select 1
            """);
        var after = await MoneyState.OfAsync(database.ConnectionString);
        after.Hash.ShouldNotBe(before.Hash);
        after.Tables.Where(t => t.Value != before.Tables[t.Key]).Select(t => t.Key).ShouldBe(["payment"]);
    }

    [Fact]
    public async Task The_business_key_of_each_table_names_one_row()
    {
        await using var database = new TestDatabase(await _months.ApprovedAsync());
        foreach (var (table, key) in MoneyState.BusinessKeys)
        {
            (await database.AnyAsync($"select 1 from hub.{table} group by {key} having count(*) > 1"))
                .ShouldBeFalse(table);
        }
    }
}
