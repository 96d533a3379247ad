using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>
/// A day or a number that was left out though the balances follow each other: the bank's profile says whether the file
/// is held; otherwise it is recorded with it.
/// </summary>
public sealed class ContinuityTests(PostgresFixture postgres)
{
    private const string Wednesday = "2026-10-28";
    private const string Monday = "2026-11-02";

    [Fact]
    public async Task Working_days_without_a_statement_are_recorded_and_missing_in_the_calendar()
    {
        await using var hub = await ReleasedMonth.StartAsync(postgres);
        var first = await SentAsync(hub, 1, Wednesday, 1_000);
        $"{first["status"]} {Items(first["findings"]).Count}".ShouldBe("Reconciled 0");

        var second = await SentAsync(hub, 2, Monday, 2_000);

        $"{second["status"]}".ShouldBe("Reconciled", second.ToJsonString());
        var receipt = await hub.As("bank-vcb").GetAsync($"/api/bank-files/{second["fileId"]}/receipt");
        var finding = Items(receipt["findings"]).ShouldHaveSingleItem();
        $"{finding["rule"]}".ShouldBe("DAY_GAP");
        $"{finding["textVi"]}".ShouldContain("2 ngày làm việc, từ 29/10/2026 đến 30/10/2026");
        $"{finding["textEn"]}".ShouldContain("from 2026-10-29 to 2026-10-30");
        var months = await hub.As("doisoat").GetAsync("/api/bank-files/continuity?period=2026-10");
        var days = Items(Items(months["accounts"]).Single(a => $"{a["institution"]}" == "VCB")["days"]);
        days.Where(d => $"{d["state"]}" == "Missing").Select(d => $"{d["day"]}").ShouldBe(["2026-10-29", "2026-10-30"]);
    }

    [Fact]
    public async Task A_profile_decides_what_holds_a_file()
    {
        using var profiles = new OwnProfile(
            "\"numberGap\": \"hold\", \"missingDay\": \"record\"",
            "\"numberGap\": \"record\", \"missingDay\": \"hold\"");
        var database = await postgres.CreateDatabaseAsync("released", ReleasedMonth.PrepareAsync);
        await using var hub = await Hub.StartAsync(database, ("PAYMENTHUB_BANK_PROFILES", profiles.Folder));
        await SentAsync(hub, 1, Wednesday, 1_000);

        var held = await SentAsync(hub, 2, Monday, 2_000);
        $"{held["status"]} {held["reasons"]!.ToJsonString()}".ShouldBe("Held [\"DAY_GAP\"]");
        foreach (var user in new[] { "khobac", "doisoat" })
            await hub.As(user).PostAsync(
                $"/api/bank-files/{held["fileId"]}/post", new JsonObject { ["reason"] = "Ngân hàng nghỉ hai ngày" });
        await hub.As("doisoat").UntilAsync(
            $"/api/bank-files/{held["fileId"]}", f => $"{f["status"]}" == "Reconciled");

        var jumped = await SentAsync(hub, 7, Monday, 3_000);
        $"{jumped["status"]}".ShouldBe("Reconciled", jumped.ToJsonString());
        jumped["findings"]!.ToJsonString().ShouldContain("SEQUENCE_GAP");
        var broken = await SentAsync(hub, 9, Monday, 4_000, openingOff: 1);
        $"{broken["status"]} {broken["reasons"]!.ToJsonString()}".ShouldBe("Held [\"SEQUENCE_GAP\"]");
        await hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task A_statement_without_its_closing_balance_is_followed_from_what_it_booked()
    {
        await using var hub = await ReleasedMonth.StartAsync(postgres);
        var first = await (await NextAsync(hub, "2026-10-29")).SendWithoutAsync(hub, "CLBD");
        $"{first["status"]}".ShouldBe("Reconciled", first.ToJsonString());

        var second = await (await NextAsync(hub, "2026-10-30")).SendAsync(hub);

        $"{second["status"]} {Items(second["reasons"]).Count}".ShouldBe("Reconciled 0", second.ToJsonString());
        (await hub.AskAsync<long>("select max(closing) from hub.statement where account = $1",
            StatementFile.AccountOf("VCB"))).ShouldBe(10_000);
        var neither = await (await NextAsync(hub, Monday)).SendWithoutAsync(hub, "OPBD", "CLBD");
        $"{neither["status"]} {neither["reasons"]!.ToJsonString()}".ShouldStartWith("Held [\"NO_BALANCE\"");
    }

    private static async Task<StatementFile> NextAsync(Hub hub, string date) =>
        (await StatementFile.NextAsync(hub, "VCB", date)).Book(
            new Booking(5_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });

    [Fact]
    public async Task A_strict_profile_refuses_what_others_only_record()
    {
        using var profiles = new OwnProfile("\"strictness\": \"tolerant\"", "\"strictness\": \"strict\"");
        var database = await postgres.CreateDatabaseAsync("released", ReleasedMonth.PrepareAsync);
        await using var hub = await Hub.StartAsync(database, ("PAYMENTHUB_BANK_PROFILES", profiles.Folder));
        var text = (await NextAsync(hub, Monday)).Write()
            .Replace("<Sts><Cd>BOOK</Cd></Sts>", "", StringComparison.Ordinal);

        var file = await BankFiles.SendAsync(hub, "VCB", "s.xml", System.Text.Encoding.UTF8.GetBytes(text));

        $"{file["status"]} {file["reasons"]!.ToJsonString()}".ShouldBe("Refused [\"SCHEMA\"]", file.ToJsonString());
    }

    [Fact]
    public async Task A_word_that_a_profile_may_not_say_stops_the_start()
    {
        using var profiles = new OwnProfile("\"missingDay\": \"record\"", "\"missingDay\": \"perhaps\"");
        var database = await postgres.CreateDatabaseAsync("released", ReleasedMonth.PrepareAsync);

        var error = await Should.ThrowAsync<Exception>(
            () => Hub.StartAsync(database, ("PAYMENTHUB_BANK_PROFILES", profiles.Folder)));

        error.ToString().ShouldContain("vcb.json $.continuity.missingDay");
    }

    private static async Task<JsonNode> SentAsync(
        Hub hub, long sequence, string date, long amount, long openingOff = 0)
    {
        var next = await StatementFile.NextAsync(hub, "VCB", date);
        return await (next with { Sequence = sequence, Opening = next.Opening + openingOff })
            .Book(new Booking(amount) { EndToEndId = $"LE-{sequence}" }).SendAsync(hub);
    }

    /// <summary>A folder with one profile of the province's own.</summary>
    private sealed class OwnProfile : IDisposable
    {
        private const string File = "vcb.json";

        public OwnProfile(string right, string own)
        {
            var given = System.IO.File.ReadAllText(
                Path.Combine(Repository.Root, "seeds", "reference", "bank-profiles", File));
            given.ShouldContain(right);
            System.IO.File.WriteAllText(
                Path.Combine(Folder, File), given.Replace(right, own, StringComparison.Ordinal));
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("profiles-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
