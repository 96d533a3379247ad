using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>How the households of people are classed on a day: POOR, NEAR_POOR or NEITHER.</summary>
internal static class KnownHouseholds
{
    // A later statement about the same first day takes the place of the earlier one; the latest first day counts.
    private const string Sql = """
        select who.id, (
            select p.class from (
                select distinct on (from_day) class, from_day, until_day from hub.poverty
                where household_id = m.household_id order by from_day, version desc) p
            where p.from_day <= $2 and (p.until_day is null or p.until_day >= $2) order by p.from_day desc limit 1)
        from unnest($1) who(id) cross join lateral (
            select distinct on (household_id) household_id, present from hub.household_member
            where person_id = who.id order by household_id, version desc) m
        where m.present and exists (select from hub.poverty p where p.household_id = m.household_id)
        """;

    /// <summary>By person; whoever is in no household that a poverty list speaks about is left out.</summary>
    public static async Task<Dictionary<Guid, HashSet<string>>> ReadAsync(
        IQuerySession session, Guid[] people, LocalDate day, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.Add(Parameter.Of(people));
        command.Parameters.Add(Parameter.Of(day));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        var found = new Dictionary<Guid, HashSet<string>>();
        while (await r.ReadAsync(cancellation))
        {
            var person = r.GetGuid(0);
            if (!found.TryGetValue(person, out var classes)) found[person] = classes = new(StringComparer.Ordinal);
            classes.Add(await r.IsDBNullAsync(1, cancellation) ? "NEITHER" : Word(r.GetString(1)));
        }

        return found;
    }

    private static string Word(string poverty) => poverty switch
    {
        "NearPoor" => "NEAR_POOR",
        _ => poverty.ToUpperInvariant(),
    };
}
