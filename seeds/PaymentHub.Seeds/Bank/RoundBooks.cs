using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>Turns one bank's orders of a round into entries by day, and closes the days in its ledger.</summary>
internal sealed class RoundBooks(Chance chance, BankPreset preset, AccountLedger ledger, IReadOnlySet<string> accounts)
{
    private const int EarliestReturn = 2;
    private const int ReturnSpread = 5;
    private readonly SortedDictionary<LocalDate, List<Booking>> days = [];

    /// <summary>Payments that were booked one business day before the day ordered.</summary>
    public int DayBefore { get; private set; }

    /// <summary>Payments that were booked one business day after the day ordered.</summary>
    public int NextDay { get; private set; }

    /// <summary>Books all orders of the messages.</summary>
    public void Book(IEnumerable<OrderFile> files)
    {
        foreach (var file in files)
        {
            foreach (var batch in file.Batches)
                Book(batch, file.ExecutionDay);
        }
    }

    /// <summary>Adds an entry that does not come from an order.</summary>
    public void Add(LocalDate date, Booking booking)
    {
        var day = BusinessDays.OnOrAfter(date);
        if (!days.TryGetValue(day, out var entries))
            days[day] = entries = [];
        entries.Add(booking);
    }

    /// <summary>Adds charges and funding, then closes every day of the statement period and every later one
    /// used.</summary>
    /// <param name="firstDay">Day of the first debit, or of the first entry when there is none.</param>
    /// <param name="statementDays">Business days that get a statement even without entries.</param>
    public void Close(LocalDate firstDay, int statementDays)
    {
        AddFees();
        Fund(days.Keys.Append(firstDay).Min());
        for (var i = 0; i < statementDays; i++)
        {
            var day = BusinessDays.Plus(firstDay, i);
            if (!days.ContainsKey(day))
                days[day] = [];
        }

        foreach (var (day, entries) in days)
            ledger.Close(day, entries, chance.Hits("split-day", $"{ledger.Bank.Code}{day}", preset.SplitDayRate));
    }

    private void Book(OrderBatch batch, LocalDate day)
    {
        var booked = batch.Payments.Where(p => p.Fate != Fate.Rejected).ToList();
        var together = booked.Where(p => !p.IsBookedAlone).ToList();
        if (together.Count > 0)
        {
            Add(day, new Booking
            {
                Kind = EntryKind.Batch,
                Amount = together.Sum(p => p.Amount),
                Batch = batch,
                Count = together.Count,
                Text = $"CHI TRA THEO BANG KE {batch.PaymentInformationId}",
            });
        }

        foreach (var payment in booked)
        {
            if (payment.IsBookedAlone)
                BookAlone(payment, day);
            if (payment.Fate is Fate.Returned or Fate.ReturnedWithoutId)
                BookReturn(payment, day);
        }
    }

    private void BookAlone(PaymentOrder payment, LocalDate day)
    {
        switch (payment.Fate)
        {
            case Fate.WrongAccount:
                Add(day, Debit(payment, EntryKind.WrongAccount, payment.Amount, account: OtherAccount(payment)));
                break;
            case Fate.OverDebit:
                Add(day, Debit(payment, EntryKind.Excess, payment.Amount + payment.Difference));
                break;
            case Fate.UnderDebit:
                Add(day, Debit(payment, EntryKind.Payment, payment.Amount - payment.Difference));
                break;
            case Fate.DoubleDebit:
                Add(day, Debit(payment, EntryKind.Payment, payment.Amount));
                Add(BusinessDays.Plus(day, 1), Debit(payment, EntryKind.SecondDebit, payment.Amount));
                break;
            case Fate.NoId:
                Add(day, Debit(payment, EntryKind.Payment, payment.Amount, Hidden(payment)));
                break;
            case Fate.Ambiguous:
                Add(day, Debit(payment, EntryKind.Ambiguous, payment.Amount, Hidden(payment)));
                break;
            default:
                var kind = payment.IsAdvance ? EntryKind.Advance : EntryKind.Payment;
                Add(DayOf(payment, day), Debit(payment, kind, payment.Amount));
                break;
        }
    }

    // A day that a statement has closed cannot be booked on any more, so only the first round can be early.
    private LocalDate DayOf(PaymentOrder payment, LocalDate day)
    {
        if (!payment.IsOrdinary || payment.Fate != Fate.Settles)
            return day;
        if (chance.Hits("late", payment.EndToEndId, preset.NextDayRate))
        {
            NextDay++;
            return BusinessDays.Plus(day, 1);
        }

        if (ledger.Statements.Count > 0 || !chance.Hits("early", payment.EndToEndId, preset.DayBeforeRate))
            return day;
        DayBefore++;
        return BusinessDays.Before(day);
    }

    private IdShown Hidden(PaymentOrder payment) =>
        chance.Below("hidden", payment.EndToEndId, 2) == 0 ? IdShown.Absent : IdShown.NotProvided;

    private static Booking Debit(
        PaymentOrder payment, EntryKind kind, long amount, IdShown shown = IdShown.Yes, string? account = null) => new()
        {
            Kind = kind,
            Amount = amount,
            Payment = payment,
            Shown = shown,
            OtherAccount = account,
            Text = payment.Remittance.Length > 0 ? payment.Remittance : "CHI TRA CHE DO",
        };

    private void BookReturn(PaymentOrder payment, LocalDate day)
    {
        var wait = EarliestReturn + chance.Below("return-day", payment.EndToEndId, ReturnSpread);
        var bare = payment.Fate == Fate.ReturnedWithoutId;
        Add(BusinessDays.Plus(day, wait), new Booking
        {
            Kind = EntryKind.Return,
            Amount = payment.Amount,
            Payment = payment,
            Shown = bare ? IdShown.Absent : IdShown.Yes,
            Text = $"HOAN TRA LENH CHI TK {payment.Account} {payment.PayeeName} LY DO {payment.Code}",
        });
        // The bank finds that the return was wrong and debits the payment again on the next day.
        if (payment.IsReturnReversed)
            Add(BusinessDays.Plus(day, wait + 1), Debit(payment, EntryKind.ReturnReversed, payment.Amount));
    }

    /// <summary>An account of the same length that belongs to none of our payees.</summary>
    private string OtherAccount(PaymentOrder payment)
    {
        for (var attempt = 0; ; attempt++)
        {
            var length = Math.Max(8, payment.Account.Length);
            var account = chance.Digits("other-account", payment.EndToEndId + attempt, length);
            if (!accounts.Contains(account))
                return account;
        }
    }

    private void AddFees()
    {
        if (preset.FeePerPayment <= 0)
            return;
        foreach (var (day, entries) in days)
        {
            var transfers = entries.Where(e => e.Rank == 1 && e.Kind != EntryKind.UnknownDebit).Sum(e => e.Count);
            if (transfers > 0)
            {
                entries.Add(new Booking
                {
                    Kind = EntryKind.Fee,
                    Amount = transfers * preset.FeePerPayment,
                    Text = $"PHI CHUYEN TIEN NGAY {day:dd/MM/yyyy} {transfers} LENH",
                });
            }
        }
    }

    /// <summary>The treasury sends one sum before the first debit: all debits of the round less what is still
    /// there.</summary>
    private void Fund(LocalDate firstDay)
    {
        const long Step = 10_000_000;
        var debits = days.Values.SelectMany(e => e).Where(e => !e.IsCredit).Sum(e => e.Amount);
        var needed = debits - ledger.Balance;
        if (needed <= 0)
            return;
        Add(firstDay, new Booking
        {
            Kind = EntryKind.Funding,
            Amount = (needed + Step - 1) / Step * Step,
            OtherAccount = "3713011020345",
            OtherName = "KHO BAC NHA NUOC QUANG NGAI",
            Text = $"KBNN CAP KINH PHI CHI TRA CHE DO THANG {firstDay:MM/yyyy}",
        });
    }
}
