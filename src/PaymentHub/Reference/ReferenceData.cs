using System.Globalization;
using CsvHelper;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;
using PaymentHub.Domain.Reports;
using PaymentHub.Domain.Runs;

namespace PaymentHub.Reference;

/// <summary>A paying institution (đơn vị chi trả) and the payer account it holds for the province.</summary>
/// <param name="IsPost">It pays cash from an advance and has no statement of ours.</param>
/// <param name="AdvanceFrom">The bank from which its advance is paid, for one that pays cash.</param>
/// <param name="BatchBooking">The bank books a batch in one line.</param>
public sealed record Institution(
    string Code, bool IsPost, string NameVi, string NameEn, string Bic, string Bin, string Account, string AccountName,
    string? AdvanceFrom, bool BatchBooking);

/// <summary>An insurance fund that receives subsidies in place of the insured.</summary>
public sealed record FundPayee(
    string Code, string[] Programmes, string Name, string AccountName, string Bin, string Bic, string Account,
    string Institution);

/// <summary>A commune (xã, phường, đặc khu) of the province.</summary>
public sealed record Commune(string Code, string Name, string Kind);

/// <summary>
/// The effective reference tables of <c>seeds/reference</c>, read once at start from beside the program. A file that
/// lacks a column stops the start: nothing is paid on half a table.
/// </summary>
public sealed class ReferenceData
{
    private ReferenceData(string folder)
    {
        Institutions = Read(folder, "institutions.csv", r => new Institution(
            r.GetString("code"), r.GetString("kind") == "POST", r.GetString("name_vi"), r.GetString("name_en"),
            r.GetString("bic"), r.GetString("napas_bin"), r.GetString("payer_account"),
            r.GetString("payer_account_name"),
            NullIfEmpty(r.GetString("advance_from")), r.GetString("batch_booking") == "true"))
            .ToDictionary(i => i.Code, StringComparer.Ordinal);
        FundPayees = Read(folder, "fund-payees.csv", r => new FundPayee(
            r.GetString("code"), r.GetString("programmes").Split(';'), r.GetString("name_vi"),
            r.GetString("account_name"), r.GetString("napas_bin"), r.GetString("bic"), r.GetString("account"),
            r.GetString("institution")));
        Communes = Read(folder, "communes-quang-ngai.csv", r => new Commune(
            r.GetString("new_code"), r.GetString("name"), r.GetString("type")))
            .ToDictionary(c => c.Code, StringComparer.Ordinal);
        Places = PlacesIn(folder, Communes.Values);
        Areas = _tableAreas = AreasIn(folder);
        BankBins = Read(folder, "banks.csv", r => (Bin: r.GetString("napas_bin"), Name: r.GetString("short_name")))
            .Where(b => b.Bin.Length > 0).DistinctBy(b => b.Bin).ToDictionary(b => b.Bin, b => b.Name);
        BankBics = Read(folder, "banks.csv", r => (Bin: r.GetString("napas_bin"), Bic: r.GetString("bic")))
            .Where(b => b is { Bin.Length: > 0, Bic.Length: > 0 }).DistinctBy(b => b.Bin)
            .ToDictionary(b => b.Bin, b => b.Bic);
        IdPrefixes = [.. Read(folder, "cccd-province-codes.csv", r => r.GetString("code"))];
        ProgrammeGroups = [.. Read(
            folder, "programs-rates.csv", r => (r.GetString("program_code"), r.GetString("group_code")))];
        foreach (var group in Read(folder, "merit-wounded-rates.csv", r => r.GetString("group_code")).Distinct())
            ProgrammeGroups.Add((ProgrammeCode.Merit, group));
        Disclosure = new GroupDisclosure(
            Read(folder, "group-disclosure.csv", r => (
                r.GetString("program_code"), r.GetString("group_code"),
                Enum.Parse<PostingRule>(r.GetString("posting"), ignoreCase: true))), ProgrammeGroups);
        Statuses = Read(
            folder, "iso-status-codes.csv", r => (Code: r.GetString("code"), Effect: r.GetString("state_effect")))
            .DistinctBy(s => s.Code).ToDictionary(s => s.Code, s => s.Effect);
        Reasons = ReasonsIn(folder);
        Calendar = CalendarIn(folder);
        Deadlines = DeadlinesIn(folder);
    }

    public IReadOnlyDictionary<string, Institution> Institutions { get; }

    public IReadOnlyList<FundPayee> FundPayees { get; }

    /// <summary>What each reason of a bank asks of us.</summary>
    public ReasonRules Reasons { get; }

    public IReadOnlyDictionary<string, Commune> Communes { get; }

    /// <summary>The province's communes through time.</summary>
    public PlaceBook Places { get; }

    /// <summary>What is said of the communes' areas through time, by the tables and by lists.</summary>
    public AreaBook Areas { get; private set; }

    /// <summary>What the tables alone say of a commune.</summary>
    public IReadOnlyList<AreaTerm> TableAreas(string commune) =>
        [.. _tableAreas.Of(commune).Select(a => new AreaTerm(a.Attribute, a.From, a.Until, a.Source, a.Verified))];

    /// <summary>Takes what lists state; a statement counts in place of the tables' own of the same first day.</summary>
    public void StateAreas(IReadOnlyList<CommuneArea> stated)
    {
        var keys = stated.Select(a => (a.Commune, a.Attribute, a.From)).ToHashSet();
        Areas = new AreaBook(_tableAreas.Attributes,
        [
            .. Communes.Keys.SelectMany(c => _tableAreas.Of(c))
                .Where(a => !keys.Contains((a.Commune, a.Attribute, a.From))),
            .. stated,
        ]);
    }

    private readonly AreaBook _tableAreas;

    /// <summary>NAPAS number → short name of the bank.</summary>
    public IReadOnlyDictionary<string, string> BankBins { get; }

    /// <summary>NAPAS number → BIC, for banks that have one.</summary>
    public IReadOnlyDictionary<string, string> BankBics { get; }

    public HashSet<string> IdPrefixes { get; }

    public HashSet<(string Programme, string Group)> ProgrammeGroups { get; }

    /// <summary>ISO 20022 payment status code → its effect on a payment, in the words of the table.</summary>
    public IReadOnlyDictionary<string, string> Statuses { get; }

    /// <summary>The working days of public offices.</summary>
    public WorkingCalendar Calendar { get; }

    /// <summary>The duties of the monthly calendar of the law.</summary>
    public IReadOnlyList<DeadlineRule> Deadlines { get; }

    /// <summary>What public lists may say of a group.</summary>
    public GroupDisclosure Disclosure { get; }

    /// <summary>Where the tables lie: beside the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "reference");

    /// <summary>Where the rules of the sample province lie; they count in the demo only.</summary>
    public static string SampleFolder => Path.Combine(AppContext.BaseDirectory, "demo");

    public static ReferenceData Load() => new(Folder);

    private static ReasonRules ReasonsIn(string folder) => new(
        Read(folder, "iso-return-reasons.csv", r => new ReasonRule(
            r.GetString("code"), WordOf<ReasonAction>(r.GetString("action")),
            WordOf<ReasonRetry>(r.GetString("auto_retry")), WordOf<FuturePayments>(r.GetString("future_payments")),
            r.GetString("who_acts"), r.GetString("contact_beneficiary"))));

    // The tables write WAIT_AND_RETRY or hold_this_account.
    private static T WordOf<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public FundPayee FundPayeeOf(string programme) => FundPayees.Single(f => f.Programmes.Contains(programme));

    private static PlaceBook PlacesIn(string folder, IEnumerable<Commune> communes) => new(
        communes.Select(c => KeyValuePair.Create(c.Code, c.Name)),
        Read(folder, "old-communes-to-new.csv", r => new FormerPlace(
            r.GetString("old_code"), r.GetString("old_name"), r.GetString("old_district"),
            r.GetString("old_province"), r.GetString("new_code"), Day(r.GetString("effective_to"))!.Value)));

    private static AreaBook AreasIn(string folder) => new(
        Read(folder, "area-attributes.csv", r => new AreaAttribute(
            r.GetString("code"), r.GetString("vi_name"), r.GetString("en_name"), r.GetString("priority") == "true",
            r.GetString("legal_basis"), r.GetString("verified") == "verified")),
        Read(folder, "commune-areas.csv", r => new CommuneArea(
            r.GetString("commune"), r.GetString("attribute"), Day(r.GetString("effective_from"))!.Value,
            Day(r.GetString("effective_until")), r.GetString("source"), r.GetString("verified") == "verified")));

    private static WorkingCalendar CalendarIn(string folder) => new(
        Read(folder, "public-holidays.csv", r => new SpecialDay(
            Day(r.GetString("day"))!.Value, KindOfDay(r.GetString("kind")), r.GetString("vi_name"),
            r.GetString("en_name"), r.GetString("legal_basis"), r.GetString("verified") == "verified")));

    private static List<DeadlineRule> DeadlinesIn(string folder) =>
        Read(folder, "month-deadlines.csv", r => new DeadlineRule(
            r.GetString("code"), NullIfEmpty(r.GetString("only_month")) is { } m ? Number(m) : null,
            Number(r.GetString("month_offset")), Number(r.GetString("last_day")),
            Enum.Parse<OffDayRule>(r.GetString("off_day_rule"), ignoreCase: true), r.GetString("vi_text"),
            r.GetString("en_text"), r.GetString("legal_basis"), r.GetString("verified") == "verified",
            r.GetString("note")));

    /// <summary>Reads every row of a reference table.</summary>
    public static List<T> Read<T>(string folder, string file, Func<CsvReader, T> row)
    {
        using var reader = CsvReader.FromFile(
            Path.Combine(folder, file), new CsvReaderOptions(), FileOptions.SequentialScan);
        reader.ReadHeader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private static LocalDate? Day(string text) => text.Length == 0 ? null : LocalDatePattern.Iso.Parse(text).Value;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static SpecialDayKind KindOfDay(string text) =>
        Enum.Parse<SpecialDayKind>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
