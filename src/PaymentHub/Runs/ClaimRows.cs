using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Entitlements;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>Who imported what one entitlement's lines rest on, and where its money goes.</summary>
public sealed record ClaimPayout(
    string Method, string Institution, string? BankBin, string? Account, string? HolderName, string Relation,
    string? PayeeName, string ByUser)
{
    /// <summary>From when to when somebody receives in another's place; null where no paper states it.</summary>
    public LocalDate? PayeeFrom { get; init; }

    /// <inheritdoc cref="PayeeFrom"/>
    public LocalDate? PayeeUntil { get; init; }

    /// <summary>True where the payee's paper covers a day of the month.</summary>
    public bool MayBePaidIn(YearMonth month) =>
        !(PayeeUntil < month.OnDayOfMonth(1)) && !(PayeeFrom?.ToYearMonth() > month);
}

/// <summary>An account, or a way of paying, that failed, and the bank's reason.</summary>
public sealed record FailedPayout(string Method, string? BankBin, string? Account, string Code);

/// <summary>
/// Everything that a plan needs to know about some people, read set-based: decisions, payouts, commitments, births,
/// deaths, and other people's decisions for the same one share. As of an instant it is what was known then.
/// </summary>
public sealed class CommuneClaims
{
    private static readonly Instant EndOfTime = Instant.FromUtc(9999, 1, 1, 0, 0);

    private readonly Dictionary<Guid, List<SharedClaim>> _shared = [];
    private readonly EntitlementReader _decisions = new();
    private readonly Dictionary<Guid, List<PensionFact>> _pensions = [];

    public Dictionary<Guid, List<Entitlement>> ByPerson { get; } = [];

    public Dictionary<Guid, List<CommittedMonth>> Committed { get; } = [];

    public Dictionary<Guid, YearMonth> Deaths { get; } = [];

    public Dictionary<Guid, LocalDate> Births { get; } = [];

    public Dictionary<string, ClaimPayout> Payouts { get; } = [];

    /// <summary>What came back or was refused of each person, and was not followed by a payment that arrived.</summary>
    public Dictionary<Guid, List<FailedPayout>> Failed { get; } = [];

    public Dictionary<Guid, string> Names { get; } = [];

    // People are asked once and then looked up one by one inside the database: each lateral part is a walk down an
    // index, where a join would read the province's whole tables again for every commune.
    private const string People = """
        select distinct e.person_id from hub.entitlement_terms t
        cross join lateral (select person_id from hub.entitlement e where e.entitlement_id = t.entitlement_id limit 1) e
        where t.commune = $1
        """;

    /// <summary>Who may not approve what rests on a decision.</summary>
    public string[] ImportersOf(Guid entitlement) => _decisions.UsersOf(entitlement);

    /// <summary>What the amount due of one person is computed from.</summary>
    public PersonClaims Of(Guid person)
    {
        YearMonth? death = Deaths.TryGetValue(person, out var month) ? month : null;
        return new PersonClaims(
            ByPerson.GetValueOrDefault(person, []), Committed.GetValueOrDefault(person, []), death)
        {
            Born = Births.TryGetValue(person, out var born) ? born : null,
            Pensions = _pensions.GetValueOrDefault(person, []),
            Shared = _shared.GetValueOrDefault(person, []),
        };
    }

    /// <summary>Everybody with a decision that the commune pays or paid.</summary>
    public static async Task<CommuneClaims> ReadAsync(
        IDocumentSession session, string commune, CancellationToken cancellation)
    {
        var people = new List<Guid>();
        await EachAsync(
            session, People, [Parameter.Of(commune)], r => people.Add(r.GetGuid(0)), cancellation);
        return await ReadAsync(session, [.. people], null, cancellation);
    }

    /// <summary>These people as known at an instant, or as known now.</summary>
    public static async Task<CommuneClaims> ReadAsync(
        IQuerySession session, Guid[] people, Instant? asOf, CancellationToken cancellation)
    {
        var claims = new CommuneClaims();
        var at = asOf ?? EndOfTime;
        foreach (var (sql, read) in claims._decisions.Queries.Concat(claims.Queries))
            await EachAsync(session, sql, [Parameter.Of(people), Parameter.Of(at)], read, cancellation);
        foreach (var decision in claims._decisions.Fold().OrderBy(d => d.Dossier, StringComparer.Ordinal))
            Append(claims.ByPerson, decision.PersonId, decision);
        await claims.ReadSharedAsync(session, at, cancellation);
        return claims;
    }

    private IEnumerable<(string Sql, Action<NpgsqlDataReader> Read)> Queries =>
    [
        ("""
            select x.* from unnest($1) who(id) cross join lateral (
                select distinct on (dossier) dossier, method, institution, bank_bin, account, holder_name, relation,
                    payee_name, by_user, payee_from, payee_until
                from hub.payout where person_id = who.id and at <= $2 order by dossier, version desc) x
            """, r => Payouts[r.GetString(0)] = new ClaimPayout(
                r.GetString(1), r.GetString(2), Text(r, 3), Text(r, 4), Text(r, 5), r.GetString(6), Text(r, 7),
                r.GetString(8)) { PayeeFrom = Day(r, 9), PayeeUntil = Day(r, 10) }),
        ("""
            select who.id, x.full_name, x.birth_year, x.birth_date from unnest($1) who(id) cross join lateral (
                select full_name, birth_year, birth_date from hub.beneficiary
                where person_id = who.id and at <= $2 order by version desc limit 1) x
            """, ReadPerson),
        (FailedRows, r => Append(
            Failed, r.GetGuid(0), new FailedPayout(r.GetString(1), Text(r, 2), Text(r, 3), r.GetString(4)))),
        (DeathRows, r => Deaths[r.GetGuid(0)] = r.GetFieldValue<LocalDate>(1).ToYearMonth()),
        ("""
            select who.id, x.* from unnest($1) who(id) cross join lateral (
                select distinct on (kind, from_month) from_month, until_month, monthly from hub.pension
                where person_id = who.id and at <= $2 order by kind, from_month, version desc) x
            """, r => Append(_pensions, r.GetGuid(0), new PensionFact(
                Month(r, 1), r.IsDBNull(2) ? null : Month(r, 2), new Money(r.GetInt64(3))))),
        (CommittedRows, r => AddCommitted(r.GetGuid(0), r.GetGuid(1), Month(r, 2), Month(r, 3), r.GetInt64(4))),
    ];

    // A later payment to the same account that stayed there shows that it takes money again.
    private const string FailedRows = """
        select who.id, x.* from unnest($1) who(id) cross join lateral (
            select p.method, p.bank_bin, p.account, f.code from hub.payment p
            join hub.payment_outcome f on f.batch_id = p.batch_id and f.no = p.no
                and f.status in ('Rejected', 'Cancelled', 'Returned')
            where p.payee = who.id and f.at <= $2 and f.code is not null and not exists (
                select from hub.payment q join hub.payment_outcome s on s.batch_id = q.batch_id and s.no = q.no
                where q.payee = who.id and s.status = 'Settled' and s.at > f.at and s.at <= $2
                  and (q.method, q.bank_bin, q.account) is not distinct from (p.method, p.bank_bin, p.account)
                group by q.batch_id, q.no having not exists (
                    select from hub.payment_outcome b
                    where b.batch_id = q.batch_id and b.no = q.no and b.status = 'Returned' and b.at <= $2))) x
        """;

    private const string DeathRows = """
        select who.id, x.died_on from unnest($1) who(id) cross join lateral (
            select died_on from hub.death where person_id = who.id and at <= $2 order by version desc limit 1) x
        """;

    // A line covers months of equal amount, so its share of a month is exact. A payment that came back in part stays
    // committed whole, since nothing says which of its months the part belongs to; the part is paid by re-issue only.
    private const string CommittedRows = """
        select x.* from unnest($1) who(id) cross join lateral (
            select l.person_id, l.entitlement_id, l.first_month, l.last_month, l.amount
            from hub.payment_line l join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
            join hub.batch b on b.batch_id = l.batch_id and b.at <= $2
            where l.person_id = who.id and not exists (
                select 1 from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no and o.at <= $2
                group by o.batch_id, o.no
                having bool_or(o.status in ('Removed', 'Voided', 'Cancelled', 'Rejected'))
                    or sum(o.amount) filter (where o.status = 'Returned') >= p.amount)
            order by l.batch_id, l.version, l.item) x
        """;

    private void ReadPerson(NpgsqlDataReader r)
    {
        Names[r.GetGuid(0)] = r.GetString(1);
        Births[r.GetGuid(0)] = r.IsDBNull(3) ? new LocalDate(r.GetInt32(2), 1, 1) : r.GetFieldValue<LocalDate>(3);
    }

    private void AddCommitted(Guid person, Guid entitlement, YearMonth first, YearMonth last, long amount)
    {
        var months = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        for (var i = 0; i < months; i++)
            Append(Committed, person, new CommittedMonth(entitlement, first.PlusMonths(i), new Money(amount / months)));
    }

    // Rarely anybody shares; then the others' decisions are read whole, to be weighed as they stand.
    private async Task ReadSharedAsync(IQuerySession session, Instant at, CancellationToken cancellation)
    {
        var own = ByPerson.Values.SelectMany(d => d).Where(d => d.Circumstances.ShareKey is not null).ToList();
        if (own.Count == 0) return;
        string[] keys = [.. own.Select(d => d.Circumstances.ShareKey!).Distinct()];
        var rivals = new HashSet<Guid>();
        await EachAsync(
            session, """
            select distinct e.person_id from hub.entitlement_papers p
            join hub.entitlement e on e.entitlement_id = p.entitlement_id where p.share_key = any($1) and p.at <= $2
            """, [Parameter.Of(keys), Parameter.Of(at)], r => rivals.Add(r.GetGuid(0)), cancellation);
        var reader = new EntitlementReader();
        foreach (var (sql, read) in reader.Queries)
            await EachAsync(session, sql, [Parameter.Of(rivals.ToArray()), Parameter.Of(at)], read, cancellation);
        var died = new Dictionary<Guid, YearMonth>();
        await EachAsync(
            session, DeathRows, [Parameter.Of(rivals.ToArray()), Parameter.Of(at)],
            r => died[r.GetGuid(0)] = r.GetFieldValue<LocalDate>(1).ToYearMonth(), cancellation);
        foreach (var rival in reader.Fold())
            foreach (var decision in own)
                if (IsRival(decision, rival))
                    Append(_shared, decision.PersonId, ShareOf(decision, rival, died));
    }

    private static bool IsRival(Entitlement own, Entitlement other) =>
        other.Id != own.Id && other.Circumstances.ShareKey == own.Circumstances.ShareKey && !other.IsAnnulled
        && other.Terms.Programme == own.Terms.Programme;

    // The share of somebody who died is free from the next month on, whether or not a decision ended it.
    private static SharedClaim ShareOf(Entitlement own, Entitlement rival, Dictionary<Guid, YearMonth> died)
    {
        var until = rival.Terms.Until;
        if (died.TryGetValue(rival.PersonId, out var death) && !(until <= death)) until = death.PlusMonths(1);
        return new SharedClaim(
            own.Id, rival.Dossier, rival.Terms.Programme, rival.Terms.Group, rival.Terms.InjuryPercent,
            rival.Terms.From, until);
    }

    private static YearMonth Month(NpgsqlDataReader r, int column) => r.GetFieldValue<LocalDate>(column).ToYearMonth();

    private static LocalDate? Day(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetFieldValue<LocalDate>(column);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static void Append<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key, T item)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(item);
    }

    private static async Task EachAsync(
        IQuerySession session, string sql, NpgsqlParameter[] parameters, Action<NpgsqlDataReader> row,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) row(reader);
    }
}
