using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// The rate book as known on one date. Each group (and injury percent) has one series of months, priced when first
/// asked and kept: a plan asks the same few hundred prices millions of times. Safe for concurrent use.
/// </summary>
public sealed class RateView
{
    private readonly RateBook _book;
    private readonly ConcurrentDictionary<RateBook.GroupKey, RateSeries> _series = new();

    private readonly ConcurrentDictionary<RateBook.GroupKey, GroupRules> _groups = new();

    internal RateView(RateBook book, Instant recordedBy, LocalDate date, bool acceptsUnverified)
    {
        _book = book;
        RecordedBy = recordedBy;
        Date = date;
        AcceptsUnverified = acceptsUnverified;
        Rules = new ProgrammeRules(book.RulesKnownAt(recordedBy, date, acceptsUnverified));
    }

    /// <summary>The last recording that the view knows.</summary>
    internal Instant RecordedBy { get; }

    /// <summary>The rules of the catalogue as known on the date.</summary>
    public ProgrammeRules Rules { get; }

    /// <summary>The date of knowledge t: rows recorded and in force by its end count.</summary>
    public LocalDate Date { get; }

    /// <summary>
    /// Where the view ends within its day: how many nanoseconds after the day began its last recording was made, 0 for
    /// an earlier day. Null where the view knows the whole day.
    /// </summary>
    public long? RecordedInDay { get; init; }

    /// <summary>Whether unverified rows may price a month.</summary>
    public bool AcceptsUnverified { get; }

    /// <summary>
    /// The months of one group. The injury percent only matters for groups that have a percent table; elsewhere it is a
    /// fact about the person and is ignored.
    /// </summary>
    public RateSeries For(string programme, string group, int? injuryPercent)
    {
        var key = new RateBook.GroupKey(programme, group, injuryPercent ?? 0);
        if (_series.TryGetValue(key, out var known)) return known;
        var series = new RateSeries(_book, PricedBy(key), this);
        return _series.GetOrAdd(key, series);
    }

    /// <summary>The rules of one group, compiled once for the view.</summary>
    internal GroupRules RulesOf(string programme, string group, int? injuryPercent)
    {
        var key = new RateBook.GroupKey(programme, group, injuryPercent ?? 0);
        if (_groups.TryGetValue(key, out var known)) return known;
        var unit = _book.UnitOf(PricedBy(key));
        return _groups.GetOrAdd(key, new GroupRules(this, programme, group, injuryPercent, unit));
    }

    private RateBook.GroupKey PricedBy(RateBook.GroupKey key) =>
        key.Percent > 0 && _book.IgnoresPercent(key) ? key with { Percent = 0 } : key;
}

/// <summary>The monthly prices of one group in one view.</summary>
public sealed class RateSeries
{
    private const int FirstCached = 2010 * 12;
    private const int CachedMonths = 40 * 12;

    private readonly RateBook _book;
    private readonly RateBook.GroupKey _key;
    private readonly RateView _view;
    private readonly RateAnswer?[] _months = new RateAnswer?[CachedMonths];

    internal RateSeries(RateBook book, RateBook.GroupKey key, RateView view) =>
        (_book, _key, _view) = (book, key, view);

    /// <summary>The answer for a month.</summary>
    public RateAnswer At(YearMonth month) => At(month.Year * 12 + month.Month - 1);

    /// <summary>The answer for a month counted from year 0 (year × 12 + month − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RateAnswer At(int month)
    {
        var (slot, months) = (month - FirstCached, _months);
        return (uint)slot < (uint)months.Length && months[slot] is { } known ? known : Ask(month);
    }

    private RateAnswer Ask(int month)
    {
        var slot = month - FirstCached;
        if (slot is < 0 or >= CachedMonths) return Price(month);
        // Two threads may price the same month; the answers are equal, so the last write wins without harm.
        return _months[slot] ??= Shared(slot, Price(month));
    }

    // Equal answers of neighbouring months are one object, so readers see at a glance that nothing changed.
    private RateAnswer Shared(int slot, RateAnswer answer) =>
        slot > 0 && _months[slot - 1] is { } before && before == answer ? before : answer;

    private RateAnswer Price(int month) =>
        _book.Price(_key, new LocalDate(month / 12, month % 12 + 1, 1), _view);
}
