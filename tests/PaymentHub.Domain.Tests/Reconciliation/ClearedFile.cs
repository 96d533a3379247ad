using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>
/// A posted file whose breaks people clear: the streams as they fold, and every leg that was posted since it came.
/// </summary>
internal sealed class ClearedFile
{
    public static readonly BreakRules Rules = new(new Money(1_000_001), 100, new Dictionary<BreakKind, int>());
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 3, 1, 0);

    private readonly Dictionary<Guid, PaymentBatch> _batches;
    private readonly Dictionary<string, AdvanceOrder> _advances;

    public ClearedFile(MatchCase c)
    {
        Source = c.Source;
        var result = c.Match();
        _batches = c.Batches.ToDictionary(b => b.Id);
        _advances = c.Advances.ToDictionary(
            a => a.MessageId, a => a with { IsGiven = a.IsGiven || result.ForAccount.OfType<AdvanceGiven>().Any() });
        Matches = [.. result.Matches];
        Take(result.ByBatch, result.ForAccount);
        Post(new BreaksFound(Now, c.Source.Account, c.Source.FromAdvance, result.Breaks), c.Source.FileId);
        for (var i = 0; i < result.Breaks.Length; i++) Add(result.Breaks[i], EntryBreak.IdOf(c.Source.FileId, 7, i));
    }

    public EntrySource Source { get; }

    public List<EntryBreak> Breaks { get; } = [];

    public List<EntryMatch> Matches { get; }

    public List<Posting> Postings { get; } = [];

    public IReadOnlyList<PaymentRef> Places =>
        [.. _batches.Values.SelectMany(b => b.Payments.Select(p => new PaymentRef(b.Id, p.Placed.No)))];

    public BatchPayment Of(PaymentRef p) => _batches[p.Batch].Payments[p.No];

    public Money Balance(LedgerAccount account) => Postings.Where(p => p.Account == account).Sum(p => p.Amount);

    public Refusal? Explain(int no, params Explanation[] parts) => Apply(
        no, BreakDecisions.Explain(Breaks[no], parts, "Đã hỏi ngân hàng", Facts(), Rules, "doisoat", Now));

    public Refusal? Confirm(int no, string user = "khobac") =>
        Apply(no, BreakDecisions.Confirm(Breaks[no], Facts(), user, Now));

    public Refusal? Reopen(int no) =>
        Apply(no, BreakDecisions.Reopen(Breaks[no], "Giải thích sai", Facts(), "doisoat", Now));

    /// <summary>Judges the open breaks again, with all that is known now.</summary>
    public ReconsideredBreaks Reconsider(MatchCase c, IReadOnlySet<PaymentRef> ordered, Instant now)
    {
        var facts = c.Facts() with { Payments = Places.ToDictionary(p => p, Of) };
        var entries = c.Entries.ToDictionary(e => e.No);
        var open = Breaks.ConvertAll(b => new OpenBreak(b, entries[b.Facts.Entry] with { Amount = b.Facts.Amount }));
        var result = Reconsidering.Decide(Source, open, facts, ordered, now);
        foreach (var (id, resolved) in result.ByBreak) Fold(id, [resolved]);
        Take(result.ByBatch, []);
        return result;
    }

    public Refusal? UndoMatch(int no)
    {
        var match = Matches[no];
        var result = MatchDecisions.Undo(
            new MatchToUndo(
                match, Source, null, null, _advances.Values.First().ToInstitution, _advances.Keys.First()),
            Facts().Payments, "Khớp sai", "doisoat", Now);
        if (result.Refusal is { } refusal) return refusal;
        var undone = (MatchUndone)result.ForBreak.Single();
        Post(undone, Source.FileId);
        Take(result.ByBatch, result.ForAccount);
        Matches.RemoveAt(no);
        Add(undone.Break, EntryBreak.IdOf(Source.FileId, 8 + Breaks.Count, 0));
        return null;
    }

    private void Add(FoundBreak found, Guid id) => Breaks.Add(EntryBreak.Evolve(null, id, new BreakOpened(
        Now, "doisoat",
        new BreakFacts(
            Source.FileId, found.Entry, Source.Institution, Source.Account, Source.FromAdvance, found.Kind,
            found.Amount, found.IsDebit, found.ValueDate, found.BankReference, found.EndToEndId, found.Account)))!);

    private ExplanationFacts Facts() => new(
        Places.ToDictionary(p => p, Of), _advances, Breaks.ToDictionary(b => b.Id));

    private Refusal? Apply(int no, ExplanationResult result)
    {
        if (result.Refusal is { } refusal) return refusal;
        Fold(Breaks[no].Id, result.ForBreak);
        foreach (var (id, events) in result.ByOtherBreak) Fold(id, events);
        Take(result.ByBatch, result.ForAccount);
        return null;
    }

    private void Fold(Guid id, object[] events)
    {
        var no = Breaks.FindIndex(b => b.Id == id);
        foreach (var e in events)
        {
            Breaks[no] = EntryBreak.Evolve(Breaks[no], id, e)!;
            Post(e, id);
        }
    }

    private void Take(IReadOnlyDictionary<Guid, object[]> byBatch, object[] forAccount)
    {
        foreach (var (id, events) in byBatch)
        {
            foreach (var e in events)
            {
                _batches[id] = PaymentBatch.Evolve(_batches[id], id, e)!;
                Post(e, id);
            }
        }

        foreach (var e in forAccount)
        {
            Post(e, Source.FileId);
            if (e is MovementUndone { Kind: MatchKind.Advance, Reference: { } list })
                _advances[list] = _advances[list] with { IsGiven = false };
            if (e is AdvanceGiven given)
                _advances[given.MessageId] = _advances[given.MessageId] with { IsGiven = true };
        }
    }

    private void Post(object e, Guid stream) => Postings.AddRange(PostingRules.Of(e, stream));
}
