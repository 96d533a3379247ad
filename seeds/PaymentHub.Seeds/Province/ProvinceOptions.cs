using System.Globalization;
using System.Text.Json;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Percent of the people whose first decision is in each programme, and how they are paid. Whole percents.
/// </summary>
public sealed record Shares
{
    /// <summary>Social pension (trợ cấp hưu trí xã hội).</summary>
    public int Htxh { get; init; } = 36;

    /// <summary>Monthly social assistance (trợ giúp xã hội).</summary>
    public int Tcxh { get; init; } = 24;

    /// <summary>Merit allowances (người có công).</summary>
    public int Ncc { get; init; } = 16;

    /// <summary>Health-insurance premium subsidy (hỗ trợ đóng BHYT).</summary>
    public int Bhyt { get; init; } = 18;

    /// <summary>Voluntary social-insurance subsidy (hỗ trợ đóng BHXH tự nguyện).</summary>
    public int Bhxhtn { get; init; } = 6;

    /// <summary>Percent of cash benefits paid to a bank account; the rest is paid by the post office.</summary>
    public int Account { get; init; } = 60;

    /// <summary>Percent of people born before 1960 of whom only the birth year is known.</summary>
    public int YearOnly { get; init; } = 8;
}

/// <summary>How often each story is planted. A story of several people counts once.</summary>
public sealed record Planted
{
    /// <summary>Dead before planning, entitlement left open.</summary>
    public int PaidAfterDeath { get; init; } = 5;

    /// <summary>Ended correctly, but arrears would go to the dead person's own account.</summary>
    public int ArrearsToTheDead { get; init; } = 1;

    /// <summary>Deaths that become known between planning and release.</summary>
    public int LateDeaths { get; init; } = 4;

    /// <summary>Deaths with a correct end and nothing due.</summary>
    public int EndedDeaths { get; init; } = 8;

    /// <summary>Deaths with a correct end and arrears to a recorded heir.</summary>
    public int HeirArrears { get; init; } = 3;

    /// <summary>Deaths known late with a correct end: months to recover, none to pay.</summary>
    public int DeathRecoveries { get; init; } = 3;

    /// <summary>Entries of the death register that belong to nobody in the register.</summary>
    public int OtherDeaths { get; init; } = 30;

    /// <summary>Accounts that receive for unrelated people, each declared as receiving for himself.</summary>
    public int SharedAccounts { get; init; } = 2;

    /// <summary>Fewest members of such a ring; at least 4.</summary>
    public int RingFrom { get; init; } = 4;

    /// <summary>Most members of such a ring.</summary>
    public int RingTo { get; init; } = 7;

    /// <summary>The same id with a second decision in another commune.</summary>
    public int DuplicateSameId { get; init; } = 2;

    /// <summary>The same name, birth date and account under another id.</summary>
    public int DuplicateOtherId { get; init; } = 2;

    /// <summary>Ids whose year digits contradict the stated birth date.</summary>
    public int IdYearContradicts { get; init; } = 2;

    /// <summary>Ids whose sex digit contradicts the stated sex.</summary>
    public int IdSexContradicts { get; init; } = 1;

    /// <summary>Care institutions that receive for their residents: lawful.</summary>
    public int Institutions { get; init; } = 2;

    /// <summary>Guardians of four or five children: lawful.</summary>
    public int LargeGuardians { get; init; } = 2;

    /// <summary>Each kind of harmless look-alike: namesakes, twins, couples, lawful second decisions.</summary>
    public int LookAlikes { get; init; } = 2;
}

/// <summary>What to generate and where to write it.</summary>
/// <param name="People">People with at least one decision; 96 to 1,000,000, and room for what is planted.</param>
/// <param name="Seed">The same seed gives the same bytes.</param>
/// <param name="OutputFolder">The folder for the files; created when missing.</param>
public sealed record ProvinceOptions(int People, int Seed, string OutputFolder)
{
    /// <summary>Programme shares.</summary>
    public Shares Shares { get; init; } = new();

    /// <summary>Planted stories.</summary>
    public Planted Planted { get; init; } = new();

    /// <summary>How many funds (commune × programme) get less money than November needs.</summary>
    public int ShortFunds { get; init; }

    /// <summary>Writes <c>register.xlsx</c> beside <c>register.csv</c>.</summary>
    public bool Workbook { get; init; }

    /// <summary>The options of a named preset.</summary>
    public static ProvinceOptions FromPreset(string name, string outputFolder)
    {
        var preset = Preset.Load(name);
        return new ProvinceOptions(preset.People, preset.Seed, outputFolder)
        {
            Shares = preset.Shares,
            Planted = preset.Planted,
            ShortFunds = preset.ShortFund,
            Workbook = preset.Workbook,
        };
    }
}

/// <summary>A named scenario: <c>seeds/presets/*.json</c>. The bank section belongs to the synthetic bank.</summary>
public sealed record Preset
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The name, equal to the file's.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it shows, in Vietnamese.</summary>
    public string DescriptionVi { get; init; } = "";

    /// <summary>What it shows, in English.</summary>
    public string DescriptionEn { get; init; } = "";

    /// <summary>People with at least one decision.</summary>
    public int People { get; init; } = 2000;

    /// <summary>The seed.</summary>
    public int Seed { get; init; } = 20261101;

    /// <summary>Programme shares.</summary>
    public Shares Shares { get; init; } = new();

    /// <summary>Planted stories.</summary>
    public Planted Planted { get; init; } = new();

    /// <summary>Funds left short.</summary>
    public int ShortFund { get; init; }

    /// <summary>Also write the register as a workbook.</summary>
    public bool Workbook { get; init; }

    /// <summary>How the synthetic bank behaves; read by the bank.</summary>
    public JsonElement Bank { get; init; }

    /// <summary>Reads a preset by name, or from a file when the name is a path to one.</summary>
    public static Preset Load(string name)
    {
        var resource = $"presets/{name}.json";
        var text = File.Exists(name) ? File.ReadAllText(name)
            : EmbeddedTables.Exists(resource) ? EmbeddedTables.Text(resource)
            : throw new ArgumentException($"No preset named {name}.", nameof(name));
        return JsonSerializer.Deserialize<Preset>(text, Json)
            ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Preset {name} is empty."));
    }
}
