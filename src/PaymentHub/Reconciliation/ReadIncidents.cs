using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>Breaks with one reason at one bank on one day, with their money in đồng and the earliest day due.</summary>
public sealed record BreakIncident(
    string Kind, string Institution, LocalDate ValueDate, long Count, long Debits, long Credits, LocalDate Due,
    long Late);

/// <summary>The incidents, those with the most breaks first.</summary>
public sealed record BreakIncidents(IReadOnlyList<BreakIncident> Items);

/// <summary>
/// Equal reasons are one incident (một nguyên nhân ở một ngân hàng trong một ngày): a bank that fails once fails for
/// many, and people ask it once.
/// </summary>
public sealed class ReadIncidents : IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/breaks/incidents", HandleAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").Answers<BreakIncidents>("ListIncidents");

    /// <summary>What is not resolved yet, by reason, bank and day.</summary>
    /// <remarks>Các sự cố chưa giải quyết, theo nguyên nhân, ngân hàng và ngày.</remarks>
    public static async Task<IResult> HandleAsync(
        CurrentUser user, NpgsqlDataSource source, BreakRules rules, IClock clock, CancellationToken cancellation) =>
        Results.Ok(new BreakIncidents(await QueryAsync(
            source, user, new BreakFilter(Unresolved: true), rules, clock, cancellation)));

    /// <summary>The incidents of the filtered breaks in the user's scope.</summary>
    public static async Task<List<BreakIncident>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, BreakFilter filter, BreakRules rules, IClock clock,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"""
            {BreakQuery.Chosen}
            select kind, institution, value_date, count(*), coalesce(sum(amount) filter (where is_debit), 0)::bigint,
                   coalesce(sum(amount) filter (where not is_debit), 0)::bigint, min(due),
                   count(*) filter (where due < $15)
            from chosen group by kind, institution, value_date
            order by count(*) desc, value_date, kind, institution limit {Most}
            """);
        BreakQuery.AddFilter(command, user, filter, rules, clock);
        command.Parameters.Add(
            Storage.Parameter.Of(clock.GetCurrentInstant().InZone(Storage.HubClock.Zone).Date));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<BreakIncident>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new BreakIncident(
                BreakWords.CodeOf(Enum.Parse<BreakKind>(r.GetString(0))), r.GetString(1),
                r.GetFieldValue<LocalDate>(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5),
                r.GetFieldValue<LocalDate>(6), r.GetInt64(7)));
        }

        return found;
    }
}
