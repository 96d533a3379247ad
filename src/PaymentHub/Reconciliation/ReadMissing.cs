using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// An order that the institution promised to have booked by <paramref name="Promised"/> and has not: what is still out
/// of it in đồng, and for how many working days it is late.
/// </summary>
public sealed record MissingOrder(
    string EndToEndId, string Institution, string BatchCode, long Open, LocalDate Released, LocalDate Promised,
    int DaysLate);

/// <summary>How many orders of an institution are late, by how long, and the money still out of them in đồng.</summary>
public sealed record MissingSum(string Institution, int PromisedDays, long Count, long Amount, LocalDate? Oldest);

/// <summary>The late orders, the oldest first, and the sums of each institution.</summary>
public sealed record MissingOrders(IReadOnlyList<MissingOrder> Items, long Total, IReadOnlyList<MissingSum> Sums);

/// <summary>
/// Orders without a bank line (lệnh chưa có dòng ngân hàng): each institution promises to book within so many working
/// days, a row of <c>institution-promises.csv</c>; what is out for longer is asked for.
/// </summary>
public sealed class ReadMissing(
    CurrentUser user, NpgsqlDataSource source, ReferenceData reference, Promises promises, IClock clock) : IUseCase
{
    private const int MostDays = 60;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/breaks/missing", HandleAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").Answers<MissingOrders>("ListMissingOrders");

    /// <summary>Orders that no bank line settles within the institution's promise.</summary>
    /// <remarks>Lệnh đã phát quá hạn cam kết mà chưa có dòng ngân hàng.</remarks>
    public static async Task<IResult> HandleAsync(
        string? institution, int? page, int? size, ReadMissing read, CancellationToken cancellation) =>
        Results.Ok(await read.QueryAsync(institution, PageOf.From(page, size), cancellation));

    /// <summary>One page of the late orders in the user's scope.</summary>
    public async Task<MissingOrders> QueryAsync(string? institution, PageOf page, CancellationToken cancellation)
    {
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var asked = promises.Days.Where(p => string.IsNullOrEmpty(institution) || p.Key == institution)
            .Select(p => (Institution: p.Key, Last: LastLate(p.Value, today))).ToList();
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of([.. asked.Select(a => a.Institution)]));
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = asked.Select(a => a.Last).ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Date,
        });
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        var items = new List<MissingOrder>();
        var sums = new Dictionary<string, MissingSum>(StringComparer.Ordinal);
        var total = 0L;
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            if (r.IsDBNull(0))
            {
                var of = r.GetString(1);
                sums[of] = new MissingSum(
                    of, promises.Days[of], r.GetInt64(6), r.GetInt64(3), r.GetFieldValue<LocalDate>(4));
                total += r.GetInt64(6);
            }
            else
            {
                items.Add(ItemOf(r, today));
            }
        }

        return new MissingOrders(items, total, [.. sums.Values.OrderBy(s => s.Institution, StringComparer.Ordinal)]);
    }

    // The last day of release that is late today.
    private LocalDate LastLate(int days, LocalDate today)
    {
        var day = today;
        for (var i = 0; i < MostDays && PromisedOf(day, days) >= today; i++) day = day.PlusDays(-1);
        return day;
    }

    private LocalDate PromisedOf(LocalDate released, int days)
    {
        var day = released;
        for (var left = days; left > 0; left--) day = reference.Calendar.OnOrAfter(day.PlusDays(1));
        return day;
    }

    private MissingOrder ItemOf(NpgsqlDataReader r, LocalDate today)
    {
        var (institution, released) = (r.GetString(1), r.GetFieldValue<LocalDate>(4));
        var promised = PromisedOf(released, promises.Days[institution]);
        return new MissingOrder(
            r.GetString(0), institution, r.GetString(2), r.GetInt64(3), released, promised,
            reference.Calendar.WorkingDaysAfter(promised, today));
    }

    private const string Query = """
        with asked as (
            select * from unnest($1::text[], $2::date[]) a(institution, last)
        ), moving as (
            -- The ledger says which batches have money on the way at all; of years of payments few are looked at.
            select p.batch_id from hub.posting p where p.account = 'InTransit'
            group by p.batch_id having sum(p.amount) <> 0
        ), released as (
            select b.batch_id, b.code, b.institution, (s.at at time zone 'Asia/Ho_Chi_Minh')::date as day
            from asked a join hub.batch b on b.institution = a.institution
            join moving m on m.batch_id = b.batch_id
            join lateral (select min(at) as at from hub.batch_step s
                          where s.batch_id = b.batch_id and s.status = 'Released') s
              on (s.at at time zone 'Asia/Ho_Chi_Minh')::date <= a.last
            where ($3::text[] is null or b.institution = any($3)) and ($4::text[] is null or b.commune = any($4))
              and b.period > a.last - interval '14 months'
        ), late as (
            select p.end_to_end_id, r.institution, r.code, p.amount - o.gone as open, r.day
            from released r join hub.payment p on p.batch_id = r.batch_id
            join lateral (
                select coalesce(sum(x.amount) filter (where x.status = 'Settled'), 0)
                           + coalesce(sum(x.amount) filter (where x.status = 'Returned' and exists (
                               select from hub.bank_file_step f
                               where f.file_id = x.file_id and f.format = 'CashReport')), 0) as gone,
                       bool_or(x.status = 'Instructed')
                           and not bool_or(x.status in ('Rejected', 'Cancelled')) as is_out
                from hub.payment_outcome x where x.batch_id = p.batch_id and x.no = p.no) o
              on o.is_out and p.amount > o.gone
        )
        (select end_to_end_id, institution, code, open::bigint, day, 0, 0::bigint from late
         order by day, institution, end_to_end_id limit $5 offset $6)
        union all
        select null, institution, null, sum(open)::bigint, min(day), 1, count(*) from late group by institution
        """;
}
