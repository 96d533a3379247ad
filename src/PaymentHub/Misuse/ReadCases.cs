using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Misuse;

/// <summary>A case in lists. The amount in đồng is null where the finding concerns no money.</summary>
public sealed record FlagItem(
    Guid CaseId, string Detector, string[] Dossiers, string[] EndToEndIds, long? Amount, string Status,
    string ExplanationVi, string ExplanationEn, string? Outcome, Instant OpenedAt);

/// <summary>What a list of cases is limited to; a null part does not limit.</summary>
public sealed record CaseFilter(
    YearMonth? Period = null, string? Detector = null, string? Status = null, Guid? CaseId = null,
    string? Dossier = null, string? EndToEndId = null);

/// <summary>The misuse cases (vụ việc) that a user may see.</summary>
public static class ReadCases
{
    /// <summary>Everything at once, for programs: a period's cases are few.</summary>
    public static PageOf Whole { get; } = new(1, 100_000);

    /// <summary>The case inside the user's scope, or null.</summary>
    public static async Task<FlagItem?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, Guid caseId, CancellationToken cancellation) =>
        (await QueryAsync(source, user, new(CaseId: caseId), new(1, 1), cancellation)).Items.SingleOrDefault();

    /// <summary>One page of the cases, by detector, and how many there are.</summary>
    public static async Task<(List<FlagItem> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, CaseFilter filter, PageOf page, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.CasesView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.CasesView)));
        command.Parameters.Add(Parameter.Of(filter.Detector));
        command.Parameters.Add(Parameter.Of(filter.Status));
        command.Parameters.Add(Parameter.Of(filter.CaseId is { } id ? [id] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(filter.Dossier));
        command.Parameters.Add(Parameter.Of(filter.EndToEndId));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<FlagItem>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new FlagItem(
                r.GetGuid(0), r.GetString(1), r.GetFieldValue<string[]>(2), r.GetFieldValue<string[]>(3),
                r.IsDBNull(4) ? null : r.GetInt64(4), r.GetString(5), r.GetString(6), r.GetString(7),
                r.IsDBNull(8) ? null : r.GetString(8), r.GetFieldValue<Instant>(9)));
            total = r.GetInt64(10);
        }

        return (items, total);
    }

    // A case whose payments all belong to other periods is left out; one that rests on the register alone is always
    // there. More evidence after a decision opens the case again, unless money is already being recovered.
    private const string Query = """
        select c.case_id, c.detector, c.dossiers, c.end_to_end_ids, c.amount, t.status, c.text_vi, c.text_en,
               t.outcome, t.opened_at, count(*) over ()
        from (select distinct on (case_id) * from hub.misuse_case where step in ('Opened', 'Evidence')
              order by case_id, version desc) c
        join (select case_id, opened_at, outcome,
                     case when ordered > 0 and ordered = received then 'Recovered'
                          when ordered > 0 then 'Recovering'
                          when last_step = 'Decided' then 'Decided' else 'Open' end as status
              from (select case_id, min(at) as opened_at,
                           coalesce(sum(amount) filter (where step = 'Ordered'), 0) as ordered,
                           coalesce(sum(amount) filter (where step = 'Received'), 0) as received,
                           (array_agg(step order by version desc))[1] as last_step,
                           (array_agg(outcome order by version desc) filter (where step = 'Decided'))[1] as outcome
                    from hub.misuse_case group by case_id) s) t on t.case_id = c.case_id
        where ($1::date is null or cardinality(c.end_to_end_ids) = 0
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
          and ($4::text is null or c.detector = $4) and ($5::text is null or t.status = $5)
          and ($6::uuid[] is null or c.case_id = any($6))
          and ($7::text is null or $7 = any(c.dossiers)) and ($8::text is null or $8 = any(c.end_to_end_ids))
        order by c.detector, c.case_id limit $9 offset $10
        """;
}
