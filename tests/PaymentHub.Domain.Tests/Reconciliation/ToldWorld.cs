using System.Globalization;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>
/// Orders, banks and people of a told case. What happens goes through the real decisions; what they yield is folded and
/// posted as the service does it.
/// </summary>
internal sealed class ToldWorld
{
    public const string Bank = "AGRI";
    public const string Post = "POST";
    private const string OwnAccount = "4500201000018";
    private static readonly BreakRules Rules = new(new Money(50_000_000), 0, new Dictionary<BreakKind, int>());

    private readonly Dictionary<string, PaymentRef> _letters = [];
    private readonly Dictionary<Guid, PaymentBatch> _batches = [];
    private readonly Dictionary<string, AdvanceOrder> _advances = [];
    private readonly List<(EntrySource Source, EntryMatch Match)> _matches = [];
    private readonly List<(EntrySource Source, OpenBreak Of)> _open = [];
    private readonly Dictionary<Guid, HashSet<PaymentRef>> _ordered = [];
    private int _files;
    private int _minutes;

    /// <summary>The breaks in the order in which they were found.</summary>
    public List<EntryBreak> Breaks { get; } = [];

    public List<Posting> Postings { get; } = [];

    public LocalDate Today { get; set; } = new(2026, 11, 2);

    private Instant Now => Today.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(++_minutes);

    public BatchPayment Of(string letter) => _batches[_letters[letter].Batch].Payments[_letters[letter].No];

    public Money Balance(LedgerAccount account) => Postings.Where(p => p.Account == account).Sum(p => p.Amount);

    public string EndToEndIdOf(string letter) => Of(letter).Placed.EndToEndId;

    public string BookingOf(string letter) => _batches[_letters[letter].Batch].Key.PaymentInformationId;

    /// <summary>One batch with these payments, approved and instructed.</summary>
    public void Order(string institution, YearMonth month, params (string Letter, long Amount, string? Account)[] items)
    {
        var key = new BatchKey(month, "21025", "HTXH", institution, _batches.Count);
        var placed = items.Select((item, no) =>
        {
            var payee = Keys.GuidOf("person", item.Letter);
            _letters[item.Letter] = new PaymentRef(key.Id, no);
            var method = item.Account is null ? PayoutMethod.Cash : PayoutMethod.Transfer;
            return new PlacedPayment(
                no, payee, 0, new PaymentKey(payee, key.Programme, month, key.Number).EndToEndId,
                new Money(item.Amount), new Payout(method, null, item.Account, null, "Self", item.Letter), null);
        }).ToArray();
        var all = placed.Sum(p => p.Amount);
        Keep(key.Id, new BatchPrepared(
            Now, "lap", month, key.Commune, key.Programme, institution, key.Number, BatchKind.Regular, "TINH", []));
        Keep(key.Id, new PaymentsPlaced(Now, placed, []));
        Keep(key.Id, new BatchApproved(Now, "duyet1", placed.Length, all, "hash", true));
        Keep(key.Id, new PaymentsInstructed(Now, "MSG" + key.Code, [.. placed.Select(p => p.No)], all));
    }

    /// <summary>An advance that we order the bank to give to the post office.</summary>
    public string OrderAdvance(long amount)
    {
        var id = EndToEndId.FromHash(Keys.HashOf("advance", $"{_advances.Count}"));
        _advances[id] = new AdvanceOrder(id, $"LIST{_advances.Count}", Post, "006900500050", new Money(amount), false);
        return id;
    }

    public AdvanceOrder Advance => _advances.Values.Last();

    /// <summary>A file of the institution with these entries.</summary>
    public void Receive(string institution, IReadOnlyList<BankEntry> entries)
    {
        var isPost = institution == Post;
        var file = Keys.GuidOf("file", (++_files).ToString(CultureInfo.InvariantCulture));
        var source = new EntrySource(file, institution, isPost ? Post : OwnAccount, isPost);
        var result = EntryMatching.Match(source, entries, FactsOf(institution), Now);
        _ordered[file] = [.. _letters.Values];
        Take(file, result.ByBatch, result.ForAccount);
        _matches.AddRange(result.Matches.Select(m => (source, m)));
        Write(new BreaksFound(Now, source.Account, isPost, result.Breaks), file);
        foreach (var found in result.Breaks)
        {
            Found(source, found);
            _open.Add((source, new OpenBreak(
                Breaks[^1], entries.Single(e => e.No == found.Entry) with { Amount = found.Amount })));
        }

        Reconsider(institution);
    }

    // As after every file: file by file, until newer facts decide nothing more.
    private void Reconsider(string institution)
    {
        foreach (var file in _open.Where(o => o.Source.Institution == institution).GroupBy(o => o.Source).ToList())
        {
            var result = Reconsidering.Decide(
                file.Key, [.. file.Select(o => o.Of with { Break = Breaks.Single(b => b.Id == o.Of.Break.Id) })],
                FactsOf(institution), _ordered[file.Key.FileId], Now);
            foreach (var (id, resolved) in result.ByBreak) FoldBreak(id, [resolved]);
            Take(file.Key.FileId, result.ByBatch, []);
            if (result.ByBreak.Count == 0) continue;
            Reconsider(institution);
            return;
        }
    }

    public void Answer(string letter, string what, string code)
    {
        var (batch, no) = (_batches[_letters[letter].Batch], _letters[letter].No);
        var file = Keys.GuidOf("report", (++_files).ToString(CultureInfo.InvariantCulture));
        PaymentReason[] reasons = [new(no, code)];
        IEnumerable<object> events = what switch
        {
            "chấp nhận" => PaymentOutcomeDecisions.Accept(batch, file, [no], Now),
            "từ chối" => PaymentOutcomeDecisions.Reject(batch, file, reasons, Now),
            "không rõ" => PaymentOutcomeDecisions.Suspect(batch, file, reasons, Now),
            _ => PaymentOutcomeDecisions.Cancel(batch, file, reasons, Now),
        };
        foreach (var e in events.ToArray()) Keep(batch.Id, e);
        Reconsider(batch.Prepared.Institution);
    }

    public Refusal? Explain(int no, Func<ToldWorld, Explanation[]> parts) => Apply(no, BreakDecisions.Explain(
        Breaks[no], parts(this), "Đã hỏi ngân hàng", PeopleFacts(), Rules, "doisoat", Now));

    public Refusal? Confirm(int no) => Apply(no, BreakDecisions.Confirm(Breaks[no], PeopleFacts(), "khobac", Now));

    public Refusal? Reopen(int no) =>
        Apply(no, BreakDecisions.Reopen(Breaks[no], "Giải thích sai", PeopleFacts(), "doisoat", Now));

    /// <summary>Takes the last match of the payment back.</summary>
    public Refusal? UndoMatch(string letter)
    {
        var (batch, no) = _letters[letter];
        var (source, match) = _matches.Last(m => m.Match.Batch == batch && m.Match.No == no);
        var result = MatchDecisions.Undo(
            new MatchToUndo(match, source, EndToEndIdOf(letter), Of(letter).Placed.Payout.Account, null, null),
            PeopleFacts().Payments, "Khớp sai", "doisoat", Now);
        if (result.Refusal is { } refusal) return refusal;
        _matches.Remove((source, match));
        var undone = (MatchUndone)result.ForBreak.Single();
        Write(undone, source.FileId);
        Take(source.FileId, result.ByBatch, result.ForAccount);
        Found(source, undone.Break);
        return null;
    }

    public Refusal? Reissue(string letter, string next, string account)
    {
        var (batch, no) = _letters[letter];
        var old = Of(letter);
        var decision = PaymentOutcomeDecisions.Reissue(
            _batches[batch], [new ReissuedPayment(no, Keys.GuidOf("next", next), 0)], "Chi lại", "lap", Now);
        if (decision.Refusal is { } refusal) return refusal;
        foreach (var e in decision.Events) Keep(batch, e);
        Order(Bank, _batches[batch].Prepared.Period, (next, old.Amount.Dong, account));
        return null;
    }

    public Explanation Part(ExplanationKind kind, long amount, string? letter) => letter is null
        ? new Explanation(kind, new Money(amount), MessageId: _advances.Count > 0 ? Advance.MessageId : null)
        : new Explanation(
            kind, new Money(amount), _letters[letter].Batch, _letters[letter].No, EndToEndIdOf(letter));

    private MatchFacts FactsOf(string institution)
    {
        var batches = _batches.Values.Where(b => b.Prepared.Institution == institution).ToList();
        var all = batches.SelectMany(b => b.Payments.Select(p => (p, Ref: new PaymentRef(b.Id, p.Placed.No)))).ToList();
        return new MatchFacts(
            all.ToDictionary(x => x.p.Placed.EndToEndId, x => x.Ref),
            batches.ToDictionary(
                b => b.Key.PaymentInformationId,
                b => b.Payments.Select(p => new PaymentRef(b.Id, p.Placed.No)).ToArray()),
            all.Where(x => x.p.Placed.Payout.Account is not null).ToLookup(x => x.p.Placed.Payout.Account!, x => x.Ref),
            _advances, all.ToDictionary(x => x.Ref, x => x.p));
    }

    private ExplanationFacts PeopleFacts() => new(
        _batches.Values.SelectMany(b => b.Payments.Select(p => (p, Ref: new PaymentRef(b.Id, p.Placed.No))))
            .ToDictionary(x => x.Ref, x => x.p),
        _advances.Values.ToDictionary(a => a.MessageId), Breaks.ToDictionary(b => b.Id));

    private void Found(EntrySource source, FoundBreak found)
    {
        var facts = new BreakFacts(
            source.FileId, found.Entry, source.Institution, source.Account, source.FromAdvance, found.Kind,
            found.Amount, found.IsDebit, found.ValueDate, found.BankReference, found.EndToEndId, found.Account);
        var id = EntryBreak.IdOf(source.FileId, Breaks.Count, 0);
        Breaks.Add(EntryBreak.Evolve(null, id, new BreakOpened(Now, "doisoat", facts))!);
    }

    private Refusal? Apply(int no, ExplanationResult result)
    {
        if (result.Refusal is { } refusal) return refusal;
        FoldBreak(Breaks[no].Id, result.ForBreak);
        foreach (var (id, events) in result.ByOtherBreak) FoldBreak(id, events);
        Take(Breaks[no].Facts.FileId, result.ByBatch, result.ForAccount);
        return null;
    }

    private void FoldBreak(Guid id, object[] events)
    {
        var no = Breaks.FindIndex(b => b.Id == id);
        foreach (var e in events)
        {
            Breaks[no] = EntryBreak.Evolve(Breaks[no], id, e)!;
            Write(e, id);
        }
    }

    private void Take(Guid file, IReadOnlyDictionary<Guid, object[]> byBatch, object[] forAccount)
    {
        foreach (var (id, events) in byBatch)
        {
            foreach (var e in events) Keep(id, e);
        }

        foreach (var e in forAccount)
        {
            Write(e, file);
            if (e is not AdvanceGiven given) continue;
            var (key, order) = _advances.Single(a => a.Value.MessageId == given.MessageId);
            _advances[key] = order with { IsGiven = true };
        }
    }

    private void Keep(Guid batch, object e)
    {
        _batches[batch] = PaymentBatch.Evolve(_batches.GetValueOrDefault(batch), batch, e)!;
        Write(e, batch);
    }

    private void Write(object e, Guid stream) => Postings.AddRange(PostingRules.Of(e, stream));
}
