using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine;

namespace PaymentHub.Reconciliation;

/// <summary>Look at the next step of the preview.</summary>
public sealed record JudgeMatchImpact(Guid Impact);

/// <summary>
/// Looks at one file of a preview in one transaction and asks for the next one: what the version of the rules makes of
/// its entries, given what stood before it was posted and what the steps before have made otherwise. Nothing is changed
/// but the preview's own streams; a file of any length takes the memory of a piece of it and of what it moves.
/// </summary>
public static class JudgeMatchImpactHandler
{
    private static readonly TimeSpan StepBack = TimeSpan.FromSeconds(1);

    /// <returns>The message for the next step; none at the end and while the preview is stopped.</returns>
    public static async Task<object?> Handle(
        JudgeMatchImpact message, IDocumentSession session, ReferenceData reference, FactTables tables, IClock clock,
        CancellationToken cancellation)
    {
        if (!await ImpactTurn.TakeAsync(session, message.Impact, cancellation)) return message.DelayedFor(StepBack);
        var impact = await session.Events.AggregateStreamAsync<MatchImpact>(message.Impact, token: cancellation);
        if (impact is not { Status: MatchImpactStatus.Running }) return null;
        var now = clock.GetCurrentInstant();
        if (await ImpactSteps.NextAsync(session, impact, cancellation) is not { } place)
        {
            session.Events.Append(impact.Id, new MatchImpactCompleted(now));
            return null;
        }

        var judging = new ImpactJudging(session, reference, tables, impact, place, now);
        session.Events.Append(impact.Id, await judging.RunAsync(cancellation));
        return message;
    }
}

/// <summary>One preview is worked on by one message at a time, on all nodes.</summary>
internal static class ImpactTurn
{
    public static async Task<bool> TakeAsync(IDocumentSession session, Guid impact, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock(hashtext($1))");
        command.Parameters.Add(Parameter.Of($"match-impact/{impact}"));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) && reader.GetBoolean(0);
    }
}

/// <summary>One step of a preview.</summary>
internal sealed class ImpactJudging(
    IDocumentSession session, ReferenceData reference, FactTables tables, MatchImpact impact, ImpactPlace place,
    Instant now)
{
    // What the version moved by the pieces before this one; the rows know only what was posted.
    private readonly Dictionary<PaymentRef, (Money Settled, Money Returned)> _moved = [];
    private readonly Dictionary<(YearMonth, MatchRule, MatchChange), (int Count, Money Amount)> _counts = [];
    private int _entries;
    private int _byPeople;
    private int _differences;

    public async Task<MatchImpactJudged> RunAsync(CancellationToken cancellation)
    {
        var own = reference.Institutions[place.Institution];
        var source = new EntrySource(
            place.FileId, place.Institution, own.IsPost ? place.Institution : own.Account, own.IsPost)
        {
            RuleVersion = impact.Ordered.RuleVersion,
        };
        await foreach (var entries in ImpactEntries.PiecesAsync(session, place, cancellation))
            await JudgeAsync(source, entries, cancellation);
        return new MatchImpactJudged(
            now, place, _entries, _byPeople, _differences,
            [.. _counts.OrderBy(c => c.Key.Item1.OnDayOfMonth(1)).ThenBy(c => c.Key.Item2).ThenBy(c => c.Key.Item3)
                .Select(c => new ImpactCount(
                    c.Key.Item1, c.Key.Item2, c.Key.Item3, c.Value.Count, c.Value.Amount))]);
    }

    private async Task JudgeAsync(
        EntrySource source, IReadOnlyList<BankEntry> entries, CancellationToken cancellation)
    {
        var known = await ImpactKnownRows.LoadAsync(session, place, entries, cancellation);
        var loaded = await MatchFactRows.LoadAsync(
            session, source, new FilePiece(entries, null), reference, cancellation, place.Posted);
        if (place.IsLater)
        {
            // As in the later judgement itself, what was ordered after the file takes none of its money.
            loaded = loaded.Among(await ReconsiderBreaks.OrderedAsync(
                session, loaded.Payments.Keys, await PostedAsync(cancellation), cancellation));
        }

        var facts = loaded with
        {
            Payments = await ImpactMoves.ApplyAsync(
                session, impact.Id, place.Posted, loaded.Payments, _moved, source.FromAdvance, cancellation),
        };
        var found = MatchComparing.Compare(
            source, entries, facts, known, impact.Differences + _differences, now);
        _entries += entries.Count;
        _byPeople += entries.Count(e => known.ByPeople.Contains(e.No));
        foreach (var move in found.Moves) ImpactMoves.Add(_moved, move);
        foreach (var (day, rule, amount) in found.Kept) Count(day, rule, MatchChange.Kept, amount);
        foreach (var d in found.Differences)
            Count(d.ValueDate, (d.Before ?? d.After)!.Rule, d.Change, d.Amount);
        await WriteAsync(found.Differences, cancellation);
    }

    private async Task<Instant> PostedAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select at from hub.bank_file_step where file_id = $1 and status = 'Reconciled'");
        command.Parameters.Add(Parameter.Of(place.FileId));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        await r.ReadAsync(cancellation);
        return r.GetFieldValue<Instant>(0);
    }

    private void Count(LocalDate day, MatchRule rule, MatchChange change, Money amount)
    {
        var key = (day.ToYearMonth(), rule, change);
        var (count, sum) = _counts.GetValueOrDefault(key);
        _counts[key] = (count + 1, sum + amount);
    }

    private async Task WriteAsync(IReadOnlyList<MatchDifference> found, CancellationToken cancellation)
    {
        if (found.Count == 0) return;
        var copy = new EventCopy(tables, session.CorrelationId, session.CausationId);
        foreach (var chunk in found.Chunk(Domain.Batches.PaymentBatch.ChunkSize))
        {
            copy.Start<MatchImpactPart>(
                Keys.GuidOf("match-impact", $"{impact.Id}", $"{chunk[0].No}"),
                [new MatchDifferencesFound(now, impact.Id, place.Institution, place.FileId, chunk)]);
        }

        await copy.WriteAsync(session.Connection!, cancellation);
        _differences += found.Count;
    }
}
