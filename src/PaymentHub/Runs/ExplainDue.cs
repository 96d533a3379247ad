using Marten;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Entitlements;
using PaymentHub.Programmes;
using PaymentHub.Sharing;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// Explains what one person is owed for a month (giải trình mức hưởng): the rule, the rate rows with their legal basis,
/// the months with their amounts, what was already paid and what displaced it. As of an earlier instant it gives the
/// earlier answer.
/// </summary>
public sealed class ExplainDue : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/people/{key}/due", HandleAsync).RequirePermission(Permissions.RegisterView)
            .WithTags("Entitlements").Answers<ExplainedDue>("ExplainDue");

    /// <summary>
    /// What a person (opaque key, dossier, or any number ever held) is owed for a month, and why; with <c>asOf</c> as
    /// it was known at that instant. Groups and the clauses that tell them are left out, because they may reveal
    /// health; with full=true and a reason, which is kept, they are told.
    /// </summary>
    /// <remarks>Giải trình mức hưởng của một người trong tháng, có thể theo hiểu biết tại một thời điểm.</remarks>
    public static async Task<IResult> HandleAsync(
        string key, string month, string? asOf, bool? full, string? reason, CurrentUser user, IDocumentStore store,
        NpgsqlDataSource source, RateBooks books, Unmasking unmasking, HubSettings settings, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(month, out var period)) return PeriodProblem.Result;
        var known = asOf is { Length: > 0 } ? InstantPattern.ExtendedIso.Parse(asOf) : null;
        if (known is { Success: false })
        {
            return Problems.BadRequest(
                "instant-invalid", "Thời điểm phải có dạng 2026-10-22T03:00:00Z.",
                "The instant must look like 2026-10-22T03:00:00Z.");
        }

        var explained = await FindAsync(
            key, period, known?.Value, user, store, source, books, settings, clock, cancellation);
        if (explained is null) return Problems.NotFound("người này", "such person");
        if (full != true) return Results.Ok(explained.WithoutGroups(books.Current));
        return await unmasking.RecordAsync(explained.PersonId, reason, "PersonReasons json", cancellation)
            ?? Results.Ok(explained);
    }

    /// <summary>The explanation for the API and for the pages; null where there is no such person in scope.</summary>
    public static async Task<ExplainedDue?> FindAsync(
        string key, YearMonth month, Instant? asOf, CurrentUser user, IDocumentStore store, NpgsqlDataSource source,
        RateBooks books, HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        if (await FindPerson.RunAsync(source, user, Permissions.RegisterView, key, cancellation) is not { } person)
            return null;
        var at = asOf ?? clock.GetCurrentInstant();
        await using var session = store.QuerySession();
        var claims = await CommuneClaims.ReadAsync(session, [person], at, cancellation);
        var rates = books.Current.KnownAt(at, acceptUnverified: settings.IsDemo);
        var placed = await PlacedAsync(source, person, month, at, books.Current, cancellation);
        return ExplainedDue.Of(person, month, at, claims.Of(person), books.Current, rates, placed);
    }

    private static async Task<List<PlacedExplanation>> PlacedAsync(
        NpgsqlDataSource source, Guid person, YearMonth month, Instant at, RateBook book,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select p.end_to_end_id, l.dossier, l.kind, l.first_month, l.last_month, l.amount, l.why
            from hub.payment_line l join hub.batch b on b.batch_id = l.batch_id
            join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
            where l.person_id = $1 and b.period = $2 and b.at <= $3
            order by l.dossier, l.first_month, l.batch_id, l.item
            """);
        command.Parameters.Add(Parameter.Of(person));
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        command.Parameters.Add(Parameter.Of(at));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var placed = new List<PlacedExplanation>();
        while (await r.ReadAsync(cancellation))
        {
            placed.Add(new PlacedExplanation(
                r.GetString(0), r.GetString(1), r.GetString(2), MonthOf(r, 3), MonthOf(r, 4), r.GetInt64(5),
                DueText.Explain(r.GetString(6), book, ExplanationLanguage.Vietnamese),
                DueText.Explain(r.GetString(6), book, ExplanationLanguage.English))
            { Code = r.GetString(6) });
        }

        return placed;
    }

    private static string MonthOf(NpgsqlDataReader r, int column) =>
        PeriodIso.Format(r.GetFieldValue<LocalDate>(column).ToYearMonth());
}
