using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Residence and actual stay, by a list and by a signed change, and which commune pays afterwards.</summary>
public sealed class PlaceFileTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Header =
        "STT,Số định danh cá nhân,Họ và tên,Loại nơi ở,Mã xã,Tên xã,Từ ngày,Số giấy tờ";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_list_moves_by_residence_notes_the_stay_and_is_no_news_the_second_time()
    {
        var (a, b) = (RegisterLine.Of(701), RegisterLine.Of(702));
        await Hub.RegisterAsync(a, b);
        string[] rows =
        [
            $"1,{a.PersonalId},Nguyễn Văn An,Nơi cư trú,21028,Phường Nghĩa Lộ,14/10/2026,CT-1",
            $"2,{b.PersonalId},Nguyễn Văn An,Nơi ở hiện tại,21028,Phường Nghĩa Lộ,14/10/2026,TT-1",
            $"3,{b.PersonalId},Nguyễn Văn An,Nơi ở hiện tại,,Thành phố Đà Nẵng,16/10/2026,TT-2",
        ];

        var trial = await Hub.TryAsync("places", RegisterLine.Csv(Header, rows));
        var first = await Hub.SendAsync("places", RegisterLine.Csv(Header, rows));
        var again = await Hub.SendAsync("places", RegisterLine.Csv(Header + " ", rows));

        first.Outcome().ShouldBe("added 2, corrected 1");
        trial.Outcome().ShouldBe(first.Outcome());
        again.Outcome().ShouldBe("unchanged 3");
        (await CommuneAsync(a)).ShouldBe("21028 from 2026-11");
        (await CommuneAsync(b)).ShouldBe("21025 from -", "the social pension follows the residence");
        var person = await Hub.As("lap").GetAsync($"/api/register/people/{b.Dossier}");
        Items(person["places"]).Select(p => $"{p["kind"]} {p["commune"]}{p["place"]} {p["from"]} {p["document"]}")
            .ShouldBe(["Stay Thành phố Đà Nẵng 2026-10-16 TT-2", "Stay 21028 2026-10-14 TT-1"]);
    }

    [Fact]
    public async Task A_bad_row_is_refused_by_its_column_and_changes_nothing()
    {
        var a = RegisterLine.Of(705);
        await Hub.RegisterAsync(a);

        var import = await Hub.SendAsync("places", RegisterLine.Csv(Header,
        [
            $"1,{a.PersonalId},Nguyễn Văn An,Nhà trọ,99999,Xã Không Có,31/02/2026,",
        ]));
        var stranger = await Hub.SendAsync("places", RegisterLine.Csv(
            Header, ["1,051045999998,Nguyễn Văn An,Nơi cư trú,21028,Phường Nghĩa Lộ,14/10/2026,CT-9"]));

        Items(import["findings"]).Select(f => $"{f["row"]} {f["rule"]}").Order().ShouldBe(
        [
            "2 COMMUNE_UNKNOWN", "2 DATE_INVALID", "2 DECISION_MISSING", "2 PLACE_KIND_INVALID",
        ]);
        Items(stranger["findings"]).Select(f => $"{f["rule"]}").ShouldBe(["person-unknown"]);
        (await CommuneAsync(a)).ShouldBe("21025 from -");
    }

    [Fact]
    public async Task A_signed_change_moves_person_and_decisions_in_one_step_and_keeps_its_paper()
    {
        var a = RegisterLine.Of(711);
        await Hub.RegisterAsync(a);
        var path = $"/api/register/people/{a.Dossier}/places";

        (await Hub.As("nhap").TryPostAsync(path, Body("99999"))).Code.ShouldBe("place-unknown");
        (await Hub.As("nhap").TryPostAsync(path, Body("21028", signer: ""))).Code.ShouldBe("place-paper-missing");
        (await CommuneAsync(a)).ShouldBe("21025 from -");
        ((int)(await Hub.As("nhap").TryPostAsync(path, Body("21028"))).Status).ShouldBe(204);
        ((int)(await Hub.As("nhap").TryPostAsync(path, Body("21028"))).Status).ShouldBe(204, "again: no news");

        (await CommuneAsync(a)).ShouldBe("21028 from 2026-11");
        var place = Items((await Hub.As("lap").GetAsync($"/api/register/people/{a.Dossier}"))["places"])
            .ShouldHaveSingleItem();
        $"{place["kind"]} {place["commune"]} {place["signedBy"]} {place["signedOn"]} {place["byUser"]}".ShouldBe(
            "Residence 21028 Lê Minh Sơn 2026-10-14 nhap");
        (await Hub.As("nhap").TryPostAsync("/api/register/people/QN-0/places", Body("21028"))).Code
            .ShouldBe("not-found");
    }

    private static JsonObject Body(string commune, string signer = "Lê Minh Sơn") => new()
    {
        ["kind"] = "Residence",
        ["commune"] = commune,
        ["from"] = "2026-10-14",
        ["document"] = "7/QĐ-UBND",
        ["signedBy"] = signer,
        ["signedOn"] = "2026-10-14",
    };

    private async Task<string> CommuneAsync(RegisterLine who) => await Hub.AskAsync<string>(
        """
        select t.commune || ' from ' || coalesce((select to_char(o.from_month, 'YYYY-MM') from hub.entitlement_order o
            where o.entitlement_id = t.entitlement_id and o.kind = 'Moved' order by o.version desc limit 1), '-')
        from hub.entitlement n join hub.entitlement_terms t using (entitlement_id)
        where n.dossier = $1 order by t.version desc limit 1
        """, who.Dossier) ?? "";
}
