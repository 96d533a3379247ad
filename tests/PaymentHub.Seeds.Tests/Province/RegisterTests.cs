using System.Text;
using PaymentHub.Seeds.Province;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests;

public sealed class RegisterTests : IDisposable
{
    private readonly GeneratedProvince province = GeneratedProvince.FromPreset("demo");

    public void Dispose() => province.Dispose();

    [Fact]
    public void The_register_opens_with_a_byte_order_mark_and_the_agreed_header()
    {
        var bytes = File.ReadAllBytes(province.Files.Register);

        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        text[..text.IndexOf("\r\n", StringComparison.Ordinal)].ShouldBe(RegisterColumns.Header);
        RegisterColumns.Names.Count.ShouldBe(30);
    }

    [Fact]
    public void The_number_of_people_is_the_number_asked_for()
    {
        var rows = province.Register();

        rows.Select(row => row.Id).Distinct().Count().ShouldBe(2000);
        rows.Count.ShouldBe(province.Truth.Decisions);
        rows.Select(row => row.Dossier).Distinct().Count().ShouldBe(rows.Count);
        rows.Select(row => row["STT"]).ShouldBe(Enumerable.Range(1, rows.Count).Select(i => $"{i}"));
    }

    [Fact]
    public void Every_id_has_twelve_digits_and_a_known_province_of_birth()
    {
        var provinces = EmbeddedTables.Rows("reference/cccd-province-codes.csv").Select(row => row["code"]).ToHashSet();

        foreach (var row in province.Register())
        {
            row.Id.Length.ShouldBe(12);
            row.Id.ShouldAllBe(digit => char.IsAsciiDigit(digit));
            provinces.ShouldContain(row.Id[..3]);
            if (row["Số định danh người nhận"].Length > 0)
                row["Số định danh người nhận"].Length.ShouldBe(12);
        }
    }

    [Fact]
    public void All_96_communes_are_used_under_their_own_names()
    {
        var names = EmbeddedTables.Rows("reference/communes-quang-ngai.csv")
            .ToDictionary(row => row["new_code"], row => row["name"]);
        var rows = province.Register();

        rows.Select(row => row.Commune).Distinct().Order().ShouldBe(names.Keys.Order());
        rows.ShouldAllBe(row => names[row.Commune] == row["Tên xã"]);
    }

    [Fact]
    public void Every_group_and_bank_is_in_the_reference_tables()
    {
        var rates = new Rates();
        var banks = EmbeddedTables.Rows("reference/banks.csv").Select(row => row["napas_bin"]).ToHashSet();
        var institutions = EmbeddedTables.Rows("reference/institutions.csv").Select(row => row["code"]).ToHashSet();

        foreach (var row in province.Register())
        {
            rates.Knows(row.Programme, row.Group).ShouldBeTrue($"{row.Programme} {row.Group}");
            institutions.ShouldContain(row["Đơn vị chi trả"]);
            if (row.Transfer)
                banks.ShouldContain(row["Mã ngân hàng thụ hưởng"]);
        }
    }

    [Fact]
    public void Text_is_composed_and_holds_no_look_alike_of_Đ()
    {
        foreach (var path in new[] { province.Files.Register, province.Files.Deaths, province.Files.DeathsLate })
        {
            var text = File.ReadAllText(path, Encoding.UTF8);
            text.IsNormalized(NormalizationForm.FormC).ShouldBeTrue();
            text.ShouldNotContain('\u00D0');
            text.ShouldNotContain('\u0189');
        }
    }

    [Fact]
    public void Cash_goes_through_the_post_office_and_accounts_through_banks()
    {
        var cashBenefits = province.Register().Where(row => row["Hình thức chi trả"] != "Chuyển quỹ").ToList();
        var share = 100.0 * cashBenefits.Count(row => row.Transfer) / cashBenefits.Count;

        share.ShouldBeInRange(56, 68);
        cashBenefits.ShouldAllBe(row => row.Transfer == (row["Đơn vị chi trả"] != "POST"));
        cashBenefits.ShouldAllBe(row => row.Transfer == (row["Số tài khoản"].Length > 0));
        cashBenefits.ShouldAllBe(row => row.ToSelf == (row["Họ tên người nhận"].Length == 0));
        cashBenefits.Select(row => row["Đơn vị chi trả"]).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void Account_numbers_are_plausible_and_belong_to_one_holder_unless_planted()
    {
        var shared = province.Truth.Flags.SelectMany(flag => flag.Dossiers)
            .Concat(province.Truth.NotFlagged.SelectMany(story => story.Dossiers)).ToHashSet();
        var transfers = province.Register().Where(row => row.Transfer).ToList();

        transfers.ShouldAllBe(row => row["Số tài khoản"].Length >= 9 && row["Số tài khoản"].Length <= 15);
        transfers.ShouldContain(row => row["Số tài khoản"][0] == '0');
        var holders = transfers.Select(row => row["Tên chủ tài khoản"]).ToList();
        holders.ShouldAllBe(holder => holder.All(letter => letter == ' ' || char.IsAsciiLetterUpper(letter)));
        holders.ShouldAllBe(holder => holder.Length >= 3 && holder.Length <= 35);
        var single = transfers.Where(row => row.ToSelf && !shared.Contains(row.Dossier));
        foreach (var same in single.GroupBy(row => row.Account))
            same.Select(row => row.Id).Distinct().Count().ShouldBe(1, same.Key);
    }

    [Fact]
    public void Some_of_the_old_are_known_by_year_only()
    {
        var old = province.Register().Where(row => string.CompareOrdinal(row.Born[^4..], "1960") < 0).ToList();

        (100.0 * old.Count(row => row.Born.Length == 4) / old.Count).ShouldBeInRange(5, 11);
    }

    [Fact]
    public void People_of_the_highlands_bear_the_names_of_their_peoples()
    {
        var rows = province.Register();

        rows.Where(row => row["Dân tộc"] == "Hrê").Select(row => row.Name.Split(' ')[0]).Distinct()
            .ShouldBe(["Phạm", "Đinh"], ignoreOrder: true);
        rows.Where(row => row["Dân tộc"] == "Ba Na").Select(row => row.Name.Split(' ')[0]).Distinct()
            .ShouldBe(["A", "Y"], ignoreOrder: true);
        rows.Select(row => row["Dân tộc"]).Distinct().ShouldBeSubsetOf(
            ["Kinh", "Hrê", "Co", "Xơ Đăng", "Giẻ Triêng", "Ba Na", "Gia Rai", "Mường", "Thái"]);
    }
}
