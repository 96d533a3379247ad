namespace PaymentHub.Seeds.Province;

/// <summary>
/// Makes names as people of the province bear them: by surname share, region, ethnicity, sex and cohort.
/// </summary>
internal sealed class Names
{
    private readonly IReadOnlyDictionary<string, WeightedTable<string>> lists = EmbeddedTables.Lists("data/names.txt");
    private readonly Dictionary<string, WeightedTable<string>> ethnicities = [];
    private readonly WeightedTable<string> surnames;

    public Names()
    {
        surnames = KinhSurnames();
        foreach (var district in EmbeddedTables.Rows("data/ethnicity.csv").GroupBy(row => row["district"]))
            ethnicities[district.Key] = new(district.Select(row => (row["ethnicity"], Number(row["percent"]))));
    }

    public string Ethnicity(Draw draw, Commune commune) =>
        ethnicities.TryGetValue(commune.District, out var table) ? draw.Pick(table) : "Kinh";

    public string Hamlet(Draw draw, Commune commune) => draw.Pick(lists["hamlets." + commune.Terrain switch
    {
        Terrain.Ward => "ward",
        Terrain.Lowland => "lowland",
        Terrain.Hill => "hill",
        Terrain.Central => "central",
        _ => "island",
    }]);

    public IReadOnlyList<string> Institutions => lists["institutions"].Items;

    public string Name(Draw draw, Commune commune, string ethnicity, bool female, int birthYear)
    {
        var sex = female ? "female" : "male";
        switch (ethnicity)
        {
            case "Xơ Đăng" or "Giẻ Triêng" or "Ba Na" when commune.FormerKonTum:
                return Central(draw, female, sex);
            case "Gia Rai":
                return female && draw.Percent(60)
                    ? Central(draw, female, sex)
                    : $"{draw.Pick(lists["GiaRai.clans"])} {draw.Pick(lists[$"central.{sex}.given"])}";
            case "Hrê" or "Co" or "Xơ Đăng":
                var clan = draw.Pick(lists[(ethnicity == "Xơ Đăng" ? "CaDong" : ethnicity) + ".surnames"]);
                var given = draw.Pick(lists[$"hill.{sex}.given"]);
                return $"{clan} {(female ? "Thị" : "Văn")} {given}";
            default:
                var own = lists.GetValueOrDefault(ethnicity + ".surnames", surnames);
                return Kinh(draw, draw.Pick(own), sex, birthYear);
        }
    }

    private string Central(Draw draw, bool female, string sex) =>
        $"{(female ? "Y" : "A")} {draw.Pick(lists[$"central.{sex}.given"])}";

    private string Kinh(Draw draw, string family, string sex, int birthYear)
    {
        var cohort = birthYear < 1960 ? "old" : birthYear < 1990 ? "mid" : "young";
        var middle = draw.Pick(lists[$"{sex}.{cohort}.middle"]);
        var given = draw.Pick(lists[$"{sex}.{cohort}.given"]);
        var name = middle.Length == 0 || middle == given ? $"{family} {given}" : $"{family} {middle} {given}";
        return cohort == "old" || !draw.Percent(12) ? name : $"{name} {draw.Pick(lists[$"{sex}.young.given"])}";
    }

    /// <summary>
    /// The national shares, with the central forms of the regional pairs and the local surnames put in.
    /// </summary>
    private WeightedTable<string> KinhSurnames()
    {
        var national = EmbeddedTables.Rows("reference/surnames.csv")
            .Where(row => row["percent"].Length > 0 && row["surname"] is not ("Hoàng" or "Vũ" or "Phan" or "Phạm"))
            .Select(row => (row["surname"], Tenths(row["percent"])));
        (string, int)[] northern = [("Hoàng", 4), ("Vũ", 4)];
        var local = lists["Kinh.surnames.local"];
        var counted = Enumerable.Range(0, local.Total).Select(local.At).GroupBy(name => name)
            .Select(same => (same.Key, same.Count() * 8));
        return new(national.Concat(northern).Concat(counted));
    }

    private static int Tenths(string percent)
    {
        var parts = percent.Split('.');
        return (Number(parts[0]) * 10) + (parts.Length > 1 ? Number(parts[1][..1]) : 0);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
