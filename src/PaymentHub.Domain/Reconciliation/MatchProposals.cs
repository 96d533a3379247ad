using NodaTime;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>What one field says of a proposed pair: its level in words, its weight in thousandths of a bit.</summary>
public sealed record FieldBits(string Field, string Level, long MilliBits);

/// <summary>
/// A payment that the probabilistic pass proposes for a break. <see cref="Band"/> is Auto, Proposed or Ambiguous;
/// <see cref="PerMille"/> the probability; <see cref="RunnerUp"/> the payment of the strongest rival pair and
/// <see cref="MarginMilliBits"/> the lead over it. <see cref="WouldDecide"/> names the fields that rivals share.
/// </summary>
public sealed record ProposedMatch(
    Guid Break, Guid Batch, int No, string EndToEndId, string Band, int PerMille, long MilliBits, FieldBits[] Evidence,
    string? RunnerUp, long? MarginMilliBits, string[] WouldDecide);

/// <summary>
/// A run of the probabilistic pass over an institution's open breaks and payments. It moves nothing: people decide.
/// </summary>
/// <param name="RuleVersion">Version of the pass's rules.</param>
/// <param name="Input">Hash over everything that the pass was given; the same input gives the same proposals.</param>
public sealed record MatchesProposed(
    Instant At, string Institution, int RuleVersion, string Input, int Breaks, int Payments, ProposedMatch[] Items);

/// <summary>A person says that a proposed payment is not the one; the pair is not proposed again.</summary>
public sealed record BreakPairRejected(
    Instant At, string ByUser, Guid Batch, int No, string EndToEndId, string Reason);

/// <summary>The proposals of one institution (đề xuất khớp).</summary>
public sealed record MatchProposals : IFold<MatchProposals>
{
    public required Guid Id { get; init; }

    public required MatchesProposed Last { get; init; }

    public static Guid IdOf(string institution) => Keys.GuidOf("match-proposals", institution);

    public static MatchProposals? Evolve(MatchProposals? state, Guid id, object @event) => @event switch
    {
        MatchesProposed e => new MatchProposals { Id = id, Last = e },
        _ => state,
    };
}
