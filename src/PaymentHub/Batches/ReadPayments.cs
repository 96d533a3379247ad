using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>A payment in lists: its amount in đồng, where it stands and the reason code of its last step.</summary>
public sealed record PaymentItem(
    string EndToEndId, Guid BatchId, int No, long Amount, string Status, string? Code, string Institution,
    string Commune, bool Held);

/// <summary>One page of payments, and how many there are in all.</summary>
public sealed record PaymentPage(IReadOnlyList<PaymentItem> Items, long Total);

/// <summary>A payment with all that is known of it, each list in the order in which it happened.</summary>
public sealed record WholePayment(
    PaymentItem Payment, StoryPayout Payout, IReadOnlyList<StoryLine> Lines, IReadOnlyList<StoryHold> Holds,
    IReadOnlyList<StoryOutcome> Outcomes, IReadOnlyList<StoryMatch> Matches, IReadOnlyList<StoryReissue> Reissues);

/// <summary>What a list of payments is limited to; a null part does not limit.</summary>
public sealed record PaymentFilter(
    YearMonth? Period = null, string? Status = null, Guid? BatchId = null, string? EndToEndId = null)
{
    /// <summary>Only payments that are held, or only those that are not.</summary>
    public bool? Held { get; init; }

    /// <summary>A dossier number or an end-to-end identification, as a person types it.</summary>
    public string? Search { get; init; }
}

/// <summary>The payments of a period, and the story of one payment from its lines to its bank entries.</summary>
public sealed class ReadPayments : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/payments", ListAsync).RequirePermission(Permissions.PaymentsView).WithTags("Payments")
            .Answers<PaymentPage>("ListPayments");
        api.MapGet("/payments/{endToEndId}", StoryAsync).RequirePermission(Permissions.PaymentsView).WithTags("Payments")
            .Answers<WholePayment>("GetPayment");
    }

    /// <summary>The payments of a period in the user's scope, by batch and number, one page at a time.</summary>
    /// <remarks>Danh sách khoản chi của kỳ theo trạng thái.</remarks>
    public static async Task<IResult> ListAsync(
        string period, string? status, int? page, int? size, CurrentUser user, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var filter = new PaymentFilter(month, string.IsNullOrWhiteSpace(status) ? null : status.Trim());
        var (items, total) = await QueryAsync(
            source, user, Permissions.PaymentsView, filter, PageOf.From(page, size), cancellation);
        return Results.Ok(new PaymentPage(items, total));
    }

    /// <summary>
    /// The whole story of one payment. Accounts and names are masked: the story is read by many, the register by few.
    /// </summary>
    /// <remarks>Toàn bộ diễn biến của một khoản chi; tài khoản và họ tên được che bớt.</remarks>
    public static async Task<IResult> StoryAsync(
        string endToEndId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var (found, _) = await QueryAsync(
            source, user, Permissions.PaymentsView, new PaymentFilter(EndToEndId: endToEndId), new PageOf(1, 1),
            cancellation);
        if (found is not [var payment]) return Problems.NotFound("lệnh chi này", "such payment");
        return Results.Ok(new WholePayment(
            payment,
            (await PaymentStory.PayoutAsync(source, payment, cancellation)).Single(),
            await PaymentStory.LinesAsync(source, payment, cancellation),
            await PaymentStory.HoldsAsync(source, payment, cancellation),
            await PaymentStory.OutcomesAsync(source, payment, cancellation),
            await PaymentStory.MatchesAsync(source, payment, cancellation),
            await PaymentStory.ReissuesAsync(source, payment, cancellation)));
    }

    /// <summary>One page of the payments that the user may see, by batch and number, and how many there are.</summary>
    public static async Task<(List<PaymentItem> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, string permission, PaymentFilter filter, PageOf page,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(filter.Status));
        command.Parameters.Add(Parameter.Of(filter.BatchId is { } id ? [id] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(filter.EndToEndId));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(permission)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(permission)));
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
            items.Add(new PaymentItem(
                reader.GetString(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), reader.GetString(7),
                reader.GetBoolean(8)));
            total = reader.GetInt64(9);
        }

        return (items, total);
    }

    private const string Query = """
        select p.end_to_end_id, p.batch_id, p.no, p.amount, coalesce(o.status, 'Placed'), o.code, b.institution,
               b.commune, coalesce(h.held, false), count(*) over ()
        from hub.batch b
        join hub.payment p on p.batch_id = b.batch_id
        left join lateral (select status, code from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                           order by version desc, item desc limit 1) o on true
        left join lateral (select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                           order by version desc limit 1) h on true
        where ($1::date is null or b.period = $1) and ($2::text is null or coalesce(o.status, 'Placed') = $2)
          and ($3::uuid[] is null or b.batch_id = any($3)) and ($4::text is null or p.end_to_end_id = $4)
          and ($5::text[] is null or b.commune = any($5)) and ($6::text[] is null or b.institution = any($6))
          and ($9::boolean is null or coalesce(h.held, false) = $9)
          and ($10::text is null or p.end_to_end_id = upper($10) or exists (
              select from hub.payment_line l
              where l.batch_id = p.batch_id and l.no = p.no and l.dossier = upper($10)))
        order by b.code, p.no limit $7 offset $8
        """;
}
