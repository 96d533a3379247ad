using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Batches;

/// <summary>
/// What leaves in a file, and what stays behind. The month is approved; every test has a batch of three people of its
/// own.
/// </summary>
public sealed class ReleaseTests(ReleaseTests.Approved fixture) : IClassFixture<ReleaseTests.Approved>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_held_payment_leaves_the_file_and_goes_alone_when_it_is_set_free()
    {
        var (id, people) = await BatchAsync("21025", "AGRI");
        await Hub.As("duyet2").PostAsync($"/api/batches/{id}/payments/1/hold", Reason("Chờ xác minh"));

        var first = await ReleaseAsync(id);

        ((int)first["payments"]!, (long)first["amount"]!).ShouldBe((2, 2 * RegisterLine.Pension));
        (await TextOfAsync(first)).ShouldNotContain(people[1].Account);
        await Hub.As("duyet2").PostAsync($"/api/batches/{id}/payments/1/release-hold", Reason("Đã xác minh"));
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task The_same_release_twice_gives_the_same_file_and_no_second_one()
    {
        var (id, _) = await BatchAsync("21025", "VIETIN");
        var first = await ReleaseAsync(id);
        var bytes = await TextOfAsync(first);
        var before = await Hub.FootprintAsync();

        var again = await ReleaseAsync(id);

        again.ToJsonString().ShouldBe(first.ToJsonString());
        (await TextOfAsync(again)).ShouldBe(bytes);
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_clicks_of_the_treasurer_at_once_make_one_file()
    {
        var (id, _) = await BatchAsync("21025", "BIDV");
        var body = new JsonObject { ["period"] = Period, ["batchIds"] = new JsonArray(id.ToString()) };

        var treasurer = Hub.As("khobac");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => treasurer.TryPostAsync("/api/batches/release", body.DeepClone())));

        answers.Select(a => (int)a.Status).ShouldAllBe(s => s == 202 || s == 409);
        await ReleaseAsync(id);
        (await Hub.AskAsync<long>(
            "select count(*) from hub.instruction_file where institution = 'BIDV' and kind = 'CreditTransfers'"))
            .ShouldBe(1);
        (await Hub.AskAsync<long>(
            "select count(*) from hub.payment_outcome where status = 'Instructed' and batch_id = $1", id)).ShouldBe(3);
    }

    [Fact]
    public async Task A_death_that_becomes_known_after_approval_holds_the_payment_at_release()
    {
        var (id, people) = await BatchAsync("21025", "VCB");
        await Hub.DeathAsync(people[1], "10/2026");

        var file = await ReleaseAsync(id);

        ((int)file["payments"]!).ShouldBe(2);
        (await TextOfAsync(file)).ShouldNotContain(people[1].Account);
        ((bool)(await Hub.PaymentAsync(people[1]))["held"]!).ShouldBeTrue();
        (await Hub.AskAsync<string>("select max(reason) from hub.payment_hold where held and batch_id = $1", id))
            .ShouldBe("DEATH_KNOWN");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task An_instructed_payment_can_no_longer_be_held()
    {
        var (id, _) = await BatchAsync("21028", "AGRI");
        await ReleaseAsync(id);

        var answer = await Hub.As("duyet2").TryPostAsync($"/api/batches/{id}/payments/0/hold", Reason("Quá muộn"));

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "payment-wrong-status"));
    }

    [Fact]
    public async Task A_hold_needs_a_reason_and_a_payment_that_exists()
    {
        var (id, _) = await BatchAsync("21028", "VIETIN");

        (await HoldAsync(id, 0, "  x ")).Code.ShouldBe("reason-missing");
        (await HoldAsync(id, 7, "Chờ xác minh")).Code.ShouldBe("payment-not-found");
        (await HoldAsync(Guid.NewGuid(), 0, "Chờ xác minh")).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_pay_list_orders_its_advance_and_no_file_tells_programme_or_group()
    {
        var (id, _) = await BatchAsync("21028", "POST");

        var list = await ReleaseAsync(id);

        ((string?)list["kind"], (long)list["amount"]!).ShouldBe(("PAYLIST", 3 * RegisterLine.Pension));
        var files = await Hub.As("khobac").GetAsync($"/api/files?period={Period}");
        var advance = Items(files["items"]).Single(f => $"{f["kind"]}" == "ADVANCE");
        ((string?)advance["institution"], (long)advance["amount"]!).ShouldBe(("AGRI", 3 * RegisterLine.Pension));
        foreach (var text in new[] { await TextOfAsync(list), await TextOfAsync(advance) })
        {
            text.ShouldNotContain("HTXH");
            text.ShouldNotContain("75+");
        }
    }

    private static JsonObject Reason(string reason) => new() { ["reason"] = reason };

    private Task<Answer> HoldAsync(Guid batch, int no, string reason) =>
        Hub.As("duyet2").TryPostAsync($"/api/batches/{batch}/payments/{no}/hold", Reason(reason));

    private async Task<(Guid Id, RegisterLine[] People)> BatchAsync(string commune, string institution) => (
        await Hub.BatchAsync($"2026-11/{commune}/HTXH/{institution}/0"),
        [.. Approved.People.Where(p => (p.Commune, p.Institution) == (commune, institution))]);

    private async Task<JsonNode> ReleaseAsync(Guid batch)
    {
        var answer = await Hub.ActAsync("khobac", "release", batch);
        var id = (string)Items(answer["messageIds"]).ShouldHaveSingleItem(answer.ToJsonString())!;
        return (await Hub.FilesAsync(new HashSet<string> { id })).Single(f => $"{f["messageId"]}" == id);
    }

    private async Task<string> TextOfAsync(JsonNode file) => Encoding.UTF8.GetString(
        await Hub.As("khobac").DownloadAsync($"/api/files/{file["messageId"]}/content"));

    /// <summary>Two communes with three people at each institution, planned and approved.</summary>
    public sealed class Approved(PostgresFixture postgres) : IAsyncLifetime
    {
        public static IReadOnlyList<RegisterLine> People { get; } =
        [
            .. Everybody("21025", "Phường Cẩm Thành", 100), .. Everybody("21028", "Phường Nghĩa Lộ", 200),
        ];

        public Hub Hub { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
            await Hub.AllotAsync("21025", 100_000_000);
            await Hub.AllotAsync("21028", 100_000_000, decision: "89/QĐ-UBND");
            await Hub.RegisterAsync(People);
            await Hub.PlanAsync();
            await Hub.ActAsync("trinh", "submit");
            await Hub.ActAsync("duyet1", "approve");
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();

        private static IEnumerable<RegisterLine> Everybody(string commune, string name, int first) =>
            new[] { "AGRI", "VIETIN", "BIDV", "VCB", "POST" }.SelectMany((institution, i) =>
                Enumerable.Range(first + (10 * i), 3).Select(no => RegisterLine.Of(no).In(commune, name)).Select(line =>
                    institution == "POST" ? line.InCash() : line.At(institution)));
    }
}
