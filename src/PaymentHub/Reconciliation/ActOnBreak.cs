using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Ledger;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>The institution's books are in use: a file of it is being posted.</summary>
public sealed record BreakBusy() : Refusal(
    "institution-busy",
    "Một tệp của đơn vị này đang được ghi sổ. Hãy thử lại sau ít phút.",
    "A file of this institution is being posted. Try again in a few minutes.");

/// <summary>
/// Applies what people decide on breaks. A break outside the user's scope is as unknown as one that is not. What moves
/// money waits for files of the same institution, so that neither sees the other's half.
/// </summary>
public sealed class ActOnBreak(
    CurrentUser user, AccessRows access, IDocumentStore store, FactTables tables, RawFiles files,
    ReferenceData reference, BreakRules rules, IClock clock)
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Gives the break to somebody who may clear it, until a day.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public async Task<Refusal?> AssignAsync(
        Guid breakId, string? owner, LocalDate? due, CancellationToken cancellation)
    {
        var name = string.IsNullOrWhiteSpace(owner) ? user.UserName : owner.Trim();
        var rights = await access.AccessOfAsync(name, cancellation);
        return await RunAsync(breakId, Permissions.BreaksResolve, (state, now) =>
            rights.ScopeOf(Permissions.BreaksResolve)?.Covers(null, state.Facts.Institution) == true
                ? BreakDecisions.Assign(state, rights.UserName, due, user.UserName, now)
                : new OwnerUnknown(name), cancellation);
    }

    /// <inheritdoc cref="AssignAsync"/>
    public Task<Refusal?> CommentAsync(Guid breakId, string? text, CancellationToken cancellation) =>
        RunAsync(
            breakId, Permissions.BreaksConfirm,
            (_, now) => BreakDecisions.Comment(text, user.UserName, now), cancellation);

    /// <inheritdoc cref="AssignAsync"/>
    public async Task<Refusal?> AttachAsync(
        Guid breakId, string fileName, byte[] bytes, CancellationToken cancellation)
    {
        var hash = RawFiles.HashOf(bytes);
        var type = BreakRules.PaperType(bytes);
        return await RunAsync(breakId, Permissions.BreaksConfirm, (state, now) => BreakDecisions.Attach(
            state, fileName, type, hash, bytes.Length, rules, user.UserName, now), cancellation,
            () => files.KeepAsync(hash, bytes, cancellation));
    }

    /// <inheritdoc cref="AssignAsync"/>
    public Task<Refusal?> DeclineAsync(Guid breakId, string? reason, CancellationToken cancellation) =>
        RunAsync(
            breakId, Permissions.BreaksConfirm,
            (state, now) => BreakDecisions.Decline(state, reason, user.UserName, now), cancellation);

    /// <summary>Explains the break's money, as one person or as the first of two.</summary>
    public Task<Refusal?> ExplainAsync(
        Guid breakId, IReadOnlyList<ExplanationPart> parts, string? reason, CancellationToken cancellation) =>
        MoveAsync(
            breakId, Permissions.BreaksResolve,
            _ => (parts.Select(p => p.EndToEndId), parts.Select(p => p.OtherBreak)),
            (state, facts, now) => BreakDecisions.Explain(
                state, [.. parts.Select(p => p.In(facts))], reason, facts, rules, user.UserName, now), cancellation);

    /// <summary>Agrees as the second person.</summary>
    public Task<Refusal?> ConfirmAsync(Guid breakId, CancellationToken cancellation) =>
        MoveAsync(
            breakId, Permissions.BreaksConfirm, state => NamedBy(state.Explained?.Parts),
            (state, facts, now) => BreakDecisions.Confirm(state, facts, user.UserName, now), cancellation);

    /// <summary>Says that a proposed payment is not the one.</summary>
    public Task<Refusal?> RejectAsync(
        Guid breakId, string? endToEndId, string? reason, CancellationToken cancellation)
    {
        var id = endToEndId?.Trim().ToUpperInvariant();
        return MoveAsync(
            breakId, Permissions.BreaksResolve, _ => ([id], []),
            (state, facts, now) => BreakDecisions.RejectPair(state, id, reason, facts, user.UserName, now) switch
            {
                { Refusal: { } refusal } => refusal,
                var decision => ExplanationResult.Of([.. decision.Events]),
            },
            cancellation);
    }

    /// <summary>Takes the explanation of a resolved break back.</summary>
    public Task<Refusal?> ReopenAsync(Guid breakId, string? reason, CancellationToken cancellation) =>
        MoveAsync(
            breakId, Permissions.BreaksResolve, state => NamedBy(state.Resolved?.Parts),
            (state, facts, now) => BreakDecisions.Reopen(state, reason, facts, user.UserName, now), cancellation);

    /// <summary>True where the user may act so on breaks of the institution; a scope of communes covers none.</summary>
    public bool May(string permission, string institution) =>
        user.CommuneFilter(permission) is null && user.Can(permission, null, institution);

    /// <summary>Waits a little until no file of the institution is being posted; false where one still is.</summary>
    public static async Task<bool> LockAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        for (var i = 0; i < Attempts; i++)
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock(hashtext($1))");
            command.Parameters.Add(Parameter.Of("reconcile/" + institution));
            await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            {
                if (await reader.ReadAsync(cancellation) && reader.GetBoolean(0)) return true;
            }

            await Task.Delay(Pause, cancellation);
        }

        return false;
    }

    private static (IEnumerable<string?> Payments, IEnumerable<Guid?> Breaks) NamedBy(Explanation[]? parts) =>
        ((parts ?? []).Select(p => p.EndToEndId), (parts ?? []).Select(p => p.OtherBreak));

    private async Task<Refusal?> RunAsync(
        Guid breakId, string permission, Func<EntryBreak, Instant, Decision> decide, CancellationToken cancellation,
        Func<Task>? before = null)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var now = clock.GetCurrentInstant();
        var streams = new BreakStreams(session, CopyOf(session), user.UserName, now);
        var state = await streams.OpenAsync(breakId, cancellation);
        if (state is null || !May(permission, state.Facts.Institution)) return new BreakUnknown();
        var decision = decide(state, now);
        if (decision.Refusal is { } refusal) return refusal;
        if (decision.Events.Count == 0) return null;
        if (before is not null) await before();
        streams.Append(breakId, decision.Events);
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private async Task<Refusal?> MoveAsync(
        Guid breakId, string permission,
        Func<EntryBreak, (IEnumerable<string?> Payments, IEnumerable<Guid?> Breaks)> named,
        Func<EntryBreak, ExplanationFacts, Instant, ExplanationResult> decide, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var told = await ExplanationFactRows.FindAsync(session, breakId, cancellation);
        if (told is null || !May(permission, told.Institution)) return new BreakUnknown();
        if (!await LockAsync(session, told.Institution, cancellation)) return new BreakBusy();
        var now = clock.GetCurrentInstant();
        var copy = CopyOf(session);
        var streams = new BreakStreams(session, copy, user.UserName, now);
        var state = (await streams.OpenAsync(breakId, cancellation))!;
        var (payments, breaks) = named(state);
        foreach (var id in breaks.OfType<Guid>().Distinct()) await streams.OpenAsync(id, cancellation);
        var facts = await ExplanationFactRows.LoadAsync(
            session, told.Institution, told.FromAdvance, payments.OfType<string>(), streams.States, reference,
            cancellation);
        var result = decide(state, facts, now);
        if (result.Refusal is { } refusal) return refusal;
        if (result.ForBreak.Length == 0) return null;
        var books = await Books.HoldAsync(session, now, cancellation);
        await streams.AppendAsync(state, result.In(books), cancellation);
        copy.JoinTo(session);
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private EventCopy CopyOf(IDocumentSession session) => new(tables, session.CorrelationId, session.CausationId);
}
