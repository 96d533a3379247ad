using System.Text.Json.Nodes;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;
using IClock = NodaTime.IClock;

namespace PaymentHub.Tests.BankExchange;

/// <summary>A file is asked back before the cut-off by two people; only the bank's answer moves the payments.</summary>
public sealed class RecallTests(PostgresFixture postgres)
{
    private static readonly JsonObject Order = new() { ["reasonCode"] = "CUST", ["reason"] = "Lập nhầm kỳ chi trả" };

    [Fact]
    public async Task What_the_bank_gives_back_is_cancelled_once_and_its_money_can_be_given_back()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var (id, request) = await AskedAsync(hub);
        var asked = Items((await hub.As("khobac").GetAsync($"/api/files?period={Period}"))["items"])
            .Single(f => $"{f["kind"]}" == "RECALL");
        $"{asked["messageId"]} {asked["coversMessageId"]} {asked["amount"]}".ShouldBe($"{request} {id} 0");
        var text = System.Text.Encoding.UTF8.GetString(await hub.As("bank-agri").DownloadAsync(
            $"/api/files/{request}/content"));
        text.ShouldContain($"<OrgnlMsgId>{id}</OrgnlMsgId>");
        text.ShouldContain("<GrpCxl>true</GrpCxl>");
        (await hub.StandsAsync("in-transit")).Count.ShouldBe(3, "asked is not cancelled");

        (await AnswerAsync(hub, "VCB", request, isAccepted: true)).ShouldBe(0, "a bank answers for its own files");
        (await AnswerAsync(hub, "AGRI", request, isAccepted: true)).ShouldBe(3);
        (await AnswerAsync(hub, "AGRI", request, isAccepted: true)).ShouldBe(0, "the same answer again");

        (await hub.StandsAsync("cancelled")).Count.ShouldBe(3);
        await hub.IdentitiesShouldHoldAsync();
        var events = Items((await hub.As("khobac").GetAsync($"/api/files/{id}"))["events"]);
        events.Select(e => $"{e["what"]}").ShouldBe(
            ["Ordered", "Produced", "RecallProposed", "RecallAsked", "RecallAccepted"]);
    }

    [Fact]
    public async Task A_refusal_leaves_the_payments_as_they_are()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var (id, request) = await AskedAsync(hub);

        (await AnswerAsync(hub, "AGRI", request, isAccepted: false)).ShouldBe(0);

        (await hub.StandsAsync("in-transit")).Count.ShouldBe(3);
        (await hub.As("khobac").TryPostAsync($"/api/files/{id}/recall", Order.DeepClone()))
            .ShouldBeRefused("recall-decided");
    }

    [Fact]
    public async Task After_the_cut_off_nothing_is_asked_and_a_reason_is_one_of_the_known_codes()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var id = $"{(await hub.ReleasedAsync())["messageId"]}";
        var odd = Order.DeepClone();
        odd["reasonCode"] = "HIV";
        (await hub.As("khobac").TryPostAsync($"/api/files/{id}/recall", odd)).ShouldBeRefused("recall-reason-unknown");
        await hub.As("khobac").PostAsync($"/api/files/{id}/recall", Order.DeepClone());
        // 23 October 2026, 15:30 in Vietnam.
        await hub.SetClockAsync("2026-10-23T08:30:00Z");

        (await hub.As("doisoat").TryPostAsync($"/api/files/{id}/recall/agree")).ShouldBeRefused("recall-too-late");
    }

    private static async Task<(string Id, string Request)> AskedAsync(Hub hub)
    {
        var id = $"{(await hub.ReleasedAsync())["messageId"]}";
        $"{(await hub.As("khobac").PostAsync($"/api/files/{id}/recall", Order.DeepClone()))["status"]}"
            .ShouldBe("Proposed");
        (await hub.As("khobac").TryPostAsync($"/api/files/{id}/recall/agree"))
            .ShouldBeRefused("segregation-of-duties");
        var asked = await hub.As("doisoat").PostAsync($"/api/files/{id}/recall/agree");
        $"{asked["status"]}".ShouldBe("Asked");
        return (id, $"{asked["requestId"]}");
    }

    // What the reader of camt.029 hands over, in one transaction as when a file is posted.
    private static async Task<int> AnswerAsync(Hub hub, string bank, string request, bool isAccepted)
    {
        var services = hub.Services;
        await using var session = services.GetRequiredService<IDocumentStore>().LightweightSession();
        var copy = new EventCopy(services.GetRequiredService<FactTables>(), null, null);
        var cancelled = await RecallPosting.ApplyAsync(
            session, copy, services.GetRequiredService<ReferenceData>(), Guid.CreateVersion7(), bank,
            new RecallAnswer(request, isAccepted, isAccepted ? "CNCL" : "RJCR", null, []),
            services.GetRequiredService<IClock>().GetCurrentInstant(), CancellationToken.None);
        copy.JoinTo(session);
        await session.SaveChangesAsync();
        return cancelled;
    }
}
