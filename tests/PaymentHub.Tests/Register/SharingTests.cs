using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Other agencies read what their purpose needs, each reading is logged, no change is ever missed.</summary>
public sealed class SharingTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Why = "reason=C%C3%B4ng%20v%C4%83n%2012";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_purpose_decides_what_is_shown_and_the_log_says_who_read_why()
    {
        var line = RegisterLine.Of(701).In("21028", "Phường Nghĩa Lộ");
        await Hub.RegisterAsync(line);

        var full = await PersonAsync("identityMatch");
        var check = await PersonAsync("benefitCheck");
        var statistics = await PersonAsync("statistics");

        $"{full["personalId"]} {full["fullName"]} {full["birth"]}"
            .ShouldBe($"{line.PersonalId} Nguyễn Văn An 1945-09-02");
        $"{check["personalId"]} {check["fullName"]} {check["birth"]}".ShouldBe("**********01 Nguyễn Văn An 1945");
        $"{statistics["personalId"]} {statistics["fullName"]}".ShouldBe(" *** An");
        full.ToJsonString().ShouldNotContain("75+", customMessage: "groups reveal health");
        var log = await Hub.As("thanhtra").GetAsync("/api/sharing/log");
        Items(log["items"]).Take(3).Select(l => $"{l["byUser"]} {l["purpose"]} {l["reason"]} {l["people"]}").ShouldBe(
        [
            "coquan Statistics Công văn 12 1", "coquan BenefitCheck Công văn 12 1",
            "coquan IdentityMatch Công văn 12 1",
        ]);
    }

    [Fact]
    public async Task An_agency_reads_for_its_purposes_and_in_its_communes_only_and_nothing_else_of_the_service()
    {
        await Hub.RegisterAsync(
            RegisterLine.Of(741), RegisterLine.Of(742).In("21034", "Xã An Phú"));
        await HubSetup.AddUserAsync(
            Hub, "thong-ke", Role.Agency, AccessScope.OfCommunes(["21034"]).For(SharingPurpose.Statistics));
        var agency = Hub.As("thong-ke");

        var read = await agency.GetAsync($"/api/sharing/people?purpose=statistics&size=1000&{Why}");
        Items(read["items"]).Select(p => $"{p["commune"]}").Distinct().ShouldBe(["21034"]);
        Items(read["items"]).ShouldAllBe(p => p["personalId"] == null);
        foreach (var form in new[] { "people", "people/export", "changes" })
        {
            (await agency.TryGetAsync($"/api/sharing/{form}?purpose=identityMatch&{Why}")).Code
                .ShouldBe("sharing-purpose-not-granted");
        }

        var log = Items((await Hub.As("thanhtra").GetAsync("/api/sharing/log"))["items"]);
        log.Where(l => $"{l["byUser"]}" == "thong-ke").Select(l => $"{l["byRole"]} {l["purpose"]} {l["people"]}")
            .ShouldBe([$"Agency Statistics {Items(read["items"]).Count}"]);
        foreach (var path in new[] { "/api/register/imports", "/api/batches?period=2026-11", "/api/sharing/log" })
            (await agency.TryGetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
    }

    [Theory]
    [InlineData("/api/sharing/people?purpose=identityMatch")]
    [InlineData("/api/sharing/people?reason=x")]
    [InlineData("/api/sharing/changes?purpose=tomo&reason=x")]
    [InlineData("/api/sharing/people/export?purpose=7&reason=x")]
    public async Task Without_a_purpose_or_reason_nothing_is_read(string path)
    {
        (await Hub.As("coquan").TryGetAsync(path)).Code.ShouldBe("sharing-reason-missing");
        (await Hub.As("thanhtra").TryGetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Hub.As("nhap").TryGetAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_file_is_safe_against_formulas_and_its_hash_is_in_the_log()
    {
        var line = RegisterLine.Of(711).In("21034", "Xã An Phú").With(("Họ và tên", "=HYPERLINK A"));
        await Hub.RegisterAsync(line);

        var csv = await Hub.As("coquan").DownloadAsync(
            $"/api/sharing/people/export?purpose=identityMatch&commune=21034&{Why}");

        var lines = Encoding.UTF8.GetString(csv).TrimStart('\uFEFF').Split("\r\n");
        lines[1].ShouldContain($",{line.Dossier},{line.PersonalId},'=HYPERLINK A,");
        (await Hub.AskAsync<string>("select sha256 from hub.disclosure where form = 'csv' order by at desc limit 1"))
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(csv)));
    }

    [Fact]
    public async Task The_feed_tells_every_change_once_and_in_order_even_while_transactions_overlap()
    {
        var start = await CursorAsync();
        var (early, late) = (RegisterLine.Of(721), RegisterLine.Of(722));
        await Hub.RegisterAsync(early, late);
        await Hub.RegisterAsync(early.With(("Họ và tên", "Nguyễn Văn Ân")));
        string held;
        await using (var connection = await Hub.ConnectAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // A transaction that began earlier and is not finished keeps everything behind it back.
            await new Npgsql.NpgsqlCommand("select pg_current_xact_id()", connection).ExecuteScalarAsync();
            await Hub.DeathAsync(late, "10/2026");
            var (kinds, cursor) = await ChangesAsync(start);
            kinds.ShouldContain($"beneficiary_corrected {early.Dossier}");
            kinds.ShouldNotContain($"death_recorded {late.Dossier}");
            held = cursor;
            await transaction.RollbackAsync();
        }

        (await ChangesAsync(held)).Kinds.ShouldBe([$"death_recorded {late.Dossier}"]);
        (await Hub.As("coquan").TryGetAsync($"/api/sharing/changes?purpose=statistics&{Why}&since=abc")).Code
            .ShouldBe("cursor-invalid");
    }

    [Fact]
    public async Task The_person_is_told_with_numbers_decisions_household_and_changes_and_nothing_in_clear()
    {
        var line = RegisterLine.Of(731);
        await Hub.RegisterAsync(line);
        await Hub.RegisterAsync(line.With(("Họ và tên", "Nguyễn Văn Ánh")));
        var number = new JsonObject
        {
            ["kind"] = "SocialSecurityCode",
            ["value"] = "as 51-000731",
            ["from"] = "2026-01-01",
            ["document"] = "QĐ 7",
        };
        await Hub.As("nhap").PostAsync($"/api/register/people/{line.Dossier}/identifiers", number);

        var person = await Hub.As("duyet1").GetAsync($"/api/register/people/{line.Dossier}");

        Items(person["versions"]).Count.ShouldBe(2);
        Items(person["numbers"]).Select(n => $"{n["kind"]} {n["value"]}").ShouldBe(
            ["PersonalId 051*******31", "SocialSecurityCode ********31"]);
        Items(person["decisions"]).ShouldHaveSingleItem()["programme"]!.ToString().ShouldBe("HTXH");
        person.ToJsonString().ShouldNotContain(line.PersonalId);
        person.ToJsonString().ShouldNotContain(line.Account);
        (await Hub.As("nhap").TryPostAsync(
            $"/api/register/people/{line.Dossier}/identifiers",
            new JsonObject { ["kind"] = "InsuranceCode", ["value"] = "12", ["document"] = "x" })).Code
            .ShouldBe("identifier-malformed");
    }

    [Fact]
    public async Task The_communes_carry_the_attributes_of_their_areas_on_a_day()
    {
        var now = await Hub.As("nhap").GetAsync("/api/register/communes");
        var before = await Hub.As("nhap").GetAsync("/api/register/communes?day=2025-06-30");

        Items(now["items"]).Count.ShouldBe(96);
        Areas(now).ShouldContain("ISLAND");
        Areas(before).ShouldBeEmpty();

        static List<string> Areas(JsonNode list) =>
            [.. Items(Items(list["items"]).Single(c => $"{c["code"]}" == "21548")["areas"]).Select(a => $"{a}")];
    }

    private async Task<JsonNode> PersonAsync(string purpose) => Items((await Hub.As("coquan").GetAsync(
        $"/api/sharing/people?purpose={purpose}&commune=21028&{Why}"))["items"]).ShouldHaveSingleItem();

    private async Task<string> CursorAsync()
    {
        var cursor = "";
        while (true)
        {
            var (kinds, next) = await ChangesAsync(cursor);
            if (kinds.Count == 0) return next;
            cursor = next;
        }
    }

    private async Task<(List<string> Kinds, string Cursor)> ChangesAsync(string since)
    {
        var answer = await Hub.As("coquan").GetAsync(
            $"/api/sharing/changes?purpose=identityMatch&{Why}&size=1000&since={since}");
        return (
            [.. Items(answer["items"]).Select(c => $"{c["kind"]} {c["person"]!["dossier"]}")], $"{answer["next"]}");
    }
}
