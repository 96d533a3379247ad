using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Runs;

/// <summary>A payment of two decisions is made again whole or not at all.</summary>
public sealed class LostReissueTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private static readonly RegisterLine One = RegisterLine.Of(71).With(
        ("Chương trình", "NCC"), ("Nhóm đối tượng", "LS1"));

    private static readonly RegisterLine Other = One.With(
        ("Mã hồ sơ", "QN-21025-B00071"), ("Nhóm đối tượng", "LS2"));

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_decision_that_the_register_lost_is_named_and_nothing_is_paid_again()
    {
        await Hub.SetClockAsync("2026-10-22T01:00:00Z");
        await Hub.AllotAsync("21025", pension: 1, merit: 100_000_000);
        await Hub.RegisterAsync(One, Other);
        var month = new MonthOf(Hub, HubSetup.CommunePlanner, "2026-11");
        await month.PlanAsync();
        await month.ApproveAsync();
        await Hub.SetClockAsync("2026-10-30T01:00:00Z");
        await month.ReleaseAsync();
        await Hub.SetClockAsync("2026-11-03T01:00:00Z");
        await month.BookAsync("AGRI", "2026-11-03", "AC04", One.Dossier);
        var (id, _, amount) = await month.PaymentAsync(Other.Dossier);
        await Hub.RegisterAsync(
            One.With(("Số tài khoản", "4500205777771")), Other.With(("Số tài khoản", "4500205777771")));

        var kept = await Hub.AskAsync<long>("select count(*) from hub.payout where dossier = $1", Other.Dossier);
        await Hub.ExecuteAsync("create table kept_payout as select * from hub.payout");
        await Hub.ExecuteAsync("delete from kept_payout where dossier <> $1", Other.Dossier);
        await Hub.ExecuteAsync("delete from hub.payout where dossier = $1", Other.Dossier);
        var before = await Hub.FootprintAsync();
        var refused = await TryReissueAsync(id);
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
        await Hub.ExecuteAsync("insert into hub.payout select * from kept_payout");
        await Hub.ExecuteAsync("drop table kept_payout");
        var again = await TryReissueAsync(id);

        kept.ShouldBe(2);
        refused.Code.ShouldBe("reissue-lines-lost");
        refused.Text.ShouldContain(Other.Dossier);
        refused.Text.ShouldNotContain(One.Dossier);
        ((long)again.Json["amount"]!).ShouldBe(amount, again.Text);
    }

    private async Task<Answer> TryReissueAsync(string endToEndId)
    {
        var payment = (await Hub.As("thanhtra").GetAsync($"/api/payments/{endToEndId}"))["payment"]!;
        return await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
            new JsonObject { ["reason"] = "Đã sửa tài khoản theo đề nghị của xã" });
    }
}
