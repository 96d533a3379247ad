using NodaTime;

namespace PaymentHub.Domain.Misuse;

/// <summary>No case has this id.</summary>
public sealed record CaseUnknown() : Refusal("case-unknown", "Không có vụ việc này.", "There is no such case.");

/// <summary>A case is decided with a reason that others can follow.</summary>
public sealed record CaseReasonMissing() : Refusal(
    "case-reason-missing",
    "Phải ghi rõ lý do khi kết luận vụ việc.",
    "State the reason when deciding a case.");

/// <summary>The case is already decided; only more evidence opens it again.</summary>
public sealed record CaseAlreadyDecided() : Refusal(
    "case-already-decided",
    "Vụ việc đã có kết luận; chỉ xem xét lại khi có chứng cứ mới.",
    "The case is decided; it is looked at again when more evidence comes.");

/// <summary>Money is ordered back only after misuse was confirmed.</summary>
public sealed record CaseNotConfirmed() : Refusal(
    "case-not-confirmed",
    "Chỉ được truy thu khi vụ việc đã kết luận có vi phạm.",
    "Recovery needs a case that was decided as confirmed.");

/// <summary>The dossier is not part of the case.</summary>
public sealed record DossierNotInCase() : Refusal(
    "dossier-not-in-case",
    "Hồ sơ này không thuộc vụ việc.",
    "This dossier is not part of the case.");

/// <summary>The amount or the paper behind it is missing.</summary>
public sealed record RecoveryIncomplete() : Refusal(
    "recovery-incomplete",
    "Phải có số tiền lớn hơn 0 và số quyết định hoặc chứng từ.",
    "An amount above zero and the decision or voucher number are needed.");

/// <summary>More came back than was ordered: the excess belongs elsewhere.</summary>
public sealed record RecoveryExceedsOrder() : Refusal(
    "recovery-exceeds-order",
    "Số tiền thu hồi vượt quá số còn phải thu theo quyết định.",
    "The amount is more than what is still to be recovered.");

/// <summary>What may be done with a case.</summary>
public static class MisuseCaseDecisions
{
    /// <summary>
    /// Opens a case for a finding, adds what is new to an existing one, or does nothing where nothing is.
    /// </summary>
    public static Decision Open(MisuseFinding finding, MisuseCase? state, Instant now, string by)
    {
        if (state is null)
        {
            return Decision.Accept(new CaseOpened(
                now, by, finding.Key, finding.Detector, finding.Dossiers, finding.EndToEndIds, finding.Amount,
                finding.Evidence, finding.ExplanationVi, finding.ExplanationEn));
        }

        var added = finding.Evidence.Where(e => !state.EvidenceKeys.Contains(e.Key)).ToArray();
        if (added.Length == 0) return Decision.AlreadyDone;
        return Decision.Accept(new EvidenceAdded(
            now, by, state.Id, finding.Detector, finding.Dossiers, finding.EndToEndIds, finding.Amount, added,
            finding.ExplanationVi, finding.ExplanationEn));
    }

    /// <summary>Decides an open case. The reason is kept for ever and shown to whoever is concerned.</summary>
    public static Decision Decide(CaseOutcome outcome, string? reason, MisuseCase? state, Instant now, string by)
    {
        if (state is null) return new CaseUnknown();
        if (string.IsNullOrWhiteSpace(reason)) return new CaseReasonMissing();
        if (state.Status != CaseStatus.Open)
            return state.Outcome == outcome ? Decision.AlreadyDone : new CaseAlreadyDecided();
        return Decision.Accept(new CaseDecided(now, by, state.Id, state.Detector, outcome, reason.Trim()));
    }

    /// <summary>
    /// Orders money back from the payee of a dossier; the same decision number again changes nothing.
    /// </summary>
    public static Decision OrderRecovery(
        string dossier, Money amount, string decisionNumber, MisuseCase? state, Instant now, string by)
    {
        if (state is null) return new CaseUnknown();
        if (!amount.IsPositive || string.IsNullOrWhiteSpace(decisionNumber)) return new RecoveryIncomplete();
        if (state.References.Contains("order:" + decisionNumber.Trim())) return Decision.AlreadyDone;
        if (state.Status == CaseStatus.Open || state.Outcome != CaseOutcome.Confirmed) return new CaseNotConfirmed();
        if (!state.Dossiers.Contains(dossier)) return new DossierNotInCase();
        return Decision.Accept(new RecoveryOrdered(now, by, state.Id, dossier, amount, decisionNumber.Trim()));
    }

    /// <summary>Books recovered money; the same reference again changes nothing.</summary>
    public static Decision ReceiveRecovery(Money amount, string reference, MisuseCase? state, Instant now, string by)
    {
        if (state is null) return new CaseUnknown();
        if (!amount.IsPositive || string.IsNullOrWhiteSpace(reference)) return new RecoveryIncomplete();
        if (state.References.Contains("receipt:" + reference.Trim())) return Decision.AlreadyDone;
        if (state.Received + amount > state.Ordered) return new RecoveryExceedsOrder();
        return Decision.Accept(new RecoveryReceived(now, by, state.Id, amount, reference.Trim()));
    }
}
