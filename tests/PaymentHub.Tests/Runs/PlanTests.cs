using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>Planning places every due amount once, however often and by however many people it is asked for.</summary>
public sealed class PlanTests(PostgresFixture postgres)
{
    private const string Keys = "select count(*) from (select distinct payee, occurrence from hub.payment) p";

    [Fact]
    public async Task Planning_twice_gives_one_payment_per_key_and_no_second_line()
    {
        await using var hub = await StartAsync(people: 6);
        var first = await hub.PlanAsync();
        var before = await MoneyAsync(hub);

        await hub.PlanAsync();

        before.ShouldBe((6, 6 * RegisterLine.Pension));
        (await MoneyAsync(hub)).ShouldBe(before);
        ((long)first["payments"]!).ShouldBe(6);
        (await hub.AskAsync<long>(Keys)).ShouldBe(6);
    }

    [Fact]
    public async Task Two_planners_at_once_give_one_payment_per_key_and_the_same_totals()
    {
        await using var hub = await StartAsync(people: 12);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => hub.As(i % 2 == 0 ? "lap" : "nhap").TryPostAsync(
                $"/api/runs/{Period}/plan")));
        await hub.As("lap").UntilAsync($"/api/runs/{Period}", r => $"{r["status"]}" == "Planned");
        await hub.PlanAsync("nhap");

        answers.Select(a => (int)a.Status).ShouldAllBe(s => s == 202 || s == 409);
        (await MoneyAsync(hub)).ShouldBe((12, 12 * RegisterLine.Pension));
        (await hub.AskAsync<long>(Keys)).ShouldBe(12);
        (await hub.AskAsync<long>("select count(*) from hub.batch")).ShouldBe(1);
    }

    [Fact]
    public async Task What_becomes_known_after_the_plan_is_a_supplement_and_leaves_the_first_batch_alone()
    {
        await using var hub = await StartAsync(people: 2);
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");
        var before = await hub.BatchesAsync();

        await hub.RegisterAsync(RegisterLine.Of(8));
        await hub.PlanAsync();

        var after = await hub.BatchesAsync();
        const string First = "2026-11/21025/HTXH/AGRI/0";
        after[First].ToJsonString().ShouldBe(before[First].ToJsonString());
        var supplement = after["2026-11/21025/HTXH/AGRI/1"];
        ((long)supplement["amount"]!, (int)supplement["payments"]!).ShouldBe((RegisterLine.Pension, 1));
        $"{supplement["status"]}".ShouldBe("Placed");
    }

    [Fact]
    public async Task A_person_with_two_decisions_of_one_programme_and_payout_gets_one_payment_with_both_lines()
    {
        await using var hub = await StartAsync(people: 0);
        var merit = RegisterLine.Of(1).With(("Chương trình", "NCC"), ("Nhóm đối tượng", "LS1"));
        await hub.RegisterAsync(merit, merit.With(("Mã hồ sơ", "QN-21025-000901"), ("Nhóm đối tượng", "LS.ND")));

        await hub.PlanAsync();

        (await MoneyAsync(hub)).ShouldBe((1, RegisterLine.Merit + 2_409_000));
        (await hub.AskAsync<long>("select count(*) from hub.payment_line")).ShouldBe(2);
    }

    [Fact]
    public async Task Months_that_the_earlier_system_paid_too_low_are_paid_as_arrears_and_nothing_twice()
    {
        await using var hub = await StartAsync(people: 0);
        await hub.RegisterAsync(RegisterLine.Of(1).With(
            ("Ngày ký", "01/06/2026"), ("Hưởng từ tháng", "07/2026"), ("Đã chi từ tháng", "07/2026"),
            ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "500000")));

        await hub.PlanAsync();

        (await MoneyAsync(hub)).ShouldBe((1, RegisterLine.Pension + (4 * 40_000)));
    }

    [Fact]
    public async Task A_wrong_period_is_refused()
    {
        await using var hub = await StartAsync(people: 0);

        var answer = await hub.As("lap").TryPostAsync("/api/runs/2026-13/plan");

        answer.Code.ShouldBe("period-invalid");
        (await hub.As("lap").TryGetAsync("/api/runs/2026-12")).Code.ShouldBe("not-found");
    }

    private static async Task<(long Payments, long Amount)> MoneyAsync(Hub hub) => (
        await hub.AskAsync<long>("select count(*) from hub.payment"),
        await hub.AskAsync<long>("select coalesce(sum(amount), 0)::bigint from hub.payment"));

    private async Task<Hub> StartAsync(int people)
    {
        var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        if (people > 0) await hub.RegisterAsync(Enumerable.Range(1, people).Select(RegisterLine.Of));
        return hub;
    }
}
