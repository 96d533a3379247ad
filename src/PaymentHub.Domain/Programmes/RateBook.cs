using System.Collections.Concurrent;
using System.Collections.Frozen;
using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// All rate tables, indexed once. Immutable: a publication makes another book. Ask <see cref="KnownOn"/> for the view
/// of one date; views are kept, so two callers on the same date share the priced months. Safe for concurrent use.
/// </summary>
public sealed class RateBook
{
    /// <summary>Business dates are those of Vietnam; "recorded on or before t" compares dates in this zone.</summary>
    private static readonly DateTimeZone BusinessZone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    private readonly FrozenDictionary<GroupKey, DatedRow<RateRow>[]> _rates;
    private readonly FrozenDictionary<string, DatedRow<BaseAmountRow>[]> _bases;
    private readonly FrozenSet<(string, string)> _percentGroups;
    private readonly DatedRow<RuleRow>[] _rules;
    private readonly Instant[] _recordings;
    private readonly ConcurrentDictionary<(int, LocalDate, bool, bool), RateView> _views = new();

    private RateBook(IReadOnlyCollection<RateTable> tables)
    {
        _rates = Index(tables.SelectMany(t => t.Rates), r => new GroupKey(r.Programme, r.Group, r.InjuryPercent ?? 0));
        _bases = Index(tables.SelectMany(t => t.Bases), b => b.Kind);
        _percentGroups = _rates.Keys.Where(k => k.Percent > 0).Select(k => (k.Programme, k.Group)).ToFrozenSet();
        _rules = [.. tables.SelectMany(t => t.Rules).Select(r => new DatedRow<RuleRow>(r.Row, r.At))
            .OrderByDescending(r => r.Row.AppliesFrom).ThenByDescending(r => r.At)];
        _recordings = [.. _rates.Values.SelectMany(r => r).Select(r => r.At)
            .Concat(_bases.Values.SelectMany(b => b).Select(b => b.At)).Concat(_rules.Select(r => r.At))
            .Distinct().Order()];
    }

    /// <summary>The book of these tables; their order does not matter.</summary>
    public static RateBook Of(IEnumerable<RateTable> tables) => new([.. tables]);

    /// <summary>
    /// The book as it stood at the end of <paramref name="date"/>: rows recorded and in force by then. Unverified rows
    /// are skipped unless <paramref name="acceptUnverified"/>.
    /// </summary>
    public RateView KnownOn(LocalDate date, bool acceptUnverified) =>
        View(EndOf(date), date, acceptUnverified, isWholeDay: true);

    /// <summary>
    /// The book as it stood at an instant: rows recorded by then and in force on its date in Vietnam.
    /// </summary>
    public RateView KnownAt(Instant at, bool acceptUnverified) =>
        View(at, at.InZone(BusinessZone).Date, acceptUnverified, isWholeDay: false);

    // Instants between two recordings know the same rows, so they share one view.
    private RateView View(Instant at, LocalDate date, bool acceptUnverified, bool isWholeDay)
    {
        var index = Array.BinarySearch(_recordings, at);
        var known = index >= 0 ? index : ~index - 1;
        var recorded = known < 0 ? Instant.MinValue : _recordings[known];
        return _views.GetOrAdd(
            (known, date, acceptUnverified, isWholeDay),
            _ => new RateView(this, recorded, date, acceptUnverified)
            {
                RecordedInDay = isWholeDay ? null : InDay(recorded, date),
            });
    }

    // How far into the day its last recording lies: what is recorded later that day is not known.
    private static long InDay(Instant recorded, LocalDate date)
    {
        var start = StartOf(date);
        return recorded <= start ? 0 : (recorded - start).ToInt64Nanoseconds();
    }

    private static Instant StartOf(LocalDate date) => date.AtStartOfDayInZone(BusinessZone).ToInstant();

    // A stored explanation says until when of its day it knew, or means the whole day.
    private static Instant Until(LocalDate date, long? inDay) =>
        inDay is { } nanoseconds ? StartOf(date).PlusNanoseconds(nanoseconds) : EndOf(date);

    /// <summary>The rules as a stored explanation knew them.</summary>
    internal ProgrammeRules RulesKnown(LocalDate date, long? inDay) =>
        View(Until(date, inDay), date, acceptUnverified: true, inDay is null).Rules;

    private static Instant EndOf(LocalDate date) =>
        date.PlusDays(1).AtStartOfDayInZone(BusinessZone).ToInstant() - Duration.Epsilon;

    /// <summary>The rules known at an instant, one row a key and month of application, the latest first.</summary>
    internal IReadOnlyList<RuleRow> RulesKnownAt(Instant at, LocalDate date, bool acceptUnverified)
    {
        var seen = new HashSet<(RuleKind, string, string, string, LocalDate)>();
        var rules = new List<RuleRow>();
        foreach (var rule in _rules)
        {
            var row = rule.Row;
            if (!rule.IsKnownAt(at, date) || (!row.Verified && !acceptUnverified)) continue;
            if (seen.Add((row.Kind, row.Code, row.Programme, row.Group, row.AppliesFrom))) rules.Add(row);
        }

        rules.Reverse();
        return rules;
    }

    /// <summary>How often the group is owed; monthly where the catalogue does not know it.</summary>
    internal RateUnit UnitOf(GroupKey key) =>
        _rates.TryGetValue(key, out var rows) ? rows[0].Row.Unit : RateUnit.Month;

    /// <summary>
    /// The price of one group for one month; see <see cref="RateView.For"/> for many questions of one date.
    /// </summary>
    public RateAnswer RateFor(
        string programme,
        string group,
        int? injuryPercent,
        YearMonth month,
        LocalDate knownOn,
        bool acceptUnverified) =>
        KnownOn(knownOn, acceptUnverified).For(programme, group, injuryPercent).At(month);

    /// <summary>
    /// The row with this key as known on the date, whatever its standing: stored explanations name rows so. With
    /// <paramref name="inDay"/>, as known so many nanoseconds after the day began.
    /// </summary>
    public RateRow? RowOf(
        string programme, string group, int? percent, LocalDate appliesFrom, LocalDate knownOn, long? inDay = null) =>
        _rates.GetValueOrDefault(new GroupKey(programme, group, percent ?? 0))?.FirstOrDefault(
            r => r.Row.AppliesFrom == appliesFrom && r.IsKnownAt(Until(knownOn, inDay), knownOn))?.Row;

    /// <summary>The base amount with this key, as known in the same way.</summary>
    public BaseAmountRow? BaseOf(string kind, LocalDate appliesFrom, LocalDate knownOn, long? inDay = null) =>
        _bases.GetValueOrDefault(kind)?.FirstOrDefault(
            b => b.Row.AppliesFrom == appliesFrom && b.IsKnownAt(Until(knownOn, inDay), knownOn))?.Row;

    internal RateAnswer Price(GroupKey key, LocalDate month, RateView view)
    {
        if (!_rates.TryGetValue(key, out var rows)) return new NoRate(WhyUnknown(key));
        // What is owed once may begin and end within a month; a monthly price is that of the month's first day.
        var latest = rows[0].Row.Unit is RateUnit.Month or RateUnit.PersonMonth
            ? month
            : month.With(DateAdjusters.EndOfMonth);
        var rate = Choose(rows, month, latest, view);
        if (rate.Row is not { } chosen) return new NoRate(rate.Missing);
        if (chosen.Row.Kind == ValueKind.QuantityKg) return new InKindOnly(chosen.Row);
        if (chosen.Row.BaseKind is null) return Quote(chosen, null, rate.Skipped, month, view);
        var baseAmount = Choose(_bases.GetValueOrDefault(chosen.Row.BaseKind) ?? [], month, month, view);
        return baseAmount.Row is { } found
            ? Quote(chosen, found, rate.Skipped || baseAmount.Skipped, month, view)
            : new NoRate(NoRateReason.BaseMissing);
    }

    private static RateQuote Quote(
        DatedRow<RateRow> rate, DatedRow<BaseAmountRow>? baseAmount, bool carriedForward, LocalDate month,
        RateView view)
    {
        var (amount, rounded) = RateArithmetic.AmountOf(rate.Row, baseAmount?.Row.Amount);
        var recordedAt = baseAmount is null ? rate.At : Instant.Max(rate.At, baseAmount.At);
        var more = view.Rules.TopUpOf(rate.Row, baseAmount?.Row.Amount, amount, month.Year * 12 + month.Month - 1);
        return new RateQuote(
            amount, rate.Row, baseAmount?.Row, recordedAt, carriedForward, rounded, more,
            view.Rules.IsPriceLockedWhenPaid(rate.Row));
    }

    /// <summary>True where the group has no percent table, so that a person's percent does not price it.</summary>
    internal bool IgnoresPercent(GroupKey key) => !_percentGroups.Contains((key.Programme, key.Group));

    private NoRateReason WhyUnknown(GroupKey key) =>
        _percentGroups.Contains((key.Programme, key.Group)) ? NoRateReason.PercentMissing : NoRateReason.UnknownGroup;

    /// <summary>Rows are sorted latest first, so the first usable one is the answer.</summary>
    private static Choice<T> Choose<T>(DatedRow<T>[] rows, LocalDate month, LocalDate latest, RateView view)
        where T : class, IEffectiveRow
    {
        var skipped = false;
        foreach (var row in rows)
        {
            if (row.Row.AppliesFrom > latest || !row.IsKnownAt(view.RecordedBy, view.Date)) continue;
            if (!row.Row.Verified && !view.AcceptsUnverified) skipped = true;
            else if (row.Row.Ends < month) return new Choice<T>(null, skipped, NoRateReason.Ended);
            else return new Choice<T>(row, skipped, default);
        }

        return new Choice<T>(null, skipped, skipped ? NoRateReason.OnlyUnverified : NoRateReason.NotYetKnown);
    }

    private static FrozenDictionary<TKey, DatedRow<T>[]> Index<TKey, T>(
        IEnumerable<Recorded<T>> rows, Func<T, TKey> key)
        where TKey : notnull
        where T : class, IEffectiveRow =>
        rows.GroupBy(r => key(r.Row)).ToFrozenDictionary(
            g => g.Key,
            g => g.Select(r => new DatedRow<T>(r.Row, r.At))
                .OrderByDescending(r => r.Row.AppliesFrom)
                .ThenByDescending(r => r.At)
                .ThenByDescending(r => r.Row.InForceFrom)
                .ToArray());

    internal readonly record struct GroupKey(string Programme, string Group, int Percent);

    private readonly record struct Choice<T>(DatedRow<T>? Row, bool Skipped, NoRateReason Missing)
        where T : class, IEffectiveRow;

    private sealed record DatedRow<T>(T Row, Instant At)
        where T : class, IEffectiveRow
    {
        public bool IsKnownAt(Instant at, LocalDate date) => At <= at && Row.InForceFrom <= date;
    }
}
