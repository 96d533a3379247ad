using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation.Linkage;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>A field of our payment beside the bank's line; accounts are masked, but compared whole.</summary>
public sealed record EvidenceField(string Field, string? Ours, string? Bank, bool Differs);

/// <summary>
/// A payment that may be behind a break: because the bank names it, because the matcher found it equal, or because the
/// account or the amount is the same. <paramref name="Open"/> is what it can still take, in đồng.
/// </summary>
public sealed record BreakEvidence(
    string EndToEndId, string Why, string Status, long Open, string BatchCode, bool IsRejected,
    IReadOnlyList<EvidenceField> Fields);

/// <summary>Finds the payments that a person compares with a break.</summary>
public static class BreakEvidenceRows
{
    private const int Most = 20;

    /// <summary>The payments in the user's scope; none where the user sees no payments.</summary>
    public static async Task<List<BreakEvidence>> OfAsync(
        NpgsqlDataSource source, CurrentUser user, BreakItem of, CancellationToken cancellation)
    {
        if (!user.Can(Permissions.PaymentsView)) return [];
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(of.BreakId));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.PaymentsView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.PaymentsView)));
        command.Parameters.Add(Parameter.Of(of.Institution));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<BreakEvidence>();
        while (await r.ReadAsync(cancellation)) found.Add(EvidenceOf(r, of));
        return found;
    }

    private static BreakEvidence EvidenceOf(NpgsqlDataReader r, BreakItem of)
    {
        var (id, amount, period) = (r.GetString(0), r.GetInt64(1), r.GetFieldValue<LocalDate>(5).ToYearMonth());
        var account = r.IsDBNull(2) ? null : r.GetString(2);
        var released = r.IsDBNull(6) ? (LocalDate?)null : r.GetFieldValue<LocalDate>(6);
        return new BreakEvidence(
            id, r.GetString(3), r.GetString(4), Math.Max(0, r.GetInt64(9)), r.GetString(7), r.GetBoolean(10),
            [
                new("reference", id, of.EndToEndId, id != of.EndToEndId),
                new("amount", Number(amount), Number(of.Amount), amount != of.Amount),
                new("account", account is null ? null : ReadBreaks.Masked(account), of.Account, !r.GetBoolean(8)),
                new(
                    "date", released is { } day ? Day(day) : null, Day(of.ValueDate),
                    released is null || released > of.ValueDate),
                NameOf(r.GetString(11), r.IsDBNull(12) ? null : r.GetString(12)),
                new("month", PeriodIso.Format(period), null, false),
            ]);
    }

    // Banks print names without marks and cut them off; only what has less than half of its words differs.
    private static EvidenceField NameOf(string ours, string? banks) => new(
        "name", MaskedWords.Name(ours), MaskedWords.Name(banks),
        banks is not null && NameLevels.Of(ours, banks) is NameLevel.Different or NameLevel.SomeWords);

    private static string Day(LocalDate date) =>
        date.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Number(long dong) => dong.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // What the bank names first, then equal ones, then those of the account, then of the amount while they can take it.
    private static readonly string Query = $"""
        with broken as (
            select * from hub.entry_break where break_id = $1
        ), candidate as (
            select p.batch_id, p.no, 0 as rank, 'named' as why from broken k
            join hub.payment p on p.end_to_end_id = k.end_to_end_id
            union all
            select p.batch_id, p.no, 1, 'equal' from broken k join hub.payment p on p.end_to_end_id = any(k.candidates)
            union all
            (select p.batch_id, p.no, 2, 'account' from broken k join hub.payment p on p.account = k.account
             join hub.batch b on b.batch_id = p.batch_id and b.institution = $4
             where b.period between k.value_date - interval '13 months' and k.value_date + interval '1 month'
             order by b.period desc, p.end_to_end_id limit {Most})
        ), best as (
            select distinct on (batch_id, no) * from candidate order by batch_id, no, rank
        )
        select p.end_to_end_id, p.amount, p.account, c.why, coalesce(o.status, 'Placed'), b.period,
               (s.at at time zone 'Asia/Ho_Chi_Minh')::date, b.code, p.account is not distinct from k.account,
               case when k.is_debit
                   then case when o.instructed then p.amount - coalesce(o.settled, 0) else 0 end
                   else coalesce(o.settled, 0) - coalesce(o.returned, 0) end::bigint,
               exists (select from hub.match_undone u where u.file_id = k.file_id and u.entry = k.entry
                       and u.batch_id = p.batch_id and u.no = p.no)
               or exists (select from hub.pair_rejected x where x.break_id = k.break_id and x.batch_id = p.batch_id
                          and x.no = p.no),
               p.payee_name, e.counter_name
        from best c cross join broken k
        join hub.payment p on p.batch_id = c.batch_id and p.no = c.no
        join hub.batch b on b.batch_id = p.batch_id
        left join lateral (select at from hub.batch_step s where s.batch_id = b.batch_id and s.status = 'Released'
                           order by version limit 1) s on true
        left join lateral (
            select (array_agg(x.status order by x.version desc, x.item desc))[1] as status,
                   sum(x.amount) filter (where x.status = 'Settled') as settled,
                   sum(x.amount) filter (where x.status = 'Returned') as returned,
                   bool_or(x.status = 'Instructed')
                       and not bool_or(x.status in ('Rejected', 'Cancelled')) as instructed
            from hub.payment_outcome x where x.batch_id = p.batch_id and x.no = p.no) o on true
        left join lateral (select counter_name from hub.bank_entry e where e.file_id = k.file_id and e.item = k.entry
                           and k.kind <> 'AnswerContradicted' limit 1) e on true
        where ($2::text[] is null or b.institution = any($2)) and ($3::text[] is null or b.commune = any($3))
        order by c.rank, p.end_to_end_id limit {Most}
        """;
}
