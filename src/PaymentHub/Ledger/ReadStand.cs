using System.Data;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>A payment behind a line of the tie-out, and how much of its money stands there, in đồng.</summary>
public sealed record PaymentThere(PaymentItem Payment, long AmountThere);

/// <summary>One page of the payments behind a line of the tie-out; the line's own count and amount in đồng.</summary>
public sealed record PaymentsOfLine(
    string Code, string LabelVi, string LabelEn, IReadOnlyList<PaymentThere> Items, long Total, long Amount);

/// <summary>The payments behind one line of the tie-out (các khoản chi của một dòng đối chiếu).</summary>
public sealed class ReadStand : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}/lines/{line}/payments", HandleAsync)
            .RequirePermission(Permissions.PaymentsView).WithTags("Ledger").Answers<PaymentsOfLine>("ListTieOutLine");

    /// <summary>
    /// The payments whose money stands in a line of the tie-out, by batch and number; they add up to the line.
    /// </summary>
    /// <remarks>Các khoản chi của một dòng trong bảng đối chiếu; cộng lại đúng bằng dòng ấy.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string line, int? page, int? size, CurrentUser user, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var found = await FindAsync(source, user, month, line, PageOf.From(page, size), cancellation);
        return found is null
            ? Problems.NotFound("dòng đối chiếu này", "such line of the tie-out")
            : Results.Ok(found);
    }

    /// <summary>One page of a line inside the user's scope; null where there is no such line.</summary>
    public static async Task<PaymentsOfLine?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth period, string line, PageOf page,
        CancellationToken cancellation)
    {
        var label = TieOut.Labels.Append(TieOut.Reissued).FirstOrDefault(l => l.Code == line);
        if (label.Code is null) return null;
        var (there, total, amount) = await ThereAsync(source, user, period, line, page, cancellation);
        // Where each payment is told by its end-to-end id, the list of payments says the rest.
        var (payments, _) = await ReadPayments.QueryAsync(
            source, user, Permissions.PaymentsView, new PaymentFilter(EndToEndIds: [.. there.Keys]),
            new PageOf(1, PageOf.MaxSize), cancellation);
        return new PaymentsOfLine(
            label.Code, label.Vi, label.En, [.. payments.Select(p => new PaymentThere(p, there[p.EndToEndId]))], total,
            amount);
    }

    private static async Task<(Dictionary<string, long> There, long Total, long Amount)> ThereAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth period, string line, PageOf page,
        CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var communes = user.CommuneFilter(Permissions.PaymentsView);
        await new KeptSums(connection, Moment.Now).StandsAsync(period, communes, cancellation);
        await using var command = new NpgsqlCommand(line == TieOut.Reissued.Code ? Reissued : Query, connection);
        command.Parameters.Add(Parameter.Of(line));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.PaymentsView)));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        var there = new Dictionary<string, long>(StringComparer.Ordinal);
        var (total, amount) = (0L, 0L);
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                there[reader.GetString(0)] = reader.GetInt64(1);
                (total, amount) = (reader.GetInt64(2), reader.GetInt64(3));
            }
        }

        var keep = await SumsKeeper.OfAsync(connection, withFiles: false, cancellation);
        await moment.CommitAsync(cancellation);
        await keep();
        return (there, total, amount);
    }

    private const string Reissued = """
        with line as (
            select a.code, a.batch_id, r.no from hub.payment_reissue r
            join (select distinct batch_id, code from sums_now
                  where is_asked and ($2::text[] is null or institution = any($2))) a on a.batch_id = r.batch_id
            where $1 = 'reissued')
        select p.end_to_end_id, p.amount, (count(*) over ())::bigint, (sum(p.amount) over ())::bigint
        from line l join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
        order by l.code, p.no limit $3 offset $4
        """;

    // The sums of the batches say in which of them the page lies, so only those are looked through.
    private static readonly string Query = $"""
        with line as (
            select batch_id, code, count, amount, sum(count) over (order by code) as until from sums_now
            where is_asked and source = '' and stand = $1 and count > 0
              and ($2::text[] is null or institution = any($2))
        ), chosen as (
            select * from line where until > $4 and until - count < $4 + $3
        ), {PaymentStands.Of("b.batch_id in (select batch_id from chosen)").TrimStart()["with ".Length..]}
        , here as (
            select batch_id, no, sum(amount)::bigint as amount from stands
            where $1 = 'planned' or stand = $1 group by batch_id, no)
        select p.end_to_end_id, h.amount, (select sum(count) from line)::bigint, (select sum(amount) from line)::bigint
        from here h
        join chosen c on c.batch_id = h.batch_id
        join hub.payment p on p.batch_id = h.batch_id and p.no = h.no
        order by c.code, p.no limit $3
        offset $4 - (select coalesce(min(until - count), 0) from chosen)
        """;
}
