using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>
/// Payments of one file out for which the institution's word is outstanding: Instructed (no answer), Accepted (not
/// debited yet) or Unknown (it does not know itself), since when the oldest of them stands so, and for how many whole
/// days.
/// </summary>
public sealed record WaitingItem(
    string Institution, string MessageId, string Stage, int Payments, long Amount, Instant Since, int Days);

/// <summary>An answer that cannot be true beside what is recorded; a person asks the bank.</summary>
public sealed record ContradictionItem(
    string EndToEndId, string Institution, string Told, string? Code, string Stands, long Amount, Guid FileId,
    Instant At);

/// <summary>What waits for institutions in a month, the oldest first, and what contradicts itself.</summary>
public sealed record WaitingList(IReadOnlyList<WaitingItem> Items, IReadOnlyList<ContradictionItem> Contradictions);

/// <summary>Waiting for the bank: what went out and has not come back, by age.</summary>
public sealed class ReadWaiting : IUseCase
{
    private const string Query = """
        select b.institution, l.message_id, l.status, count(*)::int, sum(p.amount)::bigint, min(l.at)
        from hub.batch b join hub.payment p on p.batch_id = b.batch_id
        join lateral (
            select o.status, o.at,
                   (select i.code from hub.payment_outcome i
                    where i.batch_id = p.batch_id and i.no = p.no and i.status = 'Instructed' limit 1) as message_id
            from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
            order by o.version desc, o.item desc limit 1) l on true
        where b.period = $1 and l.status in ('Instructed', 'Accepted', 'Unknown')
          and ($2::text[] is null or b.institution = any($2))
        group by 1, 2, 3 order by min(l.at), 1, 2, 3
        """;

    private const string Contradicted = """
        select c.end_to_end_id, b.institution, c.told, c.code, c.stands, c.amount, c.file_id, c.at
        from hub.contradiction c join hub.batch b on b.batch_id = c.batch_id
        where b.period = $1 and ($2::text[] is null or b.institution = any($2))
        order by c.at desc, c.version, c.item limit 500
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/files/waiting", HandleAsync).RequirePermission(Permissions.FilesView).WithTags("Files")
            .Answers<WaitingList>("ListWaitingForBanks");

    /// <summary>
    /// The payments of a period for which an institution's word is outstanding, and its contradictions.
    /// </summary>
    /// <remarks>Các khoản đang chờ ngân hàng trả lời và các trả lời mâu thuẫn.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, NpgsqlDataSource source, IClock clock, CancellationToken cancellation) =>
        PeriodIso.TryParse(period, out var month)
            ? Results.Ok(await QueryAsync(source, user, month, clock.GetCurrentInstant(), cancellation))
            : PeriodProblem.Result;

    /// <summary>The same for the page. A scope of communes sees none: a file is of many communes.</summary>
    public static async Task<WaitingList> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth month, Instant now, CancellationToken cancellation)
    {
        if (user.CommuneFilter(Permissions.FilesView) is not null) return new([], []);
        var institutions = user.InstitutionFilter(Permissions.FilesView);
        var items = new List<WaitingItem>();
        await using var command = Command(source, Query, month, institutions);
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                var since = r.GetFieldValue<Instant>(5);
                items.Add(new WaitingItem(
                    r.GetString(0), r.IsDBNull(1) ? "" : r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetInt64(4),
                    since, Math.Max(0, (now - since).Days)));
            }
        }

        return new WaitingList(items, await ContradictionsAsync(source, month, institutions, cancellation));
    }

    private static async Task<List<ContradictionItem>> ContradictionsAsync(
        NpgsqlDataSource source, YearMonth month, string[]? institutions, CancellationToken cancellation)
    {
        await using var command = Command(source, Contradicted, month, institutions);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<ContradictionItem>();
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new ContradictionItem(
                r.GetString(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetString(4),
                r.GetInt64(5), r.GetGuid(6), r.GetFieldValue<Instant>(7)));
        }

        return items;
    }

    private static NpgsqlCommand Command(
        NpgsqlDataSource source, string sql, YearMonth month, string[]? institutions)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(Parameter.Of(month));
        command.Parameters.Add(Parameter.Of(institutions));
        return command;
    }
}
