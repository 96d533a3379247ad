using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Misuse;
using PaymentHub.Web;

namespace PaymentHub.Misuse;

/// <summary>The cases of a period.</summary>
public sealed record FlagList(IReadOnlyList<FlagItem> Items);

/// <summary>How many findings stand, and how many cases were opened or received evidence.</summary>
public sealed record ScreenAnswer(int Findings, int Changed);

/// <summary>
/// Screens a period for possible misuse (rà soát dấu hiệu sai phạm) and lists the cases. Every finding has the same
/// case each time, so screening again adds only evidence that came since.
/// </summary>
public sealed class ScreenPeriod : IUseCase
{
    private const int CasesPerTransaction = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/flags/screen", ScreenAsync).RequirePermission(Permissions.CasesScreen).WithTags("Misuse")
            .Answers<ScreenAnswer>("ScreenPeriod");
        api.MapGet("/flags", ListAsync).RequirePermission(Permissions.CasesView).WithTags("Misuse")
            .Answers<FlagList>("ListFlags");
    }

    /// <summary>Runs every detector over the period and opens or extends the cases.</summary>
    /// <remarks>Rà soát dấu hiệu sai phạm của kỳ.</remarks>
    public static async Task<IResult> ScreenAsync(
        string period, CurrentUser user, NpgsqlDataSource source, IDocumentStore store, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var (findings, changed) = await RunAsync(source, store, clock, user.UserName, month, cancellation);
        return Results.Ok(new ScreenAnswer(findings, changed));
    }

    /// <summary>
    /// The cases of a period. An inspector's list is screened first, so that it never lags behind the register or the
    /// bank.
    /// </summary>
    /// <remarks>Các vụ việc có dấu hiệu sai phạm của kỳ.</remarks>
    public static async Task<IResult> ListAsync(
        string period, CurrentUser user, NpgsqlDataSource source, IDocumentStore store, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        if (user.Can(Permissions.CasesScreen))
        {
            await RunAsync(source, store, clock, user.UserName, month, cancellation);
        }

        var (items, _) = await ReadCases.QueryAsync(source, user, new(month), ReadCases.Whole, cancellation);
        return Results.Ok(new FlagList(items));
    }

    /// <summary>Runs all detectors over the facts of the period and opens or extends the cases.</summary>
    /// <returns>How many findings stand, and how many cases were opened or received evidence.</returns>
    public static async Task<(int Findings, int Changed)> RunAsync(
        NpgsqlDataSource source, IDocumentStore store, IClock clock, string user, YearMonth period,
        CancellationToken cancellation)
    {
        var findings = await DetectAsync(source, period, cancellation);
        var changed = 0;
        foreach (var chunk in findings.Chunk(CasesPerTransaction))
        {
            await using var session = store.LightweightSession();
            session.LastModifiedBy = user;
            foreach (var finding in chunk)
            {
                var stream = await session.Events.FetchForWriting<MisuseCase>(finding.Key, cancellation);
                var decision = MisuseCaseDecisions.Open(finding, stream.Aggregate, clock.GetCurrentInstant(), user);
                if (decision.Events.Count == 0) continue;
                stream.AppendMany(decision.Events);
                changed++;
            }

            await session.SaveChangesAsync(cancellation);
        }

        return (findings.Count, changed);
    }

    private static async Task<List<MisuseFinding>> DetectAsync(
        NpgsqlDataSource source, YearMonth period, CancellationToken cancellation)
    {
        var facts = new MisuseFacts(source, period);
        var lines = await facts.LinesAsync(cancellation);
        var deaths = await facts.DeathsAsync(cancellation);
        var open = await facts.OpenAsync(cancellation);
        var shared = await facts.DeclarationsAsync(cancellation);
        var debits = await facts.DebitsAsync(cancellation);
        var instructed = await facts.InstructedAsync(cancellation);
        var decisions = await facts.DecisionsAsync(cancellation);
        var identities = await facts.IdentitiesAsync(cancellation);
        return
        [
            .. OpenAfterDeath.Join(PaidAfterDeath.Detect(lines, deaths), open),
            .. SharedAccount.Detect(shared),
            .. BankLineNotInstructed.Detect(debits, instructed),
            .. DuplicatePerson.Detect(decisions),
            .. IdContradictsBirth.Detect(identities),
        ];
    }
}
