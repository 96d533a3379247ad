using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Files of other systems: their own column names, old codings, old places.</summary>
public sealed class ForeignFileTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_saved_mapping_reads_a_sources_own_columns_and_is_used_again()
    {
        var mapping = new JsonObject
        {
            ["headers"] = new JsonObject
            {
                ["Số CCCD"] = "Số định danh cá nhân",
                ["Tên"] = "Họ và tên",
                ["Năm sinh"] = "Ngày sinh",
                ["Mất ngày"] = "Ngày mất",
                ["Trích lục"] = "Số trích lục",
                ["Ghi chú"] = "",
            },
            ["constants"] = new JsonObject { ["Ngày đăng ký"] = "01/10/2026" },
        };
        var line = RegisterLine.Of(401);
        await Hub.RegisterAsync(line);
        var saved = await Hub.As("nhap").SendAsync(
            HttpMethod.Put, "/api/register/mappings/deaths/Tư pháp", JsonContentOf(mapping));
        ((int)saved.Status).ShouldBe(204, saved.Text);

        var import = await Hub.SendAsync(
            "deaths",
            RegisterLine.Csv(
                "Số CCCD,Tên,Năm sinh,Mất ngày,Trích lục,Ghi chú",
                [$"{line.PersonalId},Nguyễn Văn An,02/09/1945,15/09/2026,TL-401,không"]),
            "&source=T%C6%B0%20ph%C3%A1p");

        import.Outcome().ShouldBe("added 1");
        $"{import["source"]}".ShouldBe("Tư pháp");
        var list = await Hub.As("nhap").GetAsync("/api/register/mappings");
        Items(list["items"]).ShouldHaveSingleItem()["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_mapping_to_a_column_that_no_template_has_is_refused()
    {
        var body = new JsonObject { ["headers"] = new JsonObject { ["a"] = "Cột lạ" } };

        var answer = await Hub.As("nhap").SendAsync(
            HttpMethod.Put, "/api/register/mappings/deaths/x", JsonContentOf(body));

        answer.Code.ShouldBe("mapping-column-unknown");
        (await Hub.As("nhap").UploadAsync("/api/register/imports?kind=deaths&source=ai", "a.csv", [1])).Status
            .ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Tcvn3", "NguyÔn V¨n §øc", 411)]
    [InlineData("Vni", "Nguyeãn Vaên Ñöùc", 412)]
    public async Task A_legacy_coding_is_shown_and_converted_only_when_somebody_asks(string coding, string name, int no)
    {
        var file = RegisterLine.FileOf(RegisterLine.Of(no).With(("Họ và tên", name)));

        var refused = await Hub.SendAsync("register", file);
        var converted = await Hub.SendAsync("register", file, $"&coding={coding}");

        $"{refused["status"]}".ShouldBe("Refused");
        Items(refused["findings"]).Select(f => $"{f["rule"]} {f["valueClass"]}").ShouldContain(
            $"TEXT_LEGACY_ENCODING {coding.ToUpperInvariant()} text");
        converted.Outcome().ShouldBe("added 1");
        (await NameOfAsync(RegisterLine.Of(no))).ShouldBe("Nguyễn Văn Đức");
    }

    [Fact]
    public async Task A_file_of_tcvn3_bytes_is_detected_and_converted_on_request_with_its_header()
    {
        var line = RegisterLine.Of(421);
        var text = Encoding.UTF8.GetString(RegisterLine.FileOf(line)).TrimStart('\uFEFF');
        var bytes = LegacyBytes.Of(text, TextCoding.Tcvn3);

        var refused = await Hub.SendAsync("register", bytes);
        var converted = await Hub.SendAsync("register", bytes, "&coding=Tcvn3");

        $"{refused["status"]} {refused["detectedCoding"]}".ShouldBe("Refused Tcvn3");
        converted.Outcome().ShouldBe("added 1");
        (await NameOfAsync(line)).ShouldBe("Nguyễn Văn An");
    }

    [Fact]
    public async Task A_file_of_windows_1258_bytes_is_detected_and_converted_on_request()
    {
        var line = RegisterLine.Of(431);
        var text = Encoding.UTF8.GetString(RegisterLine.FileOf(line)).TrimStart('\uFEFF');
        var bytes = LegacyBytes.Of(text, TextCoding.Windows1258);

        var refused = await Hub.SendAsync("register", bytes);
        var converted = await Hub.SendAsync("register", bytes, "&coding=Windows1258");

        $"{refused["status"]} {refused["detectedCoding"]}".ShouldBe("Refused Windows1258");
        converted.Outcome().ShouldBe("added 1");
        (await NameOfAsync(line)).ShouldBe("Nguyễn Văn An");
    }

    [Fact]
    public async Task An_old_list_lands_in_the_new_communes_and_unclear_places_wait_for_a_decision()
    {
        RegisterLine[] rows =
        [
            RegisterLine.Of(441).In("21010", "Phường Lê Hồng Phong"),
            RegisterLine.Of(442).In("21142", "Xã Trà Bùi"), RegisterLine.Of(443).In("", "Phường Lê Hồng Phong"),
        ];
        var file = RegisterLine.FileOf(rows);
        $"{(await Hub.SendAsync("register", file))["status"]}".ShouldBe("Refused");

        var import = await Hub.SendAsync("register", file, "&placesAsOf=2025-01-01");

        import.Outcome().ShouldBe("added 2, setAside 1");
        (await CommuneOfAsync(rows[0])).ShouldBe("21028");
        (await CommuneOfAsync(rows[2])).ShouldBe("21028");
        var open = await Hub.As("nhap").GetAsync("/api/register/places");
        var question = Items(open["items"]).ShouldHaveSingleItem();
        $"{question["row"]} {question["writtenName"]}".ShouldBe("3 Xã Trà Bùi");
        var candidates = Items(question["candidates"]).Select(c => $"{c}").ToArray();
        candidates.ShouldBe(["21136", "21157"]);

        var path = $"/api/register/places/{question["questionId"]}";
        var wrong = new JsonObject { ["commune"] = "21028", ["note"] = "đoán" };
        (await Hub.As("nhap").TryPostAsync(path, wrong)).Code.ShouldBe("place-choice-invalid");
        var answer = await Hub.As("nhap").PostAsync(
            path, new JsonObject { ["commune"] = "21157", ["note"] = "Sổ hộ khẩu thôn Quế" });

        $"{answer["outcome"]}".ShouldBe("Added");
        (await CommuneOfAsync(rows[1])).ShouldBe("21157");
        Items((await Hub.As("nhap").GetAsync("/api/register/places"))["items"]).ShouldBeEmpty();
        (await Hub.As("nhap").TryPostAsync(path, wrong)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await Hub.AskAsync<long>("select count(*) from hub.place_question where cells is not null")).ShouldBe(0);
    }

    private static System.Net.Http.Json.JsonContent JsonContentOf(JsonNode body) =>
        System.Net.Http.Json.JsonContent.Create(body);

    private Task<string?> NameOfAsync(RegisterLine row) => Hub.AskAsync<string>(
        "select full_name from hub.beneficiary where personal_id = $1 order by version desc limit 1", row.PersonalId);

    private Task<string?> CommuneOfAsync(RegisterLine row) => Hub.AskAsync<string>(
        "select commune from hub.beneficiary where personal_id = $1 order by version desc limit 1", row.PersonalId);
}
