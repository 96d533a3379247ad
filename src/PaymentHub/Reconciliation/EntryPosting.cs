using Marten;
using NodaTime;
using PaymentHub.BankExchange;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Posts the movements of a statement, a notification or a cash report piece by piece in one transaction. Each piece's
/// events and rows are written before the next is matched, which therefore sees what the pieces before it moved, as if
/// they had been files of their own.
/// </summary>
internal sealed class EntryPosting(
    IDocumentSession session, ReferenceData reference, FactTables tables, EntrySource source, ReadBankFile read,
    Instant now, FileReleased? released)
{
    private EventCopy _copy = Copy(session, tables);
    private bool _isOpen;
    private readonly HashSet<int> _known = [];
    private int _entries;
    private int _matched;
    private int _broken;

    /// <summary>Writes all events of the file's posting but the last one, which it returns.</summary>
    public async Task<FileReconciled> RunAsync(CancellationToken cancellation)
    {
        var entries = new FileEntries(session, source.Institution, source.FileId, read);
        if (released?.Replaces is { } earlier) await ReplaceAsync(earlier, entries, cancellation);
        Know(await KnownEntries.FindAsync(session, source, read, entries, _known, cancellation));
        var isFirst = true;
        await foreach (var piece in entries.InPassesAsync(cancellation))
        {
            if (!isFirst) await WriteAsync(cancellation);
            isFirst = false;
            _entries += piece.Entries.Count;
            IReadOnlyList<BankEntry> untold = _known.Count == 0
                ? piece.Entries
                : [.. piece.Entries.Where(e => !_known.Contains(e.No))];
            await PostAsync(piece with { Entries = untold }, cancellation);
        }

        await AppendToAccountAsync(
            [.. read.Statements.Select(s => new StatementBooked(now, source.FileId, s))], cancellation);
        await WriteAsync(cancellation);
        return new FileReconciled(now, _entries, _matched, _broken, _known.Count);
    }

    private void Know(KnownEntry[] known)
    {
        Chunks(known, c => new EntriesKnown(now, source.Account, c));
        foreach (var entry in known) _known.Add(entry.Entry);
    }

    // What the earlier telling moved and this one tells no more is taken back before the rest is matched, and stands
    // here the other way round, so that the ledger's balance is the one that the bank now says.
    private async Task ReplaceAsync(Guid earlier, FileEntries entries, CancellationToken cancellation)
    {
        var telling = new ReplacedTelling(session, source.FileId, earlier);
        await telling.CompareAsync(cancellation);
        var next = await entries.LastAsync(cancellation) + 1;
        await foreach (var gone in telling.GoneAsync(cancellation))
        {
            await WithdrawAsync(earlier, gone, next, cancellation);
            next += gone.Length;
        }

        await foreach (var repeated in telling.RepeatedAsync(cancellation))
        {
            Know(repeated);
            await WriteAsync(cancellation);
        }
    }

    private async Task WithdrawAsync(Guid earlier, ToldEntry[] gone, int first, CancellationToken cancellation)
    {
        var matches = await ReplacedMatches.OfAsync(session, source, earlier, gone, cancellation);
        Guid[] files = [.. matches.Select(m => m.Source.FileId).Distinct()];
        if (files.Length > 0) await PaymentStates.LockAsync(session, files, cancellation);
        foreach (var match in matches) await TakeBackAsync(match, cancellation);
        var withdrawn = gone.Select((g, i) => new FoundBreak(
            first + i, g.Day, BreakKind.EntryWithdrawn, g.Amount.Dong < 0 ? -g.Amount : g.Amount, g.Amount.Dong > 0,
            g.BankReference ?? "", g.EndToEndId, null, [])
        {
            BookedOn = source.Books.BookedOn(g.Day),
        }).ToArray();
        _broken += withdrawn.Length;
        Chunks(withdrawn, c => new BreaksFound(now, source.Account, source.FromAdvance, c));
        Know([.. gone.Select((g, i) => new KnownEntry(first + i, g.Amount, earlier, g.EntryNo))]);
        await WriteAsync(cancellation);
    }

    // What later facts rest on stays as it is, and people decide on what is withdrawn.
    private async Task TakeBackAsync(MatchToUndo match, CancellationToken cancellation)
    {
        var facts = await ExplanationFactRows.LoadAsync(
            session, source.Institution, source.FromAdvance, match.EndToEndId is { } id ? [id] : [],
            new Dictionary<Guid, EntryBreak>(), reference, cancellation);
        var undone = MatchDecisions.Undo(match, facts.Payments, released!.Reason, released.ByUser, now)
            .In(source.Books);
        if (undone.Refusal is not null) return;
        _copy.Append(match.Source.FileId, undone.ForBreak);
        foreach (var (batch, events) in undone.ByBatch) _copy.Append(batch, events);
        await AppendToAccountAsync(undone.ForAccount, cancellation);
        await WriteAsync(cancellation);
    }

    private async Task PostAsync(FilePiece piece, CancellationToken cancellation)
    {
        var facts = await MatchFactRows.LoadAsync(session, source, piece, reference, cancellation);
        var result = EntryMatching.Match(source, piece.Entries, facts, now);
        _matched += result.Matches.Length;
        _broken += result.Breaks.Length;
        // The streams are locked since their facts were read, so nothing can have come between.
        foreach (var (batch, events) in result.ByBatch) _copy.Append(batch, events);
        await AppendToAccountAsync(result.ForAccount, cancellation);
        Chunks(InBatches(result.Matches), c => EntriesMatched.Of(now, source.Account, c, EntryMatching.RuleVersion));
        Chunks(result.Breaks, c => new BreaksFound(now, source.Account, source.FromAdvance, c));
    }

    // Batch by batch, so that an event speaks of few of them and its rows lie together in their index.
    private static EntryMatch[] InBatches(EntryMatch[] matches) =>
        [.. matches.OrderBy(m => m.Batch).ThenBy(m => m.No).ThenBy(m => m.Entry)];

    private void Chunks<T>(T[] all, Func<T[], object> eventOf) =>
        _copy.Append(source.FileId, all.Chunk(PaymentBatch.ChunkSize).Select(eventOf));

    private async Task AppendToAccountAsync(object[] events, CancellationToken cancellation)
    {
        if (events.Length == 0) return;
        var id = PayerAccount.IdOf(source.Institution);
        if (!_isOpen) await OpenAsync(id, cancellation);
        _isOpen = true;
        _copy.Append(id, events);
    }

    private async Task OpenAsync(Guid id, CancellationToken cancellation)
    {
        await PaymentStates.LockAsync(session, [id], cancellation);
        var account = await session.Events.AggregateStreamAsync<PayerAccount>(id, token: cancellation);
        if (account is null)
            _copy.Start<PayerAccount>(
                id, [new AccountOpened(now, source.Institution, source.Account, !source.FromAdvance)]);
        // A notification may have told entries of the account before; only a statement says what was there.
        if (account?.LastStatement is null && read.Statements is [{ Opening.IsZero: false } first, ..])
            _copy.Append(id, [BroughtForward(first)]);
    }

    private BalanceBroughtForward BroughtForward(StatementFacts first)
    {
        var day = first.From ?? first.To ?? Domain.Ledger.EntryDates.DayOf(now);
        return new BalanceBroughtForward(now, source.FileId, day, source.Account, first.Opening)
        {
            BookedOn = source.Books.BookedOn(day),
        };
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        await _copy.WriteAsync(session.Connection!, cancellation);
        _copy = Copy(session, tables);
    }

    private static EventCopy Copy(IDocumentSession session, FactTables tables) =>
        new(tables, session.CorrelationId, session.CausationId);
}
