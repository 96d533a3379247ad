namespace PaymentHub.Seeds.Province;

/// <summary>One finding a detector must make.</summary>
/// <param name="Detector">PAID_AFTER_DEATH, SHARED_ACCOUNT, DUPLICATE_PERSON or ID_CONTRADICTS_BIRTH.</param>
/// <param name="Dossiers">The dossier numbers (mã hồ sơ) the finding is about, in ascending order.</param>
/// <param name="Note">What was planted.</param>
public sealed record FlagTruth(string Detector, IReadOnlyList<string> Dossiers, string Note);

/// <summary>Something that resembles misuse and must not be flagged.</summary>
/// <param name="Kind">What it is, e.g. INSTITUTION, GUARDIAN, COUPLE, TWINS, NAMESAKES.</param>
/// <param name="Dossiers">The dossier numbers, ascending.</param>
/// <param name="Note">Why it is lawful.</param>
public sealed record HarmlessTruth(string Kind, IReadOnlyList<string> Dossiers, string Note);

/// <summary>A fund that was deliberately given too little.</summary>
/// <param name="Commune">Commune code.</param>
/// <param name="Programme">Programme code.</param>
/// <param name="Allotted">đồng in the allotment file.</param>
/// <param name="Needed">đồng November needs by the generator's own arithmetic.</param>
public sealed record ShortFundTruth(string Commune, string Programme, long Allotted, long Needed);

/// <summary>Counts of one programme.</summary>
/// <param name="Decisions">Rows of the register.</param>
/// <param name="Accounts">Rows paid by bank transfer.</param>
/// <param name="Cash">Rows paid by the post office.</param>
/// <param name="Fund">Rows paid to the insurance fund.</param>
/// <param name="Lines">Decisions with something to pay in November, by the generator's own arithmetic.</param>
/// <param name="DueInNovember">đồng to pay in November, arrears included; recoveries not set off.</param>
/// <param name="ToRecover">đồng paid for months after an end.</param>
public sealed record ProgrammeTruth(
    int Decisions, int Accounts, int Cash, int Fund, int Lines, long DueInNovember, long ToRecover);

/// <summary>What was put into a province on purpose, and what it therefore must yield.</summary>
public sealed record ProvinceTruth
{
    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Distinct personal ids in the register.</summary>
    public required int People { get; init; }

    /// <summary>Rows of the register.</summary>
    public required int Decisions { get; init; }

    /// <summary>Communes with at least one row.</summary>
    public required int Communes { get; init; }

    /// <summary>Counts per programme code.</summary>
    public required IReadOnlyDictionary<string, ProgrammeTruth> Programmes { get; init; }

    /// <summary>The findings expected when November is planned, in ascending order of detector and dossiers.</summary>
    public required IReadOnlyList<FlagTruth> Flags { get; init; }

    /// <summary>The dossiers whose payments are held at release because <c>deaths-late.csv</c> became known.</summary>
    public required IReadOnlyList<string> HeldAtRelease { get; init; }

    /// <summary>What must not be flagged.</summary>
    public required IReadOnlyList<HarmlessTruth> NotFlagged { get; init; }

    /// <summary>Dossiers with months to recover (truy thu) and nothing to pay.</summary>
    public required IReadOnlyList<string> Recoveries { get; init; }

    /// <summary>Entries of <c>deaths.csv</c>.</summary>
    public required int Deaths { get; init; }

    /// <summary>Entries of <c>deaths-late.csv</c>.</summary>
    public required int LateDeaths { get; init; }

    /// <summary>
    /// đồng to pay in November from sources that add to a programme's own, by "programme/source".
    /// </summary>
    public required IReadOnlyDictionary<string, long> AddedBySource { get; init; }

    /// <summary>Funds left short on purpose.</summary>
    public required IReadOnlyList<ShortFundTruth> ShortFunds { get; init; }
}

/// <summary>The files of a province.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Register">The clean register.</param>
/// <param name="Deaths">The death register as known before planning.</param>
/// <param name="DeathsLate">Deaths that become known between planning and release.</param>
/// <param name="Allotments">The budget allotments (dự toán).</param>
/// <param name="BadRegister">A register whose every row is wrong in one way.</param>
/// <param name="BadRegisterTruth">The findings it must yield.</param>
/// <param name="BadEncoding">A register with one line that is not UTF-8.</param>
/// <param name="TruthFile">The truth as JSON.</param>
/// <param name="Truth">The same, as read by code.</param>
public sealed record ProvinceFiles(
    string Folder, string Register, string Deaths, string DeathsLate, string Allotments,
    string BadRegister, string BadRegisterTruth, string BadEncoding, string TruthFile, ProvinceTruth Truth);
