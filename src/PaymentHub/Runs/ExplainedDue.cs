using System.Text.Json.Serialization;
using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Runs;

/// <summary>Months of equal amount, as yyyy-MM, in đồng each.</summary>
public sealed record ExplainedMonths(string First, string Last, long Monthly);

/// <summary>What one budget bears of a line, in đồng.</summary>
public sealed record ExplainedFunding(string Source, long Amount);

/// <summary>
/// One line: what is to pay or to recover, and why. <see cref="Code"/> is what a plan stores; the sentences are
/// rendered from it alone. Group and code are told only for a reason that is kept.
/// </summary>
public sealed record ExplainedLine(
    string Dossier, string Programme, string? Group, string Kind, string FirstMonth, string LastMonth, long Amount,
    string? HeldBecause, bool PayableToHeir, IReadOnlyList<ExplainedMonths> Months,
    IReadOnlyList<ExplainedFunding> Funding, string? Code, IReadOnlyList<string> TextVi, IReadOnlyList<string> TextEn);

/// <summary>A line that a batch already holds for the month.</summary>
public sealed record PlacedExplanation(
    string EndToEndId, string Dossier, string Kind, string FirstMonth, string LastMonth, long Amount,
    IReadOnlyList<string> TextVi, IReadOnlyList<string> TextEn)
{
    /// <summary>What the plan stored; documents render it without the group.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";
}

/// <summary>
/// One month of one decision: what is due by all rules, and what is committed to it; the group as on a line.
/// </summary>
public sealed record ExplainedMonth(
    string Dossier, string Programme, string? Group, string Month, string State, long Due, long Committed);

/// <summary>Months of a decision that another one takes, by which rule of which article.</summary>
public sealed record ExplainedSuppression(
    string Dossier, string ByDossier, string Rule, string LegalBasis, string FirstMonth, string LastMonth);

/// <summary>Who is owed what for a month, as known at an instant, and why.</summary>
public sealed record ExplainedDue(
    Guid PersonId, string Month, Instant KnownAt, long ToPay, long ToRecover, IReadOnlyList<ExplainedLine> Lines,
    IReadOnlyList<PlacedExplanation> Placed, IReadOnlyList<ExplainedMonth> Months,
    IReadOnlyList<ExplainedSuppression> Displaced)
{
    /// <summary>The explanation of one computation.</summary>
    internal static ExplainedDue Of(
        Guid person, YearMonth month, Instant at, PersonClaims claims, RateBook book, RateView rates,
        IReadOnlyList<PlacedExplanation> placed)
    {
        var due = AmountDue.Compute(claims, rates, month);
        var dossiers = claims.Decisions.DistinctBy(d => d.Id).ToDictionary(d => d.Id, d => d.Dossier);
        return new ExplainedDue(
            person, PeriodIso.Format(month), at, due.ToPay.Dong, due.ToRecover.Dong,
            [.. due.Lines.Select(l => LineOf(l, book))], placed,
            [.. AmountDue.Months(claims, rates, month).Select(m => new ExplainedMonth(
                dossiers[m.EntitlementId], m.Programme, m.Group, PeriodIso.Format(m.Month), m.State.ToString(),
                m.Due.Dong, m.Committed.Dong))],
            [.. due.Suppressions.Select(s => new ExplainedSuppression(
                s.Dossier, s.ByDossier, s.Rule, s.LegalBasis, PeriodIso.Format(s.FirstMonth),
                PeriodIso.Format(s.LastMonth)))]);
    }

    /// <summary>The same without groups and the clauses that tell them: they may reveal health.</summary>
    internal ExplainedDue WithoutGroups(RateBook book) => this with
    {
        Lines =
        [
            .. Lines.Select(l => l with
            {
                Group = null,
                Code = null,
                TextVi = Told(l.Code!, book, ExplanationLanguage.Vietnamese),
                TextEn = Told(l.Code!, book, ExplanationLanguage.English),
            }),
        ],
        Placed =
        [
            .. Placed.Select(p => p with
            {
                TextVi = Told(p.Code, book, ExplanationLanguage.Vietnamese),
                TextEn = Told(p.Code, book, ExplanationLanguage.English),
            }),
        ],
        Months = [.. Months.Select(m => m with { Group = null })],
    };

    private static IReadOnlyList<string> Told(string code, RateBook book, ExplanationLanguage language) =>
        DueText.Explain(code, book, language, showGroup: false);

    private static ExplainedLine LineOf(DueLine line, RateBook book) => new(
        line.Dossier, line.Programme, line.Group, line.Kind.ToString(), PeriodIso.Format(line.FirstMonth),
        PeriodIso.Format(line.LastMonth), line.Amount.Dong, HeldBecause(line.Hold), line.PayableToHeir,
        [.. line.Months.Select(m => new ExplainedMonths(
            PeriodIso.Format(m.First), PeriodIso.Format(m.Last), m.Monthly.Dong))],
        [.. line.Funding.Select(f => new ExplainedFunding(f.Source, f.Amount.Dong))], line.Explanation.Code,
        DueText.Explain(line.Explanation.Code, book, ExplanationLanguage.Vietnamese),
        DueText.Explain(line.Explanation.Code, book, ExplanationLanguage.English));

    private static string? HeldBecause(HoldReason? hold) => hold switch
    {
        null => null,
        HoldReason.AwaitsAnswer => "AWAITS_ANSWER",
        _ => "NO_RATE",
    };
}
