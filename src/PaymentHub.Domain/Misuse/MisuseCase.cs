using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Misuse;

/// <summary>What an inspector concluded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseOutcome>))]
public enum CaseOutcome
{
    /// <summary>Có vi phạm: misuse, or money that must come back.</summary>
    Confirmed,

    /// <summary>Không có vi phạm: lawful, the lead was wrong.</summary>
    Unfounded,

    /// <summary>Sai sót dữ liệu: an honest error in the data, corrected there.</summary>
    DataError,
}

/// <summary>Where a case stands (tình trạng vụ việc).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseStatus>))]
public enum CaseStatus
{
    Open,
    Decided,
    Recovering,
    Recovered,
}

/// <summary>A detector's finding opened a case; the case id is the finding's key.</summary>
public sealed record CaseOpened(
    Instant At, string By, Guid CaseId, string Detector, string[] Dossiers, string[] EndToEndIds, Money? Amount,
    MisuseEvidence[] Evidence, string ExplanationVi, string ExplanationEn);

/// <summary>
/// A later screening found more of the same: the complete finding as it now stands and the evidence that came.
/// </summary>
public sealed record EvidenceAdded(
    Instant At, string By, Guid CaseId, string Detector, string[] Dossiers, string[] EndToEndIds, Money? Amount,
    MisuseEvidence[] Added, string ExplanationVi, string ExplanationEn);

/// <summary>An inspector decided, with the reason.</summary>
public sealed record CaseDecided(
    Instant At, string By, Guid CaseId, string Detector, CaseOutcome Outcome, string Reason);

/// <summary>The authority ordered money back (truy thu) by decision <paramref name="DecisionNumber"/>.</summary>
public sealed record RecoveryOrdered(
    Instant At, string By, Guid CaseId, string Dossier, Money Amount, string DecisionNumber);

/// <summary>Recovered money arrived; <paramref name="Reference"/> is the voucher or the bank's reference.</summary>
public sealed record RecoveryReceived(Instant At, string By, Guid CaseId, Money Amount, string Reference);

/// <summary>A case of possible misuse. A case stops no money by itself.</summary>
public sealed record MisuseCase(
    Guid Id,
    string Detector,
    CaseStatus Status,
    ImmutableHashSet<string> EvidenceKeys,
    ImmutableHashSet<string> Dossiers,
    CaseOutcome? Outcome,
    Money Ordered,
    Money Received,
    ImmutableHashSet<string> References) : IFold<MisuseCase>
{
    public static MisuseCase? Evolve(MisuseCase? state, Guid id, object @event) => (@event, state) switch
    {
        (CaseOpened e, _) => new(
            id, e.Detector, CaseStatus.Open, [.. e.Evidence.Select(x => x.Key)], [.. e.Dossiers], null, Money.Zero,
            Money.Zero, []),
        (_, null) => null,
        // More evidence after a decision is a new question, unless money is already being recovered.
        (EvidenceAdded e, _) => state with
        {
            EvidenceKeys = state.EvidenceKeys.Union(e.Added.Select(x => x.Key)),
            Dossiers = state.Dossiers.Union(e.Dossiers),
            Status = state.Status == CaseStatus.Decided ? CaseStatus.Open : state.Status,
        },
        (CaseDecided e, _) => state with { Status = CaseStatus.Decided, Outcome = e.Outcome },
        (RecoveryOrdered e, _) => state with
        {
            Status = CaseStatus.Recovering,
            Ordered = state.Ordered + e.Amount,
            References = state.References.Add("order:" + e.DecisionNumber),
        },
        (RecoveryReceived e, _) => state with
        {
            Status = state.Received + e.Amount == state.Ordered ? CaseStatus.Recovered : CaseStatus.Recovering,
            Received = state.Received + e.Amount,
            References = state.References.Add("receipt:" + e.Reference),
        },
        _ => state,
    };
}
