using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>Nobody changes a table by hand without being found: the events say what must stand there.</summary>
public sealed class VerifyTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task What_the_service_wrote_equals_the_replay_of_its_events()
    {
        var answer = await Hub.As("thanhtra").PostAsync("/api/verify");

        Differing(answer).ShouldBeEmpty();
        ((bool)answer["holds"]!).ShouldBeTrue();
        Items(answer["tables"]).ShouldContain(t => $"{t["table"]}" == "payment" && (long)t["rows"]! == 34);
        (await Hub.AskAsync<long>("select count(*) from pg_namespace where nspname like 'verify%'"))
            .ShouldBe(0, "the scratch schema is gone");
    }

    [Theory]
    [InlineData("payment", "amount", "amount + 1", "account = '4500205000004'", "4500205000004")]
    [InlineData("payment", "account", "'4500205666666'", "account = '4500205000005'", "4500205666666")]
    [InlineData("posting", "amount", "-amount", "item = 0", "amount")]
    [InlineData("batch_step", "by_user", "'duyet2'", "status = 'Approved'", "duyet2")]
    [InlineData("beneficiary", "full_name", "'Nguyễn Văn Bé'", "personal_id = '051045000001'", "Nguyễn Văn Bé")]
    public async Task A_value_altered_by_hand_is_named_with_its_table_and_row(
        string table, string column, string value, string where, string named)
    {
        await Hub.ExecuteAsync($"create table public.kept as select * from hub.{table}");
        (await Hub.ExecuteAsync($"update hub.{table} set {column} = {value} where {where}")).ShouldBeGreaterThan(0);

        var answer = await Hub.As("thanhtra").PostAsync("/api/verify");

        await RestoreAsync(table);
        var differing = Differing(answer).ShouldHaveSingleItem();
        $"{differing["table"]}".ShouldBe(table);
        $"{differing["firstDifference"]}".ShouldContain(named);
        ((bool)answer["holds"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task A_row_removed_by_hand_is_named_too()
    {
        await Hub.ExecuteAsync("create table public.kept as select * from hub.fund_movement");
        await Hub.ExecuteAsync("delete from hub.fund_movement where kind = 'Reserved' or batch_id is not null");

        var answer = await Hub.As("thanhtra").PostAsync("/api/verify");

        await RestoreAsync("fund_movement");
        var differing = Differing(answer).ShouldHaveSingleItem();
        $"{differing["firstDifference"]}".ShouldStartWith("in the events only");
    }

    private async Task RestoreAsync(string table)
    {
        await Hub.ExecuteAsync($"delete from hub.{table}");
        await Hub.ExecuteAsync($"insert into hub.{table} select * from public.kept");
        await Hub.ExecuteAsync("drop table public.kept");
    }

    private static List<JsonNode> Differing(JsonNode answer) =>
        [.. Items(answer["tables"]).Where(t => (bool)t["differs"]!)];
}
