using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Misuse;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Misuse;

/// <summary>A case in lists. The amount in đồng is null where the finding concerns no money.</summary>
public sealed record FlagItem(
    Guid CaseId, string Detector, string[] Dossiers, string[] EndToEndIds, long? Amount, string Status,
    string ExplanationVi, string ExplanationEn);

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
        api.MapPost("/flags/screen", ScreenAsync).RequireAuthorization().WithTags("Misuse")
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
        if (!user.Can(Permissions.CasesDecide) && !user.Can(Permissions.RunsPlan))
        {
            return Problems.Of(
                StatusCodes.Status403Forbidden, "forbidden", "Bạn không có quyền rà soát.", "You may not screen a period.");
        }

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
        if (user.Can(Permissions.CasesDecide))
        {
            await RunAsync(source, store, clock, user.UserName, month, cancellation);
        }

        return Results.Ok(new FlagList(await QueryAsync(source, user, month, cancellation)));
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

    private static async Task<List<FlagItem>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth period, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.CasesView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.CasesView)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<FlagItem>();
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(new FlagItem(
                reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<string[]>(2),
                reader.GetFieldValue<string[]>(3), reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.GetString(5),
                reader.GetString(6), reader.GetString(7)));
        }

        return items;
    }

    // A case whose payments all belong to other periods is left out; one that rests on the register alone is always
    // there.
    private const string Query = """
        select c.case_id, c.detector, c.dossiers, c.end_to_end_ids, c.amount,
               case when t.ordered > 0 and t.ordered = t.received then 'Recovered'
                    when t.ordered > 0 then 'Recovering'
                    when t.last_step = 'Decided' then 'Decided' else 'Open' end,
               c.text_vi, c.text_en
        from (select distinct on (case_id) * from hub.misuse_case where step in ('Opened', 'Evidence')
              order by case_id, version desc) c
        join (select case_id, coalesce(sum(amount) filter (where step = 'Ordered'), 0) as ordered,
                     coalesce(sum(amount) filter (where step = 'Received'), 0) as received,
                     (array_agg(step order by version desc))[1] as last_step
              from hub.misuse_case group by case_id) t on t.case_id = c.case_id
        where (cardinality(c.end_to_end_ids) = 0
               or exists (select from unnest(c.end_to_end_ids) e
                          left join hub.payment p on p.end_to_end_id = e
                          left join hub.batch b on b.batch_id = p.batch_id
                          where b.batch_id is null or b.period = $1))
          and ($2::text[] is null or exists (
                select from hub.entitlement n
                join lateral (select commune from hub.entitlement_terms x where x.entitlement_id = n.entitlement_id
                              order by version desc limit 1) x on true
                where n.dossier = any(c.dossiers) and x.commune = any($2)))
          and ($3::text[] is null or exists (
                select from hub.payment p join hub.batch b on b.batch_id = p.batch_id
                where p.end_to_end_id = any(c.end_to_end_ids) and b.institution = any($3)))
        order by c.detector, c.case_id
        """;
}
