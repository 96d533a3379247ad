using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Runs;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>
/// One dossier on the lists of two months in one commune, with the full name of the beneficiary. Accounts are masked;
/// <paramref name="Institution"/> is the channel of this month, or of the month before where this one has none.
/// </summary>
internal sealed record ListedDossier(
    Guid Entitlement, Guid Person, string Dossier, string Programme, string Institution, string FullName,
    ListedMoney Before, ListedMoney After, bool AccountChanged, string? AccountBefore, string? Account)
{
    public bool Differs => AccountChanged || Before != After;
}

/// <summary>
/// The lists of a commune for a month and for the month before, dossier by dossier, as batches hold them. Where the
/// ledger has no list of the month before, the register's amounts paid by the earlier system stand in. Re-issues are
/// not listed again.
/// </summary>
internal static class ListedRows
{
    // The commune of a decision in the month before: the one it moved from, if it moved since.
    private const string Query = """
        with line as (
            select b.period, b.programme, b.institution, l.entitlement_id, l.batch_id, l.no, l.kind, l.amount
            from hub.batch b join hub.payment_line l on l.batch_id = b.batch_id
            where b.commune = $1 and b.period in ($2, $3) and b.kind <> 'Reissue'
              and not exists (select from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no
                              and o.status in ('Removed', 'Voided'))
        ), listed as (
            select period, entitlement_id,
                   coalesce(sum(amount) filter (where kind = 'Regular'), 0)::bigint as regular,
                   coalesce(sum(amount) filter (where kind = 'Arrears'), 0)::bigint as arrears,
                   coalesce(sum(amount) filter (where kind = 'OneOff'), 0)::bigint as one_off,
                   coalesce(sum(amount) filter (where kind = 'Recovery'), 0)::bigint as recovered,
                   (array_agg(programme order by kind desc, amount desc))[1] as programme,
                   (array_agg(institution order by kind desc, amount desc))[1] as institution,
                   (array_agg(batch_id order by kind desc, amount desc, batch_id, no))[1] as batch_id,
                   (array_agg(no order by kind desc, amount desc, batch_id, no))[1] as no
            from line group by period, entitlement_id
        ), near as (
            select entitlement_id from hub.entitlement_terms where commune = $1
            union
            select entitlement_id from hub.entitlement_order where former_commune = $1
        ), brought as (
            select t.entitlement_id, t.programme, p.monthly
            from near join hub.entitlement_terms t on t.entitlement_id = near.entitlement_id
            join hub.paid_before p on p.entitlement_id = t.entitlement_id and $3 between p.first_month and p.last_month
            where not exists (select from hub.entitlement_terms x
                              where x.entitlement_id = t.entitlement_id and x.version > t.version)
              and not exists (select from hub.paid_before x
                              where x.entitlement_id = p.entitlement_id and x.version > p.version)
              and $1 = coalesce((select o.former_commune from hub.entitlement_order o
                                 where o.entitlement_id = t.entitlement_id and o.kind = 'Moved' and o.from_month > $3
                                 order by o.from_month limit 1), t.commune)
              and not exists (select from hub.payment_line l join hub.batch b on b.batch_id = l.batch_id
                              where l.entitlement_id = t.entitlement_id and b.period = $3)
        ), ids as (
            select entitlement_id from listed union select entitlement_id from brought
        )
        select i.entitlement_id, e.person_id, e.dossier, coalesce(n.programme, d.programme, g.programme),
               coalesce(n.institution, d.institution, ''),
               coalesce(who.full_name, ''),
               coalesce(d.regular, g.monthly, 0), coalesce(d.arrears, 0), coalesce(d.one_off, 0),
               coalesce(d.recovered, 0), coalesce(n.regular, 0), coalesce(n.arrears, 0), coalesce(n.one_off, 0),
               coalesce(n.recovered, 0),
               n.no is not null and d.no is not null and (p.method, p.bank_bin, p.account, p.payee_name, n.institution)
                   is distinct from (q.method, q.bank_bin, q.account, q.payee_name, d.institution),
               case when d.no is not null then
                   concat_ws(' ', d.institution, q.bank_bin, '****' || right(q.account, 4)) end,
               case when n.no is not null then
                   concat_ws(' ', n.institution, p.bank_bin, '****' || right(p.account, 4)) end
        from ids i
        join hub.entitlement e on e.entitlement_id = i.entitlement_id
        left join lateral (select full_name from hub.beneficiary f where f.person_id = e.person_id
                           order by version desc limit 1) who on true
        left join listed n on n.entitlement_id = i.entitlement_id and n.period = $2
        left join listed d on d.entitlement_id = i.entitlement_id and d.period = $3
        left join brought g on g.entitlement_id = i.entitlement_id
        left join hub.payment p on p.batch_id = n.batch_id and p.no = n.no
        left join hub.payment q on q.batch_id = d.batch_id and q.no = d.no
        order by 4, e.dossier
        """;

    public static async Task<List<ListedDossier>> ReadAsync(
        IQuerySession session, string commune, YearMonth month, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Query);
        command.Parameters.Add(Parameter.Of(commune));
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        command.Parameters.Add(Parameter.Of((YearMonth?)month.PlusMonths(-1)));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var rows = new List<ListedDossier>();
        while (await reader.ReadAsync(cancellation)) rows.Add(RowOf(reader));
        return rows;
    }

    private static ListedDossier RowOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), MoneyOf(r, 6),
        MoneyOf(r, 10), r.GetBoolean(14), Text(r, 15), Text(r, 16));

    private static ListedMoney MoneyOf(NpgsqlDataReader r, int first) => new(
        new Money(r.GetInt64(first)), new Money(r.GetInt64(first + 1)), new Money(r.GetInt64(first + 2)),
        new Money(r.GetInt64(first + 3)));

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
