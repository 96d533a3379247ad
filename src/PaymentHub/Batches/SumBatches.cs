using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>The batches of one state: how many, their payments and đồng, and how much of it is held.</summary>
public sealed record BatchSum(
    string Status, long Batches, long Payments, long Amount, long HeldPayments, long HeldAmount)
{
    /// <summary>All states together.</summary>
    public static BatchSum Total(IReadOnlyCollection<BatchSum> sums) => new(
        "", sums.Sum(s => s.Batches), sums.Sum(s => s.Payments), sums.Sum(s => s.Amount), sums.Sum(s => s.HeldPayments),
        sums.Sum(s => s.HeldAmount));
}

/// <summary>The states that occur, in the order in which a batch passes through them.</summary>
public sealed record BatchSums(IReadOnlyList<BatchSum> Items);

/// <summary>Counts and sums of the batches of a list, by state; removed payments do not count.</summary>
public sealed class SumBatches : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/batches/sums", HandleAsync).RequirePermission(Permissions.BatchesView).WithTags("Batches")
            .Answers<BatchSums>("SumBatches");

    /// <summary>Counts and sums of a month's batches by state, in the user's scope.</summary>
    /// <remarks>Tổng hợp lô chi trả của tháng theo trạng thái.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string? commune, string? programme, string? institution, string? area, CurrentUser user,
        NpgsqlDataSource source, ReferenceData reference, CancellationToken cancellation)
    {
        if (area is { Length: > 0 } && !reference.Areas.Knows(area)) return AreaProblem.Result(reference.Areas);
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var filter = new BatchFilter(month, commune, programme, institution).In(area, reference);
        return Results.Ok(new BatchSums(await QueryAsync(source, user, filter, cancellation)));
    }

    /// <summary>One row for each state that occurs, in the order in which a batch passes through them.</summary>
    public static async Task<List<BatchSum>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, BatchFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(filter.Commune));
        command.Parameters.Add(Parameter.Of(filter.Programme));
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.AnyStatus));
        command.Parameters.Add(Parameter.Of(filter.AnyBatch));
        command.Parameters.Add(Parameter.Of(filter.Within(user.CommuneFilter(Permissions.BatchesView))));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BatchesView)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var sums = new List<BatchSum>();
        while (await reader.ReadAsync(cancellation))
        {
            sums.Add(new BatchSum(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5)));
        }

        return sums;
    }

    private const string Query = """
        with chosen as (
            select b.batch_id, s.status from hub.batch b
            join lateral (select status from hub.batch_step s where s.batch_id = b.batch_id
                          order by version desc limit 1) s on true
            where ($1::date is null or b.period = $1) and ($2::text is null or b.commune = $2)
              and ($3::text is null or b.programme = $3) and ($4::text is null or b.institution = $4)
              and ($5::text[] is null or s.status = any($5)) and ($6::uuid[] is null or b.batch_id = any($6))
              and ($7::text[] is null or b.commune = any($7)) and ($8::text[] is null or b.institution = any($8))
        ), held as (
            select h.batch_id, h.no from hub.payment_hold h join chosen c on c.batch_id = h.batch_id
            where h.held and not exists (select from hub.payment_hold x where x.batch_id = h.batch_id and x.no = h.no
                                         and x.version > h.version)
        ), removed as (
            select o.batch_id, o.no from hub.payment_outcome o join chosen c on c.batch_id = o.batch_id
            where o.status = 'Removed'
        )
        select c.status, count(distinct c.batch_id), count(p.no), coalesce(sum(p.amount), 0)::bigint, count(h.no),
               coalesce(sum(p.amount) filter (where h.no is not null), 0)::bigint
        from chosen c
        left join hub.payment p on p.batch_id = c.batch_id
            and not exists (select from removed r where r.batch_id = p.batch_id and r.no = p.no)
        left join held h on h.batch_id = p.batch_id and h.no = p.no
        group by c.status
        order by array_position(array['Placed', 'Submitted', 'Signed', 'Approved', 'Released'], c.status)
        """;
}
