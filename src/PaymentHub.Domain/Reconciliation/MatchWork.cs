using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// The books of one matching transaction: what each payment still owes or kept as entries are consumed, and the facts
/// found so far. Local to one decision; nothing outside sees it change.
/// </summary>
internal sealed class MatchWork(EntrySource source, MatchFacts facts, Instant now)
{
    private readonly Dictionary<PaymentRef, (Money Settled, Money Returned)> _moved = [];
    private readonly Dictionary<(Guid Batch, LocalDate Date), List<SettledPayment>> _settled = [];
    private readonly Dictionary<(Guid Batch, LocalDate Date), List<ReturnedPayment>> _returned = [];
    private readonly List<object> _forAccount = [];
    private readonly List<EntryMatch> _matches = [];
    private readonly List<FoundBreak> _breaks = [];
    private readonly HashSet<string> _takenAdvances = [];
    private readonly Dictionary<string, LocalDate> _returnsWaiting = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _bookingsWaiting = [];
    private long _ignored;

    public EntrySource Source => source;

    public MatchFacts Facts => facts;

    public BatchPayment Payment(PaymentRef p) => facts.Payments[p];

    public Money Outstanding(PaymentRef p)
    {
        var moved = _moved.GetValueOrDefault(p);
        var gone = moved.Settled + (source.FromAdvance ? moved.Returned : Money.Zero);
        return Payment(p).Outstanding - gone;
    }

    public Money Kept(PaymentRef p)
    {
        var moved = _moved.GetValueOrDefault(p);
        return Payment(p).Kept + moved.Settled - (source.FromAdvance ? Money.Zero : moved.Returned);
    }

    public bool HasSettled(PaymentRef p) =>
        Payment(p).Settled.IsPositive || _moved.GetValueOrDefault(p).Settled.IsPositive;

    public List<PaymentRef> Open(PaymentRef[] payments) => [.. payments.Where(p => Outstanding(p).IsPositive)];

    public List<PaymentRef> Candidates(BankEntry entry, Func<PaymentRef, bool> fits) =>
        entry.Account is null
            ? []
            : [.. facts.ByAccount[entry.Account].Where(fits).OrderBy(p => p.Batch).ThenBy(p => p.No)];

    /// <summary>
    /// Whether a booking of the batch waits; <paramref name="withOwn"/>: one among these entries too.
    /// </summary>
    public bool BookingWaits(Guid batch, bool withOwn) =>
        facts.BookingsWaiting.Contains(batch) || (withOwn && _bookingsWaiting.Contains(batch));

    /// <summary>The earliest day of a return of this reference that waits, or null.</summary>
    public LocalDate? ReturnedOn(string endToEndId, bool withOwn)
    {
        LocalDate? before = facts.ReturnsWaiting.TryGetValue(endToEndId, out var day) ? day : null;
        return !withOwn || !_returnsWaiting.TryGetValue(endToEndId, out var own) || before < own ? before : own;
    }

    public bool TakeAdvance(AdvanceOrder order) => !order.IsGiven && _takenAdvances.Add(order.EndToEndId);

    public void Settle(BankEntry entry, PaymentRef p, Money amount, MatchRule rule)
    {
        var moved = _moved.GetValueOrDefault(p);
        _moved[p] = (moved.Settled + amount, moved.Returned);
        Add(_settled, (p.Batch, entry.ValueDate), new SettledPayment(p.No, amount, entry.No));
        Match(entry, MatchKind.Payment, rule, amount, p);
    }

    public void Return(BankEntry entry, PaymentRef p, Money amount, MatchRule rule)
    {
        var moved = _moved.GetValueOrDefault(p);
        _moved[p] = (moved.Settled, moved.Returned + amount);
        var code = entry.ReasonCode ?? "NARR";
        Add(_returned, (p.Batch, entry.ValueDate), new ReturnedPayment(p.No, amount, entry.No, code));
        Match(entry, MatchKind.Return, rule, amount, p);
    }

    public void Funding(BankEntry e)
    {
        _forAccount.Add(new FundingReceived(
            now, source.FileId, e.No, e.ValueDate, source.Account, e.Amount, e.BankReference)
        {
            BookedOn = source.Books.BookedOn(e.ValueDate),
        });
        Match(e, MatchKind.Funding, MatchRule.Classified, e.Amount);
    }

    public void Charge(BankEntry e, Money amount, MatchRule rule)
    {
        _forAccount.Add(
            new ChargeBooked(now, source.FileId, e.No, e.ValueDate, source.Account, amount, e.BankReference)
            {
                BookedOn = source.Books.BookedOn(e.ValueDate),
            });
        Match(e, MatchKind.Charge, rule, amount);
    }

    public void Advance(BankEntry e, AdvanceOrder order, Money amount)
    {
        _forAccount.Add(new AdvanceGiven(
            now, source.FileId, e.No, e.ValueDate, source.Account, order.ToInstitution, amount, order.MessageId)
        {
            BookedOn = source.Books.BookedOn(e.ValueDate),
        });
        Match(e, MatchKind.Advance, MatchRule.EndToEndId, amount);
    }

    public void AdvanceReturned(BankEntry e)
    {
        var order = facts.Advances.Values.FirstOrDefault(a => a.MessageId == e.OurMessageId);
        if (order is null)
        {
            Break(e, BreakKind.UnexplainedCredit, e.Amount);
            return;
        }

        _forAccount.Add(new AdvanceReturned(
            now, source.FileId, e.No, e.ValueDate, source.Account, order.ToInstitution, e.Amount, order.MessageId)
        {
            BookedOn = source.Books.BookedOn(e.ValueDate),
        });
        Match(e, MatchKind.AdvanceReturned, MatchRule.Classified, e.Amount);
    }

    public void Break(BankEntry e, BreakKind kind, Money amount, List<PaymentRef>? candidates = null)
    {
        if (kind == BreakKind.UnknownReturn && e.EndToEndId is { } id)
            _returnsWaiting[id] = _returnsWaiting.TryGetValue(id, out var day) && day < e.ValueDate ? day : e.ValueDate;
        if (kind == BreakKind.Ambiguous && e.BatchBooking is { } booking
            && facts.ByPaymentInformationId.TryGetValue(booking, out var payments) && payments.Length > 0)
            _bookingsWaiting.Add(payments[0].Batch);
        _breaks.Add(new FoundBreak(
            e.No, e.ValueDate, kind, amount, e.IsDebit, e.BankReference, e.EndToEndId, e.Account,
            [.. (candidates ?? []).Select(c => Payment(c).Placed.EndToEndId).Order(StringComparer.Ordinal)])
        {
            BookedOn = source.Books.BookedOn(e.ValueDate),
        });
    }

    private void Match(BankEntry e, MatchKind kind, MatchRule rule, Money amount, PaymentRef? p = null) =>
        _matches.Add(new EntryMatch(e.No, kind, rule, amount, p?.Batch, p?.No, e.BankReference, e.ValueDate));

    public void Ignore(BankEntry entry) => _ignored += entry.Amount.Dong;

    /// <summary>Every đồng that came in is in a match or a break.</summary>
    public MatchResult Finish(IReadOnlyList<BankEntry> entries)
    {
        var found = _matches.Sum(m => m.Amount) + _breaks.Sum(b => b.Amount) + new Money(_ignored);
        if (found != entries.Sum(e => e.Amount))
        {
            throw new InvalidOperationException("Matching lost or made money: entries ≠ matches + breaks.");
        }

        return new MatchResult(BatchEvents(), [.. _forAccount], [.. _matches], [.. _breaks]);
    }

    private Dictionary<Guid, object[]> BatchEvents()
    {
        var sources = new MatchSources(facts.Payments);
        var settled = _settled.OrderBy(s => s.Key.Date).SelectMany(s => s.Value.Chunk(PaymentBatch.ChunkSize).Select(
            chunk => (s.Key.Batch, Event: (object)sources.With(s.Key.Batch, new PaymentsSettled(
                now, source.FileId, s.Key.Date, source.Account, source.FromAdvance, chunk,
                chunk.Sum(i => i.Amount))
            {
                BookedOn = source.Books.BookedOn(s.Key.Date),
            }))));
        var returned = _returned.OrderBy(r => r.Key.Date).SelectMany(r => r.Value.Chunk(PaymentBatch.ChunkSize).Select(
            chunk => (r.Key.Batch, Event: (object)sources.With(r.Key.Batch, new PaymentsReturned(
                now, source.FileId, r.Key.Date, source.Account, source.FromAdvance, chunk,
                chunk.Sum(i => i.Amount))
            {
                BookedOn = source.Books.BookedOn(r.Key.Date),
            }))));
        return settled.Concat(returned).GroupBy(e => e.Batch, e => e.Event).ToDictionary(g => g.Key, g => g.ToArray());
    }

    private static void Add<TKey, TItem>(Dictionary<TKey, List<TItem>> lists, TKey key, TItem item)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(item);
    }
}
