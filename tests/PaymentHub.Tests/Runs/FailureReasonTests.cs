using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>
/// A bank's reason decides whether a payment may be made again, what becomes of the next month, and who acts.
/// </summary>
public sealed class FailureReasonTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const string Next = "2026-12";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task What_a_reason_asks_is_told_and_done()
    {
        var (duplicate, closed, dead, mended) = (
            ReleasedMonth.Vietin[0], ReleasedMonth.Vietin[1], ReleasedMonth.Vietin[2], ReleasedMonth.Vietin[3]);
        await ReturnAsync((duplicate, "AM05"), (closed, "AC01"), (dead, "MD07"), (mended, "BE06"));
        await Hub.RegisterAsync(mended.With(("Số tài khoản", "113000999666")));

        (await TryReissueAsync(duplicate)).Code.ShouldBe("reason-forbids-reissue");
        (await TryReissueAsync(closed)).Code.ShouldBe("payout-unchanged");
        (await RemedyAsync(duplicate)).ShouldBe("AM05 DoNotRetry operations no");
        (await RemedyAsync(closed)).ShouldBe("AC01 FixAccount caseworker yes");
        (await RemedyAsync(dead)).ShouldBe("MD07 StopDeceased caseworker family_protocol");
        var incidents = await Hub.As("doisoat").GetAsync("/api/payments/failures");
        string[] codes = ["AC01", "AM05", "BE06", "MD07"];
        Items(incidents["items"]).Select(i => $"{i["code"]} {i["institution"]} {i["count"]} {i["amount"]}").Order()
            .ShouldBe(codes.Select(c => $"{c} VIETIN 1 {RegisterLine.Pension}"));

        await PlanAsync();
        (await HoldOfAsync(duplicate)).ShouldBe("-");
        (await HoldOfAsync(closed)).ShouldBe("ACCOUNT_FAILED");
        (await HoldOfAsync(dead)).ShouldBe("BANK_STOP");
        (await HoldOfAsync(mended)).ShouldBe("-", "the account is another one");
    }

    private async Task PlanAsync()
    {
        await Hub.As(HubSetup.CommunePlanner).PostAsync($"/api/runs/{Next}/plan");
        await Hub.As(HubSetup.CommunePlanner).UntilAsync($"/api/runs/{Next}", r => $"{r["status"]}" == "Planned");
    }

    private async Task<string?> HoldOfAsync(RegisterLine who) => await Hub.AskAsync<string>("""
        select coalesce((select h.reason from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no), '-')
        from hub.payment_line l join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
        join hub.batch b on b.batch_id = p.batch_id
        where l.dossier = $1 and b.period = '2026-12-01' and not exists (
            select from hub.payment_outcome o
            where o.batch_id = p.batch_id and o.no = p.no and o.status in ('Removed', 'Voided'))
        order by l.last_month desc limit 1
        """, who.Dossier);

    private async Task<string> RemedyAsync(RegisterLine who)
    {
        var payment = await Hub.PaymentAsync(who);
        var remedy = (await Hub.As("doisoat").GetAsync($"/api/payments/{payment["endToEndId"]}"))["remedy"]!;
        return $"{remedy["code"]} {remedy["action"]} {remedy["whoActs"]} {remedy["contact"]}";
    }

    private async Task ReturnAsync(params (RegisterLine Who, string Reason)[] returned)
    {
        var bookings = new List<Booking> { new(10_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") } };
        foreach (var (who, reason) in returned)
        {
            var id = $"{(await Hub.PaymentAsync(who))["endToEndId"]}";
            var account = await Hub.AskAsync<string>("select account from hub.payment where end_to_end_id = $1", id);
            bookings.Add(new Booking(-RegisterLine.Pension) { EndToEndId = id, Account = account });
            bookings.Add(new Booking(RegisterLine.Pension)
            {
                EndToEndId = id,
                Account = account,
                ReturnReason = reason,
            });
        }

        var statement = await StatementFile.NextAsync(Hub, "VIETIN");
        var file = await statement.Book([.. bookings]).SendAsync(Hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
    }

    private async Task<Answer> TryReissueAsync(RegisterLine who)
    {
        var payment = await Hub.PaymentAsync(who);
        return await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
            new JsonObject { ["reason"] = "Xã đề nghị chi lại sau khi xác minh" });
    }
}
