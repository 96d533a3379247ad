using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>A payment in lists: its amount in đồng, where it stands and the reason code of its last step.</summary>
public sealed record PaymentItem(
    string EndToEndId, Guid BatchId, int No, long Amount, string Status, string? Code, string Institution,
    string Commune, bool Held, string BatchCode, string Programme, string Period);

/// <summary>One page of payments, and how many there are in all.</summary>
public sealed record PaymentPage(IReadOnlyList<PaymentItem> Items, long Total);

/// <summary>
/// What a list of payments is limited to; a null part does not limit. The status <see cref="HeldStatus"/> stands for
/// payments that a hold keeps from being instructed.
/// </summary>
public sealed record PaymentFilter(
    YearMonth? Period = null, string? Status = null, Guid? BatchId = null, string? EndToEndId = null,
    string? Commune = null, string? Programme = null, string? Institution = null, string? Dossier = null,
    string? Account = null, string[]? EndToEndIds = null)
{
    /// <summary>The status that stands for "held and not yet instructed".</summary>
    public const string HeldStatus = "Held";

    /// <summary>Only payments that are held, or only those that are not.</summary>
    public bool? Held { get; init; }

    /// <summary>A dossier number or an end-to-end identification, as a person types it.</summary>
    public string? Search { get; init; }

    /// <summary>It limits to batches only, so all their payments are meant.</summary>
    internal bool IsWhole =>
        (Status ?? EndToEndId ?? Dossier ?? Account ?? Search) is null && EndToEndIds is null && Held is null;
}

/// <summary>The payments of a period, and the story of one payment from its lines to its bank entries.</summary>
public sealed class ReadPayments : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payments", ListAsync).RequirePermission(Permissions.PaymentsView).WithTags("Payments")
            .Answers<PaymentPage>("ListPayments");
        api.MapGet("/payments/{endToEndId}", StoryAsync).RequirePermission(Permissions.PaymentsView)
            .WithTags("Payments").Answers<Story>("GetPayment");
    }

    /// <summary>
    /// The payments of a period, or of one dossier through all periods, in the user's scope, one page at a time.
    /// </summary>
    /// <remarks>Danh sách khoản chi của kỳ hoặc của một hồ sơ.</remarks>
    public static async Task<IResult> ListAsync(
        string? period, string? status, string? commune, string? programme, string? institution, string? dossier,
        int? page, int? size, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        YearMonth? month = null;
        if (Set(period) is not null || Set(dossier) is null)
        {
            if (!PeriodIso.TryParse(period, out var read)) return PeriodProblem.Result;
            month = read;
        }

        var filter = new PaymentFilter(
            month, Set(status), Commune: Set(commune), Programme: Set(programme), Institution: Set(institution),
            Dossier: Set(dossier));
        var (items, total) = await QueryAsync(
            source, user, Permissions.PaymentsView, filter, PageOf.From(page, size), cancellation);
        return Results.Ok(new PaymentPage(items, total));
    }

    /// <summary>
    /// The whole story of one payment. Accounts and names are masked: the story is read by many, the register by few.
    /// </summary>
    /// <remarks>Toàn bộ diễn biến của một khoản chi; tài khoản và họ tên được che bớt.</remarks>
    public static async Task<IResult> StoryAsync(
        string endToEndId, CurrentUser user, NpgsqlDataSource source, RateBooks books, ReferenceData reference,
        CancellationToken cancellation)
    {
        var story = await PaymentStory.FindAsync(
            source, books.Current, reference.Reasons, user, endToEndId, cancellation);
        return story is null ? Problems.NotFound("lệnh chi này", "such payment") : Results.Ok(story);
    }

    /// <summary>The payment with this end-to-end id inside the user's scope, or null.</summary>
    public static async Task<PaymentItem?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, string endToEndId, CancellationToken cancellation)
    {
        var (found, _) = await QueryAsync(
            source, user, Permissions.PaymentsView, new PaymentFilter(EndToEndId: endToEndId), new PageOf(1, 1),
            cancellation);
        return found.SingleOrDefault();
    }

    /// <summary>One page of the payments that the user may see, by batch and number, and how many there are.</summary>
    public static async Task<(List<PaymentItem> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, string permission, PaymentFilter filter, PageOf page,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(PageOfFilter(filter) + Shown);
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(filter.Status));
        command.Parameters.Add(Parameter.Of(filter.BatchId is { } id ? [id] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(filter.EndToEndId));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(permission)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(permission)));
        command.Parameters.Add(Parameter.Of(filter.Commune));
        command.Parameters.Add(Parameter.Of(filter.Programme));
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.Dossier));
        command.Parameters.Add(Parameter.Of(filter.Account));
        command.Parameters.Add(Parameter.Of(filter.EndToEndIds));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        command.Parameters.Add(
            new() { Value = (object?)filter.Held ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean });
        command.Parameters.Add(Parameter.Of(filter.Search));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<PaymentItem>();
        var total = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(ItemOf(reader));
            total = reader.GetInt64(12);
        }

        return (items, total);
    }

    private static PaymentItem ItemOf(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetString(4),
        reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), reader.GetString(7),
        reader.GetBoolean(8), reader.GetString(9), reader.GetString(10),
        PeriodIso.Format(reader.GetFieldValue<LocalDate>(11).ToYearMonth()));

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private const string OfBatches = """
        ($1::date is null or b.period = $1) and ($3::uuid[] is null or b.batch_id = any($3))
              and ($5::text[] is null or b.commune = any($5)) and ($6::text[] is null or b.institution = any($6))
              and ($7::text is null or b.commune = $7) and ($8::text is null or b.programme = $8)
              and ($9::text is null or b.institution = $9)
        """;

    // A batch numbers its payments without a gap, so its last number says in which batches the page lies.
    private const string WholePage = $"""
        with counted as (
            select b.*, n.count, sum(n.count) over (order by b.code) as until from hub.batch b
            cross join lateral (select coalesce(max(p.no) + 1, 0) as count from hub.payment p
                                where p.batch_id = b.batch_id) n
            where {OfBatches}
        ), chosen as (
            select * from counted where until > $14 and until - count < $14 + $13
        ), page as (
            select p.batch_id, p.no, p.end_to_end_id, p.amount, b.institution, b.commune, b.code, b.programme,
                   b.period, (select sum(count) from counted)::bigint as total
            from chosen b join hub.payment p on p.batch_id = b.batch_id
            order by b.code, p.no limit $13 offset $14 - (select coalesce(min(until - count), 0) from chosen))
        """;

    // Few payments fail, and an index holds those that ever did.
    private const string Failed = $"""
        (select distinct o.batch_id, o.no from hub.batch b join hub.payment_outcome o on o.batch_id = b.batch_id
             where {OfBatches}
               and o.status in ('Removed', 'Voided', 'Rejected', 'Cancelled', 'Returned')) f
            join hub.batch b on b.batch_id = f.batch_id
            join hub.payment p on p.batch_id = f.batch_id and p.no = f.no
        """;

    private const string Any = "hub.batch b join hub.payment p on p.batch_id = b.batch_id";

    private static readonly HashSet<string> FailedStatuses =
    [
        nameof(PaymentStatus.Removed), nameof(PaymentStatus.Voided), nameof(PaymentStatus.Rejected),
        nameof(PaymentStatus.Cancelled), nameof(PaymentStatus.Returned),
    ];

    private static string PageOfFilter(PaymentFilter filter) => filter.IsWhole ? WholePage
        : SearchedPage.Replace(
            "{from}", filter.Status is { } status && FailedStatuses.Contains(status) ? Failed : Any,
            StringComparison.Ordinal);

    // Where payment "p" stands, as the payment folds it: a part that was debited leaves the rest where it was, and
    // money that came back says so until all of it is taken back again.
    private const string Stands = """
        select case when coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0) > 0 then 'Returned'
                    when coalesce(sum(o.amount) filter (where o.status = 'Settled'), 0) >= p.amount then 'Settled'
                    else coalesce((array_agg(o.status order by o.version desc, o.item desc) filter (
                        where o.status not in ('Settled', 'Returned')))[1], 'Placed') end as status,
               (array_agg(o.code order by o.version desc, o.item desc))[1] as last_code
        from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
        """;

    // The page is cut before its payments' steps are looked up; only a filter by a status that most payments have or
    // had must look at all of them.
    private const string SearchedPage = $$"""
        with page as (
            select p.batch_id, p.no, p.end_to_end_id, p.amount, b.institution, b.commune, b.code, b.programme,
                   b.period, count(*) over () as total
            from {from}
            where {{OfBatches}}
              and ($4::text is null or p.end_to_end_id = $4)
              and ($10::text is null or (p.batch_id, p.no) in (
                    select l.batch_id, l.no from hub.payment_line l
                    join hub.entitlement n on n.entitlement_id = l.entitlement_id where n.dossier = $10))
              and ($11::text is null or p.account = $11) and ($12::text[] is null or p.end_to_end_id = any($12))
              and ($2::text is null or case when $2 = 'Held' then
                    (select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                     order by version desc limit 1)
                    and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no)
                else $2 = (select o.status from ({{Stands}}) o) end)
              and ($15::boolean is null or $15 = coalesce((
                    select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                    order by version desc limit 1), false))
              and ($16::text is null or (p.batch_id, p.no) in (
                    select f.batch_id, f.no from hub.payment f where f.end_to_end_id = upper($16)
                    union all
                    select l.batch_id, l.no from hub.payment_line l where l.dossier = upper($16)))
            order by b.code, p.no limit $13 offset $14)
        """;

    private const string Shown = $"""

        select p.end_to_end_id, p.batch_id, p.no, p.amount, o.status, o.last_code, p.institution, p.commune,
               coalesce(h.held, false), p.code, p.programme, p.period, p.total
        from page p
        cross join lateral ({Stands}) o
        left join lateral (select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                           order by version desc limit 1) h on true
        order by p.code, p.no
        """;
}
