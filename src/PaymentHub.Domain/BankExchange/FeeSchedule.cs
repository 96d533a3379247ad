using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>
/// What the contract lets the bank charge for one transfer (biểu phí chuyển tiền), from a day on: a fixed fee and a
/// share of the amount, within bounds, and value added tax on top. TT 76/2021/TT-BTC leaves fee and method of paying
/// out to the contract with the payer; a benefit itself is paid whole, so the fee is never taken out of it.
/// </summary>
/// <param name="From">First value date for which it counts, until a later schedule begins.</param>
/// <param name="Fixed">Đồng for each transfer, before tax; 0 to 10,000,000.</param>
/// <param name="PerMillion">Đồng for each million of the amount, before tax; 0 to 100,000 (ten percent).</param>
/// <param name="Least">The two together are at least this, đồng before tax.</param>
/// <param name="Most">And at most this; null without a bound.</param>
/// <param name="VatPercent">Value added tax (thuế GTGT) on the fee, 0 to 20 percent.</param>
public sealed record FeeSchedule(
    LocalDate From, long Fixed, int PerMillion, long Least, long? Most, int VatPercent)
{
    private const long Million = 1_000_000;
    private const long Hundred = 100;

    /// <summary>The fee of one transfer with its tax; each of the two is rounded to đồng, half up.</summary>
    /// <param name="amount">The amount that the payee gets; not negative.</param>
    public Money Of(Money amount)
    {
        var share = (long)(((Int128)amount.Dong * PerMillion + Million / 2) / Million);
        var fee = Math.Max(Least, Fixed + share);
        if (Most is { } most) fee = Math.Min(most, fee);
        return new Money(fee + (fee * VatPercent + Hundred / 2) / Hundred);
    }
}

/// <summary>The schedules that were ever agreed with a bank.</summary>
public static class FeeSchedules
{
    /// <summary>The schedule that counts on a value date; null where none was agreed yet.</summary>
    public static FeeSchedule? On(this IEnumerable<FeeSchedule> schedules, LocalDate day) =>
        schedules.Where(s => s.From <= day).MaxBy(s => s.From);
}

/// <summary>What the bank booked on one value date: transfers of one amount.</summary>
public readonly record struct BookedTransfers(LocalDate Day, Money Amount, int Count);

/// <summary>
/// One day of charges (phí trong ngày) beside the contract. <paramref name="Scheduled"/> is null while no schedule was
/// agreed; banks that charge by the month show it on one day.
/// </summary>
public sealed record DayOfCharges(LocalDate Day, int Transfers, Money? Scheduled, Money Charged);

/// <summary>Charges of a bank beside what the contract lets it charge.</summary>
public static class ChargeReview
{
    /// <summary>The days on which something was booked or charged, in their order.</summary>
    public static IReadOnlyList<DayOfCharges> Of(
        IReadOnlyList<FeeSchedule> schedules, IEnumerable<BookedTransfers> transfers,
        IReadOnlyDictionary<LocalDate, Money> charged)
    {
        var byDay = transfers.ToLookup(t => t.Day);
        return
        [
            .. byDay.Select(d => d.Key).Union(charged.Keys).Order().Select(day => new DayOfCharges(
                day, byDay[day].Sum(t => t.Count),
                schedules.On(day) is { } schedule
                    ? new Money(byDay[day].Sum(t => schedule.Of(t.Amount).Dong * t.Count))
                    : null,
                charged.GetValueOrDefault(day))),
        ];
    }
}
