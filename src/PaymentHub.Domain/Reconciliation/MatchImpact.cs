using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// Somebody asks what a version of the passes would make of the bank entries posted since a day. Looking changes
/// nothing. <see cref="Steps"/>: files, and breaks that were judged again, that are to be looked at.
/// </summary>
public sealed record MatchImpactOrdered(Instant At, string ByUser, int RuleVersion, LocalDate From, int Steps);

/// <summary>What became of a match, or of money without one, under the other version.</summary>
public enum MatchChange
{
    /// <summary>The same payment.</summary>
    Kept,

    /// <summary>Money without a match has one.</summary>
    Gained,

    /// <summary>A match is none any more.</summary>
    Lost,

    /// <summary>Another payment.</summary>
    Changed,
}

/// <summary>
/// A payment, or another partner, of a share of an entry. <see cref="Break"/>: the break whose later judgement made
/// the match, where the posting of the file had not.
/// </summary>
public sealed record ImpactPartner(
    MatchKind Kind, MatchRule Rule, int RuleVersion, Guid? Batch, int? No, string? EndToEndId, Guid? Break = null);

/// <summary>
/// A share of a bank entry that the other version treats otherwise. <see cref="Would"/>: the kind of break that it
/// would be, where it would have no partner.
/// </summary>
public sealed record MatchDifference(
    int No, int Entry, LocalDate ValueDate, string BankReference, Money Amount, MatchChange Change,
    ImpactPartner? Before, ImpactPartner? After, BreakKind? Would);

/// <summary>How many shares of a month were matched by a rule and what becomes of them.</summary>
public sealed record ImpactCount(YearMonth Month, MatchRule Rule, MatchChange Change, int Count, Money Amount);

/// <summary>A step of the work: a file's posting, or the judgement of its breaks at a later moment.</summary>
public sealed record ImpactPlace(string Institution, Instant Posted, Guid FileId, bool IsLater);

/// <summary>One step was looked at; its differences are in streams of their own.</summary>
public sealed record MatchImpactJudged(
    Instant At, ImpactPlace Place, int Entries, int ByPeople, int Differences, ImpactCount[] Counts);

/// <summary>A chunk of what is different in one file.</summary>
public sealed record MatchDifferencesFound(
    Instant At, Guid Impact, string Institution, Guid FileId, MatchDifference[] Items);

/// <summary>The looking was stopped; what was found stays.</summary>
public sealed record MatchImpactStopped(Instant At, string ByUser);

/// <summary>The looking goes on behind the last step.</summary>
public sealed record MatchImpactResumed(Instant At, string ByUser);

/// <summary>Every step was looked at.</summary>
public sealed record MatchImpactCompleted(Instant At);

/// <summary>The first of two people wants the differences applied.</summary>
public sealed record MatchImpactProposed(Instant At, string ByUser, string Reason);

/// <summary>The differences are not to be applied.</summary>
public sealed record MatchImpactDeclined(Instant At, string ByUser, string Reason);

/// <summary>The second person agrees; from here the differences are applied one by one.</summary>
public sealed record MatchImpactConfirmed(Instant At, string ByUser);

/// <summary>A difference that later facts do not allow any more, and the code of the refusal.</summary>
public sealed record RefusedDifference(int No, string Code);

/// <summary>
/// What was done with some differences, in the transaction that did it: matches taken back, matches made, refusals.
/// </summary>
public sealed record MatchDifferencesApplied(Instant At, int[] TakenBack, int[] Made, RefusedDifference[] Refused);

/// <summary>Every difference was applied or refused.</summary>
public sealed record MatchImpactApplied(Instant At);

/// <summary>Where an impact stands.</summary>
public enum MatchImpactStatus
{
    Running,
    Stopped,
    Completed,
    Proposed,
    Declined,
    Applying,
    Applied,
}

/// <summary>The impact of a change of rules on past matches (tác động của thay đổi quy tắc khớp).</summary>
public sealed record MatchImpact : IFold<MatchImpact>
{
    public required Guid Id { get; init; }

    public required MatchImpactOrdered Ordered { get; init; }

    public MatchImpactStatus Status { get; init; }

    /// <summary>The last step that was looked at.</summary>
    public ImpactPlace? Last { get; init; }

    public int Steps { get; init; }

    public int Differences { get; init; }

    public MatchImpactProposed? Proposed { get; init; }

    public MatchImpactConfirmed? Confirmed { get; init; }

    public static MatchImpact? Evolve(MatchImpact? state, Guid id, object @event) => @event switch
    {
        MatchImpactOrdered e => new MatchImpact { Id = id, Ordered = e },
        _ when state is null => null,
        MatchImpactJudged e => state with
        {
            Last = e.Place,
            Steps = state.Steps + 1,
            Differences = state.Differences + e.Differences,
        },
        MatchImpactStopped => state with { Status = MatchImpactStatus.Stopped },
        MatchImpactResumed => state with { Status = MatchImpactStatus.Running },
        MatchImpactCompleted => state with { Status = MatchImpactStatus.Completed },
        MatchImpactProposed e => state with { Status = MatchImpactStatus.Proposed, Proposed = e },
        MatchImpactDeclined => state with { Status = MatchImpactStatus.Declined, Proposed = null },
        MatchImpactConfirmed e => state with { Status = MatchImpactStatus.Applying, Confirmed = e },
        MatchImpactApplied => state with { Status = MatchImpactStatus.Applied },
        _ => state,
    };
}

/// <summary>Some differences of one file, in a stream of their own so that the impact's own stays short.</summary>
public sealed record MatchImpactPart : IFold<MatchImpactPart>
{
    public required Guid Id { get; init; }

    public static MatchImpactPart? Evolve(MatchImpactPart? state, Guid id, object @event) => @event switch
    {
        MatchDifferencesFound => new MatchImpactPart { Id = id },
        _ => state,
    };
}
