using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Plants one person counted as two, ids that contradict the birth date, and people who only look alike.
/// </summary>
internal static class IdentityStories
{
    public static void Plant(Plants plants, Planted counts)
    {
        Times(counts.DuplicateSameId, () => SameId(plants));
        Times(counts.DuplicateOtherId, () => OtherId(plants));
        Times(counts.IdYearContradicts, () => YearContradicts(plants));
        Times(counts.IdSexContradicts, () => SexContradicts(plants));
        Times(counts.LookAlikes, () => Namesakes(plants));
        Times(counts.LookAlikes, () => Twins(plants));
        Times(counts.LookAlikes, () => LawfulSecondDecisions(plants));
    }

    /// <summary>A second social pension under the same id, decided in another commune in October.</summary>
    private static void SameId(Plants plants)
    {
        var profile = Pension(plants);
        var here = plants.Place(1);
        var there = plants.Place(1);
        while (there.Code == here.Code)
            there = plants.Place(1);
        var person = plants.Someone(here, profile);
        var first = plants.Regular(person, profile, plants.OwnAccount(person));
        var moved = person with { Commune = there, Hamlet = plants.Workshop.People.Names.Hamlet(plants.Draw, there) };
        var second = plants.Decide(
            moved, profile, new Timeline(Timelines.October, null, null, null), Payouts.InCash(moved, Payout.Self));
        second.Superseded = true;
        plants.Add(first, second);
        plants.Flags.Add(("DUPLICATE_PERSON", [first, second], "Cùng số định danh, hai quyết định ở hai xã"));
    }

    /// <summary>Old data: one person twice under two ids, with the same name, birth date and account.</summary>
    private static void OtherId(Plants plants)
    {
        var profile = Pension(plants);
        var commune = plants.Place(2);
        var person = plants.Someone(commune, profile);
        var born = person.Birth.Date.Day == 1 && person.Birth.Date.Month == 1
            ? new Birth(person.Birth.Date.PlusDays(plants.Draw.Between(40, 140)), false)
            : person.Birth;
        person = person with { Birth = born };
        var province = person.Id[..3] == "051" ? "062" : "051";
        var again = person with
        {
            Id = plants.Workshop.People.Ids.Next(province, person.Female, born.Date.Year),
            Name = TonePlacement(person.Name),
        };
        var payout = plants.OwnAccount(person);
        var first = plants.Regular(person, profile, payout);
        var second = plants.Regular(again, profile, payout);
        plants.Add(first, second);
        plants.Flags.Add((
            "DUPLICATE_PERSON", [first, second], "Cùng họ tên, ngày sinh và tài khoản, hai số định danh"));
    }

    /// <summary>The stated birth date makes somebody old enough; the id says he is about nine years younger.</summary>
    private static void YearContradicts(Plants plants)
    {
        var profile = Pension(plants);
        var commune = plants.Place(1);
        var person = plants.Workshop.People.Make(
            plants.Draw, commune, plants.Draw.Percent(50), new LocalDate(1944, 1, 2), new LocalDate(1950, 12, 31));
        var idYear = person.Birth.Date.Year + plants.Draw.Between(7, 11);
        var id = plants.Workshop.People.Ids.Next("051", person.Female, idYear);
        Contradiction(plants, profile, person with { Id = id }, "Năm sinh khai sớm hơn năm trong số định danh");
    }

    private static void SexContradicts(Plants plants)
    {
        var profile = Pension(plants);
        var person = plants.Someone(plants.Place(1), profile);
        var id = plants.Workshop.People.Ids.Next("051", !person.Female, person.Birth.Date.Year);
        Contradiction(plants, profile, person with { Id = id }, "Giới tính khai khác giới tính trong số định danh");
    }

    private static void Contradiction(Plants plants, GroupProfile profile, Person person, string note)
    {
        var row = plants.Regular(person, profile, plants.OwnPayout(person));
        plants.Add(row);
        plants.Flags.Add(("ID_CONTRADICTS_BIRTH", [row], note));
    }

    /// <summary>
    /// Two people of one commune with one common name and only a birth year: different ids and accounts.
    /// </summary>
    private static void Namesakes(Plants plants)
    {
        var profile = Pension(plants);
        var commune = plants.Place(2, highland: true);
        var one = plants.Someone(commune, profile);
        var year = new LocalDate(one.Birth.Date.Year, 1, 1);
        one = one with { Birth = new Birth(year, true) };
        var other = one with
        {
            Id = plants.Workshop.People.Ids.Next(plants.Draw, commune, one.Female, year),
            Birth = new Birth(year, plants.Draw.Percent(50)),
            Phone = "",
            Hamlet = plants.Workshop.People.Names.Hamlet(plants.Draw, commune),
        };
        Decision[] rows =
        [
            plants.Regular(one, profile, plants.OwnAccount(one)),
            plants.Regular(other, profile, plants.OwnAccount(other)),
        ];
        plants.Add(rows);
        plants.Harmless.Add(("NAMESAKES", rows, "Trùng tên, chỉ biết năm sinh, khác số định danh và tài khoản"));
    }

    /// <summary>Twins: one birth date, one guardian, one account, nearly one name.</summary>
    private static void Twins(Plants plants)
    {
        var profile = plants.Workshop.Decisions.Profile("TCXH", "K1.B");
        var commune = plants.Place(2);
        var guardian = plants.Workshop.People.Adult(plants.Draw, commune);
        var payout = plants.Workshop.Payouts.ToAccount(
            plants.Draw, guardian, Payout.Guardian, plants.Workshop.Bank(commune));
        var one = plants.Someone(commune, profile);
        var family = one.Name[..one.Name.LastIndexOf(' ')];
        var given = one.Name[(one.Name.LastIndexOf(' ') + 1)..];
        var other = one with
        {
            Id = plants.Workshop.People.Ids.Next(one.Id[..3], one.Female, one.Birth.Date.Year),
            Name = $"{family} {(given == "Lâm" ? "Long" : "Lâm")}",
        };
        Decision[] rows = [plants.Regular(one, profile, payout), plants.Regular(other, profile, payout)];
        plants.Add(rows);
        plants.Harmless.Add(("TWINS", rows, "Trẻ sinh đôi, cùng ngày sinh, cùng người giám hộ"));
    }

    /// <summary>Two decisions in one programme that the law lets stand together.</summary>
    private static void LawfulSecondDecisions(Plants plants)
    {
        var parent = Two(plants, "TCXH", "K4", "K6.C");
        plants.Harmless.Add(("LONE_PARENT", parent, "Người đơn thân nuôi con đồng thời khuyết tật: được hưởng cả hai"));
        var mother = Two(plants, "NCC", "BMVNAH", "BMVNAH.PC");
        plants.Harmless.Add(("SUPPLEMENT", mother, "Bà mẹ Việt Nam anh hùng: trợ cấp và phụ cấp"));
    }

    private static Decision[] Two(Plants plants, string programme, string group, string beside)
    {
        var profile = plants.Workshop.Decisions.Profile(programme, group);
        var person = plants.Someone(plants.Place(1), profile);
        var first = plants.Regular(person, profile, plants.OwnPayout(person));
        var second = plants.Decide(person, profile with { Group = beside }, first.Months, first.Payout);
        plants.Add(first, second);
        return [first, second];
    }

    /// <summary>
    /// The same name with the tone mark on the other vowel, as both spellings occur in official lists.
    /// </summary>
    private static string TonePlacement(string name) => name
        .Replace("Hòa", "Hoà", StringComparison.Ordinal).Replace("Thủy", "Thuỷ", StringComparison.Ordinal)
        .Replace("Thúy", "Thuý", StringComparison.Ordinal).Replace("Khỏe", "Khoẻ", StringComparison.Ordinal);

    private static GroupProfile Pension(Plants plants) => plants.Workshop.Decisions.Profile("HTXH", "75+");

    private static void Times(int count, Action story)
    {
        for (var i = 0; i < count; i++)
            story();
    }
}
