using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Programmes;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>A month that the person did not receive, with the reason that came back last, e.g. AC04.</summary>
public sealed record UncollectedMonth(YearMonth Month, string Method, string? Reason);

/// <summary>
/// The months of decisions whose money was sent and came back because the person did not take it: cash that nobody
/// collected, and money that a bank gave back or refused for a reason that only the person can mend (rules
/// NOT_RECEIVED). A payment of the same month that stayed out, also as arrears or as a re-issue, was received.
/// </summary>
public static class UncollectedMonths
{
    // The last word about every payment of the people's months; what never left is no word about them.
    private const string Sent = """
        select x.* from unnest($1) who(id) cross join lateral (
            select l.entitlement_id, l.first_month, l.last_month, p.method, p.amount, f.status, f.code, f.back, f.at
            from hub.payment_line l
            join hub.payment p on p.batch_id = l.batch_id and p.no = l.no and p.method <> 'Fund'
            left join lateral (
                select (array_agg(o.status order by o.version desc, o.item desc))[1] as status,
                       (array_agg(o.code order by o.version desc, o.item desc))[1] as code, max(o.at) as at,
                       coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0)::bigint as back
                from hub.payment_outcome o
                where o.batch_id = l.batch_id and o.no = l.no
                  and o.status in ('Removed', 'Voided', 'Cancelled', 'Rejected', 'Returned')) f on true
            where l.person_id = who.id and l.kind in ('Regular', 'Arrears') and l.amount > 0) x
        """;

    private readonly record struct Back(Instant At, string Method, string? Reason);

    /// <summary>By decision, in the order of the months.</summary>
    public static async Task<IReadOnlyDictionary<Guid, List<UncollectedMonth>>> ReadAsync(
        IQuerySession session, Guid[] people, ProgrammeRules rules, CancellationToken cancellation)
    {
        var stayed = new HashSet<(Guid, YearMonth)>();
        var back = new Dictionary<(Guid Decision, YearMonth Month), Back>();
        await using var command = new NpgsqlCommand(Sent);
        command.Parameters.Add(Parameter.Of(people));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) Note(reader, stayed, back);
        return back.Where(b => !stayed.Contains(b.Key)
                && rules.NotReceivedBy(b.Value.Method == "Cash", b.Value.Reason) is not null)
            .GroupBy(b => b.Key.Decision)
            .ToDictionary(g => g.Key, g => g.OrderBy(b => b.Key.Month)
                .Select(b => new UncollectedMonth(b.Key.Month, b.Value.Method, b.Value.Reason)).ToList());
    }

    private static void Note(
        NpgsqlDataReader r, HashSet<(Guid, YearMonth)> stayed, Dictionary<(Guid Decision, YearMonth Month), Back> back)
    {
        var status = r.IsDBNull(5) ? null : r.GetString(5);
        if (status is "Removed" or "Voided" or "Cancelled") return;
        var isBack = status == "Rejected" || (status == "Returned" && r.GetInt64(7) >= r.GetInt64(4));
        var last = Month(r, 2);
        for (var month = Month(r, 1); month <= last; month = month.PlusMonths(1))
        {
            var key = (r.GetGuid(0), month);
            if (!isBack)
            {
                stayed.Add(key);
                continue;
            }

            var word = new Back(
                r.GetFieldValue<Instant>(8), r.GetString(3), r.IsDBNull(6) ? null : r.GetString(6));
            if (!back.TryGetValue(key, out var known) || known.At < word.At) back[key] = word;
        }
    }

    private static YearMonth Month(NpgsqlDataReader r, int column) => r.GetFieldValue<LocalDate>(column).ToYearMonth();
}
