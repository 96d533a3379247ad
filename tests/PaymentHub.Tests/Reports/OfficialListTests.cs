using System.Globalization;
using System.IO.Compression;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using UglyToad.PdfPig;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reports;

/// <summary>The lists of the law over HTTP: their totals, what they tell and what they never tell.</summary>
public sealed class OfficialListTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Reason = "&full=true&reason=N%E1%BB%99p%20Kho%20b%E1%BA%A1c";

    private static readonly (string, string)[] Fund =
    [
        ("Chương trình", "BHYT"), ("Nhóm đối tượng", "BT"), ("Hình thức chi trả", "Chuyển quỹ"),
        ("Mã ngân hàng thụ hưởng", ""), ("Số tài khoản", ""), ("Tên chủ tài khoản", ""),
    ];

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_payee_table_sums_to_what_the_batches_pay_in_figures_and_in_words()
    {
        var planner = await PlannedAsync(
            "21025", Person(1), Person(2).InCash(),
            Person(3).With(("Hưởng từ tháng", "09/2026"), ("Ngày ký", "05/09/2026")), Person(4).With(Fund));
        var batches = await Hub.As(planner).GetAsync($"/api/batches?period={Period}&commune=21025&size=100");
        var sum = Items(batches["items"]).Sum(b => (long)b["amount"]!);

        var text = await TextAsync(planner, "payees&commune=21025" + Reason);

        text.ShouldContain("BẢNG THANH TOÁN CHO ĐỐI TƯỢNG THỤ HƯỞNG");
        text.ShouldContain("ỦY BAN NHÂN DÂN PHƯỜNG CẨM THÀNH");
        text.ShouldContain(sum.ToString("#,0", new NumberFormatInfo { NumberGroupSeparator = "." }));
        text.ShouldContain(Domain.Reports.AmountInWords.Of(new Domain.Money(sum)));
        text.ShouldContain("4500205000001");
        text.ShouldContain("truy lĩnh");
        text.ShouldContain("BAOHIEMXAHOITINHQUANGNGAI");
        text.ShouldContain("Tiền mặt");
        var programme = await TextAsync(planner, "payees&commune=21025&programme=BHYT" + Reason);
        programme.ShouldContain("Một trăm mười ba nghìn tám trăm năm mươi đồng");
    }

    [Fact]
    public async Task Names_and_accounts_are_masked_until_somebody_who_may_states_why_and_that_is_logged()
    {
        var planner = await PlannedAsync("21028", Person(281).In("21028", "Phường Nghĩa Lộ"));
        var path = $"/api/runs/{Period}/lists?kind=payees&commune=21028";

        var masked = await TextAsync(planner, "payees&commune=21028");
        masked.ShouldContain("*** An");
        masked.ShouldContain("****0281");
        masked.ShouldNotContain("Nguyễn Văn An");
        masked.ShouldNotContain("4500205000281");
        (await Hub.As(planner).TryGetAsync($"{path}&full=true")).Code.ShouldBe("list-reason-missing");
        (await Hub.As("thanhtra").TryGetAsync(path + Reason)).Code.ShouldBe("not-found");

        (await TextAsync(planner, "payees&commune=21028" + Reason)).ShouldContain("Nguyễn Văn An");

        var log = await Hub.As("thanhtra").GetAsync("/api/sharing/log");
        var entry = Items(log["items"]).First(e => $"{e["byUser"]}" == planner);
        ($"{entry["purpose"]}", $"{entry["reason"]}", $"{entry["form"]}", (int)entry["people"]!).ShouldBe(
            ("OfficialList", "Nộp Kho bạc", "Payees pdf", 1));
    }

    [Fact]
    public async Task The_public_list_has_no_amounts_no_groups_that_reveal_health_and_nobody_with_hiv()
    {
        const string commune = "21034";
        RegisterLine In(int no, string name, string programme, string group) => Person(no).In(commune, "Xã An Phú")
            .With(("Họ và tên", name), ("Chương trình", programme), ("Nhóm đối tượng", group));
        var planner = await PlannedAsync(
            commune, In(341, "Lê Thị Hưu", "HTXH", "75+"), In(342, "Trần Văn Khuyết", "TCXH", "K6.D"),
            In(343, "Đỗ Thị Kín", "TCXH", "K8"), In(344, "Hồ Văn Bảo", "BHYT", "BT").With(Fund));

        var text = await TextAsync(planner, $"posting&commune={commune}{Reason}");

        text.ShouldContain("Lê Thị Hưu");
        text.ShouldContain("Trần Văn Khuyết");
        text.ShouldContain("75 tuổi");
        foreach (var secret in new[] { "Kín", "HIV", "khuyết tật", "K6", "K8", "Bảo", "540.000", "1.080.000" })
            text.ShouldNotContain(secret);
        foreach (var kind in new[] { "payees", "changes", "reasons" })
        {
            var other = await TextAsync(planner, $"{kind}&commune={commune}{Reason}");
            foreach (var secret in new[] { "HIV", "khuyết tật", "K6.D", "K8" })
                other.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{kind}: {secret}\n{other}");
        }
    }

    [Fact]
    public async Task Increases_and_decreases_lead_from_the_list_before_to_this_one()
    {
        const string commune = "21040";
        RegisterLine In(int no) => Person(no).In(commune, "Xã Bình Sơn");
        (string, string)[] paid =
        [
            ("Hưởng từ tháng", "07/2025"), ("Ngày ký", "01/06/2025"), ("Đã chi từ tháng", "07/2026"),
            ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "540000"),
        ];
        var planner = await PlannedAsync(
            commune, In(401), In(402).With(paid).With(("Thôi hưởng từ tháng", "11/2026")), In(403).With(paid));

        var text = await TextAsync(planner, $"changes&commune={commune}");

        text.ShouldContain("Danh sách tháng 10/2026: 1.080.000 đồng; tăng 540.000 đồng; giảm 540.000 đồng");
        text.ShouldContain("Mới hưởng");
        text.ShouldContain("Thôi hưởng");
        text.ShouldNotContain("QN-21025-000403");
    }

    [Fact]
    public async Task Every_line_and_every_person_is_explained_on_paper_as_on_the_screen()
    {
        const string commune = "21061";
        var person = Person(611).In(commune, "Xã Vạn Tường").With(
            ("Hưởng từ tháng", "07/2026"), ("Ngày ký", "05/07/2026"));
        var planner = await PlannedAsync(commune, person);

        var list = await TextAsync(planner, $"reasons&commune={commune}");
        var bytes = await Hub.As(planner).DownloadAsync($"/api/people/{person.Dossier}/due/list?month={Period}");

        foreach (var text in new[] { list, TextOf(bytes) })
        {
            text.ShouldContain("BẢNG GIẢI TRÌNH MỨC HƯỞNG");
            text.ShouldContain("07/2026–10/2026");
            text.ShouldContain("NĐ 335/2026/NĐ-CP");
        }

        (await Hub.As(planner).TryGetAsync($"/api/people/khong-co/due/list?month={Period}")).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_list_of_reasons_tells_the_law_always_and_the_group_only_for_a_reason_that_is_kept()
    {
        const string commune = "21100";
        var person = Person(701).In(commune, "Xã Bình Chương").With(
            ("Chương trình", "TCXH"), ("Nhóm đối tượng", "K8"), ("Hưởng từ tháng", "07/2025"),
            ("Ngày ký", "05/07/2025"));
        var planner = await PlannedAsync(commune, person);
        var path = $"/api/people/{person.Dossier}/due/list?month={Period}&format=xlsx";

        var masked = SheetOf(await Hub.As(planner).DownloadAsync(path));
        var full = SheetOf(await Hub.As(planner).DownloadAsync(path + Reason));

        masked.ShouldContain("Căn cứ: NĐ 20/2021/NĐ-CP.");
        foreach (var hidden in new[] { "K8", "HIV", "khoản 8" })
        {
            masked.ShouldNotContain(hidden);
            full.ShouldContain(hidden);
        }

        (await Hub.As(planner).TryGetAsync($"{path}&full=true")).Code.ShouldBe("list-reason-missing");
        (await Hub.AskAsync<string>(
            "select reason || ' ' || form from hub.disclosure where $1 = any(communes)", commune))
            .ShouldBe("Nộp Kho bạc PersonReasons xlsx");
    }

    [Fact]
    public async Task A_list_printed_twice_is_the_same_file_and_a_stranger_gets_none()
    {
        var planner = await PlannedAsync("21085", Person(851).In("21085", "Xã Bình Minh"));
        var stranger = await PlannerAsync("21109");
        foreach (var kind in new[] { "payees", "changes", "posting", "reasons" })
        {
            foreach (var format in new[] { "pdf", "xlsx" })
            {
                var path = $"/api/runs/{Period}/lists?kind={kind}&commune=21085&format={format}";

                var first = await Hub.As(planner).DownloadAsync(path);

                (await Hub.As(planner).DownloadAsync(path)).ShouldBe(first, path);
                (await Hub.As(stranger).TryGetAsync(path)).Code.ShouldBe("not-found");
            }
        }

        (await Hub.As(planner).TryGetAsync($"/api/runs/2026-08/lists?kind=payees&commune=21085")).Code
            .ShouldBe("list-not-planned");
        (await Hub.As(planner).TryGetAsync($"/api/runs/{Period}/lists?kind=secrets&commune=21085")).Code
            .ShouldBe("not-found");
    }

    private static RegisterLine Person(int no) => RegisterLine.Of(no);

    private async Task<string> PlannedAsync(string commune, params RegisterLine[] people)
    {
        await Hub.RegisterAsync(people);
        var planner = await PlannerAsync(commune);
        await Hub.PlanAsync(planner);
        return planner;
    }

    private async Task<string> PlannerAsync(string code)
    {
        var user = $"ds-{code}-{Guid.NewGuid():N}"[..20];
        await HubSetup.AddUserAsync(Hub, user, Role.Planner, AccessScope.OfCommunes(code));
        return user;
    }

    private async Task<string> TextAsync(string user, string query) =>
        TextOf(await Hub.As(user).DownloadAsync($"/api/runs/{Period}/lists?kind={query}"));

    // As drawn, word by word, and without spaces, because a cell that is broken into lines loses some.
    private static string SheetOf(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return sheet.ReadToEnd();
    }

    private static string TextOf(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes);
        return string.Join(' ', pdf.GetPages().SelectMany(p => new[]
        {
            p.Text, string.Join(' ', p.GetWords()), p.Text.Replace(" ", "", StringComparison.Ordinal),
        }));
    }
}
