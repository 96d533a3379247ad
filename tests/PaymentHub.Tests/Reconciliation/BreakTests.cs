using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// People clear what banks left unexplained. Each test uses payments of its own; after each step the identities of the
/// ledger hold and every table equals the replayed events.
/// </summary>
public sealed class BreakTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_credit_explained_as_a_return_makes_the_payment_payable_again_and_reopening_takes_it_back()
    {
        var who = ReleasedMonth.Agri[0];
        var id = await Hub.EndToEndIdAsync(who);
        await Hub.BookAsync("AGRI", await DebitAsync(who));
        var found = await BreakAsync(await Hub.BookAsync("AGRI", Stranger(Pension)));

        (await ActAsync(found, "explain", Parts("Ngân hàng báo trả lại", ("Return", Pension + 1, id)))).Code
            .ShouldBe("explanation-sum");
        (await ActAsync(found, "explain", Parts("Ngân hàng báo trả lại", ("Charge", Pension, null)))).Code
            .ShouldBe("explanation-direction");
        (await ActAsync(found, "explain", Parts("Ngân hàng báo trả lại", ("Return", Pension, "KHONGCO"))))
            .Code.ShouldBe("explanation-payment-unknown");
        (await ActAsync(found, "explain", Parts("Ngân hàng báo trả lại", ("Return", Pension, id)))).Status
            .ShouldBe(HttpStatusCode.NoContent);

        (await StatusAsync(found)).ShouldBe("Resolved");
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Returned");
        await EverythingHoldsAsync();
        (await ActAsync(found, "reopen", Reason("Nhầm lệnh"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(found)).ShouldBe("Open");
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
        await EverythingHoldsAsync();
        var steps = Items((await Hub.As("thanhtra").GetAsync($"/api/breaks/{found}"))["steps"]);
        steps.Select(s => $"{s["step"]}").ShouldBe(["Opened", "Resolved", "Reopened"]);
    }

    [Fact]
    public async Task From_the_limit_on_a_second_person_agrees_before_money_moves()
    {
        var found = await BreakAsync(await Hub.BookAsync("AGRI", Stranger(900_000_000)));
        var before = await TreasuryAsync();

        (await ActAsync(found, "explain", Parts("Kho bạc chuyển thiếu nội dung", ("Funding", 900_000_000, null))))
            .Status.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(found)).ShouldBe("Explained");
        (await TreasuryAsync()).ShouldBe(before);
        (await ActAsync(found, "confirm", [])).Code.ShouldBe("segregation-of-duties");
        (await ActAsync(found, "confirm", [], "thanhtra")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await ActAsync(found, "decline", Reason("Chưa có giấy báo có"), "khobac")).Status
            .ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(found)).ShouldBe("Open");
        await ActAsync(found, "explain", Parts("Đã có giấy báo có", ("Funding", 900_000_000, null)));
        (await ActAsync(found, "confirm", [], "khobac")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await TreasuryAsync()).ShouldBe(before - 900_000_000);
        await EverythingHoldsAsync();
    }

    [Fact]
    public async Task The_banks_own_correction_takes_a_second_debit_and_its_credit_out_together()
    {
        var who = ReleasedMonth.Agri[1];
        var debit = await DebitAsync(who);
        var second = await BreakAsync(await Hub.BookAsync("AGRI", debit, debit));
        var credit = await BreakAsync(await Hub.BookAsync("AGRI", Stranger(Pension)));
        var unexplained = await UnexplainedAsync();

        var body = Parts("Ngân hàng hoàn khoản ghi nợ hai lần", ("Offset", Pension, null));
        body["parts"]![0]!["otherBreak"] = second.ToString();
        (await ActAsync(credit, "explain", body)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await StatusAsync(second)).ShouldBe("Resolved");
        (await UnexplainedAsync()).ShouldBe(unexplained, "both directions stood there and cancel out");
        await EverythingHoldsAsync();
        (await ActAsync(second, "reopen", Reason("Không phải khoản này"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(credit)).ShouldBe("Open");
    }

    [Fact]
    public async Task A_debit_of_several_payments_is_matched_by_hand_with_each()
    {
        var (one, two) = (ReleasedMonth.Agri[2], ReleasedMonth.Agri[3]);
        var found = await BreakAsync(await Hub.BookAsync("AGRI", new Booking(-2 * Pension) { Text = "GOP" }));
        var (first, other) = (await Hub.EndToEndIdAsync(one), await Hub.EndToEndIdAsync(two));

        (await ActAsync(found, "explain", Parts(
            "Ngân hàng gộp hai lệnh", ("Payment", Pension + 1, first), ("Payment", Pension - 1, other))))
            .Code.ShouldBe("explanation-exceeds-payment");
        (await ActAsync(found, "explain", Parts(
            "Ngân hàng gộp hai lệnh", ("Payment", Pension, first), ("Payment", Pension, other))))
            .Status.ShouldBe(HttpStatusCode.NoContent);

        $"{(await Hub.PaymentAsync(one))["status"]} {(await Hub.PaymentAsync(two))["status"]}"
            .ShouldBe("Settled Settled");
        await EverythingHoldsAsync();
    }

    [Fact]
    public async Task A_match_taken_back_is_unexplained_again_and_its_pair_is_remembered()
    {
        var who = ReleasedMonth.Agri[4];
        var id = await Hub.EndToEndIdAsync(who);
        var file = await Hub.BookAsync("AGRI", await DebitAsync(who));
        var path = $"/api/bank-files/{file["fileId"]}/matches/undo";

        (await Hub.As("doisoat").TryPostAsync(path, Undo(0, "ngắn"))).Code.ShouldBe("reason-missing");
        (await Hub.As("doisoat").TryPostAsync(path, Undo(7, "Không có mục này"))).Code.ShouldBe("match-unknown");
        (await Hub.As("khobac").TryPostAsync(path, Undo(0, "Khớp nhầm lệnh"))).Status
            .ShouldBe(HttpStatusCode.Forbidden);
        (await Hub.As("doisoat").TryPostAsync(path, Undo(0, "Khớp nhầm lệnh"))).Status
            .ShouldBe(HttpStatusCode.NoContent);
        (await Hub.As("doisoat").TryPostAsync(path, Undo(0, "Khớp nhầm lệnh"))).Code.ShouldBe("match-unknown");

        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Unknown");
        await EverythingHoldsAsync();
        var found = await BreakAsync(file);
        var evidence = Items((await Hub.As("doisoat").GetAsync($"/api/breaks/{found}"))["evidence"]);
        var pair = evidence.Single(e => (string?)e["endToEndId"] == id);
        ((bool)pair["isRejected"]!, (long)pair["open"]!).ShouldBe((true, Pension));
        (await ActAsync(found, "explain", Parts("Đúng là lệnh này", ("Payment", Pension, id)))).Status
            .ShouldBe(HttpStatusCode.NoContent);
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
        await EverythingHoldsAsync();
    }

    [Fact]
    public async Task A_debit_whose_money_came_back_is_not_taken_back_before_its_return()
    {
        var who = ReleasedMonth.Agri[5];
        var id = await Hub.EndToEndIdAsync(who);
        var file = await Hub.BookAsync("AGRI", await DebitAsync(who));
        var back = await Hub.BookAsync(
            "AGRI", new Booking(Pension) { EndToEndId = id, ReturnReason = "AC04", Code = ("RCDT", "RRTN") });

        (await UndoAsync(file, 0)).Code.ShouldBe("explanation-rested-on");
        (await UndoAsync(back, 0)).Status.ShouldBe(HttpStatusCode.NoContent);
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
        (await UndoAsync(file, 0)).Status.ShouldBe(HttpStatusCode.NoContent);
        await EverythingHoldsAsync();
    }

    [Fact]
    public async Task Funding_and_a_charge_taken_back_and_told_again_leave_the_accounts_as_they_were()
    {
        var file = await Hub.BookAsync(
            "AGRI",
            new Booking(700_000) { Text = "KBNN QUANG NGAI CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-22_000) { Text = "PHI", Code = ("MDOP", "CHRG") });
        var before = (await TreasuryAsync(), await UnexplainedAsync());

        (await UndoAsync(file, 0)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await UndoAsync(file, 1)).Status.ShouldBe(HttpStatusCode.NoContent);
        await EverythingHoldsAsync();
        foreach (var item in await BreaksAsync(file))
        {
            var kind = (bool)item["isDebit"]! ? "Charge" : "Funding";
            (await ActAsync(
                Guid.Parse($"{item["breakId"]}"), "explain",
                Parts("Đúng như cũ", (kind, (long)item["amount"]!, null)))).Status.ShouldBe(HttpStatusCode.NoContent);
        }

        (await TreasuryAsync(), await UnexplainedAsync()).ShouldBe(before);
        await EverythingHoldsAsync();
    }

    [Fact]
    public async Task Breaks_with_one_reason_at_one_bank_on_one_day_are_one_incident_and_cleared_at_once()
    {
        RegisterLine[] three = [ReleasedMonth.Vietin[0], ReleasedMonth.Vietin[1], ReleasedMonth.Vietin[2]];
        var bookings = new List<Booking>();
        foreach (var who in three) bookings.Add(await DebitAsync(who) with { Account = "99" + who.Account });
        var file = await Hub.BookAsync("VIETIN", [.. bookings, new Booking(-77_000) { Text = "LA" }]);
        var found = await BreaksAsync(file);

        var incident = Items((await Hub.As("doisoat").GetAsync("/api/breaks/incidents"))["items"])
            .Single(i => $"{i["kind"]} {i["institution"]}" == "WRONG_ACCOUNT VIETIN");
        ((long)incident["count"]!, (long)incident["debits"]!).ShouldBe((3, 3 * Pension));
        var cleared = await Hub.As("doisoat").PostAsync("/api/breaks/clear", new JsonObject
        {
            ["breakIds"] = new JsonArray([.. found.Select(b => (JsonNode)$"{b["breakId"]}")]),
            ["act"] = "AsNamed",
            ["reason"] = "Ngân hàng xác nhận in sai số tài khoản",
        });

        ((int)cleared["done"]!).ShouldBe(3);
        Items(cleared["refused"]).ShouldHaveSingleItem()["code"]!.ToString().ShouldBe("explanation-payment-unknown");
        foreach (var who in three) $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
        await EverythingHoldsAsync();
    }

    [Fact]
    public async Task Papers_and_remarks_stay_and_only_what_is_a_paper_is_taken()
    {
        var found = await BreakAsync(await Hub.BookAsync("AGRI", Stranger(31_000)));
        var path = $"/api/breaks/{found}";
        var paper = "%PDF-1.7 thư trả lời"u8.ToArray();

        (await Hub.As("doisoat").UploadAsync($"{path}/files", "thư.pdf", "<html>"u8.ToArray())).Code
            .ShouldBe("attachment-refused");
        (await Hub.As("doisoat").UploadAsync($"{path}/files", "thư.pdf", paper)).Status
            .ShouldBe(HttpStatusCode.NoContent);
        (await Hub.As("khobac").TryPostAsync($"{path}/comment", new JsonObject { ["text"] = "Đã gọi ngân hàng" }))
            .Status.ShouldBe(HttpStatusCode.NoContent);
        (await ActAsync(found, "assign", new JsonObject { ["owner"] = "lap" })).Code.ShouldBe("owner-unknown");
        (await ActAsync(found, "assign", new JsonObject { ["due"] = "2026-11-09" })).Status
            .ShouldBe(HttpStatusCode.NoContent);

        var detail = await Hub.As("thanhtra").GetAsync(path);
        var kept = Items(detail["papers"]).ShouldHaveSingleItem();
        (await Hub.As("thanhtra").DownloadAsync($"{path}/files/{kept["sha256"]}")).ShouldBe(paper);
        $"{detail["break"]!["owner"]} {detail["break"]!["due"]}".ShouldBe("doisoat 2026-11-09");
        var mine = await Hub.As("doisoat").GetAsync("/api/breaks?owner=doisoat&sort=-amount");
        Items(mine["items"]).Select(i => $"{i["breakId"]}").ShouldContain(found.ToString());
        (await Hub.As("thanhtra").TryGetAsync($"{path}/files/{new string('0', 64)}")).Status
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Outside_the_scope_a_break_is_as_unknown_as_none()
    {
        var found = await BreakAsync(await Hub.BookAsync("AGRI", Stranger(32_000)));
        await HubSetup.AddUserAsync(Hub, "doisoat-xa", Role.Reconciler, AccessScope.OfCommunes(["21028"]));

        (await Hub.As("doisoat-xa").TryGetAsync($"/api/breaks/{found}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ActAsync(found, "explain", Parts("Lý do", ("Funding", 32_000, null)), "doisoat-xa")).Status
            .ShouldBe(HttpStatusCode.NotFound);
        (await ActAsync(Guid.NewGuid(), "reopen", Reason("Lý do nào đó"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(found)).ShouldBe("Open");
    }

    private async Task<Booking> DebitAsync(RegisterLine who) =>
        new(-Pension) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account };

    private static Booking Stranger(long amount) => new(amount) { Text = "NGUOI LA", Code = ("RCDT", "DMCT") };

    private Task<Answer> ActAsync(Guid found, string act, JsonObject body, string user = "doisoat") =>
        Hub.As(user).TryPostAsync($"/api/breaks/{found}/{act}", body);

    private Task<Answer> UndoAsync(JsonNode file, int entry) => Hub.As("doisoat").TryPostAsync(
        $"/api/bank-files/{file["fileId"]}/matches/undo", Undo(entry, "Khớp nhầm lệnh"));

    private static JsonObject Undo(int entry, string reason) => new() { ["entry"] = entry, ["reason"] = reason };

    private static JsonObject Reason(string reason) => new() { ["reason"] = reason };

    private static JsonObject Parts(string reason, params (string Kind, long Amount, string? Id)[] parts) => new()
    {
        ["reason"] = reason,
        ["parts"] = new JsonArray([.. parts.Select(p => new JsonObject
        {
            ["kind"] = p.Kind, ["amount"] = p.Amount, ["endToEndId"] = p.Id,
        })]),
    };

    private async Task<string> StatusAsync(Guid found) =>
        $"{(await Hub.As("thanhtra").GetAsync($"/api/breaks/{found}"))["break"]!["status"]}";

    private async Task<Guid> BreakAsync(JsonNode file) =>
        Guid.Parse($"{(await BreaksAsync(file)).ShouldHaveSingleItem()["breakId"]}");

    private async Task<List<JsonNode>> BreaksAsync(JsonNode file) =>
        Items((await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={file["fileId"]}"))["items"]);

    private Task<long> UnexplainedAsync() => BalanceAsync("Unexplained");

    private Task<long> TreasuryAsync() => BalanceAsync("TreasuryFunding");

    private Task<long> BalanceAsync(string account) => Hub.AskAsync<long>(
        "select coalesce(sum(amount), 0)::bigint from hub.posting where account = $1", account);

    private async Task EverythingHoldsAsync()
    {
        await Hub.IdentitiesShouldHoldAsync();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }
}
