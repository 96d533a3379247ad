using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Domain.Reconciliation.Linkage;
using PaymentHub.Reference;
using PaymentHub.Web;
using Wolverine;
using Wolverine.Marten;

namespace PaymentHub.Reconciliation;

/// <summary>Look for payments that may be behind the institution's open breaks.</summary>
public sealed record ProposeMatches(string Institution);

/// <summary>The institutions whose breaks are looked at; empty where nothing was asked.</summary>
public sealed record ProposalsOrdered(IReadOnlyList<string> Institutions);

/// <summary>
/// The probabilistic pass as a durable message: what it finds is stored with its evidence and moves nothing. The same
/// breaks and payments are not linked twice. One institution at a time: the pass holds all its open payments in memory.
/// </summary>
public static class ProposeMatchesHandler
{
    private static readonly TimeSpan StepBack = TimeSpan.FromSeconds(1);
    private static readonly SemaphoreSlim Turn = new(1);

    /// <returns>The message itself, for later, where another institution has the turn.</returns>
    public static async Task<object?> Handle(
        ProposeMatches message, IDocumentSession session, IClock clock, CancellationToken cancellation)
    {
        if (!await Turn.WaitAsync(TimeSpan.Zero, cancellation)) return message.DelayedFor(StepBack);
        try
        {
            await ProposeAsync(message, session, clock, cancellation);
            return null;
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task ProposeAsync(
        ProposeMatches message, IDocumentSession session, IClock clock, CancellationToken cancellation)
    {
        var breaks = await ProposalFacts.BreaksAsync(session, message.Institution, cancellation);
        var stream = await session.Events.FetchForWriting<MatchProposals>(
            MatchProposals.IdOf(message.Institution), cancellation);
        if (breaks.Count == 0 && stream.Aggregate is not { Last.Items.Length: > 0 }) return;
        var payments = breaks.Count == 0
            ? [] : await ProposalFacts.PaymentsAsync(session, message.Institution, breaks, cancellation);
        var rejected = await ProposalFacts.RejectedAsync(session, breaks, cancellation);
        var input = Proposing.InputOf(breaks, payments, rejected);
        if (stream.Aggregate?.Last.Input == input) return;
        stream.AppendOne(new MatchesProposed(
            clock.GetCurrentInstant(), message.Institution, LinkageOptions.RuleVersion, input, breaks.Count,
            payments.Count, Proposing.Propose(breaks, payments, rejected)));
    }
}

/// <summary>Orders a run of the probabilistic pass.</summary>
public sealed class OrderProposals : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/breaks/propose", HandleAsync).RequirePermission(Permissions.BreaksResolve)
            .WithTags("Reconciliation").Answers<ProposalsOrdered>("ProposeMatches", StatusCodes.Status202Accepted);

    /// <summary>Looks for payments behind the open breaks of every institution in the user's scope.</summary>
    /// <remarks>Tìm khoản chi có thể khớp cho các khoản chưa giải thích.</remarks>
    public static async Task<IResult> HandleAsync(
        ReferenceData reference, ActOnBreak act, IDocumentStore store, IMartenOutbox outbox,
        CancellationToken cancellation) =>
        Results.Json(
            new ProposalsOrdered(await RunAsync(reference, act, store, outbox, cancellation)),
            statusCode: StatusCodes.Status202Accepted);

    /// <summary>Orders the runs; returns their institutions.</summary>
    public static async Task<List<string>> RunAsync(
        ReferenceData reference, ActOnBreak act, IDocumentStore store, IMartenOutbox outbox,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        outbox.Enroll(session);
        var found = reference.Institutions.Values.Where(i => !i.IsPost && act.May(Permissions.BreaksResolve, i.Code))
            .Select(i => i.Code).Order(StringComparer.Ordinal).ToList();
        foreach (var code in found) await outbox.PublishAsync(new ProposeMatches(code));
        await session.SaveChangesAsync(cancellation);
        return found;
    }
}
