using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>What a register file brings.</summary>
public enum ImportKind
{
    Register,
    Deaths,
    Allotments,
    Decisions,
    Moves,
    Households,
    Pensions,
    Identifiers,
    Places,
    Areas,
}

/// <summary>What became of one row.</summary>
public enum RowOutcome
{
    Added,
    Corrected,
    Ended,
    Unchanged,
    Refused,
    SetAside,
}

/// <summary>One field that a row changes, as people read it.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>
/// A row read whole: what it says and what came of it; the kinds of files are told apart by the record.
/// </summary>
public readonly record struct ReadRow(
    int Row, object? Record, IReadOnlyList<RowFinding> Findings, PlaceQuestion? Question);

/// <summary>
/// One kind of file: its columns, how a row is read, what only shows across rows, and what the rows do. All kinds run
/// through the same machine, so that a trial run, resuming and the report are the same for each.
/// </summary>
public abstract class FileKind
{
    /// <summary>All kinds by their word in the API.</summary>
    public static IReadOnlyDictionary<string, FileKind> All { get; } = new FileKind[]
    {
        new RegisterFile(), new DeathFile(), new AllotmentFile(), new DecisionFile(), new MoveFile(),
        new HouseholdFile(), new PensionFile(), new IdentifierFile(),
        new PlaceFile(), new AreaFile(),
    }.ToDictionary(k => k.Word, StringComparer.Ordinal);

    public abstract ImportKind Kind { get; }

    /// <summary>The word of the API and of the command line.</summary>
    public string Word => Kind.ToString().ToLowerInvariant();

    public abstract FileColumns Columns { get; }

    /// <summary>
    /// Whether rows may be decided while the ones before them are still being saved: true where everything that a
    /// decision rests on is noted with <see cref="ChunkWork.Touch"/> or guarded by a key.
    /// </summary>
    public virtual bool IsDecidedAhead => false;

    /// <summary>Columns of months, which a spreadsheet keeps as the first day of the month.</summary>
    public virtual IReadOnlyCollection<string> MonthColumns => [];

    /// <summary>Reads one row whose cells are in the template's order.</summary>
    public abstract ReadRow Read(int row, string[] cells, RegisterReference reference);

    /// <summary>The communes that the record touches, for the importer's scope.</summary>
    public virtual IEnumerable<string> CommunesOf(object record) => [];

    /// <summary>
    /// What names the record in the report: a dossier, a household code, a fund; never a personal id.
    /// </summary>
    public abstract string KeyOf(object record);

    /// <summary>What may occur once in a file, and the rule that says so; null where rows may repeat.</summary>
    public virtual (string Key, string Column, string Rule)? UniqueOf(object record) => null;

    /// <summary>The person as the record states it, where rows of one person must agree.</summary>
    public virtual PersonDetails? PersonOf(object record) => null;

    /// <summary>A defect that the record shows without knowing anything else.</summary>
    public virtual RowFinding? FaultOf(object record) => null;

    /// <summary>Applies the records in their order and tells of each what came of it.</summary>
    public abstract Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records);

    /// <summary>The kind by its enumeration value.</summary>
    public static FileKind Of(ImportKind kind) => All[kind.ToString().ToLowerInvariant()];

    protected static ReadRow RowOf<T>(int row, RowReading<T> reading)
        where T : class => new(row, reading.Record, reading.Findings, reading.Question);
}
