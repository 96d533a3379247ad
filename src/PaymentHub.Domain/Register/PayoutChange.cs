using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>A change of a payout needs a paper and a reason.</summary>
public sealed record PayoutEvidenceMissing() : Refusal(
    "payout-evidence-missing",
    "Phải ghi giấy tờ làm căn cứ (số, ngày) và lý do khi đổi tài khoản hoặc người nhận.",
    "Name the paper (number, date) and the reason for changing the account or the payee.");

/// <summary>The dossier has no payout to change.</summary>
public sealed record PayoutUnknown(string Dossier) : Refusal(
    "payout-unknown",
    $"Hồ sơ {Dossier} chưa có thông tin chi trả của người này.",
    $"Dossier {Dossier} has no payout of this person.");

/// <summary>The payout is already as proposed.</summary>
public sealed record PayoutUnchanged() : Refusal(
    "payout-unchanged",
    "Thông tin chi trả mới giống thông tin hiện tại.",
    "The proposed payout is the present one.");

/// <summary>The payee's term does not suit the relation.</summary>
public sealed record PayeeTermUnsuitable() : Refusal(
    "payee-term-unsuitable",
    "Người nhận thay phải có giấy tờ, ngày bắt đầu và thời hạn phù hợp; ủy quyền không quá 12 tháng.",
    "Who receives in another's place needs a paper, a first day and a fitting term; a proxy lasts at most 12 months.");

/// <summary>Another change of the same dossier is still waiting.</summary>
public sealed record PayoutChangeWaiting(string Dossier) : Refusal(
    "payout-change-waiting",
    $"Hồ sơ {Dossier} đang có một đề nghị thay đổi chờ xác nhận. Hãy xử lý đề nghị đó trước.",
    $"Dossier {Dossier} has a change waiting. Decide that one first.");

/// <summary>The change is not waiting: it was decided already or never proposed.</summary>
public sealed record PayoutChangeNotWaiting() : Refusal(
    "payout-change-not-waiting",
    "Đề nghị thay đổi này không còn chờ xác nhận.",
    "This change is not waiting for a decision.");

/// <summary>Who proposed a change may not confirm it.</summary>
public sealed record PayoutChangeOwn() : Refusal(
    "payout-change-own",
    "Người đề nghị không được tự xác nhận thay đổi. Hãy chuyển cho người khác kiểm tra giấy tờ và xác nhận.",
    "Who proposed the change may not confirm it. Another person has to see the paper and confirm.");

/// <summary>
/// Changes of accounts and payees outside an import: proposed with evidence by one person, confirmed by another,
/// because an account that was changed shortly before a payment is the commonest way of leading money away.
/// </summary>
public static class PayoutChangeDecisions
{
    /// <summary>Proposes a payout; nothing changes yet.</summary>
    public static Decision Propose(
        Guid changeId, string dossier, PayoutDetails payout, string evidence, string reason, Beneficiary? state,
        Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (!state.Payouts.TryGetValue(dossier, out var present)) return new PayoutUnknown(dossier);
        if (state.Proposed.ContainsKey(changeId)) return Decision.AlreadyDone;
        if (string.IsNullOrWhiteSpace(evidence) || string.IsNullOrWhiteSpace(reason))
            return new PayoutEvidenceMissing();
        if (present == payout) return new PayoutUnchanged();
        if (payout.Payee is { } payee && payee.Term?.Suits(payee.Relation) != true) return new PayeeTermUnsuitable();
        if (state.Proposed.Values.Any(p => p.Dossier == dossier)) return new PayoutChangeWaiting(dossier);
        return Decision.Accept(new PayoutChangeProposed(
            now, by, state.Id, changeId, dossier, payout, evidence.Trim(), reason.Trim()));
    }

    /// <summary>Confirms a proposed change in the name of another person.</summary>
    public static Decision Confirm(Guid changeId, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (!state.Proposed.TryGetValue(changeId, out var proposed)) return new PayoutChangeNotWaiting();
        if (string.Equals(proposed.ProposedBy, by, StringComparison.OrdinalIgnoreCase)) return new PayoutChangeOwn();
        var before = state.Payouts.GetValueOrDefault(proposed.Dossier);
        var events = new List<object>
        {
            new PayoutChangeConfirmed(now, by, state.Id, changeId, proposed.Dossier),
            new PayoutAccountSet(
                now, by, state.Id, proposed.Dossier, proposed.Payout,
                before is null ? [] : BeneficiaryDecisions.ChangedFields(before, proposed.Payout)),
        };
        if (before?.Payee != proposed.Payout.Payee)
            events.Add(new PayeeAppointed(now, by, state.Id, proposed.Dossier, proposed.Payout));
        return Decision.Accept([.. events]);
    }

    /// <summary>Declines a proposed change with a reason; the proposer may take it back the same way.</summary>
    public static Decision Decline(Guid changeId, string reason, Beneficiary? state, Instant now, string by)
    {
        if (state is null) return new PersonUnknown();
        if (!state.Proposed.TryGetValue(changeId, out var proposed)) return new PayoutChangeNotWaiting();
        if (string.IsNullOrWhiteSpace(reason)) return new PayoutEvidenceMissing();
        return Decision.Accept(new PayoutChangeDeclined(
            now, by, state.Id, changeId, proposed.Dossier, reason.Trim()));
    }
}
