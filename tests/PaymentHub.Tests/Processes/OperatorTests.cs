using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Processes;

/// <summary>The operator's command line as a process of its own: what it prints and how it ends.</summary>
public sealed class OperatorTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task An_import_is_tried_then_done_and_its_counts_and_errors_are_printed()
    {
        var good = RegisterLine.Of(210281).In("21028", "Phường Nghĩa Lộ");
        using var file = new FileToSend(RegisterLine.FileOf(good));
        using var bad = new FileToSend(RegisterLine.FileOf(
            RegisterLine.Of(210282).In("21028", "Phường Nghĩa Lộ").With(("Ngày ký", "30/02/2026"))));

        var (_, trial) = await RunAsync("nhap", "import", "register", file.Path, "--dry-run", "--json");
        (await LinesOfAsync(good)).ShouldBe(0, "a trial stores nobody");
        var (code, done) = await RunAsync("nhap", "import", "register", file.Path, "--json");
        var (_, again) = await RunAsync("nhap", "import", "register", file.Path, "--json");
        var (refusedCode, refused) = await RunAsync("nhap", "import", "register", bad.Path, "--dry-run", "--json");

        (code, await LinesOfAsync(good)).ShouldBe((0, 1));
        CountsOf(trial).ShouldBe("added 1, corrected 0, ended 0, unchanged 0, refused 0", trial.ToJsonString());
        CountsOf(done).ShouldBe("added 1, corrected 0, ended 0, unchanged 0, refused 0", done.ToJsonString());
        CountsOf(again).ShouldBe("added 0, corrected 0, ended 0, unchanged 1, refused 0", again.ToJsonString());
        (refusedCode, CountsOf(refused)).ShouldBe(
            (1, "added 0, corrected 0, ended 0, unchanged 0, refused 1"), refused.ToJsonString());
        Items(refused["findings"]).Select(f => $"{f["row"]}|{f["column"]}|{f["rule"]}|{f["severity"]}")
            .ShouldBe(["2|Ngày ký|DATE_INVALID|error"]);
    }

    [Fact]
    public async Task A_line_is_explained_as_known_then_and_a_draft_is_priced()
    {
        const string planner = "lap-lenh";
        var person = RegisterLine.Of(210341).In("21034", "Xã An Phú");
        await HubSetup.AddUserAsync(Hub, planner, Role.Planner, AccessScope.OfCommunes("21034"));
        await Hub.RegisterAsync(person);
        using var draft = new FileToSend(Encoding.UTF8.GetBytes(
            "kind,amount_vnd,applies_from,legal_basis,verified,in_force_from,source,note\n"
            + "SOCIAL_PENSION,600000,2026-11-01,dự thảo,unverified,2027-01-01,draft,\n"));

        var (_, due) = await RunAsync(planner, "explain", person.Dossier, Period, "--json");
        var (_, before) = await RunAsync(
            planner, "explain", person.Dossier, Period, "--as-of", "2026-01-01T00:00:00Z", "--json");
        var (code, priced) = await RunAsync(planner, "what-if", draft.Path, "--month", Period, "--json");

        ((long)due["toPay"]!).ShouldBe(RegisterLine.Pension, due.ToJsonString());
        Items(before["lines"]).ShouldBeEmpty();
        (code, (long)priced["monthBefore"]!, (long)priced["monthAfter"]!).ShouldBe((0, 540_000, 600_000));
    }

    [Fact]
    public async Task A_person_is_found_by_any_number_ever_held()
    {
        const string planner = "lap-so";
        var person = RegisterLine.Of(210401).In("21040", "Xã Bình Sơn");
        await HubSetup.AddUserAsync(Hub, planner, Role.Planner, AccessScope.OfCommunes("21040"));
        await Hub.RegisterAsync(person);
        var numbers = await Hub.SendAsync("identifiers", RegisterLine.Csv(
            "STT,Số định danh cá nhân,Họ và tên,Loại số,Số,Từ ngày,Đến ngày,Giấy tờ",
            new[]
            {
                "Mã số an sinh xã hội,AS-51-210401,01/01/2026,", "CMND,212210401,01/01/1995,31/12/2024",
                "Mã số BHXH,5120210401,01/01/2000,", "Thẻ BHYT,HT2515120210401,01/01/2020,",
                "Số định danh,051046210401,01/10/2026,",
            }.Select((n, i) => $"{i + 1},{person.PersonalId},Nguyễn Văn An,{n},QĐ {i}")));
        numbers.Outcome().ShouldBe("added 4, corrected 1");

        foreach (var number in new[]
        {
            person.Dossier.ToLowerInvariant(), person.PersonalId, "051046210401", "212 210 401", "as-51-210401",
            "5120210401", "HT 2 51 5120210401",
        })
        {
            var (code, due) = await RunAsync(planner, "explain", number, Period, "--json");
            (code, (long)due["toPay"]!).ShouldBe((0, RegisterLine.Pension), number);
        }

        var (nobody, problem) = await RunAsync(planner, "explain", "212999999", Period, "--json");
        (nobody, $"{problem["code"]}").ShouldBe((1, "not-found"));
        var (early, before) = await RunAsync(planner, "explain", person.Dossier, "2020-01", "--json");
        (early, (long)before["toPay"]!, Items(before["lines"]).Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Every_error_of_every_row_is_printed_with_row_column_and_rule()
    {
        var lines = Enumerable.Range(0, 1_200).Select(i => RegisterLine.Of(220000 + i).With(
            i % 2 == 0 ? ("Ngày ký", "30/02/2026") : ("Mã xã", "99999")));
        using var bad = new FileToSend(RegisterLine.FileOf(lines));

        var (code, refused) = await RunAsync("nhap", "import", "register", bad.Path, "--json");

        (code, $"{refused["status"]}", (int)refused["refused"]!, (int)refused["added"]!).ShouldBe(
            (1, "Refused", 1_200, 0));
        var found = Items(refused["findings"]);
        found.Count.ShouldBe((int)refused["findingsTotal"]!);
        found.Where(f => $"{f["severity"]}" == "error").Select(f => $"{f["row"]} {f["column"]} {f["rule"]}")
            .Distinct().Count().ShouldBeGreaterThanOrEqualTo(1_200);
        found.ShouldAllBe(f => (int)f["row"]! >= 2 && $"{f["column"]}".Length > 0 && $"{f["rule"]}".Length > 0);
    }

    [Theory]
    [InlineData(2, "explain QN-1")]
    [InlineData(2, "explain QN-1 2026-11 more")]
    [InlineData(2, "explain QN-1 2026-11 --when now")]
    [InlineData(2, "what-if no-such-file.csv --month 2026-11")]
    [InlineData(2, "what-if no-such-file.csv")]
    [InlineData(2, "import register no-such-file.csv")]
    [InlineData(2, "imprt register no-such-file.csv")]
    [InlineData(1, "explain QN-1 2026-13")]
    [InlineData(1, "explain QN-1 2026-11 --as-of yesterday")]
    public async Task A_wrong_call_ends_with_its_code_and_a_word_about_it(int expected, string call)
    {
        var (code, output, errors) = await SayAsync("nhap", [.. call.Split(' '), "--json"]);

        code.ShouldBe(expected, errors + output);
        errors.Length.ShouldBeGreaterThan(20);
        errors.ShouldNotContain("Exception");
        errors.ShouldNotContain("   at ");
    }

    private Task<long> LinesOfAsync(RegisterLine who) =>
        Hub.AskAsync<long>("select count(*) from hub.beneficiary where personal_id = $1", who.PersonalId);

    private static string CountsOf(JsonNode import) => string.Join(
        ", ", new[] { "added", "corrected", "ended", "unchanged", "refused" }.Select(n => $"{n} {import[n]}"));

    private async Task<(int Code, JsonNode Json)> RunAsync(string user, params string[] words)
    {
        var (code, text, errors) = await SayAsync(user, words);
        return text.Length > 0 && JsonNode.Parse(text) is { } json
            ? (code, json)
            : throw new InvalidOperationException(errors);
    }

    private async Task<(int Code, string Output, string Errors)> SayAsync(string user, string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [ServiceProcess.Program(), "hub", .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PAYMENTHUB_URL"] = Hub.Url;
        start.Environment["PAYMENTHUB_USER"] = user;
        start.Environment["PAYMENTHUB_PASSWORD_FILE"] = HubSetup.PasswordFile;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text, await errors);
    }

    private sealed class FileToSend : IDisposable
    {
        public FileToSend(byte[] bytes) => File.WriteAllBytes(Path, bytes);

        public string Path { get; } = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(), $"paymenthub-operator-{Guid.NewGuid():N}.csv");

        public void Dispose() => File.Delete(Path);
    }
}
