using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Funds;

/// <summary>
/// A payment that two budgets bear: merit money is central, and the sample province adds 300,000 đồng for one group.
/// Each budget's fund is asked, spends and gets back its own part.
/// </summary>
public sealed class TwoSourcesTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Code = "2026-11/21025/NCC/AGRI/0";
    private const long Central = 1_807_000;
    private const long Provincial = 300_000;
    private static readonly RegisterLine Divided = Merit(1, "TUDAY");
    private static readonly RegisterLine Whole = Merit(2, "LS1");
    private static readonly RegisterLine NeverSent = Merit(3, "TUDAY").In("21028", "Phường Nghĩa Lộ");
    private static readonly RegisterLine NotAgain = Merit(4, "TUDAY").In("21028", "Phường Nghĩa Lộ");

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Two_sources_bear_a_payment_from_its_approval_to_its_return()
    {
        await Hub.SetClockAsync("2026-10-22T01:00:00Z");
        await AllotAsync(Provincial - 1, "88/QĐ-UBND");
        await AllotAsync(2 * Provincial, "88/QĐ-UBND", commune: "21028");
        await Hub.RegisterAsync(Divided, Whole, NeverSent, NotAgain);
        await Hub.PlanAsync();
        var (batch, other) = (await Hub.BatchAsync(Code), await Hub.BatchAsync("2026-11/21028/NCC/AGRI/0"));
        await Hub.ActAsync("trinh", "submit", batch, other);
        Items((await Hub.ActAsync("duyet1", "approve", other))["acted"]).Count.ShouldBe(1);
        await ARefusalNamesTheProvincialFundAsync(batch);

        await AllotAsync(1, "99/QĐ-UBND", central: 0);
        Items((await Hub.ActAsync("duyet1", "approve", batch))["acted"]).Count.ShouldBe(1);
        (await FundsAsync(batch)).ShouldBe(
            $"TW reserved {Central + RegisterLine.Merit} spent 0, TINH reserved {Provincial} spent 0");
        await GiveBackAsync(NeverSent);
        (await FundsAsync(other)).ShouldBe($"TW reserved {Central} spent 0, TINH reserved {Provincial} spent 0");
        await Hub.SetClockAsync("2026-10-30T01:00:00Z");
        await Hub.ReleaseAsync(batch, other);
        await Hub.SetClockAsync("2026-11-02T01:00:00Z");
        await Hub.IdentitiesShouldHoldAsync();

        await ADebitInTwoPartsSpendsTheLegalAmountFirstAsync(batch);
        await AReturnRestoresBothSourcesAsync(batch);
        await WhatIsNotPaidAgainGoesBackToItsFundsAsync(other);
        await TheSlipsAndTheTieOutSayTheSourcesAsync();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }

    private async Task ARefusalNamesTheProvincialFundAsync(Guid batch)
    {
        var before = await Hub.FootprintAsync();

        var refused = Items((await Hub.ActAsync("duyet1", "approve", batch))["refused"]).ShouldHaveSingleItem();

        $"{refused["code"]}".ShouldBe("fund-short");
        $"{refused["detailEn"]}".ShouldStartWith(
            $"Fund 21025/NCC/TINH/2026 has {Provincial - 1} đ left and {Provincial} đ is needed: 1 đ short.");
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty("neither fund gave anything");
    }

    private async Task ADebitInTwoPartsSpendsTheLegalAmountFirstAsync(Guid batch)
    {
        const long first = Central + 1;
        await BookAsync(new Booking(10_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            await DebitAsync(Divided, first), await DebitAsync(Whole, RegisterLine.Merit));
        (await LedgerAsync("FundSpent")).ShouldBe($"TINH 1, TW {Central + RegisterLine.Merit}");
        (await LedgerAsync("InTransit")).ShouldBe($"TINH {1 - Provincial}");
        await Hub.IdentitiesShouldHoldAsync();

        await BookAsync(await DebitAsync(Divided, Provincial - 1));
        (await FundsAsync(batch)).ShouldBe(
            $"TW reserved {Central + RegisterLine.Merit} spent {Central + RegisterLine.Merit}, "
            + $"TINH reserved {Provincial} spent {Provincial}");
        (await LedgerAsync("InTransit")).ShouldBeEmpty();
    }

    private async Task AReturnRestoresBothSourcesAsync(Guid batch)
    {
        var debit = await DebitAsync(Divided, Central + Provincial);
        await BookAsync(debit with { Amount = -debit.Amount, ReturnReason = "AC04" });

        (await FundsAsync(batch)).ShouldBe(
            $"TW reserved {Central + RegisterLine.Merit} spent {RegisterLine.Merit}, "
            + $"TINH reserved {Provincial} spent 0");
        (await LedgerAsync("FundSpent")).ShouldBe($"TW {RegisterLine.Merit}");
        (await LedgerAsync("FundReserved")).ShouldBe($"TINH {Provincial}, TW {Central}");
        (await LedgerAsync("ReturnedHeld")).ShouldBe($"TINH {-Provincial}, TW {-Central}");
        await Hub.IdentitiesShouldHoldAsync();

        var payment = await Hub.PaymentAsync(Divided);
        var again = await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
            new JsonObject { ["reason"] = "Đã sửa tài khoản theo đề nghị của xã" });
        again.Code.ShouldBe("payout-unchanged");
        await Hub.RegisterAsync(Divided.With(("Số tài khoản", "4500205777777")));
        again = await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
            new JsonObject { ["reason"] = "Đã sửa tài khoản theo đề nghị của xã" });
        (await Hub.AskAsync<string>(
            "select source || ' ' || amount from hub.payment_source where batch_id = $1",
            Guid.Parse($"{again.Json["batchId"]}"))).ShouldBe($"TINH {Provincial}");
        (await LedgerAsync("ReturnedHeld")).ShouldBeEmpty();
        await Hub.IdentitiesShouldHoldAsync();
    }

    private async Task WhatIsNotPaidAgainGoesBackToItsFundsAsync(Guid batch)
    {
        var debit = await DebitAsync(NotAgain, Central + Provincial);
        await BookAsync(debit);
        (await TryGiveBackAsync(NotAgain)).Code.ShouldBe("nothing-to-give-back");
        await BookAsync(debit with { Amount = -debit.Amount, ReturnReason = "MD07" });

        await GiveBackAsync(NotAgain);
        await GiveBackAsync(NotAgain);

        (await FundsAsync(batch)).ShouldBe("TW reserved 0 spent 0, TINH reserved 0 spent 0");
        var payment = await Hub.PaymentAsync(NotAgain);
        (await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
            new JsonObject { ["reason"] = "Người thân đề nghị chi lại" })).Code.ShouldBe("payment-not-reissuable");
        await Hub.IdentitiesShouldHoldAsync();
    }

    private async Task TheSlipsAndTheTieOutSayTheSourcesAsync()
    {
        const string planner = HubSetup.CommunePlanner;
        var slip = new JsonObject
        {
            ["commune"] = "21025",
            ["source"] = "TINH",
            ["number"] = "GR-7",
            ["issuedOn"] = "2026-10-22",
            ["amount"] = Provincial,
        };
        ((int)(await Hub.As(planner).TryPostAsync($"/api/funds/{Period}/slips", slip)).Status).ShouldBe(204);

        var plan = await Hub.As("thanhtra").GetAsync($"/api/runs/{Period}/plan?by=programme");
        ((bool)plan["addsUp"]!).ShouldBeTrue();
        string.Join(", ", Items(plan["sources"]).Select(s => $"{s["source"]} {s["payments"]} {s["amount"]}")).ShouldBe(
            $"TINH 2 {2 * Provincial}, TW 3 {(2 * Central) + RegisterLine.Merit}", "the voided payment is in no plan");

        var tieOut = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}");
        var planned = Items(tieOut["lines"]).Single(l => $"{l["code"]}" == "settled");
        string.Join(", ", Items(planned["sources"]).Select(s => $"{s["source"]} {s["amount"]}"))
            .ShouldBe($"TW {RegisterLine.Merit}");
        var legs = await Hub.AskAsync<long>(
            "select count(*) from hub.posting where source = 'TINH' and account = 'FundSpent'");
        legs.ShouldBe(5, "two debits and their return, and a debit that came back");
    }

    private static RegisterLine Merit(int no, string group) =>
        RegisterLine.Of(no).With(("Chương trình", "NCC"), ("Nhóm đối tượng", group));

    private async Task GiveBackAsync(RegisterLine who)
    {
        var answer = await TryGiveBackAsync(who);
        ((int)answer.Status).ShouldBe(204, answer.Text);
    }

    private async Task<Answer> TryGiveBackAsync(RegisterLine who)
    {
        var payment = await Hub.PaymentAsync(who);
        return await Hub.As("duyet1").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/give-back",
            new JsonObject { ["reason"] = "Người hưởng đã mất, không còn người nhận" });
    }

    private async Task AllotAsync(
        long provincial, string decision, long central = 10_000_000, string commune = "21025")
    {
        string[] rows =
        [
            $"{commune},NCC,TINH,2026,{provincial},{decision}",
            .. central > 0 ? [$"{commune},NCC,TW,2026,{central},{decision}"] : Array.Empty<string>(),
        ];
        var import = await Hub.ImportAsync(
            "allotments", RegisterLine.Csv("Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định", rows));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
    }

    private async Task<Booking> DebitAsync(RegisterLine who, long amount)
    {
        var id = await Hub.EndToEndIdAsync(who);
        return new Booking(-amount)
        {
            EndToEndId = id,
            Account = await Hub.AskAsync<string>("select account from hub.payment where end_to_end_id = $1", id),
        };
    }

    private async Task BookAsync(params Booking[] bookings)
    {
        var statement = await StatementFile.NextAsync(Hub, "AGRI");
        var file = await statement.Book(bookings).SendAsync(Hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
    }

    private async Task<string> FundsAsync(Guid batch) => string.Join(", ", Items(
        (await Hub.As("thanhtra").GetAsync($"/api/batches/{batch}/funds"))["items"])
        .Select(f => $"{f["source"]} reserved {f["reserved"]} spent {f["spent"]}"));

    private async Task<string> LedgerAsync(string account) => await Hub.AskAsync<string>(
        """
        select coalesce(string_agg(source || ' ' || amount, ', ' order by source), '') from (
            select coalesce(p.source, b.source) as source, sum(p.amount)::bigint as amount
            from hub.posting p join hub.batch b on b.batch_id = p.batch_id
            where p.account = $1 and b.commune = '21025' group by 1 having sum(p.amount) <> 0) x
        """,
        account) ?? "";
}
