using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>
/// Payments that one bank returned or refused for one reason on one day (Vietnamese days), with their money in đồng,
/// what the reason asks and who acts. Those that were made again or given back are not counted.
/// </summary>
public sealed record FailureIncident(
    string Code, string Institution, LocalDate Day, long Count, long Amount, string Action, string WhoActs,
    string Contact);

/// <summary>The incidents, the latest day first.</summary>
public sealed record FailureIncidents(IReadOnlyList<FailureIncident> Items);

/// <summary>
/// One reason at one bank on one day is one incident: an account of ours without money fails ten thousand payments, and
/// is mended once.
/// </summary>
public sealed class ReadFailures : IUseCase
{
    private const int Most = 200;
    private const int MonthsBack = 3;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/payments/failures", HandleAsync).RequirePermission(Permissions.PaymentsView)
            .WithTags("Batches").Answers<FailureIncidents>("ListFailures");

    /// <summary>What failed in the last three months and is still open, by reason, bank and day.</summary>
    /// <remarks>Các khoản chi không thành công còn treo, theo lý do, ngân hàng và ngày.</remarks>
    public static async Task<IResult> HandleAsync(
        CurrentUser user, NpgsqlDataSource source, ReferenceData reference, IClock clock,
        CancellationToken cancellation) =>
        Results.Ok(new FailureIncidents(
            await QueryAsync(source, user, reference.Reasons, clock, cancellation)));

    /// <summary>The incidents in the user's scope.</summary>
    public static async Task<List<FailureIncident>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, ReasonRules reasons, IClock clock, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"""
            select o.code, b.institution, (o.at at time zone 'Asia/Ho_Chi_Minh')::date as day, count(*),
                   sum(case when o.status = 'Returned' then o.amount else p.amount end)::bigint
            from hub.payment_outcome o
            join hub.payment p on p.batch_id = o.batch_id and p.no = o.no
            join hub.batch b on b.batch_id = o.batch_id
            where o.status in ('Rejected', 'Returned') and o.code is not null and o.amount >= 0 and o.at >= $1
              and ($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))
              and not exists (select from hub.payment_reissue r where r.batch_id = o.batch_id and r.no = o.no)
              and not exists (select from hub.payment_write_back w where w.batch_id = o.batch_id and w.no = o.no)
            group by 1, 2, 3 order by 3 desc, 4 desc, 1, 2 limit {Most}
            """);
        var first = clock.GetCurrentInstant().InZone(HubClock.Zone).Date.PlusMonths(-MonthsBack);
        command.Parameters.Add(Parameter.Of(first.AtStartOfDayInZone(HubClock.Zone).ToInstant()));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.PaymentsView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.PaymentsView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<FailureIncident>();
        while (await r.ReadAsync(cancellation))
        {
            var rule = reasons.Of(r.GetString(0));
            found.Add(new FailureIncident(
                rule.Code, r.GetString(1), r.GetFieldValue<LocalDate>(2), r.GetInt64(3), r.GetInt64(4),
                $"{rule.Action}", rule.WhoActs, rule.Contact));
        }

        return found;
    }
}
