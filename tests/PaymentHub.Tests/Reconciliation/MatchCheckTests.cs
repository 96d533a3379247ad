using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>The precision of automatic matches is measured by people who look at a sample.</summary>
public sealed class MatchCheckTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_sample_is_judged_once_each_and_gives_the_precision_with_its_lower_bound()
    {
        foreach (var who in ReleasedMonth.Agri.Take(3))
        {
            await Hub.BookAsync("AGRI", new Booking(-RegisterLine.Pension)
            {
                EndToEndId = await Hub.EndToEndIdAsync(who),
                Account = who.Account,
            });
        }

        var sample = await SampleAsync();
        var items = Items(sample["items"]);
        items.Count.ShouldBe(3);
        sample["measured"]!["perMille"].ShouldBeNull();
        (await JudgeAsync(items[0], false, null)).Code.ShouldBe("reason-missing");
        (await JudgeAsync(items[0], true, null, "thanhtra")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await JudgeAsync(items[0], false, "Sai người hưởng")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await JudgeAsync(items[0], true, null, "khobac")).Code.ShouldBe("match-checked-already");
        (await JudgeAsync(items[1], true, null)).Status.ShouldBe(HttpStatusCode.NoContent);
        var stranger = items[2].DeepClone();
        stranger["entryNo"] = 77;
        (await JudgeAsync(stranger, true, null)).Code.ShouldBe("sampled-match-unknown");

        var measured = (await SampleAsync())["measured"]!;
        $"{measured["checked"]} {measured["right"]} {measured["perMille"]}".ShouldBe("2 1 500");
        ((int)measured["atLeastPerMille"]!).ShouldBe(94);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(50, 50, 928)]
    [InlineData(100, 99, 945)]
    [InlineData(10, 0, 0)]
    public void The_lower_bound_is_Wilsons(long done, long right, int? least) =>
        CheckMatches.Measure(1_000, done, right).AtLeastPerMille.ShouldBe(least);

    private Task<JsonNode> SampleAsync() => Hub.As("thanhtra").GetAsync($"/api/match-checks/{Period}");

    private Task<Answer> JudgeAsync(JsonNode item, bool isRight, string? note, string user = "doisoat") =>
        Hub.As(user).TryPostAsync("/api/match-checks", new JsonObject
        {
            ["period"] = Period,
            ["fileId"] = $"{item["fileId"]}",
            ["entry"] = (int)item["entryNo"]!,
            ["endToEndId"] = (string?)item["endToEndId"],
            ["isRight"] = isRight,
            ["note"] = note,
        });
}
