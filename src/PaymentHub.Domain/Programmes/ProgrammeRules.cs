namespace PaymentHub.Domain.Programmes;

/// <summary>The share of a programme's money that one budget bears (nguồn kinh phí), in percent.</summary>
public sealed record FundingShare(string Source, int Percent, RuleRow Rule);

/// <summary>
/// The rules of the catalogue as known on one date (see <see cref="RuleKind"/>). Of rows that say the same thing about
/// different months, each speaks from its own month on until the next one.
/// </summary>
public sealed class ProgrammeRules
{
    private readonly IReadOnlyList<RuleRow> _rows;
    private readonly RuleRow[] _topUps;
    private readonly RuleRow[] _locks;

    internal ProgrammeRules(IReadOnlyList<RuleRow> rows)
    {
        _rows = rows = Followed(rows);
        _topUps = [.. rows.Where(r => r.Kind == RuleKind.TopUp)];
        _locks = [.. rows.Where(r => r.Kind is RuleKind.PriceLocked or RuleKind.PartlySubsidised)];
        Exclusions = new ExclusionRules(rows);
    }

    // A row speaks until the next one of its key; rows come in the order of their application.
    private static List<RuleRow> Followed(IReadOnlyList<RuleRow> rows)
    {
        var followed = new List<RuleRow>(rows.Count);
        var next = new Dictionary<(RuleKind, string, string, string), NodaTime.LocalDate>();
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            var row = rows[i];
            var key = (row.Kind, row.Code, row.Programme, row.Group);
            var ends = next.TryGetValue(key, out var later) && !(row.Ends < later) ? later.PlusDays(-1) : row.Ends;
            next[key] = row.AppliesFrom;
            followed.Add(row with { Ends = ends });
        }

        followed.Reverse();
        return followed;
    }

    /// <summary>Every row known, the earliest application first.</summary>
    public IReadOnlyList<RuleRow> Rows => _rows;

    public ExclusionRules Exclusions { get; }

    /// <summary>The rows of one kind that speak about a group, the earliest application first.</summary>
    public IEnumerable<RuleRow> Of(RuleKind kind, string programme, string group) =>
        _rows.Where(r => r.Kind == kind && r.Covers(programme, group));

    /// <summary>The latest row of one kind about a group, the longest prefix first; null for none.</summary>
    public RuleRow? Latest(RuleKind kind, string programme, string group) =>
        Of(kind, programme, group).OrderBy(r => r.Group.Length).ThenBy(r => r.AppliesFrom).LastOrDefault();

    /// <summary>The cause of a stop or suspension by its code, with its words and legal basis.</summary>
    public RuleRow? CauseOf(string code) =>
        _rows.LastOrDefault(r => r.Kind == RuleKind.Cause && r.Code == code);

    /// <summary>The cause that these words mean, in either language and whatever their letter case.</summary>
    public RuleRow? CauseNamed(string words) => _rows.LastOrDefault(r => r.Kind == RuleKind.Cause
        && (string.Equals(r.TextVi, words, StringComparison.OrdinalIgnoreCase)
            || string.Equals(r.TextEn, words, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// Months in a row that nobody collected before payment rests, and further months before the entitlement ends.
    /// </summary>
    public (int Suspend, int Stop)? UncollectedMonths =>
        _rows.LastOrDefault(r => r.Kind == RuleKind.Uncollected) is { } row ? RuleValues.PairOf(row.Value) : null;

    /// <summary>The rule by which earlier months wait while a cause stands, or null where they do not.</summary>
    public RuleRow? WaitsFor(string cause) =>
        _rows.LastOrDefault(r => r.Kind == RuleKind.HoldsArrears && r.Code == cause);

    /// <summary>
    /// Whether money that came back counts as not received by the person (TT 02/2021 Điều 2 khoản 3): handed back in
    /// cash, or returned by a bank for a reason that the person must answer for.
    /// </summary>
    public RuleRow? NotReceivedBy(bool inCash, string? reason) => _rows.LastOrDefault(r =>
        r.Kind == RuleKind.NotReceived && (inCash ? r.Value == "CASH" : r.Value == "ACCOUNT" && r.Code == reason));

    /// <summary>The most that a recovery may take of one month's amount, in percent; null where no rule says.</summary>
    public int? RecoveryLimitPercent =>
        _rows.LastOrDefault(r => r.Kind == RuleKind.RecoveryLimit) is { } row ? RuleValues.NumberOf(row.Value) : null;

    /// <summary>True where the actual stay decides the paying commune, false where the residence does.</summary>
    public bool IsPaidWhereStaying(string programme) =>
        Latest(RuleKind.PayingPlace, programme, "") is { Value: "STAY" };

    /// <summary>The most months that one pay-out may cover; one where no rule allows more.</summary>
    public int MonthsTogether =>
        _rows.LastOrDefault(r => r.Kind == RuleKind.PaidTogether) is { } row
            ? RuleValues.NumberOf(row.Value) ?? 1
            : 1;

    /// <summary>Which budgets bear a programme's money in a month, in percent that add up to 100.</summary>
    public IReadOnlyList<FundingShare> SharesOf(string programme, NodaTime.YearMonth month)
    {
        var number = month.Year * 12 + month.Month - 1;
        var rows = _rows.Where(r => r.Kind == RuleKind.Source && r.Programme == programme && r.AppliesIn(number));
        return [.. rows.GroupBy(r => r.AppliesFrom).OrderBy(g => g.Key).LastOrDefault()
            ?.Select(r => new FundingShare(r.Code, RuleValues.NumberOf(r.Value) ?? 0, r)) ?? []];
    }

    /// <summary>
    /// The budget that bears most of a programme's money in a month, a batch's own source. Where no rule speaks, merit
    /// money is central (TW) and everything else provincial (TINH).
    /// </summary>
    public string MainSourceOf(string programme, NodaTime.YearMonth month) =>
        SharesOf(programme, month).MaxBy(s => s.Percent)?.Source
        ?? (programme == ProgrammeCode.Merit ? "TW" : "TINH");

    /// <summary>
    /// True where the law fixes the price of a month when it is paid: voluntary insurance always (NĐ 159/2025 Điều 5),
    /// health insurance for partly subsidised people (NĐ 146/2018 Điều 10).
    /// </summary>
    public bool IsPriceLockedWhenPaid(RateRow rate)
    {
        foreach (var rule in _locks)
        {
            if (rule.Kind != RuleKind.PriceLocked || !rule.Covers(rate.Programme, rate.Group)) continue;
            if (rule.Value == "ALL" || rate.Value != Hundredths.OfWhole(100)) return true;
            foreach (var partly in _locks)
                if (partly.Kind == RuleKind.PartlySubsidised && partly.Covers(rate.Programme, rate.Group)) return true;
        }

        return false;
    }

    /// <summary>What the province adds to an amount in a month; null where it adds nothing.</summary>
    internal TopUp? TopUpOf(RateRow rate, Money? baseAmount, Money amount, int month)
    {
        RuleRow? rule = null;
        foreach (var row in _topUps)
            if (row.Covers(rate.Programme, rate.Group) && row.AppliesIn(month)) rule = row;
        if (rule is null || RuleValues.ExtraOf(rule.Value) is not { } extra) return null;
        var more = extra.Kind switch
        {
            "AMOUNT" => extra.Number,
            "PERCENT" => RateArithmetic.PercentOf(amount.Dong, extra.Number),
            "STANDARD" => RateArithmetic.AmountOf(rate, new Money(extra.Number)).Amount.Dong - amount.Dong,
            _ => RateArithmetic.AmountOf(
                rate with { Value = new Hundredths(extra.Number * 100) }, baseAmount).Amount.Dong,
        };
        return more > 0 ? new TopUp(new Money(more), rule) : null;
    }
}
