using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// Rows recorded for the first time. <paramref name="Table"/> is a programme code, <see cref="RateTable.BaseTable"/>
/// for base amounts or <see cref="RateTable.RuleTable"/> for the rules of the catalogue.
/// </summary>
public sealed record RatesPublished(
    string Table,
    IReadOnlyList<RateRow> Rates,
    IReadOnlyList<BaseAmountRow> Bases,
    IReadOnlyList<MeritPercentRow> Percents,
    string Source,
    Instant At,
    string ByUser,
    IReadOnlyList<RuleRow>? Rules = null);

/// <summary>
/// Rows that replace earlier ones with the same key (group, percent or base kind, and applies-from). The earlier rows
/// stay known for every question about an earlier date.
/// </summary>
public sealed record RatesCorrected(
    string Table,
    IReadOnlyList<RateRow> Rates,
    IReadOnlyList<BaseAmountRow> Bases,
    IReadOnlyList<MeritPercentRow> Percents,
    string Source,
    Instant At,
    string ByUser,
    IReadOnlyList<RuleRow>? Rules = null);

/// <summary>
/// Everything ever recorded in one table, in order of recording. A correction adds a row and removes none.
/// </summary>
public sealed record RateTable(
    Guid Id,
    string Table,
    ImmutableList<Recorded<RateRow>> Rates,
    ImmutableList<Recorded<BaseAmountRow>> Bases,
    ImmutableList<Recorded<RuleRow>> Rules) : IFold<RateTable>
{
    /// <summary>Name of the table that holds the rules of the catalogue.</summary>
    public const string RuleTable = "RULES";

    /// <summary>Name of the table that holds base amounts, which belong to no single programme.</summary>
    public const string BaseTable = "BASE";

    /// <summary>The stream of one table.</summary>
    public static Guid IdOf(string table) => Keys.GuidOf("rate-table", table);

    public static RateTable? Evolve(RateTable? state, Guid id, object @event) => @event switch
    {
        RatesPublished e => (state ?? Empty(id, e.Table)).With(e.Rates, e.Bases, e.Percents, e.Rules ?? [], e.At),
        RatesCorrected e => (state ?? Empty(id, e.Table)).With(e.Rates, e.Bases, e.Percents, e.Rules ?? [], e.At),
        _ => state,
    };

    private static RateTable Empty(Guid id, string table) => new(id, table, [], [], []);

    private RateTable With(
        IReadOnlyList<RateRow> rates,
        IReadOnlyList<BaseAmountRow> bases,
        IReadOnlyList<MeritPercentRow> percents,
        IReadOnlyList<RuleRow> rules,
        Instant at) => this with
        {
            Rates = Rates
                .AddRange(rates.Select(r => new Recorded<RateRow>(r, at)))
                .AddRange(percents.Select(p => new Recorded<RateRow>(p.ToRateRow(), at))),
            Bases = Bases.AddRange(bases.Select(b => new Recorded<BaseAmountRow>(b, at))),
            Rules = Rules.AddRange(rules.Select(r => new Recorded<RuleRow>(r, at))),
        };
}
