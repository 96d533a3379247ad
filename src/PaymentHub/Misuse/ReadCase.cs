using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Misuse;
using PaymentHub.Web;

namespace PaymentHub.Misuse;

/// <summary>
/// A step of a case: Opened, Evidence, Decided, Ordered or Received. <paramref name="Reason"/> is the decision's reason
/// or the paper's number.
/// </summary>
public sealed record CaseStep(
    string Step, string ByUser, Instant At, CaseOutcome? Outcome = null, string? Reason = null, string? Dossier = null,
    long? Amount = null, int? Evidence = null);

/// <summary>A case with its evidence, its history, and what was ordered back and received, in đồng.</summary>
public sealed record CaseDetail(
    FlagItem Case, IReadOnlyList<MisuseEvidence> Evidence, IReadOnlyList<CaseStep> Steps, long Ordered, long Received);

/// <summary>One case with everything that is known of it.</summary>
public sealed class ReadCase : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{caseId:guid}", HandleAsync).RequirePermission(Permissions.CasesView).WithTags("Misuse")
            .Answers<CaseDetail>("GetCase");

    /// <summary>A case with its evidence, its history and the money to come back.</summary>
    /// <remarks>Một vụ việc với chứng cứ và lịch sử xử lý.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid caseId, CurrentUser user, NpgsqlDataSource source, IQuerySession session, CancellationToken cancellation)
    {
        var found = await FindAsync(caseId, user, source, session, cancellation);
        return found is null ? Problems.NotFound("vụ việc này", "such case") : Results.Ok(found);
    }

    /// <summary>The case inside the user's scope, or null.</summary>
    public static async Task<CaseDetail?> FindAsync(
        Guid caseId, CurrentUser user, NpgsqlDataSource source, IQuerySession session, CancellationToken cancellation)
    {
        if (await ReadCases.FindAsync(source, user, caseId, cancellation) is not { } item) return null;
        var events = await session.Events.FetchStreamAsync(caseId, token: cancellation);
        var data = events.Select(e => e.Data).ToList();
        var evidence = data.SelectMany(e => e switch
        {
            CaseOpened o => o.Evidence,
            EvidenceAdded a => a.Added,
            _ => [],
        });
        return new CaseDetail(
            item, [.. evidence], [.. data.Select(StepOf).OfType<CaseStep>()],
            data.OfType<RecoveryOrdered>().Sum(o => o.Amount).Dong,
            data.OfType<RecoveryReceived>().Sum(r => r.Amount).Dong);
    }

    private static CaseStep? StepOf(object e) => e switch
    {
        CaseOpened c => new("Opened", c.By, c.At, Amount: c.Amount?.Dong, Evidence: c.Evidence.Length),
        EvidenceAdded c => new("Evidence", c.By, c.At, Amount: c.Amount?.Dong, Evidence: c.Added.Length),
        CaseDecided c => new("Decided", c.By, c.At, c.Outcome, c.Reason),
        RecoveryOrdered c => new(
            "Ordered", c.By, c.At, Reason: c.DecisionNumber, Dossier: c.Dossier, Amount: c.Amount.Dong),
        RecoveryReceived c => new("Received", c.By, c.At, Reason: c.Reference, Amount: c.Amount.Dong),
        _ => null,
    };
}
