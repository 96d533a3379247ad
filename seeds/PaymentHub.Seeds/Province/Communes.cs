namespace PaymentHub.Seeds.Province;

/// <summary>What a commune's land is like; it decides how many people live there and which groups exist.</summary>
internal enum Terrain
{
    /// <summary>A ward (phường).</summary>
    Ward,

    /// <summary>A plain or coastal commune (xã đồng bằng, ven biển).</summary>
    Lowland,

    /// <summary>A mountain commune of the province as it was before 2025-07-01.</summary>
    Hill,

    /// <summary>A highland commune of the former Kon Tum.</summary>
    Central,

    /// <summary>The special zone (đặc khu) Lý Sơn.</summary>
    Island,
}

/// <summary>
/// One of the 96 units of the province since 2025-07-01, with the guessed size used to share people out.
/// </summary>
internal sealed record Commune(string Code, string Name, string District, bool FormerKonTum, Terrain Terrain)
{
    /// <summary>Guessed population in thousands; together they come near the province's 2.16 million.</summary>
    public int Weight => Terrain switch
    {
        Terrain.Ward => 45,
        Terrain.Lowland => 40,
        Terrain.Island => 22,
        Terrain.Central => 12,
        _ => 11,
    };

    /// <summary>Communes where the groups of extremely difficult areas (vùng đặc biệt khó khăn) are paid.</summary>
    public bool Difficult => Terrain is Terrain.Hill or Terrain.Central;

    /// <summary>Reads the communes in the order of the reference table.</summary>
    public static IReadOnlyList<Commune> Load() =>
        [.. EmbeddedTables.Rows("reference/communes-quang-ngai.csv").Select(row => new Commune(
            row["new_code"], row["name"], row["old_district"], row["old_province"] == "Tỉnh Kon Tum", TerrainOf(row)))];

    /// <summary>
    /// Shares <paramref name="people"/> out by weight. Every commune gets at least one; the largest remainders take the
    /// rest, in table order where equal.
    /// </summary>
    public static int[] Share(IReadOnlyList<Commune> communes, int people)
    {
        var total = communes.Sum(commune => (long)commune.Weight);
        var spread = (long)people - communes.Count;
        var counts = communes.Select(commune => 1 + (int)(spread * commune.Weight / total)).ToArray();
        var order = communes.Select((commune, i) => (i, Remainder: spread * commune.Weight % total))
            .OrderByDescending(entry => entry.Remainder).ThenBy(entry => entry.i);
        foreach (var (i, _) in order.Take(people - counts.Sum()))
            counts[i]++;
        return counts;
    }

    private static Terrain TerrainOf(IReadOnlyDictionary<string, string> row) => row["type"] switch
    {
        "phuong" => Terrain.Ward,
        "dac_khu" => Terrain.Island,
        _ when row["old_province"] == "Tỉnh Kon Tum" => Terrain.Central,
        _ when HillDistricts.Contains(row["old_district"]) => Terrain.Hill,
        _ => Terrain.Lowland,
    };

    private static readonly HashSet<string> HillDistricts = new(StringComparer.Ordinal)
    {
        "Huyện Trà Bồng", "Huyện Sơn Hà", "Huyện Sơn Tây", "Huyện Minh Long", "Huyện Ba Tơ",
    };
}
