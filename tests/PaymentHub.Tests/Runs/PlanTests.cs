using System.Globalization;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>
/// Planning places every due amount once, however often and by however many people it is asked for. Every test has a
/// commune and planners of its own.
/// </summary>
public sealed class PlanTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Planning_twice_gives_one_payment_per_key_and_no_second_line()
    {
        var commune = await CommuneAsync("21025", "Phường Cẩm Thành");
        await Hub.RegisterAsync(commune.People(6));
        await Hub.PlanAsync(commune.Planner);
        var before = await MoneyAsync(commune);

        await Hub.PlanAsync(commune.Planner);

        before.ShouldBe((6, 6, 6 * RegisterLine.Pension));
        (await MoneyAsync(commune)).ShouldBe(before);
    }

    [Fact]
    public async Task Two_planners_at_once_give_one_payment_per_key_and_the_same_totals()
    {
        var commune = await CommuneAsync("21028", "Phường Nghĩa Lộ");
        await Hub.RegisterAsync(commune.People(12));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Hub
            .As(i % 2 == 0 ? commune.Planner : commune.Other).TryPostAsync($"/api/runs/{Period}/plan")));
        await Hub.As(commune.Planner).UntilAsync($"/api/runs/{Period}", r => $"{r["status"]}" == "Planned");
        await Hub.PlanAsync(commune.Other);

        answers.Select(a => (int)a.Status).ShouldAllBe(s => s == 202 || s == 409);
        (await MoneyAsync(commune)).ShouldBe((12, 12, 12 * RegisterLine.Pension));
        (await Hub.AskAsync<long>("select count(*) from hub.batch where commune = $1", commune.Code)).ShouldBe(1);
    }

    [Fact]
    public async Task What_becomes_known_after_the_plan_is_a_supplement_and_leaves_the_first_batch_alone()
    {
        var commune = await CommuneAsync("21034", "Xã An Phú");
        await Hub.RegisterAsync(commune.People(2));
        await Hub.PlanAsync(commune.Planner);
        await Hub.ActAsync(commune.Planner, "submit");
        var before = await Hub.BatchesAsync();

        await Hub.RegisterAsync(commune.Person(8));
        await Hub.PlanAsync(commune.Planner);

        var after = await Hub.BatchesAsync();
        const string First = "2026-11/21034/HTXH/AGRI/0";
        after[First].ToJsonString().ShouldBe(before[First].ToJsonString());
        var supplement = after["2026-11/21034/HTXH/AGRI/1"];
        ((long)supplement["amount"]!, (int)supplement["payments"]!).ShouldBe((RegisterLine.Pension, 1));
        $"{supplement["status"]}".ShouldBe("Placed");
    }

    [Fact]
    public async Task A_person_with_two_decisions_of_one_programme_gets_one_payment_with_both_lines()
    {
        var commune = await CommuneAsync("21085", "Xã Bình Minh");
        var merit = commune.Person(1).With(("Chương trình", "NCC"), ("Nhóm đối tượng", "LS1"));
        await Hub.RegisterAsync(merit, merit.With(("Mã hồ sơ", "QN-21085-900901"), ("Nhóm đối tượng", "LS.ND")));

        await Hub.PlanAsync(commune.Planner);

        (await MoneyAsync(commune)).ShouldBe((1, 2, RegisterLine.Merit + 2_409_000));
    }

    [Fact]
    public async Task Months_that_the_earlier_system_paid_too_low_are_paid_as_arrears_and_nothing_twice()
    {
        var commune = await CommuneAsync("21040", "Xã Bình Sơn");
        await Hub.RegisterAsync(commune.Person(1).With(
            ("Ngày ký", "01/06/2026"), ("Hưởng từ tháng", "07/2026"), ("Đã chi từ tháng", "07/2026"),
            ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "500000")));

        await Hub.PlanAsync(commune.Planner);

        var (payments, _, amount) = await MoneyAsync(commune);
        (payments, amount).ShouldBe((1, RegisterLine.Pension + (4 * 40_000)));
    }

    [Fact]
    public async Task A_wrong_period_is_refused()
    {
        (await Hub.As("lap").TryPostAsync("/api/runs/2026-13/plan")).Code.ShouldBe("period-invalid");
        (await Hub.As("lap").TryGetAsync("/api/runs/2026-12")).Code.ShouldBe("not-found");
    }

    private async Task<(long Payments, long Lines, long Amount)> MoneyAsync(Commune commune)
    {
        const string Where = "join hub.batch b on b.batch_id = p.batch_id where b.commune = $1";
        var keys = await Hub.AskAsync<long>(
            $"select count(*) from (select distinct payee, programme, occurrence from hub.payment p {Where}) k",
            commune.Code);
        var payments = await Hub.AskAsync<long>($"select count(*) from hub.payment p {Where}", commune.Code);
        keys.ShouldBe(payments);
        return (
            payments,
            await Hub.AskAsync<long>($"select count(*) from hub.payment_line p {Where}", commune.Code),
            await Hub.AskAsync<long>($"select sum(p.amount)::bigint from hub.payment p {Where}", commune.Code));
    }

    private async Task<Commune> CommuneAsync(string code, string name)
    {
        var commune = new Commune(code, name);
        foreach (var user in new[] { commune.Planner, commune.Other })
            await HubSetup.AddUserAsync(Hub, user, Role.Planner, AccessScope.OfCommunes(code));
        return commune;
    }

    private sealed record Commune(string Code, string Name)
    {
        private readonly int _first = int.Parse(Code[2..], CultureInfo.InvariantCulture) * 100;

        public string Planner => $"lap-{Code}";

        public string Other => $"lap-khac-{Code}";

        public RegisterLine Person(int no) => RegisterLine.Of(_first + no).In(Code, Name);

        public IEnumerable<RegisterLine> People(int count) => Enumerable.Range(1, count).Select(Person);
    }
}
