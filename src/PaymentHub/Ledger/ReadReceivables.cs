using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>
/// Money that must come back, in đồng. <paramref name="Ageing"/> is what is left by days overdue: not due, up to 30,
/// 90, 180, 365, more.
/// </summary>
public sealed record ReceivableItem(
    Guid ReceivableId, string Dossier, string Commune, string Programme, string Source, bool FromHeirs, long Amount,
    long Collected, long WrittenOff, long Left, string DecisionNumber, LocalDate DueOn, bool HasPlan,
    string? WriteOffProposedBy, IReadOnlyList<long> Ageing);

/// <summary>The receivables with anything left first, the sums of all, and what is left by days overdue.</summary>
public sealed record ReceivableList(
    IReadOnlyList<ReceivableItem> Items, long Left, long Collected, long WrittenOff, IReadOnlyList<long> Ageing);

/// <summary>Money that must come back (các khoản phải thu hồi), with its age.</summary>
public sealed class ReadReceivables : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/receivables", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger")
            .Answers<ReceivableList>("ListReceivables");
    }

    /// <summary>Every receivable of the communes in the user's scope, with what is left by days overdue.</summary>
    /// <remarks>Các khoản phải thu hồi và tuổi nợ.</remarks>
    public static async Task<IResult> HandleAsync(
        CurrentUser user, NpgsqlDataSource source, IQuerySession session, IClock clock,
        CancellationToken cancellation) =>
        Results.Ok(await ListAsync(user, source, session, clock, cancellation));

    /// <summary>Every receivable in the user's scope.</summary>
    public static async Task<ReceivableList> ListAsync(
        CurrentUser user, NpgsqlDataSource source, IQuerySession session, IClock clock,
        CancellationToken cancellation)
    {
        var today = EntryDates.DayOf(clock.GetCurrentInstant());
        var items = new List<ReceivableItem>();
        foreach (var id in await IdsAsync(user, source, cancellation))
        {
            var state = await session.Events.AggregateStreamAsync<Receivable>(id, token: cancellation);
            if (state is not null) items.Add(ItemOf(state, today));
        }

        items = [.. items.OrderByDescending(i => i.Left > 0).ThenBy(i => i.DueOn).ThenBy(i => i.Dossier)];
        return new ReceivableList(
            items, items.Sum(i => i.Left), items.Sum(i => i.Collected), items.Sum(i => i.WrittenOff),
            [.. Enumerable.Range(0, Ageing.Count).Select(b => items.Sum(i => i.Ageing[b]))]);
    }

    private static ReceivableItem ItemOf(Receivable r, LocalDate today) => new(
        r.Id, r.Opened.Dossier, r.Opened.Commune, r.Opened.Programme, r.Opened.Source, r.Opened.FromHeirs,
        r.Opened.Amount.Dong, r.Collected.Dong, r.WrittenOff.Dong, r.Left.Dong, r.Opened.DecisionNumber,
        r.Plan[0].DueOn, r.Plan.Length > 1, r.Proposed?.ByUser, [.. Ageing.Of(r, today).Select(a => a.Dong)]);

    private static async Task<List<Guid>> IdsAsync(
        CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select receivable_id from hub.receivable_step
            where kind = 'Opened' and ($1::text[] is null or commune = any($1)) order by at, receivable_id
            """);
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.LedgerView)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellation)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
