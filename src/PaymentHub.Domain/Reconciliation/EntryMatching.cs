using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// The deterministic passes: own reference, batch booking, classified entries, then account and amount when unique,
/// then the one choice of an account's or a batch's open payments that makes the sum.
/// Amounts never prove anything alone; two equal candidates give an ambiguous break, never a pick. Every đồng of every
/// entry ends in exactly one match or break, which is asserted.
/// </summary>
public static class EntryMatching
{
    /// <summary>
    /// Version of the passes, kept with every match they make. 1: reference, booking, class, account and amount; 2: the
    /// only sum of a part of a booking or of an account; 3: after its return a debit is not that of a payment
    /// whose booking waits; 4: fees as the contract's schedule says; 5: a return and a booking wait for lines of their
    /// own file too, so that it does not matter how lines are divided into files.
    /// </summary>
    public const int RuleVersion = 5;

    private const int SumsFrom = 2;
    private const int ReturnsWaitFrom = 3;
    private const int FeesFrom = 4;
    private const int OwnFileFrom = 5;
    private const int MostCandidates = 20;

    public static MatchResult Match(EntrySource source, IReadOnlyList<BankEntry> entries, MatchFacts facts, Instant now)
    {
        var work = new MatchWork(source, facts, now);
        foreach (var entry in entries) MatchOne(work, entry);
        return work.Finish(entries);
    }

    private static void MatchOne(MatchWork work, BankEntry entry)
    {
        switch (entry.Class)
        {
            case EntryClass.Payment: MatchDebit(work, entry); break;
            case EntryClass.Return: MatchReturn(work, entry); break;
            case EntryClass.Uncollected: MatchUncollected(work, entry); break;
            case EntryClass.Funding: work.Funding(entry); break;
            case EntryClass.Charge: MatchCharge(work, entry); break;
            case EntryClass.AdvanceReturned: work.AdvanceReturned(entry); break;
            default: work.Break(entry, BreakKind.UnexplainedCredit, entry.Amount); break;
        }
    }

    private static void MatchDebit(MatchWork work, BankEntry entry)
    {
        if (entry.BatchBooking is { } booking)
        {
            MatchBatchBooking(work, entry, booking);
        }
        else if (entry.EndToEndId is { } id && work.Facts.Advances.TryGetValue(id, out var advance))
        {
            MatchAdvance(work, entry, advance);
        }
        else if (entry.EndToEndId is { } own && work.Facts.ByEndToEndId.TryGetValue(own, out var payment))
        {
            SettleByReference(work, entry, payment);
        }
        else
        {
            SettleByAccount(work, entry);
        }
    }

    private static void SettleByReference(MatchWork work, BankEntry entry, PaymentRef payment)
    {
        var outstanding = work.Outstanding(payment);
        var instructed = work.Payment(payment).Placed.Payout.Account;
        if (!work.Source.FromAdvance && entry.Account is not null && entry.Account != instructed)
        {
            work.Break(entry, BreakKind.WrongAccount, entry.Amount);
            return;
        }

        if (outstanding.IsZero && work.Source.FromAdvance && work.HasSettled(payment))
        {
            // A cash report is cumulative: a code named again is the same hand-out told twice, not a second one.
            work.Ignore(entry);
            return;
        }

        if (outstanding.IsZero)
        {
            work.Break(entry, KindOfNothingOwed(work, payment), entry.Amount);
            return;
        }

        if (IsAfterReturn(work, entry, payment))
        {
            work.Break(entry, BreakKind.ReturnReversed, entry.Amount);
            return;
        }

        work.Settle(entry, payment, Money.Min(entry.Amount, outstanding), MatchRule.EndToEndId);
        if (entry.Amount > outstanding) TakeExcess(work, entry, outstanding);
    }

    // Money of a person is paid to the đồng: of what the bank took beside it only the agreed fee is explained.
    private static void TakeExcess(MatchWork work, BankEntry entry, Money paid)
    {
        var excess = entry.Amount - paid;
        if (FeeOf(work, entry, paid) == excess) work.Charge(entry, excess, MatchRule.FeeSchedule);
        else work.Break(entry, BreakKind.ExcessDebit, excess);
    }

    // A charge that names a transfer is what the contract says of it; what goes beyond is to be given back.
    private static void MatchCharge(MatchWork work, BankEntry entry)
    {
        var named = entry.EndToEndId is { } id && work.Facts.ByEndToEndId.TryGetValue(id, out var payment)
            ? FeeOf(work, entry, work.Payment(payment).Placed.Amount)
            : null;
        if (named is not { } fee)
        {
            work.Charge(entry, entry.Amount, MatchRule.Classified);
            return;
        }

        var due = Money.Min(entry.Amount, fee);
        if (due.IsPositive) work.Charge(entry, due, MatchRule.FeeSchedule);
        if (entry.Amount > due) work.Break(entry, BreakKind.ExcessDebit, entry.Amount - due);
    }

    private static Money? FeeOf(MatchWork work, BankEntry entry, Money amount) =>
        work.Source.RuleVersion >= FeesFrom && !work.Source.FromAdvance
            ? work.Facts.Fees.On(entry.ValueDate)?.Of(amount)
            : null;

    // The bank paid in the booking that waits, before it gave back; what it takes afterwards is the return undone.
    private static bool IsAfterReturn(MatchWork work, BankEntry entry, PaymentRef payment) =>
        work.Source.RuleVersion >= ReturnsWaitFrom && !work.Source.FromAdvance && !work.HasSettled(payment)
        && work.BookingWaits(payment.Batch, withOwn: work.Source.RuleVersion >= OwnFileFrom)
        && work.ReturnedOn(entry.EndToEndId!, withOwn: work.Source.RuleVersion >= OwnFileFrom) < entry.ValueDate;

    private static BreakKind KindOfNothingOwed(MatchWork work, PaymentRef payment) =>
        work.Payment(payment).Status switch
        {
            _ when work.HasSettled(payment) =>
            work.Kept(payment).IsZero ? BreakKind.ReturnReversed : BreakKind.SecondDebit,
            PaymentStatus.Rejected or PaymentStatus.Cancelled => BreakKind.DebitOfRefused,
            _ => BreakKind.UnexplainedDebit,
        };

    private static void MatchBatchBooking(MatchWork work, BankEntry entry, string booking)
    {
        if (!work.Facts.ByPaymentInformationId.TryGetValue(booking, out var payments))
        {
            work.Break(entry, BreakKind.UnexplainedDebit, entry.Amount);
            return;
        }

        var open = work.Open(payments);
        if (open.Sum(work.Outstanding) == entry.Amount)
        {
            foreach (var payment in open)
            {
                work.Settle(entry, payment, work.Outstanding(payment), MatchRule.BatchBooking);
            }
        }
        else if (open.Count == 0)
        {
            work.Break(entry, BreakKind.SecondDebit, entry.Amount);
        }
        else
        {
            SettleSome(work, entry, open, MatchRule.PartOfBooking);
        }
    }

    // The batch or the account says whose money it is; the sum says which of it only where one choice makes it.
    private static void SettleSome(MatchWork work, BankEntry entry, List<PaymentRef> open, MatchRule rule)
    {
        if (work.Source.RuleVersion < SumsFrom)
        {
            work.Break(entry, BreakKind.UnexplainedDebit, entry.Amount);
            return;
        }

        var answer = SubsetSum.Find([.. open.Select(work.Outstanding)], entry.Amount);
        foreach (var place in answer.Places) work.Settle(entry, open[place], work.Outstanding(open[place]), rule);
        if (answer.Stand == SubsetStand.One) return;
        var kind = answer.Stand == SubsetStand.Several ? BreakKind.Ambiguous : BreakKind.UnexplainedDebit;
        work.Break(entry, kind, entry.Amount, kind == BreakKind.Ambiguous ? [.. open.Take(MostCandidates)] : null);
    }

    private static void MatchAdvance(MatchWork work, BankEntry entry, AdvanceOrder order)
    {
        if (entry.Account is not null && entry.Account != order.Account)
        {
            work.Break(entry, BreakKind.WrongAccount, entry.Amount);
        }
        else if (!work.TakeAdvance(order))
        {
            work.Break(entry, BreakKind.SecondDebit, entry.Amount);
        }
        else
        {
            var given = Money.Min(entry.Amount, order.Amount);
            work.Advance(entry, order, given);
            if (entry.Amount > given) work.Break(entry, BreakKind.ExcessDebit, entry.Amount - given);
        }
    }

    private static void SettleByAccount(MatchWork work, BankEntry entry)
    {
        var candidates = work.Candidates(entry, p => work.Outstanding(p) == entry.Amount);
        if (candidates.Count == 1)
        {
            work.Settle(entry, candidates[0], entry.Amount, MatchRule.AccountAndAmount);
        }
        else if (candidates.Count > 1)
        {
            work.Break(entry, BreakKind.Ambiguous, entry.Amount, candidates);
        }
        else
        {
            var open = work.Candidates(entry, p => work.Outstanding(p).IsPositive);
            if (open.Count > 1) SettleSome(work, entry, open, MatchRule.AccountAndSum);
            else work.Break(entry, BreakKind.UnexplainedDebit, entry.Amount);
        }
    }

    private static void MatchReturn(MatchWork work, BankEntry entry)
    {
        if (entry.EndToEndId is { } id && work.Facts.ByEndToEndId.TryGetValue(id, out var payment))
        {
            var kept = work.Kept(payment);
            var back = Money.Min(kept, entry.Amount);
            if (back.IsPositive) work.Return(entry, payment, back, MatchRule.EndToEndId);
            if (entry.Amount > back) work.Break(entry, BreakKind.UnknownReturn, entry.Amount - back);
            return;
        }

        var candidates = work.Candidates(entry, p => work.Kept(p) == entry.Amount);
        if (candidates.Count == 1)
        {
            work.Return(entry, candidates[0], entry.Amount, MatchRule.AccountAndAmount);
        }
        else
        {
            var kind = candidates.Count == 0 ? BreakKind.UnknownReturn : BreakKind.Ambiguous;
            work.Break(entry, kind, entry.Amount, candidates);
        }
    }

    // Uncollected cash never left the advance, so it moves nothing on any account and cannot be unexplained money.
    private static void MatchUncollected(MatchWork work, BankEntry entry)
    {
        if (entry.EndToEndId is { } id && work.Facts.ByEndToEndId.TryGetValue(id, out var payment)
            && work.Outstanding(payment) == entry.Amount)
        {
            work.Return(entry, payment, entry.Amount, MatchRule.EndToEndId);
        }
        else
        {
            work.Ignore(entry);
        }
    }
}
