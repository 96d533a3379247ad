namespace PaymentHub.Seeds.Bank;

/// <summary>Derives from the bank's ledgers and the planted fates what a correct reconciliation must find.</summary>
internal sealed class TruthOutcomes
{
    private readonly IReadOnlyList<OrderFile> files;
    private readonly IReadOnlyList<PayList> lists;
    private readonly InstitutionTable institutions;

    public TruthOutcomes(
        BankOptions options, IReadOnlyList<OrderFile> files, IReadOnlyList<PayList> lists, BankBooks books)
    {
        (this.files, this.lists, institutions) = (files, lists, options.Institutions);
        foreach (var payment in files.SelectMany(f => f.Payments))
            TakePayment(payment);
        foreach (var statement in books.Ledgers.SelectMany(l => l.Statements))
        {
            for (var i = 0; i < statement.Bookings.Count; i++)
                TakeEntry(statement, statement.Bookings[i], i);
        }

        foreach (var line in lists.Where(l => !l.IsCovered).SelectMany(l => l.Lines))
            InTransit.Add(new InTransitPayment(institutions.Post!.Code, line.EndToEndId, line.Amount));
    }

    public List<RejectedPayment> Rejected { get; } = [];
    public List<ReturnedPayment> Returned { get; } = [];
    public List<UnexplainedEntry> Unexplained { get; } = [];
    public List<AmbiguousEntry> Ambiguous { get; } = [];
    public List<InTransitPayment> InTransit { get; } = [];

    /// <summary>Name of a kind in the truth file.</summary>
    public static string NameOf(EntryKind kind) => kind switch
    {
        EntryKind.Funding => "FUNDING",
        EntryKind.Payment => "PAYMENT",
        EntryKind.Batch => "BATCH",
        EntryKind.Advance => "ADVANCE",
        EntryKind.WrongAccount => "WRONG_ACCOUNT",
        EntryKind.Excess => "EXCESS",
        EntryKind.SecondDebit => "SECOND_DEBIT",
        EntryKind.Ambiguous => "AMBIGUOUS",
        EntryKind.UnknownDebit => "UNKNOWN_DEBIT",
        EntryKind.Fee => "FEE",
        EntryKind.Return => "RETURN",
        EntryKind.AdvanceReturn => "ADVANCE_RETURN",
        EntryKind.UnknownCredit => "UNKNOWN_CREDIT",
        EntryKind.ReturnReversed => "RETURN_REVERSED",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The orders an entry really belongs to, also where its statement hides them.</summary>
    public static IEnumerable<string> IdsOf(Booking booking)
    {
        if (booking.Payment is { } payment)
            return payment.Twin is { } twin ? [payment.EndToEndId, twin.EndToEndId] : [payment.EndToEndId];
        if (booking.Batch is { } batch)
            return batch.Payments.Where(p => p.Fate != Fate.Rejected && !p.IsBookedAlone).Select(p => p.EndToEndId);
        return booking.List is { } list ? list.Lines.Where(l => l.PaidOn is null).Select(l => l.EndToEndId) : [];
    }

    /// <summary>Totals of every institution that has orders; advances to the post office are not orders.</summary>
    public List<InstitutionTotals> Totals()
    {
        var totals = files.Where(f => f.Payments.Any(p => !p.IsAdvance)).GroupBy(f => f.Bank)
            .Select(g => Totals(g.Key.Code, g.SelectMany(f => f.Payments).Where(p => !p.IsAdvance).ToList()))
            .ToList();
        if (institutions.Post is { } post && lists.Count > 0)
            totals.Add(CashTotals(post));
        return totals;
    }

    private void TakePayment(PaymentOrder payment)
    {
        var bank = payment.Batch.File.Bank.Code;
        switch (payment.Fate)
        {
            case Fate.Rejected:
                Rejected.Add(new RejectedPayment(bank, payment.EndToEndId, payment.Code ?? "NARR", payment.Amount));
                break;
            case Fate.WrongAccount or Fate.Ambiguous:
                InTransit.Add(new InTransitPayment(bank, payment.EndToEndId, payment.Amount));
                break;
            case Fate.UnderDebit:
                InTransit.Add(new InTransitPayment(bank, payment.EndToEndId, payment.Difference));
                break;
        }
    }

    private void TakeEntry(DailyStatement statement, Booking booking, int index)
    {
        var bank = statement.Bank.Code;
        var reference = statement.Reference(index);
        var payment = booking.Payment;
        switch (booking.Kind)
        {
            case EntryKind.WrongAccount or EntryKind.SecondDebit or EntryKind.ReturnReversed:
                Unexplained.Add(new(bank, reference, NameOf(booking.Kind), booking.Amount, payment!.EndToEndId));
                break;
            case EntryKind.Excess:
                Unexplained.Add(new(bank, reference, "EXCESS_DEBIT", payment!.Difference, payment.EndToEndId));
                break;
            case EntryKind.UnknownDebit:
                Unexplained.Add(new(bank, reference, "UNEXPLAINED_DEBIT", booking.Amount, null));
                break;
            case EntryKind.UnknownCredit:
                Unexplained.Add(new(bank, reference, "UNEXPLAINED_CREDIT", booking.Amount, null));
                break;
            case EntryKind.Ambiguous:
                Ambiguous.Add(new(bank, reference, booking.Amount, [.. IdsOf(booking).Order(StringComparer.Ordinal)]));
                break;
            case EntryKind.Return:
                Returned.Add(new(bank, payment!.EndToEndId, booking.Amount, payment.Code!, reference, null));
                break;
            case EntryKind.AdvanceReturn:
                Returned.AddRange(booking.List!.Lines.Where(l => l.PaidOn is null).Select(l => new ReturnedPayment(
                    institutions.Post!.Code, l.EndToEndId, l.Amount, "CNPC", reference, l.Reason)));
                break;
        }
    }

    private static InstitutionTotals Totals(string bank, List<PaymentOrder> payments)
    {
        var rejected = Sum(payments.Where(p => p.Fate == Fate.Rejected).Select(p => p.Amount));
        var returned = Sum(payments.Where(p => p.Fate is Fate.Returned or Fate.ReturnedWithoutId)
            .Select(p => p.Amount));
        var under = payments.Where(p => p.Fate == Fate.UnderDebit).ToList();
        var inTransit = Sum(payments.Where(p => p.Fate is Fate.WrongAccount or Fate.Ambiguous).Select(p => p.Amount)
            .Concat(under.Select(p => p.Difference)));
        var settled = Sum(payments.Where(p =>
            p.Fate is Fate.Settles or Fate.OverDebit or Fate.DoubleDebit or Fate.NoId).Select(p => p.Amount));
        var parts = under.Sum(p => p.Amount - p.Difference);
        return new InstitutionTotals(bank, Sum(payments.Select(p => p.Amount)), rejected,
            settled with { Amount = settled.Amount + parts }, returned, inTransit);
    }

    private InstitutionTotals CashTotals(Institution post)
    {
        var covered = lists.Where(l => l.IsCovered).SelectMany(l => l.Lines).ToList();
        return new InstitutionTotals(
            post.Code, Sum(lists.SelectMany(l => l.Lines).Select(l => l.Amount)), new Total(0, 0),
            Sum(covered.Where(l => l.PaidOn is not null).Select(l => l.Amount)),
            Sum(covered.Where(l => l.PaidOn is null).Select(l => l.Amount)),
            Sum(lists.Where(l => !l.IsCovered).SelectMany(l => l.Lines).Select(l => l.Amount)));
    }

    private static Total Sum(IEnumerable<long> amounts)
    {
        var (count, sum) = (0, 0L);
        foreach (var amount in amounts)
        {
            count++;
            sum += amount;
        }

        return new Total(count, sum);
    }
}
