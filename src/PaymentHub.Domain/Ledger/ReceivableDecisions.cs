using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Ledger;

/// <summary>The demand lacks a part.</summary>
public sealed record ReceivableIncomplete() : Refusal(
    "receivable-incomplete",
    "Phải ghi hồ sơ, số quyết định, số tiền lớn hơn 0, hạn nộp và lý do (ít nhất 5 ký tự).",
    "State dossier, decision number, an amount above zero, the day due, and a reason (at least 5 characters).");

/// <summary>More comes back, or is given up, than is left.</summary>
public sealed record MoreThanLeft(Money Asked, Money Left) : Refusal(
    "more-than-left",
    $"Chỉ còn phải thu {Left} đ, không thể ghi {Asked} đ.",
    $"Only {Left} đ are left to collect; {Asked} đ cannot be recorded.");

/// <summary>The parts of the plan are not what is left, or not in the order of their days.</summary>
public sealed record PlanDiffers(Money Sum, Money Left) : Refusal(
    "plan-differs",
    $"Các kỳ trả cộng lại {Sum} đ, còn phải thu {Left} đ: phải bằng nhau, mỗi kỳ lớn hơn 0, ngày tăng dần, nhiều nhất "
        + "60 kỳ.",
    $"The parts sum to {Sum} đ and {Left} đ are left: they must be equal, each above zero, on rising days, "
        + "at most 60.");

/// <summary>The document that proves it is not named.</summary>
public sealed record ReferenceMissing() : Refusal(
    "reference-missing",
    "Phải ghi số chứng từ; ngày nộp không được sau hôm nay.",
    "Name the document; the day of payment may not lie ahead.");

/// <summary>Nothing is proposed that could be agreed to.</summary>
public sealed record NothingProposed() : Refusal(
    "nothing-proposed", "Chưa có đề nghị xóa nợ.", "Nobody has proposed to write it off.");

/// <summary>Demanding, collecting and giving up money that was paid without entitlement.</summary>
public static class ReceivableDecisions
{
    private const int MostParts = 60;
    private const int ShortestReason = 5;

    /// <summary>Demands money back; the same decision demands once.</summary>
    public static Decision Open(Receivable? state, ReceivableOpened demand)
    {
        if (state is not null) return Decision.AlreadyDone;
        var isWhole = demand.Dossier.Trim().Length > 0 && demand.DecisionNumber.Trim().Length > 0
            && demand.Amount.IsPositive && demand.Reason.Trim().Length >= ShortestReason;
        return isWhole ? Decision.Accept(demand) : new ReceivableIncomplete();
    }

    /// <summary>Agrees on parts without interest; together they are what is left.</summary>
    public static Decision Agree(Receivable state, Instalment[] parts, string paper, string user, Instant now)
    {
        if (paper.Trim().Length == 0) return new ReferenceMissing();
        var isRising = parts.Zip(parts.Skip(1), (a, b) => a.DueOn < b.DueOn).All(rises => rises);
        var sum = parts.Sum(p => p.Amount);
        return parts.Length is > 0 and <= MostParts && isRising && parts.All(p => p.Amount.IsPositive)
                && sum == state.Left
            ? Decision.Accept(new InstalmentsAgreed(now, user, state.Id, parts, paper.Trim()))
            : new PlanDiffers(sum, state.Left);
    }

    /// <summary>Records money that came back; the same document counts once.</summary>
    public static Decision Collect(Receivable state, ReceivableCollected collected)
    {
        var reference = collected.Reference.Trim();
        if (reference.Length == 0 || collected.ValueDate > EntryDates.DayOf(collected.At))
            return new ReferenceMissing();
        if (state.References.Contains(Receivable.KeyOf(collected.Channel, reference), StringComparer.Ordinal))
            return Decision.AlreadyDone;
        return collected.Amount.IsPositive && collected.Amount <= state.Left
            ? Decision.Accept(collected with { Reference = reference })
            : new MoreThanLeft(collected.Amount, state.Left);
    }

    /// <summary>Proposes to give up what is left.</summary>
    public static Decision ProposeWriteOff(
        Receivable state, string decisionNumber, string reason, string user, Instant now)
    {
        if (reason.Trim().Length < ShortestReason) return new ReasonMissing();
        if (decisionNumber.Trim().Length == 0) return new ReferenceMissing();
        return state.Left.IsPositive
            ? Decision.Accept(new WriteOffProposed(
                now, user, state.Id, state.Left, decisionNumber.Trim(), reason.Trim()))
            : new MoreThanLeft(state.Left, state.Left);
    }

    /// <summary>Agrees as another person; what came back since the proposal is not given up.</summary>
    public static Decision WriteOff(Receivable state, string user, Instant now)
    {
        if (state.Proposed is not { } proposed) return new NothingProposed();
        if (proposed.ByUser == user) return new SecondPersonNeeded(user);
        return state.Left.IsPositive
            ? Decision.Accept(new ReceivableWrittenOff(
                now, user, state.Id, proposed.ByUser, Money.Min(proposed.Amount, state.Left),
                proposed.DecisionNumber))
            : new MoreThanLeft(proposed.Amount, state.Left);
    }
}
