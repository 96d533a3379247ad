using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>A row that cannot price anything lawfully; nothing of the publication is recorded.</summary>
public sealed record RateRowInvalid(string Row, string WhyVi, string WhyEn) : Refusal(
    "rate-row-invalid",
    $"Dòng mức hưởng {Row} không hợp lệ: {WhyVi}. Hãy sửa tệp và nạp lại.",
    $"Rate row {Row} is not valid: {WhyEn}. Correct the file and load it again.");

/// <summary>Rows offered for one table.</summary>
public sealed record RatePublication(
    string Table,
    IReadOnlyList<RateRow> Rates,
    IReadOnlyList<BaseAmountRow> Bases,
    IReadOnlyList<MeritPercentRow> Percents,
    string Source)
{
    /// <summary>Rules of the catalogue; empty for tables of amounts.</summary>
    public IReadOnlyList<RuleRow> Rules { get; init; } = [];
}

/// <summary>Decisions about rate tables.</summary>
public static class RateTableDecisions
{
    /// <summary>
    /// Records a file's rows: unseen keys are published, known keys with other content are corrected, equal content is
    /// already done. Rows missing from the file stay: a benefit ends by its <c>ends</c> date, never by silence.
    /// </summary>
    public static Decision Publish(RatePublication offered, RateTable? state, Instant at, string byUser)
    {
        if (FirstFault(offered) is { } fault) return fault;
        var known = LatestRows(state);
        var rates = Split(offered.Rates, r => Find(known, RateKey(r)), (a, b) => a == b);
        var percents = Split(offered.Percents, p => Find(known, RateKey(p.ToRateRow())), (p, b) => p.ToRateRow() == b);
        var bases = Split(offered.Bases, b => Find(LatestBases(state), BaseKey(b)), (a, b) => a == b);
        var knownRules = LastOf(state?.Rules, RuleKey);
        var rules = Split(offered.Rules, r => Find(knownRules, RuleKey(r)), (a, b) => a == b);
        var events = new List<object>(2);
        if (rates.Fresh.Count + percents.Fresh.Count + bases.Fresh.Count + rules.Fresh.Count > 0)
            events.Add(new RatesPublished(
                offered.Table, rates.Fresh, bases.Fresh, percents.Fresh, offered.Source, at, byUser, rules.Fresh));
        if (rates.Changed.Count + percents.Changed.Count + bases.Changed.Count + rules.Changed.Count > 0)
            events.Add(new RatesCorrected(
                offered.Table, rates.Changed, bases.Changed, percents.Changed, offered.Source, at, byUser,
                rules.Changed));
        return Decision.Accept([.. events]);
    }

    private static (List<T> Fresh, List<T> Changed) Split<T, TKnown>(
        IReadOnlyList<T> offered, Func<T, TKnown?> known, Func<T, TKnown, bool> same)
        where TKnown : class
    {
        var (fresh, changed) = (new List<T>(), new List<T>());
        foreach (var row in offered)
        {
            var before = known(row);
            if (before is null) fresh.Add(row);
            else if (!same(row, before)) changed.Add(row);
        }

        return (fresh, changed);
    }

    private static (string, string, int?, LocalDate) RateKey(RateRow r) =>
        (r.Programme, r.Group, r.InjuryPercent, r.AppliesFrom);

    private static (RuleKind, string, string, string, LocalDate) RuleKey(RuleRow r) =>
        (r.Kind, r.Code, r.Programme, r.Group, r.AppliesFrom);

    private static (string, LocalDate) BaseKey(BaseAmountRow b) => (b.Kind, b.AppliesFrom);

    private static Dictionary<(string, string, int?, LocalDate), RateRow> LatestRows(RateTable? state) =>
        LastOf(state?.Rates, RateKey);

    private static Dictionary<(string, LocalDate), BaseAmountRow> LatestBases(RateTable? state) =>
        LastOf(state?.Bases, BaseKey);

    private static Dictionary<TKey, T> LastOf<TKey, T>(IEnumerable<Recorded<T>>? rows, Func<T, TKey> key)
        where TKey : notnull
        where T : IEffectiveRow
    {
        var last = new Dictionary<TKey, T>();
        foreach (var recorded in rows ?? []) last[key(recorded.Row)] = recorded.Row;
        return last;
    }

    private static T? Find<TKey, T>(Dictionary<TKey, T> rows, TKey key)
        where TKey : notnull
        where T : class => rows.GetValueOrDefault(key);

    private static RateRowInvalid? FirstFault(RatePublication offered)
    {
        foreach (var row in offered.Rates)
            if (FaultOf(row) is { } fault) return fault;
        foreach (var rule in offered.Rules)
            if (FaultOf(rule) is { } fault) return fault;
        foreach (var row in offered.Bases)
            if (!row.Amount.IsPositive) return Fault($"{row.Kind}@{row.AppliesFrom:R}", NotPositive);
        foreach (var row in offered.Percents)
        {
            var name = $"{row.Group}/{row.InjuryPercent}@{row.AppliesFrom:R}";
            if (row.InjuryPercent is < 21 or > 100) return Fault(name, PercentOutside);
            if (!row.Amount.IsPositive) return Fault(name, NotPositive);
        }

        return DuplicateIn(offered.Rates.Concat(offered.Percents.Select(p => p.ToRateRow())), RateKey)
            ?? DuplicateIn(offered.Bases, BaseKey)
            ?? DuplicateIn(offered.Rules, RuleKey);
    }

    private static RateRowInvalid? FaultOf(RuleRow rule)
    {
        var name = $"{rule.Kind} {rule.Code} {rule.Programme}/{rule.Group}@{rule.AppliesFrom:R}";
        if (!RuleValues.IsReadable(rule)) return Fault(name, Unreadable);
        return rule.Ends < rule.AppliesFrom ? Fault(name, EndsEarly) : null;
    }

    private static RateRowInvalid? FaultOf(RateRow row)
    {
        var name = $"{row.Programme}/{row.Group}@{row.AppliesFrom:R}";
        if (row.Value.Count <= 0) return Fault(name, NotPositive);
        if (row.Kind == ValueKind.Amount && row.Value.Whole is null) return Fault(name, Fraction);
        if (row is { Programme: ProgrammeCode.Merit, Kind: ValueKind.Amount } && row.Value.Count % 100_000 != 0)
            return Fault(name, NotThousands);
        if (row.Kind is not (ValueKind.Amount or ValueKind.QuantityKg) && row.BaseKind is null)
            return Fault(name, BaseMissing);
        return row.Ends < row.AppliesFrom ? Fault(name, EndsEarly) : null;
    }

    private static RateRowInvalid? DuplicateIn<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key)
    {
        var twice = rows.GroupBy(key).FirstOrDefault(g => g.Skip(1).Any());
        return twice is null ? null : Fault($"{twice.Key}", Twice);
    }

    private static RateRowInvalid Fault(string row, (string Vi, string En) why) => new(row, why.Vi, why.En);

    private static readonly (string, string) NotPositive = ("giá trị phải lớn hơn 0", "the value must be above zero");
    private static readonly (string, string) Fraction = ("số tiền phải là đồng chẵn", "an amount must be whole đồng");
    private static readonly (string, string) BaseMissing =
        ("thiếu mức chuẩn để nhân", "the base amount to multiply is missing");
    private static readonly (string, string) EndsEarly =
        ("ngày kết thúc trước ngày áp dụng", "it ends before it applies");
    private static readonly (string, string) PercentOutside =
        ("tỷ lệ tổn thương phải từ 21 đến 100", "the injury percent must be 21 to 100");
    private static readonly (string, string) Unreadable =
        ("giá trị không đúng dạng của loại quy tắc", "the value is not what this kind of rule holds");
    private static readonly (string, string) NotThousands =
        ("mức ưu đãi người có công phải tròn nghìn đồng", "merit amounts are whole thousands of đồng");
    private static readonly (string, string) Twice =
        ("hai dòng trùng nhóm và ngày áp dụng", "two rows share group and applies-from");
}
