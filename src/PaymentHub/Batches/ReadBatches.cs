using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>A batch in lists. Amounts are đồng; removed payments do not count.</summary>
public sealed record BatchItem(
    Guid BatchId, string Code, string Period, string Commune, string CommuneName, string Programme, string Institution,
    int Number, string Status, int Payments, long Amount, int HeldPayments, long HeldAmount, string? ContentHash);

/// <summary>One page of batches, and how many there are in all.</summary>
public sealed record BatchPage(IReadOnlyList<BatchItem> Items, long Total);

/// <summary>A batch and its differences to last month's batch of the same key; null where there is none.</summary>
public sealed record BatchDetail(BatchItem Batch, BatchDifference? Differences);

/// <summary>The earlier batch, and this batch's counts and amounts (đồng) less those of the earlier one.</summary>
public sealed record BatchDifference(
    Guid BatchId, string Code, int Payments, long Amount, int HeldPayments, long HeldAmount);

/// <summary>What a list of batches is limited to; a null part does not limit.</summary>
public sealed record BatchFilter(
    YearMonth? Period = null, string? Commune = null, string? Programme = null, string? Institution = null,
    string? Status = null, Guid? BatchId = null)
{
    /// <summary>Several batches by their ids.</summary>
    public Guid[]? BatchIds { get; init; }

    /// <summary>Any of several communes, beside <see cref="Commune"/>.</summary>
    public string[]? Communes { get; init; }

    /// <summary>Any of several states, where <see cref="Status"/> names none.</summary>
    public string[]? Statuses { get; init; }

    internal string[]? AnyStatus => Status is null ? Statuses : [Status];

    internal Guid[]? AnyBatch => BatchId is { } id ? [id] : BatchIds;

    /// <summary>The communes asked for inside those of a scope; null where neither limits.</summary>
    internal string[]? Within(string[]? scope) =>
        Communes is null ? scope : scope is null ? Communes : [.. Communes.Intersect(scope)];

    /// <summary>The communes of an area in the filter's month; everything where no area is asked for.</summary>
    internal BatchFilter In(string? area, ReferenceData reference) =>
        string.IsNullOrEmpty(area) || !reference.Areas.Knows(area)
            ? this
            : this with
            {
                Communes = reference.Areas.Among(
                    reference.Communes.Keys, area, (Period ?? new YearMonth(9999, 1)).OnDayOfMonth(1)),
            };
}

/// <summary>A stretch of a list: page from 1, at most <see cref="MaxSize"/> items.</summary>
public readonly record struct PageOf(int Page, int Size)
{
    public const int MaxSize = 500;

    public int Offset => (Page - 1) * Size;

    public static PageOf From(int? page, int? size) =>
        new(Math.Clamp(page ?? 1, 1, 1_000_000), Math.Clamp(size ?? 50, 1, MaxSize));
}

/// <summary>The batches (lô chi trả) of a period and one batch beside the same batch of the month before.</summary>
public sealed class ReadBatches : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/batches", ListAsync).RequirePermission(Permissions.BatchesView).WithTags("Batches")
            .Answers<BatchPage>("ListBatches");
        api.MapGet("/batches/{batchId:guid}", OneAsync).RequirePermission(Permissions.BatchesView).WithTags("Batches")
            .Answers<BatchDetail>("GetBatch");
        api.MapGet("/batches/{batchId:guid}/payments", PaymentsAsync)
            .RequirePermission(Permissions.BatchesView).WithTags("Batches").Answers<PaymentPage>("ListBatchPayments");
    }

    /// <summary>
    /// The batches in the user's scope, one page at a time: a month's list begins with the communes that have priority,
    /// otherwise codes order it. An area (ISLAND, PRIORITY, NONE, …) limits to its communes.
    /// </summary>
    /// <remarks>Danh sách lô chi trả trong phạm vi của người dùng.</remarks>
    public static async Task<IResult> ListAsync(
        string? period, string? commune, string? programme, string? institution, string? status, string? area,
        int? page, int? size, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        CancellationToken cancellation)
    {
        if (area is { Length: > 0 } && !reference.Areas.Knows(area)) return AreaProblem.Result(reference.Areas);
        YearMonth? month = null;
        if (!string.IsNullOrEmpty(period))
        {
            if (!PeriodIso.TryParse(period, out var read)) return PeriodProblem.Result;
            month = read;
        }

        var filter = new BatchFilter(month, Set(commune), Set(programme), Set(institution), Set(status))
            .In(area, reference);
        var (items, total) = await QueryAsync(
            source, reference, user, filter, PageOf.From(page, size), cancellation);
        return Results.Ok(new BatchPage(items, total));
    }

    /// <summary>
    /// The batch and the differences to the batch of the same key one month earlier, where there is one.
    /// </summary>
    /// <remarks>Một lô chi trả và chênh lệch so với lô cùng loại của tháng trước.</remarks>
    public static async Task<IResult> OneAsync(
        Guid batchId, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        CancellationToken cancellation)
    {
        var batch = await FindAsync(source, reference, user, new BatchFilter(BatchId: batchId), cancellation);
        if (batch is null || !PeriodIso.TryParse(batch.Period, out var period))
        {
            return Problems.NotFound("lô chi trả này", "such batch");
        }

        var earlier = new BatchFilter(period.PlusMonths(-1), batch.Commune, batch.Programme, batch.Institution);
        var (candidates, _) = await QueryAsync(
            source, reference, user, earlier, new PageOf(1, PageOf.MaxSize), cancellation);
        var before = candidates.FirstOrDefault(b => b.Number == batch.Number);
        var differences = before is null ? null : new BatchDifference(
            before.BatchId,
            before.Code,
            batch.Payments - before.Payments,
            batch.Amount - before.Amount,
            batch.HeldPayments - before.HeldPayments,
            batch.HeldAmount - before.HeldAmount);
        return Results.Ok(new BatchDetail(batch, differences));
    }

    /// <summary>The payments of a batch by their numbers, one page at a time.</summary>
    /// <remarks>Các khoản chi của một lô.</remarks>
    public static async Task<IResult> PaymentsAsync(
        Guid batchId, int? page, int? size, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        CancellationToken cancellation)
    {
        var batch = await FindAsync(source, reference, user, new BatchFilter(BatchId: batchId), cancellation);
        if (batch is null) return Problems.NotFound("lô chi trả này", "such batch");
        var (items, total) = await ReadPayments.QueryAsync(
            source, user, Permissions.BatchesView, new PaymentFilter(BatchId: batchId), PageOf.From(page, size),
            cancellation);
        return Results.Ok(new PaymentPage(items, total));
    }

    /// <summary>The one batch of the filter inside the user's scope, or null.</summary>
    public static async Task<BatchItem?> FindAsync(
        NpgsqlDataSource source, ReferenceData reference, CurrentUser user, BatchFilter filter,
        CancellationToken cancellation) =>
        (await QueryAsync(source, reference, user, filter, new PageOf(1, 1), cancellation)).Items.FirstOrDefault();

    /// <summary>
    /// One page of the batches that the user may see, and how many there are: a month's list begins with the communes
    /// that have priority, otherwise codes order it.
    /// </summary>
    public static async Task<(List<BatchItem> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, ReferenceData reference, CurrentUser user, BatchFilter filter, PageOf page,
        CancellationToken cancellation)
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
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        command.Parameters.Add(Parameter.Of(filter.Period is { } month
            ? reference.Areas.Among(reference.Communes.Keys, AreaBook.Priority, month.OnDayOfMonth(1))
            : []));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<BatchItem>();
        var total = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            total = reader.GetInt64(12);
            items.Add(ItemOf(reader, reference));
        }

        return (items, total);
    }

    private static BatchItem ItemOf(NpgsqlDataReader reader, ReferenceData reference)
    {
        var commune = reader.GetString(3);
        return new BatchItem(
            reader.GetGuid(0), reader.GetString(1),
            PeriodIso.Format(reader.GetFieldValue<LocalDate>(2).ToYearMonth()), commune,
            reference.Communes.TryGetValue(commune, out var known) ? known.Name : commune,
            reader.GetString(4), reader.GetString(5), reader.GetInt32(6), reader.GetString(7), reader.GetInt32(8),
            reader.GetInt64(9), reader.GetInt32(10), reader.GetInt64(11),
            reader.IsDBNull(13) ? null : reader.GetString(13));
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // The page is cut before payments are counted, so a page costs the payments of its own batches only.
    private const string Query = """
        with page as (
            select b.batch_id, b.code, b.period, b.commune, b.programme, b.institution, b.number, s.status,
                   s.content_hash, count(*) over () as total
            from hub.batch b
            join lateral (select status, content_hash from hub.batch_step s where s.batch_id = b.batch_id
                          order by version desc limit 1) s on true
            where ($1::date is null or b.period = $1) and ($2::text is null or b.commune = $2)
              and ($3::text is null or b.programme = $3) and ($4::text is null or b.institution = $4)
              and ($5::text[] is null or s.status = any($5)) and ($6::uuid[] is null or b.batch_id = any($6))
              and ($7::text[] is null or b.commune = any($7)) and ($8::text[] is null or b.institution = any($8))
            order by b.commune = any($11) desc, b.code limit $9 offset $10)
        select g.batch_id, g.code, g.period, g.commune, g.programme, g.institution, g.number, g.status,
               c.payments, c.amount, c.held_payments, c.held_amount, g.total, g.content_hash
        from page g
        cross join lateral (
            select count(*)::int as payments, coalesce(sum(p.amount), 0)::bigint as amount,
                   (count(*) filter (where h.held))::int as held_payments,
                   coalesce(sum(p.amount) filter (where h.held), 0)::bigint as held_amount
            from hub.payment p
            left join lateral (select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                               order by version desc limit 1) h on true
            where p.batch_id = g.batch_id
              and not exists (select from hub.payment_outcome o
                              where o.batch_id = p.batch_id and o.no = p.no and o.status = 'Removed')) c
        order by g.commune = any($11) desc, g.code
        """;
}
