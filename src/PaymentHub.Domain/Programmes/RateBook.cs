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
    private readonly ConcurrentDictionary<(LocalDate, bool), RateView> _views = new();

    private RateBook(IReadOnlyCollection<RateTable> tables)
    {
        _rates = Index(tables.SelectMany(t => t.Rates), r => new GroupKey(r.Programme, r.Group, r.InjuryPercent ?? 0));
        _bases = Index(tables.SelectMany(t => t.Bases), b => b.Kind);
        _percentGroups = _rates.Keys.Where(k => k.Percent > 0).Select(k => (k.Programme, k.Group)).ToFrozenSet();
    }

    /// <summary>The book of these tables; their order does not matter.</summary>
    public static RateBook Of(IEnumerable<RateTable> tables) => new([.. tables]);

    /// <summary>
    /// The book as it stood at the end of <paramref name="date"/>: rows recorded and in force by then. Unverified rows
    /// are skipped unless <paramref name="acceptUnverified"/>.
    /// </summary>
    public RateView KnownOn(LocalDate date, bool acceptUnverified) =>
        _views.GetOrAdd((date, acceptUnverified), static (key, book) => new RateView(book, key.Item1, key.Item2), this);

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
    /// The row with this key as known on the date, whatever its standing: stored explanations name rows so.
    /// </summary>
    public RateRow? RowOf(string programme, string group, int? percent, LocalDate appliesFrom, LocalDate knownOn) =>
        _rates.GetValueOrDefault(new GroupKey(programme, group, percent ?? 0))
            ?.FirstOrDefault(r => r.Row.AppliesFrom == appliesFrom && r.IsKnownOn(knownOn))?.Row;

    /// <summary>The base amount with this key as known on the date.</summary>
    public BaseAmountRow? BaseOf(string kind, LocalDate appliesFrom, LocalDate knownOn) =>
        _bases.GetValueOrDefault(kind)
            ?.FirstOrDefault(b => b.Row.AppliesFrom == appliesFrom && b.IsKnownOn(knownOn))?.Row;

    internal RateAnswer Price(GroupKey key, LocalDate month, LocalDate knownOn, bool acceptUnverified)
    {
        if (!_rates.TryGetValue(key, out var rows)) return new NoRate(WhyUnknown(key));
        var rate = Choose(rows, month, knownOn, acceptUnverified);
        if (rate.Row is not { } chosen) return new NoRate(rate.Missing);
        if (chosen.Row.Kind == ValueKind.QuantityKg) return new InKindOnly(chosen.Row);
        if (chosen.Row.Unit != RateUnit.Month) return new NoRate(NoRateReason.NotMonthly);
        if (chosen.Row.BaseKind is null) return Quote(chosen, null, rate.Skipped);
        var bases = _bases.GetValueOrDefault(chosen.Row.BaseKind) ?? [];
        var baseAmount = Choose(bases, month, knownOn, acceptUnverified);
        return baseAmount.Row is { } found
            ? Quote(chosen, found, rate.Skipped || baseAmount.Skipped)
            : new NoRate(NoRateReason.BaseMissing);
    }

    private static RateQuote Quote(DatedRow<RateRow> rate, DatedRow<BaseAmountRow>? baseAmount, bool carriedForward)
    {
        var (amount, rounded) = RateArithmetic.AmountOf(rate.Row, baseAmount?.Row.Amount);
        var recordedAt = baseAmount is null ? rate.At : Instant.Max(rate.At, baseAmount.At);
        return new RateQuote(amount, rate.Row, baseAmount?.Row, recordedAt, carriedForward, rounded);
    }

    /// <summary>True where the group has no percent table, so that a person's percent does not price it.</summary>
    internal bool IgnoresPercent(GroupKey key) => !_percentGroups.Contains((key.Programme, key.Group));

    private NoRateReason WhyUnknown(GroupKey key) =>
        _percentGroups.Contains((key.Programme, key.Group)) ? NoRateReason.PercentMissing : NoRateReason.UnknownGroup;

    /// <summary>Rows are sorted latest first, so the first usable one is the answer.</summary>
    private static Choice<T> Choose<T>(DatedRow<T>[] rows, LocalDate month, LocalDate knownOn, bool acceptUnverified)
        where T : class, IEffectiveRow
    {
        var skipped = false;
        foreach (var row in rows)
        {
            if (row.Row.AppliesFrom > month || !row.IsKnownOn(knownOn)) continue;
            if (!row.Row.Verified && !acceptUnverified) skipped = true;
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
            g => g.Select(r => new DatedRow<T>(r.Row, r.At, r.At.InZone(BusinessZone).Date))
                .OrderByDescending(r => r.Row.AppliesFrom)
                .ThenByDescending(r => r.At)
                .ThenByDescending(r => r.Row.InForceFrom)
                .ToArray());

    internal readonly record struct GroupKey(string Programme, string Group, int Percent);

    private readonly record struct Choice<T>(DatedRow<T>? Row, bool Skipped, NoRateReason Missing)
        where T : class, IEffectiveRow;

    private sealed record DatedRow<T>(T Row, Instant At, LocalDate RecordedOn)
        where T : class, IEffectiveRow
    {
        public bool IsKnownOn(LocalDate date) => RecordedOn <= date && Row.InForceFrom <= date;
    }
}
