namespace PaymentHub.Reconciliation;

/// <summary>The lists of a preview of changed matching rules.</summary>
internal static class MatchImpactSql
{
    /// <summary>$1 preview, $2 institutions of the scope.</summary>
    public const string Sums = """
        select institution, month, rule,
               coalesce(sum(count) filter (where change = 'Kept'), 0),
               coalesce(sum(amount) filter (where change = 'Kept'), 0)::bigint,
               coalesce(sum(count) filter (where change = 'Gained'), 0),
               coalesce(sum(amount) filter (where change = 'Gained'), 0)::bigint,
               coalesce(sum(count) filter (where change = 'Lost'), 0),
               coalesce(sum(amount) filter (where change = 'Lost'), 0)::bigint,
               coalesce(sum(count) filter (where change = 'Changed'), 0),
               coalesce(sum(amount) filter (where change = 'Changed'), 0)::bigint
        from hub.match_impact_count
        where impact_id = $1 and ($2::text[] is null or institution = any($2))
        group by institution, month, rule order by month desc, institution, rule
        """;

    /// <summary>
    /// $1 preview, $2 change, $3 institution, $4 month, $5 pass before or after, $6 and $7 the scope, $8 and $9 the
    /// page. A scope of communes sees the differences that name one of its payments.
    /// </summary>
    public const string Differences = """
        select d.no, d.institution, d.file_id, d.entry, d.value_date, d.bank_reference, d.amount, d.change, d.kind,
               d.before_rule, d.before_version, d.before_order, d.after_rule, d.after_order, d.would, s.step, s.code,
               count(*) over (), coalesce(sum(d.amount) over (), 0)::bigint
        from hub.match_difference d
        left join lateral (
            select x.step, x.code from hub.match_difference_step x
            where x.impact_id = d.impact_id and x.no = d.no order by x.version desc limit 1) s on true
        where d.impact_id = $1 and ($2::text is null or d.change = $2) and ($3::text is null or d.institution = $3)
          and ($4::date is null or (d.value_date >= $4 and d.value_date < $4::date + interval '1 month'))
          and ($5::text is null or coalesce(d.before_rule, d.after_rule) = $5)
          and ($6::text[] is null or d.institution = any($6))
          and ($7::text[] is null or exists (
                select from hub.batch b where b.batch_id in (d.before_batch, d.after_batch) and b.commune = any($7)))
        order by d.no limit $8 offset $9
        """;
}
