using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// What stands for the entries of a step: the matches that rules made, and what people decided. An act by the rules
/// carries the name of the rules' own user; any other is a person's.
/// </summary>
internal static class ImpactKnownRows
{
    private static readonly string Matches = $"""
        select m.entry, m.kind, m.rule, m.rule_version, m.batch_id, m.no, p.end_to_end_id, m.amount,
               u.file_id is not null, coalesce(u.by_person, false)
        from hub.entry_match m
        left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
        left join lateral (
            select u.file_id, u.by_user <> '{Reconsidering.ByUser}' as by_person from hub.match_undone u
            where u.file_id = m.file_id and u.entry = m.entry and u.kind = m.kind
              and u.batch_id is not distinct from m.batch_id and u.no is not distinct from m.no
            order by u.version desc limit 1) u on true
        where m.file_id = $1 and m.entry = any($2) order by m.entry, m.version, m.item
        """;

    private static readonly string Breaks = $"""
        select k.entry, k.break_id, s.status, s.by_person, s.at, k.kind = 'MatchUndone'
        from hub.entry_break k
        join lateral (
            select (array_agg(b.status order by b.version desc))[1] as status, max(b.at) as at,
                   bool_or(b.by_user <> '{Reconsidering.ByUser}') as by_person
            from hub.break_step b where b.break_id = k.break_id and b.status is not null) s on s.status is not null
        where k.file_id = $1 and k.entry = any($2)
        """;

    private static readonly string Parts = $"""
        select k.entry, x.kind, x.reason, x.batch_id, x.no, p.end_to_end_id, sum(x.amount)::bigint, x.break_id
        from hub.entry_break k
        join hub.break_part x on x.break_id = k.break_id and x.by_user = '{Reconsidering.ByUser}'
        left join hub.payment p on p.batch_id = x.batch_id and p.no = x.no
        where k.break_id = any($1) and x.kind in ('Payment', 'Return')
          and x.version >= (select max(s.version) from hub.break_step s
                            where s.break_id = k.break_id and s.step = 'Resolved')
        group by k.entry, x.kind, x.reason, x.batch_id, x.no, p.end_to_end_id, x.break_id
        """;

    private const string Pairs = """
        select k.entry, j.batch_id, j.no from hub.entry_break k join hub.pair_rejected j on j.break_id = k.break_id
        where k.file_id = $1 and k.entry = any($2)
        """;

    public static async Task<ImpactKnown> LoadAsync(
        IDocumentSession session, ImpactPlace place, IReadOnlyList<BankEntry> entries, CancellationToken cancellation)
    {
        var standing = new List<StandingMatch>();
        var (byPeople, elsewhere) = (new HashSet<int>(), new HashSet<int>());
        int[] nos = [.. entries.Select(e => e.No)];
        var ofRules = new List<Guid>();
        await ReadAsync(session, Breaks, place.FileId, nos, r =>
        {
            if (r.GetBoolean(3)) byPeople.Add(r.GetInt32(0));
            else if (r.GetString(2) != nameof(BreakStatus.Resolved)) return;
            else if (place.IsLater != r.GetBoolean(5)) AddOfRules(r);
            else if (!place.IsLater) elsewhere.Add(r.GetInt32(0));
        }, cancellation);
        await ReadAsync(session, Matches, place.FileId, nos, r =>
        {
            if (r.GetBoolean(9)) byPeople.Add(r.GetInt32(0));
            if (!place.IsLater && !r.GetBoolean(8)) standing.Add(MatchOf(r));
        }, cancellation);
        standing.AddRange(await PartsAsync(session, ofRules, cancellation));
        var rejected = new HashSet<(int, PaymentRef)>();
        await ReadAsync(
            session, Pairs, place.FileId, nos,
            r => rejected.Add((r.GetInt32(0), new PaymentRef(r.GetGuid(1), r.GetInt32(2)))), cancellation);
        return new ImpactKnown(standing.ToLookup(s => s.Entry), byPeople, rejected, elsewhere);

        void AddOfRules(NpgsqlDataReader r)
        {
            if (!place.IsLater || r.GetFieldValue<NodaTime.Instant>(4) == place.Posted) ofRules.Add(r.GetGuid(1));
        }
    }

    private static StandingMatch MatchOf(NpgsqlDataReader r) => new(
        r.GetInt32(0),
        new ImpactPartner(
            Enum.Parse<MatchKind>(r.GetString(1)), Enum.Parse<MatchRule>(r.GetString(2)), r.GetInt32(3),
            r.IsDBNull(4) ? null : r.GetGuid(4), r.IsDBNull(5) ? null : r.GetInt32(5),
            r.IsDBNull(6) ? null : r.GetString(6)),
        new Money(r.GetInt64(7)));

    private static async Task<List<StandingMatch>> PartsAsync(
        IDocumentSession session, List<Guid> breaks, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Parts);
        command.Parameters.Add(Parameter.Of([.. breaks]));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<StandingMatch>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new StandingMatch(
                r.GetInt32(0),
                new ImpactPartner(
                    Enum.Parse<MatchKind>(r.GetString(1)), Enum.Parse<MatchRule>(r.GetString(2)), 0, r.GetGuid(3),
                    r.GetInt32(4), r.GetString(5), r.GetGuid(7)),
                new Money(r.GetInt64(6))));
        }

        return found;
    }

    private static async Task ReadAsync(
        IDocumentSession session, string sql, Guid file, int[] entries, Action<NpgsqlDataReader> read,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql);
        command.Parameters.Add(Parameter.Of(file));
        command.Parameters.Add(Parameter.Of(entries));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await r.ReadAsync(cancellation)) read(r);
    }
}
