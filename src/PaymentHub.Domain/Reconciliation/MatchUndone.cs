using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// A person took the match of an entry, or of a share of it, back: its postings are reversed on their own streams, the
/// money is unexplained again, and the pair is never proposed again. <see cref="Account"/> is the payer account, or the
/// pay-out organisation when <see cref="FromAdvance"/>.
/// </summary>
public sealed record MatchUndone(
    Instant At, string ByUser, string Account, bool FromAdvance, EntryMatch Match, FoundBreak Break, string Reason);

/// <summary>The file has no such match, or it was taken back already.</summary>
public sealed record MatchUnknown() : Refusal(
    "match-unknown",
    "Tệp không có khớp này, hoặc khớp đã được hủy.",
    "The file has no such match, or it was taken back already.");

/// <summary>Uncollected cash moved nothing; a new report of the organisation corrects it.</summary>
public sealed record MatchNotUndoable() : Refusal(
    "match-not-undoable",
    "Khoản không nhận tiền mặt không làm thay đổi tài khoản nào; hãy yêu cầu đơn vị gửi báo cáo mới.",
    "Uncollected cash moved nothing; ask the organisation for a new report.");

/// <summary>A match as it stands, and what the entry says of itself.</summary>
/// <param name="AdvanceTo">The organisation that got an advance or gave it back.</param>
public sealed record MatchToUndo(
    EntryMatch Match, EntrySource Source, string? EndToEndId, string? OtherAccount, string? AdvanceTo,
    string? AdvanceMessageId);

/// <summary>Taking matches back.</summary>
public static class MatchDecisions
{
    /// <summary>Takes the match back; later facts of the payment must not rest on it.</summary>
    public static ExplanationResult Undo(
        MatchToUndo? found, IReadOnlyDictionary<PaymentRef, BatchPayment> payments, string? reason, string user,
        Instant now)
    {
        if (found is not { Match: var match, Source: var source }) return new MatchUnknown();
        if (BreakRules.IsMissing(reason)) return new BreakReasonMissing();
        if (source.FromAdvance && match.Kind == MatchKind.Return) return new MatchNotUndoable();
        var undo = new Undo(source.FileId, match.ValueDate, source.Account, user, reason!.Trim(), now);
        var isDebit = match.Kind is MatchKind.Payment or MatchKind.Charge or MatchKind.Advance;
        var result = ExplanationResult.Of(new MatchUndone(
            now, user, source.Account, source.FromAdvance, match,
            new FoundBreak(
                match.Entry, match.ValueDate, BreakKind.MatchUndone, match.Amount, isDebit, match.BankReference,
                found.EndToEndId, found.OtherAccount, []),
            reason!.Trim()));
        if (match is not { Batch: { } batch, No: { } no })
        {
            return result with
            {
                ForAccount =
                [
                    undo.Movement(
                        match.Kind, match.Entry, match.Amount, found.AdvanceTo,
                        found.AdvanceMessageId ?? match.BankReference),
                ],
            };
        }

        var place = new PaymentRef(batch, no);
        var isReturn = match.Kind == MatchKind.Return;
        var payment = payments[place];
        if (!(isReturn ? payment.CanUnreturn(match.Amount) : payment.CanUnsettle(match.Amount)))
            return new ExplanationRestedOn(payment.Placed.EndToEndId);
        return result with
        {
            ByBatch = undo.Payments(payments, source.FromAdvance, [(isReturn, place, match.Amount, match.Entry)]),
        };
    }
}
