using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Funds;

/// <summary>
/// A fund beside the batches that draw on it, in đồng. <see cref="Needed"/> is what the batches pay and have not
/// reserved yet.
/// </summary>
public sealed record FundPosition(
    string Commune, string Programme, string Source, int FiscalYear, long Allotted, long Reserved, long Needed)
{
    /// <summary>What payments kept of the fund's money: debited or handed out, and not come back.</summary>
    public long Spent { get; init; }

    /// <summary>What may still be promised.</summary>
    public long Available => Allotted - Reserved;

    /// <summary>What is left when the batches are approved; negative where the fund is short.</summary>
    public long After => Available - Needed;

    public bool IsShort => After < 0;
}

/// <summary>The funds of one batch: its own source first.</summary>
public sealed record BatchFunds(IReadOnlyList<FundPosition> Items);

/// <summary>The funds (nguồn kinh phí) that a set of batches draws on.</summary>
public sealed class ReadFunds : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/batches/{batchId:guid}/funds", HandleAsync).RequirePermission(Permissions.BatchesView)
            .WithTags("Funds").Answers<BatchFunds>("ListBatchFunds");

    /// <summary>
    /// The funds that a batch draws on, one for each source that bears a part: allotted, reserved, needed, spent, left.
    /// </summary>
    /// <remarks>Các nguồn kinh phí của một lô chi trả: dự toán, đã giữ, cần, đã chi và còn lại.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid batchId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var found = await OfBatchesAsync(source, user, [batchId], cancellation);
        return found.Count > 0
            ? Results.Ok(new BatchFunds(found))
            : Problems.NotFound("lô chi trả này", "such batch");
    }

    /// <summary>One position for each fund of the batches inside the user's scope.</summary>
    public static async Task<List<FundPosition>> OfBatchesAsync(
        NpgsqlDataSource source, CurrentUser user, Guid[] batches, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(batches));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BatchesView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BatchesView)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var funds = new List<FundPosition>();
        while (await reader.ReadAsync(cancellation))
        {
            funds.Add(new FundPosition(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetInt64(6))
            {
                Spent = reader.GetInt64(7),
            });
        }

        return funds;
    }

    // A re-issue pays money that its first batch already reserved, so it needs none.
    private const string Query = """
        with chosen as (
            select b.batch_id, b.commune, b.programme, b.source, extract(year from b.period)::int as fiscal_year,
                   b.kind <> 'Reissue' and not exists (select from hub.fund_movement r
                       where r.batch_id = b.batch_id and r.kind = 'Reserved') as waits
            from hub.batch b
            where b.batch_id = any($1) and ($2::text[] is null or b.commune = any($2))
              and ($3::text[] is null or b.institution = any($3))
        ), live as (
            select p.batch_id, p.no, p.amount from chosen c join hub.payment p on p.batch_id = c.batch_id
            where not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id
                              and o.no = p.no and o.status = 'Removed')
        ), other as (
            select l.batch_id, s.source, sum(s.amount) as amount
            from live l join hub.payment_source s on s.batch_id = l.batch_id and s.no = l.no group by 1, 2
        ), part as (
            select o.batch_id, o.source, o.amount, false as own from other o
            union all
            select c.batch_id, c.source, coalesce((select sum(l.amount) from live l where l.batch_id = c.batch_id), 0)
                   - coalesce((select sum(o.amount) from other o where o.batch_id = c.batch_id), 0), true
            from chosen c
        ), needs as (
            select c.commune, c.programme, p.source, c.fiscal_year, bool_or(p.own) as own,
                   coalesce(sum(p.amount) filter (where c.waits), 0)::bigint as needed
            from chosen c join part p on p.batch_id = c.batch_id
            group by c.commune, c.programme, p.source, c.fiscal_year
        )
        select n.commune, n.programme, n.source, n.fiscal_year,
               coalesce(sum(m.amount) filter (where m.kind = 'Allotted'), 0)::bigint,
               coalesce(sum(case m.kind when 'Reserved' then m.amount when 'Released' then -m.amount end), 0)::bigint,
               n.needed,
               coalesce((
                   select sum(g.amount) from hub.batch b join hub.posting g on g.batch_id = b.batch_id
                       and g.account = 'FundSpent' and coalesce(g.source, b.source) = n.source
                   where b.commune = n.commune and b.programme = n.programme
                     and extract(year from b.period) = n.fiscal_year), 0)::bigint
        from needs n
        left join hub.fund_movement m on m.commune = n.commune and m.programme = n.programme and m.source = n.source
            and m.fiscal_year = n.fiscal_year
        group by n.commune, n.programme, n.source, n.fiscal_year, n.needed, n.own
        order by n.commune, n.programme, n.own desc, n.source
        """;
}
