using System.Data;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Ledger;
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
    /// <exception cref="ArgumentException">The filter names no month.</exception>
    public static async Task<List<BatchSum>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, BatchFilter filter, CancellationToken cancellation)
    {
        var communes = filter.Within(user.CommuneFilter(Permissions.BatchesView));
        var period = filter.Period ?? throw new ArgumentException("A month is needed.", nameof(filter));
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await new KeptSums(connection, Moment.Now).StandsAsync(period, communes, cancellation);
        await using var command = new NpgsqlCommand(Query, connection);
        command.Parameters.Add(Parameter.Of(filter.Commune));
        command.Parameters.Add(Parameter.Of(filter.Programme));
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.AnyStatus));
        command.Parameters.Add(Parameter.Of(filter.AnyBatch));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BatchesView)));
        var sums = new List<BatchSum>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                sums.Add(new BatchSum(
                    reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
                    reader.GetInt64(4), reader.GetInt64(5)));
            }
        }

        var keep = await SumsKeeper.OfAsync(connection, withFiles: false, cancellation);
        await moment.CommitAsync(cancellation);
        await keep();
        return sums;
    }

    // A batch whose payments were all taken out still counts as a batch.
    private const string Query = """
        with chosen as (
            select a.batch_id, y.status, a.count, a.amount from sums_now a
            join lateral (select status from hub.batch_step y where y.batch_id = a.batch_id
                          order by version desc limit 1) y on true
            where a.is_asked and a.stand = 'planned' and a.source = ''
              and ($1::text is null or a.commune = $1) and ($2::text is null or a.programme = $2)
              and ($3::text is null or a.institution = $3) and ($4::text[] is null or y.status = any($4))
              and ($5::uuid[] is null or a.batch_id = any($5))
              and ($6::text[] is null or a.institution = any($6))
        ), held as (
            select c.status, count(*) as count, sum(p.amount) as amount
            from hub.payment_hold h join chosen c on c.batch_id = h.batch_id
            join hub.payment p on p.batch_id = h.batch_id and p.no = h.no
            where h.held and not exists (select from hub.payment_hold x where x.batch_id = h.batch_id and x.no = h.no
                                         and x.version > h.version)
              and not exists (select from hub.payment_outcome o where o.batch_id = h.batch_id and o.no = h.no
                              and o.status = 'Removed')
            group by c.status
        )
        select c.status, count(*), sum(c.count)::bigint, sum(c.amount)::bigint, coalesce(max(h.count), 0),
               coalesce(max(h.amount), 0)::bigint
        from chosen c left join held h on h.status = c.status
        group by c.status
        order by array_position(array['Placed', 'Submitted', 'Signed', 'Approved', 'Released'], c.status)
        """;
}
