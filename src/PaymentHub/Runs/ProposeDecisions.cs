using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// A decision that the law asks for: Suspend from the month on, or End with it as the first month no longer entitled.
/// </summary>
public sealed record ProposalItem(
    string Dossier, string Commune, string Decision, string Month, string Cause, string? CauseVi, string? CauseEn,
    string LegalBasis);

/// <summary>The decisions that uncollected money asks for.</summary>
public sealed record Proposals(string Month, IReadOnlyList<ProposalItem> Items);

/// <summary>
/// Decisions that uncollected money asks the authority to sign (đề nghị tạm dừng, thôi hưởng): nothing is suspended by
/// itself.
/// </summary>
public sealed class ProposeDecisions : IUseCase
{
    // Cash that came back whole was not collected; a later payment of the same month that stayed out was.
    private const string Uncollected = """
        select l.entitlement_id, l.first_month from hub.payment_line l
        join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
        join hub.batch b on b.batch_id = l.batch_id
        where b.commune = $1 and l.kind = 'Regular' and p.method = 'Cash'
        group by l.entitlement_id, l.first_month
        having bool_and(exists (
            select 1 from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no and o.status = 'Returned'
            group by o.batch_id, o.no having sum(o.amount) >= p.amount))
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/entitlements/proposals", HandleAsync).RequirePermission(Permissions.EntitlementsDecide)
            .WithTags("Entitlements").Answers<Proposals>("ListProposals");

    /// <summary>Who did not collect for three months, or did not answer for three more, as of a month.</summary>
    /// <remarks>Đề nghị tạm dừng hoặc thôi hưởng do không nhận chế độ, kèm căn cứ.</remarks>
    public static async Task<IResult> HandleAsync(
        string month, CurrentUser user, IDocumentStore store, RateBooks books, ReferenceData reference,
        HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(month, out var period)) return PeriodProblem.Result;
        var rules = books.Current.KnownAt(clock.GetCurrentInstant(), settings.IsDemo).Rules;
        var items = new List<ProposalItem>();
        var communes = user.CommuneFilter(Permissions.EntitlementsDecide) ?? [.. reference.Communes.Keys];
        foreach (var commune in communes.Order(StringComparer.Ordinal))
        {
            await using var session = store.LightweightSession();
            var uncollected = await UncollectedAsync(session, commune, cancellation);
            var claims = await CommuneClaims.ReadAsync(session, commune, cancellation);
            foreach (var decision in claims.ByPerson.Values.SelectMany(d => d))
            {
                if (decision.CommuneIn(period) != commune) continue;
                IReadOnlySet<YearMonth> months = uncollected.GetValueOrDefault(decision.Id, []);
                if (UncollectedRule.Of(decision, months, period, rules) is not { } proposed) continue;
                var cause = rules.CauseOf(proposed.Cause);
                items.Add(new ProposalItem(
                    proposed.Dossier, commune, proposed.Ends ? "End" : "Suspend", PeriodIso.Format(proposed.Month),
                    proposed.Cause, cause?.TextVi, cause?.TextEn, proposed.LegalBasis));
            }
        }

        return Results.Ok(new Proposals(month, items));
    }

    private static async Task<Dictionary<Guid, HashSet<YearMonth>>> UncollectedAsync(
        IQuerySession session, string commune, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Uncollected);
        command.Parameters.Add(Parameter.Of(commune));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var months = new Dictionary<Guid, HashSet<YearMonth>>();
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetGuid(0);
            if (!months.TryGetValue(id, out var own)) months[id] = own = [];
            own.Add((await reader.GetFieldValueAsync<LocalDate>(1, cancellation)).ToYearMonth());
        }

        return months;
    }
}
