using System.Collections.Immutable;
using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Funds;

/// <summary>A batch and what the payee table pays of it, in đồng.</summary>
public sealed record SlipBatch(Guid Batch, Money Amount);

/// <summary>
/// A withdrawal slip (giấy rút dự toán) was issued to the State Treasury for one source's part of a commune's month, or
/// of one programme of it. Its amount equals the payee table of <paramref name="Batches"/> (TT 17/2024/TT-BTC Điều 5).
/// </summary>
public sealed record WithdrawalSlipRecorded(
    Instant At, string ByUser, YearMonth Period, string Commune, string Source, string? Programme, string Number,
    LocalDate IssuedOn, Money Amount, SlipBatch[] Batches);

/// <summary>A slip was taken back before the Treasury paid; its batches may be withdrawn by another one.</summary>
public sealed record WithdrawalSlipCancelled(Instant At, string ByUser, string Number, string Reason);

/// <summary>The slip lacks its number or its day, or the day lies ahead.</summary>
public sealed record SlipIncomplete() : Refusal(
    "slip-incomplete",
    "Phải ghi số và ngày của giấy rút dự toán; ngày không được sau hôm nay.",
    "State the number and the day of the withdrawal slip; the day may not lie ahead.");

/// <summary>The number was used for another slip.</summary>
public sealed record SlipNumberTaken(string Number) : Refusal(
    "slip-number-taken",
    $"Số {Number} đã dùng cho một giấy rút dự toán khác của kỳ này. Hãy kiểm tra lại số.",
    $"The number {Number} is that of another withdrawal slip of the month. Check the number.");

/// <summary>No batch of the source waits for a slip.</summary>
public sealed record NothingToWithdraw() : Refusal(
    "nothing-to-withdraw",
    "Không còn khoản chi nào của nguồn này chưa có giấy rút dự toán.",
    "Nothing of this source is without a withdrawal slip.");

/// <summary>The slip's amount is not that of the payee table.</summary>
public sealed record SlipDiffers(Money Stated, Money Table) : Refusal(
    "slip-differs",
    $"Giấy rút dự toán ghi {Stated.Dong} đồng, bảng thanh toán là {Table.Dong} đồng. Hãy lập lại giấy theo bảng.",
    $"The slip says {Stated.Dong} đồng, the payee table {Table.Dong}. Issue the slip by the table.");

/// <summary>There is no such slip.</summary>
public sealed record SlipUnknown(string Number) : Refusal(
    "slip-unknown",
    $"Không có giấy rút dự toán số {Number} trong kỳ này.",
    $"No withdrawal slip of the month has the number {Number}.");

/// <summary>The slips of one commune's month and source.</summary>
public sealed record WithdrawalSlips(Guid Id, ImmutableDictionary<string, WithdrawalSlipRecorded> Standing)
    : IFold<WithdrawalSlips>
{
    /// <summary>The stream of one commune's month and source.</summary>
    public static Guid IdOf(YearMonth period, string commune, string source) =>
        Keys.GuidOf("withdrawal", PeriodIso.Format(period), commune, source);

    public static WithdrawalSlips? Evolve(WithdrawalSlips? state, Guid id, object @event) => @event switch
    {
        WithdrawalSlipRecorded e => new WithdrawalSlips(
            id, (state?.Standing ?? ImmutableDictionary<string, WithdrawalSlipRecorded>.Empty).SetItem(e.Number, e)),
        WithdrawalSlipCancelled e when state is not null => state with { Standing = state.Standing.Remove(e.Number) },
        _ => state,
    };
}

/// <summary>What a slip as written by the commune says.</summary>
public sealed record SlipStatement(
    YearMonth Period, string Commune, string Source, string? Programme, string Number, LocalDate IssuedOn,
    Money Amount);

/// <summary>Recording and taking back slips.</summary>
public static class WithdrawalSlipDecisions
{
    /// <summary>
    /// Records a slip whose amount is, to the đồng, what the payee table pays of the batches that no standing slip
    /// covers.
    /// </summary>
    /// <param name="slip">What the commune wrote.</param>
    /// <param name="table">Batches of the payee table of this source, limited as the slip is.</param>
    /// <param name="state">The slips so far; null before the first.</param>
    /// <param name="today">The day of recording.</param>
    /// <param name="now">The moment of recording.</param>
    /// <param name="by">Who records it.</param>
    public static Decision Record(
        SlipStatement slip, IReadOnlyList<SlipBatch> table, WithdrawalSlips? state, LocalDate today, Instant now,
        string by)
    {
        var number = slip.Number.Trim();
        if (number.Length is 0 or > 50 || slip.IssuedOn > today) return new SlipIncomplete();
        if (state?.Standing.GetValueOrDefault(number) is { } known)
        {
            var isSame = known.Amount == slip.Amount && known.IssuedOn == slip.IssuedOn
                && known.Programme == slip.Programme;
            return isSame ? Decision.AlreadyDone : new SlipNumberTaken(number);
        }

        var covered = (state?.Standing.Values ?? []).SelectMany(s => s.Batches).Select(b => b.Batch).ToHashSet();
        SlipBatch[] open = [.. table.Where(b => !covered.Contains(b.Batch) && b.Amount.IsPositive)];
        if (open.Length == 0) return new NothingToWithdraw();
        var sum = open.Sum(b => b.Amount);
        return sum == slip.Amount
            ? Decision.Accept(new WithdrawalSlipRecorded(
                now, by, slip.Period, slip.Commune, slip.Source, slip.Programme, number, slip.IssuedOn, sum, open))
            : new SlipDiffers(slip.Amount, sum);
    }

    /// <summary>Takes a standing slip back with a reason.</summary>
    public static Decision Cancel(string number, string reason, WithdrawalSlips? state, Instant now, string by)
    {
        if (state?.Standing.ContainsKey(number.Trim()) != true) return new SlipUnknown(number.Trim());
        return string.IsNullOrWhiteSpace(reason)
            ? new SlipIncomplete()
            : Decision.Accept(new WithdrawalSlipCancelled(now, by, number.Trim(), reason.Trim()));
    }
}
