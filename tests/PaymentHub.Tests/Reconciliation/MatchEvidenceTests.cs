using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Why a bank's line was matched, and what the bank says of one that was not.</summary>
public sealed class MatchEvidenceTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_match_by_reference_says_what_was_equal_and_how_the_name_was_written()
    {
        var who = ReleasedMonth.Agri[0];
        var id = await Hub.EndToEndIdAsync(who);
        var name = await Hub.AskAsync<string>("select payee_name from hub.payment where end_to_end_id = $1", id);
        var file = await Hub.BookAsync("AGRI", new Booking(-Pension)
        {
            EndToEndId = id,
            Account = who.Account,
            Name = Domain.Register.VietnameseText.BankName(name!),
        });

        var match = await EvidenceAsync(file);

        $"{match["rule"]} {match["ruleVersion"]} {match["endToEndId"]} {match["runnerUp"]}".ShouldBe(
            $"EndToEndId {Domain.Reconciliation.EntryMatching.RuleVersion} {id} ");
        Levels(match).ShouldBe("reference Equal, amount Equal, account Equal, date Days 3, name WithoutMarks");
        $"{Field(match, "name")["bank"]}".ShouldStartWith("*** ");
        $"{Field(match, "account")["ours"]}".ShouldStartWith("****");
        Items((await Hub.As("thanhtra").GetAsync($"/api/bank-files/{file["fileId"]}/matches/9"))["items"])
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_match_by_account_names_the_closest_other_payment_and_its_distance()
    {
        var account = ReleasedMonth.Siblings[0].Account;
        await Hub.BookAsync("AGRI", new Booking(-40_000)
        {
            EndToEndId = await Hub.EndToEndIdAsync(ReleasedMonth.Siblings[1]),
            Account = account,
        });

        var match = await EvidenceAsync(await Hub.BookAsync("AGRI", new Booking(-Pension) { Account = account }));

        $"{match["rule"]} {match["runnerUp"]} {match["runnerUpOff"]}".ShouldBe(
            $"AccountAndAmount {await Hub.EndToEndIdAsync(ReleasedMonth.Siblings[1])} 40000");
        Levels(match).ShouldBe("reference Missing, amount Equal, account Equal, date Days 3, name Missing");
    }

    [Fact]
    public async Task A_break_shows_the_banks_name_and_text_masked_beside_ours_and_compares_the_whole_names()
    {
        var who = ReleasedMonth.Agri[3];
        var file = await Hub.BookAsync("AGRI", new Booking(-Pension)
        {
            EndToEndId = await Hub.EndToEndIdAsync(who),
            Account = "4500205888888",
            Name = "LE VAN KHAC",
            Text = "CHUYEN TIEN LE VAN KHAC 0912345678",
        });

        var item = Items((await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={file["fileId"]}"))["items"]).Single();

        $"{item["kind"]} {item["bankName"]} {item["bankText"]}".ShouldBe(
            "WRONG_ACCOUNT *** KHAC CHUYEN TIEN *** *** *** ******5678");
        $"{item["ourName"]}".ShouldStartWith("*** ");
        var detail = await Hub.As("thanhtra").GetAsync($"/api/breaks/{item["breakId"]}");
        var ours = Items(detail["evidence"]).Single(e => $"{e["why"]}" == "named");
        var name = Items(ours["fields"]).Single(f => $"{f["field"]}" == "name");
        $"{name["ours"]} {name["bank"]} {name["differs"]}".ShouldBe($"{item["ourName"]} *** KHAC true");
    }

    [Fact]
    public async Task An_institution_sees_the_evidence_of_its_own_files_only()
    {
        var file = await Hub.BookAsync("AGRI", new Booking(-22_000) { Text = "PHI", Code = ("MDOP", "CHRG") });
        var path = $"/api/bank-files/{file["fileId"]}/matches/0";

        Levels(Items((await Hub.As("bank-agri").GetAsync(path))["items"]).Single())
            .ShouldBe("class OfBank, amount Equal");
        (await Hub.As("bank-vcb").TryGetAsync(path)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private async Task<JsonNode> EvidenceAsync(JsonNode file) => Items(
        (await Hub.As("thanhtra").GetAsync($"/api/bank-files/{file["fileId"]}/matches/0"))["items"])
        .ShouldHaveSingleItem();

    private static string Levels(JsonNode match) => string.Join(
        ", ", Items(match["fields"]).Select(f => $"{f["field"]} {f["level"]} {Days(f)}".TrimEnd()));

    private static string Days(JsonNode field) => $"{field["level"]}" == "Days" ? $"{field["days"]}" : "";

    private static JsonNode Field(JsonNode match, string field) =>
        Items(match["fields"]).Single(f => $"{f["field"]}" == field);
}
