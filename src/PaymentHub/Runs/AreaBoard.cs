using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// How far a month is in the communes of one area. <see cref="Waiting"/> + <see cref="Approved"/> +
/// <see cref="Released"/> = <see cref="Batches"/>; amounts are đồng, removed payments do not count. An area is one word
/// for all attributes of a commune (codes joined by "+", or NONE), so areas add up to the month.
/// </summary>
public sealed record AreaStand(
    string Area, string AreaName, bool HasPriority, int Communes, long Batches, long Waiting, long Approved,
    long Released, long Payments, long Amount);

/// <summary>A month by area, the communes with priority first.</summary>
public sealed record AreaStands(string Period, IReadOnlyList<AreaStand> Items);

/// <summary>
/// The month by area (theo địa bàn): whether remote, island and ethnic-minority communes are ahead of the others.
/// </summary>
public sealed class AreaBoard : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/areas", HandleAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<AreaStands>("ListAreaStands");

    /// <summary>Batches, payments and amounts of a month by area, the communes with priority first.</summary>
    /// <remarks>Tiến độ của tháng theo đặc điểm địa bàn, địa bàn ưu tiên đứng trước.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        return Results.Ok(new AreaStands(period, await ReadAsync(month, user, source, reference, cancellation)));
    }

    /// <summary>The areas for the API and for the board.</summary>
    public static async Task<List<AreaStand>> ReadAsync(
        YearMonth month, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        CancellationToken cancellation)
    {
        var first = month.OnDayOfMonth(1);
        var communes = await CommunesAsync(month, user, source, cancellation);
        return
        [
            .. communes.GroupBy(c => reference.Areas.GroupOf(c.Commune, first)).Select(g => new AreaStand(
                g.Key, PlanTable.AreaName(g.Key, reference.Areas),
                reference.Areas.HasPriority(g.First().Commune, first),
                g.Count(), g.Sum(c => c.Batches), g.Sum(c => c.Batches - c.Approved - c.Released),
                g.Sum(c => c.Approved), g.Sum(c => c.Released), g.Sum(c => c.Payments), g.Sum(c => c.Amount)))
            .OrderBy(a => a.HasPriority ? 0 : 1).ThenBy(a => a.Area == AreaBook.None ? 1 : 0)
            .ThenBy(a => a.Area, StringComparer.Ordinal),
        ];
    }

    private static async Task<List<CommuneStand>> CommunesAsync(
        YearMonth month, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RunsView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.RunsView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CommuneStand>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new CommuneStand(
                r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)));
        }

        return found;
    }

    private const string Query = """
        with chosen as (
            select b.batch_id, b.commune, s.status from hub.batch b
            join lateral (select status from hub.batch_step s where s.batch_id = b.batch_id
                          order by version desc limit 1) s on true
            where b.period = $1 and ($2::text[] is null or b.commune = any($2))
              and ($3::text[] is null or b.institution = any($3))
        ), removed as (
            select o.batch_id, o.no from hub.payment_outcome o join chosen c on c.batch_id = o.batch_id
            where o.status = 'Removed'
        )
        select c.commune, count(distinct c.batch_id),
               count(distinct c.batch_id) filter (where c.status = 'Approved'),
               count(distinct c.batch_id) filter (where c.status not in ('Placed', 'Submitted', 'Signed', 'Approved')),
               count(p.no), coalesce(sum(p.amount), 0)::bigint
        from chosen c
        left join hub.payment p on p.batch_id = c.batch_id
            and not exists (select from removed r where r.batch_id = p.batch_id and r.no = p.no)
        group by c.commune
        """;

    private sealed record CommuneStand(
        string Commune, long Batches, long Approved, long Released, long Payments, long Amount);
}
