using System.Collections.Immutable;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>Who imported what one entitlement's lines rest on, and where its money goes.</summary>
public sealed record ClaimPayout(
    string Method, string Institution, string? BankBin, string? Account, string? HolderName, string Relation,
    string? PayeeName, string ByUser);

/// <summary>
/// Everything that one commune's plan needs to know, read set-based: people, decisions, payouts, commitments, deaths.
/// </summary>
public sealed class CommuneClaims
{
    public Dictionary<Guid, List<Entitlement>> ByPerson { get; } = [];

    public Dictionary<Guid, List<CommittedMonth>> Committed { get; } = [];

    public Dictionary<Guid, YearMonth> Deaths { get; } = [];

    public Dictionary<string, ClaimPayout> Payouts { get; } = [];

    public Dictionary<Guid, string> Names { get; } = [];

    public Dictionary<Guid, string> ImportedBy { get; } = [];

    // People are asked once and then looked up one by one inside the database: each lateral part is a walk down an
    // index, where a join would read the province's whole tables again for every commune.
    private const string People = """
        select distinct e.person_id from hub.entitlement_terms t
        cross join lateral (select person_id from hub.entitlement e where e.entitlement_id = t.entitlement_id limit 1) e
        where t.commune = $1
        """;

    public static async Task<CommuneClaims> ReadAsync(
        IDocumentSession session, string commune, CancellationToken cancellation)
    {
        var claims = new CommuneClaims();
        var people = await PeopleAsync(session, commune, cancellation);
        await claims.ReadEntitlementsAsync(session, people, cancellation);
        await EachAsync(session, """
            select x.* from unnest($1) who(id) cross join lateral (
                select distinct on (dossier) dossier, method, institution, bank_bin, account, holder_name, relation,
                    payee_name, by_user
                from hub.payout where person_id = who.id order by dossier, version desc) x
            """, people, r => claims.Payouts[r.GetString(0)] = new ClaimPayout(
                r.GetString(1), r.GetString(2), Text(r, 3), Text(r, 4), Text(r, 5), r.GetString(6), Text(r, 7),
                r.GetString(8)), cancellation);
        await EachAsync(session, """
            select who.id, x.full_name from unnest($1) who(id) cross join lateral (
                select full_name from hub.beneficiary where person_id = who.id order by version desc limit 1) x
            """, people, r => claims.Names[r.GetGuid(0)] = r.GetString(1), cancellation);
        await EachAsync(session, """
            select who.id, x.died_on from unnest($1) who(id) cross join lateral (
                select died_on from hub.death where person_id = who.id order by version desc limit 1) x
            """, people, r => claims.Deaths[r.GetGuid(0)] = r.GetFieldValue<LocalDate>(1).ToYearMonth(), cancellation);
        await claims.ReadCommittedAsync(session, people, cancellation);
        return claims;
    }

    private async Task ReadEntitlementsAsync(IDocumentSession session, Guid[] people, CancellationToken cancellation)
    {
        var pauses = new Dictionary<Guid, List<object>>();
        await EachAsync(session, """
            select x.* from unnest($1) who(id) cross join lateral (
                select p.entitlement_id, p.kind, p.month, p.reason, p.by_user, p.at
                from hub.entitlement e join hub.entitlement_pause p on p.entitlement_id = e.entitlement_id
                where e.person_id = who.id order by p.entitlement_id, p.version) x
            """, people, r => Append(pauses, r.GetGuid(0), PauseOf(r)), cancellation);
        await EachAsync(session, """
            select x.* from unnest($1) who(id) cross join lateral (
                select distinct on (e.entitlement_id) e.entitlement_id, e.person_id, e.dossier, t.programme, t.grp,
                    t.injury_percent, t.decision_number, t.signed_by, t.signed_on, t.from_month, t.until_month,
                    t.commune, b.first_month, b.last_month, b.monthly, e.at, t.by_user
                from hub.entitlement e join hub.entitlement_terms t on t.entitlement_id = e.entitlement_id
                left join lateral (select first_month, last_month, monthly from hub.paid_before b
                                   where b.entitlement_id = e.entitlement_id order by b.version desc limit 1) b on true
                where e.person_id = who.id order by e.entitlement_id, t.version desc) x
            """, people, r => Add(r, pauses), cancellation);
    }

    private void Add(NpgsqlDataReader r, Dictionary<Guid, List<object>> pauses)
    {
        var id = r.GetGuid(0);
        var terms = new EntitlementTerms(
            r.GetString(3), r.GetString(4), r.IsDBNull(5) ? null : r.GetInt32(5), r.GetString(6), r.GetString(7),
            r.GetFieldValue<LocalDate>(8), Month(r, 9), r.IsDBNull(10) ? null : Month(r, 10), r.GetString(11));
        var granted = new EntitlementGranted(
            r.GetGuid(1), r.GetString(2), terms, r.GetFieldValue<Instant>(15), r.GetString(16));
        var state = Entitlement.Evolve(null, id, granted);
        if (!r.IsDBNull(12))
        {
            state = Entitlement.Evolve(state, id, new PaidBeforeRecorded(
                Month(r, 12), Month(r, 13), new Money(r.GetInt64(14)), granted.At, granted.ByUser));
        }

        state = pauses.GetValueOrDefault(id, []).Aggregate(state, (s, e) => Entitlement.Evolve(s, id, e));
        Append(ByPerson, r.GetGuid(1), state!);
        ImportedBy[id] = r.GetString(16);
    }

    // A line covers months of equal amount, so its share of a month is exact. A payment that came back in part stays
    // committed whole, since nothing says which of its months the part belongs to; the part is paid by re-issue only.
    private Task ReadCommittedAsync(IDocumentSession session, Guid[] people, CancellationToken cancellation) =>
        EachAsync(session, """
            select x.* from unnest($1) who(id) cross join lateral (
                select l.person_id, l.entitlement_id, l.first_month, l.last_month, l.amount
                from hub.payment_line l join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
                where l.person_id = who.id and not exists (
                    select 1 from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no
                    group by o.batch_id, o.no
                    having bool_or(o.status in ('Removed', 'Voided', 'Cancelled', 'Rejected'))
                        or sum(o.amount) filter (where o.status = 'Returned') >= p.amount)
                order by l.batch_id, l.version, l.item) x
            """, people, r => AddCommitted(
                r.GetGuid(0), r.GetGuid(1), Month(r, 2), Month(r, 3), r.GetInt64(4)), cancellation);

    private void AddCommitted(Guid person, Guid entitlement, YearMonth first, YearMonth last, long amount)
    {
        var months = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        for (var i = 0; i < months; i++)
        {
            Append(Committed, person, new CommittedMonth(entitlement, first.PlusMonths(i), new Money(amount / months)));
        }
    }

    private static object PauseOf(NpgsqlDataReader r)
    {
        var (month, reason, by, at) = (Month(r, 2), r.GetString(3), r.GetString(4), r.GetFieldValue<Instant>(5));
        return r.GetString(1) switch
        {
            "Suspended" => new EntitlementSuspended(month, reason, at, by),
            "Resumed" => new EntitlementResumed(month, reason, at, by),
            _ => new EntitlementEnded(month, reason, at, by),
        };
    }

    private static YearMonth Month(NpgsqlDataReader r, int column) => r.GetFieldValue<LocalDate>(column).ToYearMonth();

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static void Append<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key, T item)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(item);
    }

    private static async Task<Guid[]> PeopleAsync(
        IDocumentSession session, string commune, CancellationToken cancellation)
    {
        var people = new List<Guid>();
        await EachAsync(session, People, Parameter.Of(commune), r => people.Add(r.GetGuid(0)), cancellation);
        return [.. people];
    }

    private static Task EachAsync(
        IDocumentSession session, string sql, Guid[] people, Action<NpgsqlDataReader> row,
        CancellationToken cancellation) =>
        EachAsync(session, sql, Parameter.Of(people), row, cancellation);

    private static async Task EachAsync(
        IDocumentSession session, string sql, NpgsqlParameter parameter, Action<NpgsqlDataReader> row,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql) { Parameters = { parameter } };
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) row(reader);
    }
}
