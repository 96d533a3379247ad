using NodaTime;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// A row of either side of a probabilistic match: a bank line, a ledger line, a payment. Everything but the id may be
/// unknown. <see cref="Amount"/> is in the smallest unit of the two files' currency and signed as its file has it.
/// </summary>
public sealed record LinkRow(
    string Id, LocalDate? Date = null, long? Amount = null, string? Text = null, string? Account = null,
    string? Name = null);

/// <summary>What a run may spend, and when it accepts.</summary>
public sealed record LinkageOptions
{
    /// <summary>Version of these rules; stored with every match they make.</summary>
    public const int RuleVersion = 5;

    /// <summary>Decides the sampled pairs; results with different seeds differ by sampling only.</summary>
    public ulong Seed { get; init; } = 20_261_129;

    /// <summary>
    /// A pair counts as matched from this probability on: half of the F1 that can be hoped for is where a pair more
    /// begins to help.
    /// </summary>
    public double Threshold { get; init; } = 0.45;

    /// <summary>
    /// The surest matched pairs need no person as long as this share of them is expected to be true, each being at
    /// least as probable as <see cref="AutoThreshold"/> and leading by the margin.
    /// </summary>
    public double AutoPrecision { get; init; } = 0.997;

    /// <summary>The least probability of a pair that needs no person.</summary>
    public double AutoThreshold { get; init; } = 0.9;

    /// <summary>How many bits the best candidate leads the next one by, on both sides, in the auto band.</summary>
    public double AutoMargin { get; init; } = 2;

    /// <summary>Candidates kept for a left row.</summary>
    public int Candidates { get; init; } = 40;

    /// <summary>Rows of a component that are assigned exactly; larger ones take the best pair first.</summary>
    public int ExactRows { get; init; } = 2_000;
}

/// <summary>What is to be done with a pair.</summary>
public enum LinkBand
{
    /// <summary>Best for both rows and well ahead of any other: sure enough without a person.</summary>
    Auto,

    /// <summary>More probable than not; a person decides.</summary>
    Proposed,

    /// <summary>Other pairings explain the files equally well; none is taken.</summary>
    Ambiguous,
}

/// <summary>What one field says about a pair: its level in words and its weight in bits (log2 of m / u).</summary>
public sealed record FieldEvidence(string Field, string Level, double Bits);

/// <summary>
/// One pair of a result. <see cref="Bits"/> is the evidence of all fields without the prior, <see cref="Probability"/>
/// what is left of it after prior and rivals. <see cref="RunnerUp"/> is the strongest rival pair of either row and
/// <see cref="Margin"/> the lead over it in bits; without a rival there is none. <see cref="WouldDecide"/> names the
/// fields in which the rivals do not differ, where the pair is ambiguous.
/// </summary>
public sealed record LinkPair(
    string Left, string Right, LinkBand Band, double Probability, double Bits, FieldEvidence[] Evidence,
    string? RunnerUp, double? Margin, string[] WouldDecide);

/// <summary>A result: the pairs in the order of the left ids, and how it was reached.</summary>
/// <param name="Pairs">Every matched pair and every ambiguous one.</param>
/// <param name="Candidates">The candidate pairs that were compared, for measuring the blocking.</param>
/// <param name="MatchedShare">The share of left rows that have a partner, as estimated.</param>
/// <param name="FeeRules">The fees and rates that were found to explain differences, in words.</param>
/// <param name="BestFirstComponents">Components too large for exact assignment.</param>
public sealed record LinkResult(
    LinkPair[] Pairs, (string Left, string Right)[] Candidates, double MatchedShare, string[] FeeRules,
    int BestFirstComponents);
