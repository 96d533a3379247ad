using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>
/// A list brings the papers of a decision in columns of their own, and its amounts and first months follow from them by
/// rule, without anybody computing them by hand.
/// </summary>
public sealed class PapersFileTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Papers =
        ",Ngày giấy xác nhận khuyết tật,Ngày sinh các con,Số suất,Mã suất chung,Số tháng đã hỗ trợ";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_lone_parent_is_paid_for_each_child_that_the_list_names()
    {
        var parent = Line(401, "TCXH", "K4").With(("Ngày sinh", "10/06/1990"));

        var first = await SendAsync(parent, ",12/01/2015; 03/04/2018,,,");
        (await ToPayAsync(parent)).ShouldBe(2 * 540_000);
        var again = await SendAsync(parent, ",12/01/2015; 03/04/2018,,,", " ");
        var more = await SendAsync(parent, ",12/01/2015; 03/04/2018; 20/10/2026 từ 11/2026,,,");

        (first.Outcome(), again.Outcome(), more.Outcome()).ShouldBe(("added 1", "unchanged 1", "corrected 1"));
        (await ToPayAsync(parent)).ShouldBe(3 * 540_000);
        var silent = await SendAsync(parent, ",,,,");
        silent.Outcome().ShouldBe("unchanged 1", "an empty cell states nothing");
        (await ToPayAsync(parent)).ShouldBe(3 * 540_000);
    }

    [Fact]
    public async Task A_trial_shows_the_papers_before_and_after()
    {
        var parent = Line(405, "TCXH", "K4");
        await SendAsync(parent, ",12/01/2015,,,");

        var trial = await Hub.TryAsync("register", FileOf(parent, ",12/01/2015; 03/04/2018,,,"));

        var change = Items((await Hub.As("nhap").GetAsync(
            $"/api/register/imports/{trial["importId"]}/changes"))["items"]).ShouldHaveSingleItem();
        change.ToJsonString(Readable).ShouldContain("12/01/2015; 03/04/2018");
    }

    [Theory]
    [InlineData("K6.C", "20/08/2026", "10/06/1980", "2026-08")]
    [InlineData("K6.C", "", "10/06/1980", "2026-10")]
    [InlineData("K8", "20/08/2026", "10/06/1980", "2026-10")]
    [InlineData("K5.C", "", "02/09/1945", "2025-09")]
    public async Task The_first_month_follows_from_the_rule_where_the_list_leaves_it_empty(
        string group, string certificate, string born, string first)
    {
        var no = 410 + first[^1] + group.Length + (certificate.Length * 7);
        var person = Line(no, "TCXH", group).With(
            ("Hưởng từ tháng", ""), ("Ngày ký", "14/10/2026"), ("Ngày sinh", born));

        var import = await SendAsync(person, $"{certificate},,,,");

        import.Outcome().ShouldBe("added 1");
        Items(import["findings"]).Select(f => $"{f["rule"]} {f["severity"]}").ShouldContain("MONTH_BY_RULE warning");
        (await Hub.AskAsync<string>(
            "select to_char(t.from_month, 'YYYY-MM') from hub.entitlement_terms t "
            + "join hub.entitlement n using (entitlement_id) where n.dossier = $1", person.Dossier)).ShouldBe(first);
    }

    [Fact]
    public async Task Papers_that_cannot_be_read_are_all_named_by_row_and_column()
    {
        var import = await SendAsync(
            Line(431, "TCXH", "K4"), "31/02/2026,12/01/2015 3,0,mã có dấu,121");

        $"{import["status"]}".ShouldBe("Refused");
        Items(import["findings"]).Select(f => $"{f["row"]} {f["column"]} {f["rule"]}").ShouldBe(
        [
            "2 Ngày giấy xác nhận khuyết tật DATE_INVALID", "2 Ngày sinh các con PAPERS_INVALID",
            "2 Số suất PAPERS_INVALID", "2 Mã suất chung PAPERS_INVALID", "2 Số tháng đã hỗ trợ PAPERS_INVALID",
        ], ignoreOrder: true);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static RegisterLine Line(int no, string programme, string group) =>
        RegisterLine.Of(no).With(("Chương trình", programme), ("Nhóm đối tượng", group));

    private Task<JsonNode> SendAsync(RegisterLine line, string papers, string end = "") =>
        Hub.SendAsync("register", [.. FileOf(line, papers), .. Encoding.UTF8.GetBytes(end.Length > 0 ? "\r\n" : "")]);

    private static byte[] FileOf(RegisterLine line, string papers) => RegisterLine.Csv(
        RegisterLine.Header + Papers,
        [Encoding.UTF8.GetString(RegisterLine.FileOf(line)).Split("\r\n")[1] + "," + papers]);

    private async Task<long> ToPayAsync(RegisterLine who) =>
        (long)(await Hub.As("thanhtra").GetAsync($"/api/people/{who.Dossier}/due?month={Period}"))["toPay"]!;
}
