using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>The breaks in a user's scope with where they stand; lists and sums choose from it.</summary>
internal static class BreakQuery
{
    /// <summary>The parameters of <see cref="Chosen"/>, $1 to $14.</summary>
    public static void AddFilter(
        NpgsqlCommand command, CurrentUser user, BreakFilter filter, BreakRules rules, IClock clock)
    {
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(filter.Kind?.ToString()));
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.FileId is { } id ? [id] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(filter.BreakId is { } one ? [one] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(filter.Status?.ToString()));
        command.Parameters.Add(Parameter.Of(filter.Unresolved || filter.IsLate ? 1 : 0));
        command.Parameters.Add(Parameter.Of(filter.Owner));
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = filter.ValueDate is { } day ? day : DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date,
        });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = filter.IsLate ? clock.GetCurrentInstant().InZone(HubClock.Zone).Date : DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date,
        });
        command.Parameters.Add(Parameter.Of([.. rules.DueDays.Keys.Select(k => k.ToString())]));
        command.Parameters.Add(Parameter.Of([.. rules.DueDays.Values]));
    }

    // A scope of communes sees the breaks that name one of its payments, as the order told or as a candidate.
    public const string Chosen = """
        with told as (
            select k.*, f.file_name, f.institution
            from hub.entry_break k
            join hub.bank_file_step f on f.file_id = k.file_id and f.status = 'Received'
            where ($1::date is null or (k.value_date >= $1 and k.value_date < $1::date + interval '1 month'))
              and ($2::text is null or k.kind = $2) and ($3::text is null or f.institution = $3)
              and ($4::uuid[] is null or k.file_id = any($4)) and ($5::text[] is null or f.institution = any($5))
              and ($6::text[] is null or exists (
                    select from hub.payment p join hub.batch b on b.batch_id = p.batch_id
                    where (p.end_to_end_id = k.end_to_end_id or p.end_to_end_id = any(k.candidates))
                      and b.commune = any($6)))
              and ($7::uuid[] is null or k.break_id = any($7)) and ($11::date is null or k.value_date = $11)
        ), stands as (
            select k.*, coalesce(s.status, 'Open') as status, s.owner,
                   coalesce(s.due, (k.at at time zone 'Asia/Ho_Chi_Minh')::date + d.days) as due
            from told k
            left join unnest($13::text[], $14::int[]) d(kind, days) on d.kind = k.kind
            left join lateral (
                select (array_agg(b.status order by b.version desc) filter (where b.status is not null))[1] as status,
                       (array_agg(b.owner order by b.version desc) filter (where b.owner is not null))[1] as owner,
                       (array_agg(b.due order by b.version desc) filter (where b.due is not null))[1] as due
                from hub.break_step b where b.break_id = k.break_id) s on true
        ), chosen as (
            select * from stands
            where ($8::text is null or status = $8) and ($9 = 0 or status <> 'Resolved')
              and ($10::text is null or coalesce(owner, '') = $10) and ($12::date is null or due < $12)
        )
        """;

    /// <summary>The columns of an item, and the sums over all pages.</summary>
    public const string Page = """
        select file_id, entry, kind, amount, bank_reference, end_to_end_id, account, candidates, file_name,
               institution, value_date, is_debit, break_id, status, owner, due, count(*) over (),
               coalesce(sum(amount) filter (where is_debit) over (), 0)::bigint,
               coalesce(sum(amount) filter (where not is_debit) over (), 0)::bigint,
               (select e.counter_name from hub.bank_entry e
                where e.file_id = chosen.file_id and e.item = chosen.entry and chosen.kind <> 'AnswerContradicted'
                limit 1),
               (select e.remittance from hub.bank_entry e
                where e.file_id = chosen.file_id and e.item = chosen.entry and chosen.kind <> 'AnswerContradicted'
                limit 1),
               (select p.payee_name from hub.payment p
                where p.end_to_end_id = coalesce(
                    chosen.end_to_end_id, case when cardinality(chosen.candidates) = 1 then chosen.candidates[1] end))
        from chosen
        """;
}
