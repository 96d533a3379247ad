using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Audit;

/// <summary>What the inspector can follow: every event with who and when, and a batch as it was.</summary>
public sealed class HistoryTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private static readonly RegisterLine Who = ReleasedMonth.Agri[3];

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_history_of_a_payment_names_who_did_what_and_when()
    {
        var events = await HistoryAsync("payment", await Hub.EndToEndIdAsync(Who));

        events.Select(e => $"{e["event"]} {e["user"]}").ShouldBe(
        [
            $"batch_prepared {HubSetup.CommunePlanner}", "payments_placed ", "batch_submitted trinh",
            "batch_approved duyet1", "batch_released khobac", "payments_instructed ",
        ]);
        events.Select(e => (string)e["at"]!).ShouldBeInOrder();
        events.ShouldAllBe(e => Guid.Parse((string)e["stream"]!) != Guid.Empty && (long)e["version"]! > 0);
    }

    [Theory]
    [InlineData("batch", "batch_released")]
    [InlineData("account", "payments_placed")]
    [InlineData("file", "file_produced")]
    [InlineData("person", "entitlement_granted")]
    public async Task A_batch_an_account_a_file_and_a_person_have_their_histories(string kind, string holds)
    {
        var key = kind switch
        {
            "batch" => "2026-11/21025/HTXH/AGRI/0",
            "account" => await AccountAsync(),
            "file" => await Hub.AskAsync<string>(
                "select message_id from hub.instruction_file where institution = 'VIETIN'"),
            _ => Who.PersonalId,
        };

        var events = await HistoryAsync(kind, key!);

        events.Select(e => (string)e["event"]!).ShouldContain(holds);
    }

    [Fact]
    public async Task Names_and_personal_ids_stay_masked_in_a_history()
    {
        var text = string.Concat((await HistoryAsync("person", Who.PersonalId)).Select(e => e.ToJsonString()));

        text.ShouldNotContain(Who.PersonalId);
        text.ShouldNotContain(await AccountAsync());
    }

    [Fact]
    public async Task A_batch_is_shown_as_it_was_at_a_past_instant()
    {
        var batch = await Hub.BatchAsync("2026-11/21025/HTXH/AGRI/0");

        (await AtAsync(batch, "2026-10-21T00:00:00Z"))["existed"]!.GetValue<bool>().ShouldBeFalse();
        var now = await AtAsync(batch, "2026-11-02T02:00:00Z");
        $"{now["status"]} {now["submitter"]}".ShouldBe("Released trinh");
        $"{now["contentHash"]}".ShouldNotBeEmpty();
        var refused = await Hub.As("thanhtra").TryGetAsync($"/api/batches/{batch}/at?instant=hom-qua");
        refused.Code.ShouldBe("instant-invalid");
    }

    private async Task<string> AccountAsync() => (await Hub.AskAsync<string>(
        """
        select p.account from hub.payment p join hub.payment_line l on l.batch_id = p.batch_id and l.no = p.no
        where l.dossier = $1 limit 1
        """,
        Who.Dossier))!;

    private Task<JsonNode> AtAsync(Guid batch, string instant) =>
        Hub.As("thanhtra").GetAsync($"/api/batches/{batch}/at?instant={instant}");

    private async Task<List<JsonNode>> HistoryAsync(string kind, string key) =>
        Items((await Hub.As("thanhtra").GetAsync($"/api/history/{kind}/{key}"))["items"]);
}
