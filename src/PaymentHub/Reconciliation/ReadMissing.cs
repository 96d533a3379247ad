using System.Data;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Ledger;
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
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await ChooseAsync(connection, asked, cancellation);
        await new KeptSums(connection, Moment.Now).StandsAsync("late_batch", cancellation);
        var sums = await SumsAsync(connection, cancellation);
        var items = await ItemsAsync(connection, page, today, cancellation);
        var keep = await SumsKeeper.OfAsync(connection, withFiles: false, cancellation);
        await moment.CommitAsync(cancellation);
        await keep();
        return new MissingOrders(items, sums.Sum(s => s.Count), sums);
    }

    private async Task ChooseAsync(
        NpgsqlConnection connection, List<(string Institution, LocalDate Last)> asked, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Late, connection);
        command.Parameters.Add(Parameter.Of([.. asked.Select(a => a.Institution)]));
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = asked.Select(a => a.Last).ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Date,
        });
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BreaksView)));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<MissingSum>> SumsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sums, connection);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var sums = new List<MissingSum>();
        while (await r.ReadAsync(cancellation))
        {
            var of = r.GetString(0);
            sums.Add(new MissingSum(
                of, promises.Days[of], r.GetInt64(1), r.GetInt64(2), r.GetFieldValue<LocalDate>(3)));
        }

        return sums;
    }

    private async Task<List<MissingOrder>> ItemsAsync(
        NpgsqlConnection connection, PageOf page, LocalDate today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Page, connection);
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<MissingOrder>();
        while (await r.ReadAsync(cancellation)) items.Add(ItemOf(r, today));
        return items;
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

    // The ledger says which batches have money on the way at all; of years of payments few are looked at.
    private const string Late = """
        create temp table late_batch on commit drop as
        with asked as (
            select * from unnest($1::text[], $2::date[]) a(institution, last)
        ), moving as (
            select p.batch_id from hub.posting p where p.account = 'InTransit'
            group by p.batch_id having sum(p.amount) <> 0
        )
        select b.batch_id, (s.at at time zone 'Asia/Ho_Chi_Minh')::date as day
        from moving m join hub.batch b on b.batch_id = m.batch_id
        join asked a on a.institution = b.institution
        join lateral (select min(at) as at from hub.batch_step s
                      where s.batch_id = b.batch_id and s.status = 'Released') s
          on (s.at at time zone 'Asia/Ho_Chi_Minh')::date <= a.last
        where ($3::text[] is null or b.institution = any($3)) and ($4::text[] is null or b.commune = any($4))
          and b.period > a.last - interval '14 months'
        """;

    private const string Sums = $"""
        select s.institution, sum(s.count)::bigint, sum(s.amount)::bigint, min(l.day)
        from sums_now s join late_batch l on l.batch_id = s.batch_id
        where s.source = '' and s.stand in {TieOut.OnTheWay} group by 1 order by 1
        """;

    // The sums of the batches say in which of them the page lies, so only those are looked through.
    private static readonly string Page = $"""
        with line as (
            select s.batch_id, s.institution, s.code, l.day, s.count,
                   sum(s.count) over (order by l.day, s.institution, s.code) as until
            from (select batch_id, institution, code, sum(count) as count from sums_now
                  where source = '' and stand in {TieOut.OnTheWay} group by 1, 2, 3) s
            join late_batch l on l.batch_id = s.batch_id
        ), chosen as (
            select * from line where until > $2 and until - count < $2 + $1
        ), {PaymentStands.Of("b.batch_id in (select batch_id from chosen)").TrimStart()["with ".Length..]}
        select p.end_to_end_id, c.institution, c.code, h.amount, c.day
        from stands h join chosen c on c.batch_id = h.batch_id
        join hub.payment p on p.batch_id = h.batch_id and p.no = h.no
        where h.stand in {TieOut.OnTheWay}
        order by c.day, c.institution, c.code, p.no limit $1
        offset $2 - (select coalesce(min(until - count), 0) from chosen)
        """;
}
