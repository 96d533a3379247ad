using System.Data;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>
/// Whether an institution booked the month's orders within its promised working days: in time, late, or due and not
/// booked yet; what is not due counts for nothing. <paramref name="PerMille"/> is null while nothing was due.
/// </summary>
public sealed record PromiseKept(
    string Institution, int PromisedDays, long Orders, long Amount, long Kept, long KeptAmount, long Late,
    long Overdue, long OverdueAmount, long NotDue, int? PerMille);

/// <summary>The promises of the institutions in one month.</summary>
public sealed record PromisesKeptAnswer(string Period, IReadOnlyList<PromiseKept> Items);

/// <summary>
/// The share of a month's orders that each institution booked within its promise (tỷ lệ đúng cam kết). A rejection is
/// an answer and no booking, so such an order is left out; cash that nobody collected counts on the day of its report.
/// What a month's orders are booked by is kept batch by batch.
/// </summary>
public sealed class PromisesKept(
    CurrentUser user, NpgsqlDataSource source, ReferenceData reference, Promises promises, IClock clock) : IUseCase
{
    private const int Whole = 1_000;

    private const string Released = """
        released as (
            select b.batch_id, b.institution, (s.at at time zone 'Asia/Ho_Chi_Minh')::date as day
            from hub.batch b
            join lateral (select min(at) as at from hub.batch_step s
                          where s.batch_id = b.batch_id and s.status = 'Released') s on s.at is not null
            where b.period = $1 and ($2::text[] is null or b.commune = any($2))
              and ($3::text[] is null or b.institution = any($3))
        )
        """;

    private const string Orders = $"""
        with {Released}, {KeptSums.Bookings}, due as (
            select * from unnest($4::text[], $5::date[], $6::date[]) d(institution, day, promised)
        ), orders as (
            select r.institution, d.promised, k.count, k.amount, nullif(k.booked, '')::date as booked
            from released r
            join due d on d.institution = r.institution and d.day = r.day
            join bookings_now k on k.batch_id = r.batch_id
        )
        select institution, sum(count)::bigint, sum(amount)::bigint,
               coalesce(sum(count) filter (where booked <= promised), 0)::bigint,
               coalesce(sum(amount) filter (where booked <= promised), 0)::bigint,
               coalesce(sum(count) filter (where booked > promised), 0)::bigint,
               coalesce(sum(count) filter (where booked is null and promised < $7), 0)::bigint,
               coalesce(sum(amount) filter (where booked is null and promised < $7), 0)::bigint,
               coalesce(sum(count) filter (where booked is null and promised >= $7), 0)::bigint
        from orders group by institution order by institution
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}/promises", HandleAsync).RequirePermission(Permissions.LedgerView)
            .WithTags("Ledger").Answers<PromisesKeptAnswer>("GetPromisesKept");

    /// <summary>The share of the month's orders that each institution booked within its promise.</summary>
    /// <remarks>Tỷ lệ lệnh được ghi sổ đúng hạn cam kết của từng đơn vị chi trả.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, PromisesKept read, CancellationToken cancellation) =>
        PeriodIso.TryParse(period, out var month)
            ? Results.Ok(new PromisesKeptAnswer(period, await read.OfAsync(month, cancellation)))
            : PeriodProblem.Result;

    /// <summary>The promises of a month in the user's scope.</summary>
    public async Task<List<PromiseKept>> OfAsync(YearMonth month, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await new KeptSums(connection, Moment.Now).StandsAsync(
            month, user.CommuneFilter(Permissions.LedgerView), cancellation);
        var found = await OfAsync(connection, month, cancellation);
        var keep = await SumsKeeper.OfAsync(connection, withFiles: false, cancellation);
        await moment.CommitAsync(cancellation);
        await keep();
        return found;
    }

    private async Task<List<PromiseKept>> OfAsync(
        NpgsqlConnection connection, YearMonth month, CancellationToken cancellation)
    {
        var days = await DaysAsync(connection, month, cancellation);
        await using var command = Command(connection, Orders, month);
        command.Parameters.Add(Parameter.Of([.. days.Select(d => d.Institution)]));
        command.Parameters.Add(Dates([.. days.Select(d => d.Day)]));
        command.Parameters.Add(Dates([.. days.Select(d => PromisedOf(d.Day, promises.Days[d.Institution]))]));
        command.Parameters.Add(Parameter.Of(clock.GetCurrentInstant().InZone(HubClock.Zone).Date));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<PromiseKept>();
        while (await r.ReadAsync(cancellation))
        {
            var (kept, late, overdue) = (r.GetInt64(3), r.GetInt64(5), r.GetInt64(6));
            var due = kept + late + overdue;
            found.Add(new PromiseKept(
                r.GetString(0), promises.Days[r.GetString(0)], r.GetInt64(1), r.GetInt64(2), kept, r.GetInt64(4), late,
                overdue, r.GetInt64(7), r.GetInt64(8), due == 0 ? null : (int)(kept * Whole / due)));
        }

        return found;
    }

    private async Task<List<(string Institution, LocalDate Day)>> DaysAsync(
        NpgsqlConnection connection, YearMonth month, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, $"with {Released} select distinct institution, day from released", month);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(string, LocalDate)>();
        while (await r.ReadAsync(cancellation)) found.Add((r.GetString(0), r.GetFieldValue<LocalDate>(1)));
        return found;
    }

    private LocalDate PromisedOf(LocalDate released, int days)
    {
        var day = released;
        for (var left = days; left > 0; left--) day = reference.Calendar.OnOrAfter(day.PlusDays(1));
        return day;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, YearMonth month)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.LedgerView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.LedgerView)));
        return command;
    }

    private static NpgsqlParameter Dates(LocalDate[] days) => new()
    {
        Value = days,
        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Date,
    };
}
