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

/// <summary>What one source of funds (nguồn kinh phí) bears of an amount, in đồng.</summary>
public sealed record SourceAmount(string Source, long Amount);

/// <summary>One line of the tie-out (đối chiếu): how many payments and how much money stand there.</summary>
public sealed record TieOutLine(string Code, string LabelVi, string LabelEn, long Count, long Amount)
{
    /// <summary>The amount by the sources that bear it, in the order of their codes.</summary>
    public IReadOnlyList<SourceAmount> Sources { get; init; } = [];
}

/// <summary>A standing identity along one dimension; it holds when both sides are equal.</summary>
public sealed record Identity(string Name, string Dimension, bool Holds, long Left, long Right);

/// <summary>The tie-out of a period; it holds when every identity does.</summary>
public sealed record TieOutAnswer(
    string Period, IReadOnlyList<TieOutLine> Lines, IReadOnlyList<Identity> Identities, bool Holds);

/// <summary>
/// The month's tie-out and the standing identities of the ledger. The lines come from the payments' own facts and the
/// identities set them against the postings and the banks' statements, so each checks the other.
/// </summary>
public sealed class TieOut : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger")
            .Answers<TieOutAnswer>("GetTieOut");

    /// <summary>
    /// Where the month's money stands, and whether every standing identity holds: now, or as it was known at an instant
    /// (ISO 8601 with offset).
    /// </summary>
    /// <remarks>Bảng đối chiếu của tháng và các đẳng thức sổ cái.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string? knownAt, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        if (!KnownAtProblem.TryRead(knownAt, out var instant)) return KnownAtProblem.Result;
        var (lines, identities) = await ComputeAsync(
            source, user.CommuneFilter(Permissions.LedgerView), month, cancellation, knownAt: instant);
        return Results.Ok(new TieOutAnswer(period, lines, identities, identities.All(i => i.Holds)));
    }

    /// <summary>
    /// The tie-out of what the user's scope covers. A scope of communes sees the orders of those communes; the banks'
    /// accounts belong to the whole province and are shown to those who answer for it.
    /// </summary>
    public static Task<(List<TieOutLine> Lines, List<Identity> Identities)> ComputeAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth period, CancellationToken cancellation) =>
        ComputeAsync(source, user.CommuneFilter(Permissions.LedgerView), period, cancellation);

    /// <summary>
    /// The tie-out of these communes; null: of the whole province with its accounts. With <paramref name="anew"/>
    /// everything is summed from the facts themselves, as a proof must be; so it is as of what was known at an earlier
    /// instant.
    /// </summary>
    public static async Task<(List<TieOutLine> Lines, List<Identity> Identities)> ComputeAsync(
        NpgsqlDataSource source, string[]? communes, YearMonth period, CancellationToken cancellation,
        bool anew = false, Instant? knownAt = null)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var moment = new Moment(knownAt);
        await using var transaction = await moment.BeginAsync(connection, cancellation);
        await new KeptSums(connection, moment).MakeAsync(period, communes, anew, cancellation);
        var lines = await LinesAsync(connection, period, communes, cancellation);
        var identities = new List<Identity>();
        var asked = communes is null
            ? OrderIdentities.Concat(ProvinceIdentities).Concat(TieOutAccounts.ProvinceIdentities)
                .Concat(TieOutSources.ProvinceIdentities)
            : OrderIdentities;
        foreach (var (name, sql) in asked)
        {
            await using var command = CommandOf(moment.Of(sql), connection, period, communes);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (left, right) = (reader.GetInt64(1), reader.GetInt64(2));
                identities.Add(new Identity(name, reader.GetString(0), left == right, left, right));
            }
        }

        if (moment.IsPast) return (lines, identities);
        var keep = await SumsKeeper.OfAsync(connection, withFiles: true, cancellation);
        await transaction.CommitAsync(cancellation);
        await keep();
        return (lines, identities);
    }

    private static async Task<List<TieOutLine>> LinesAsync(
        NpgsqlConnection connection, YearMonth period, string[]? communes, CancellationToken cancellation)
    {
        await using var command = CommandOf("""
            select stand, nullif(source, ''), sum(count)::bigint, sum(amount)::bigint
            from sums_now where is_asked group by 1, 2 having sum(count) > 0 or sum(amount) <> 0
            union all
            select 'planned', source, 0, sum(amount)::bigint
            from sums_now where is_asked and source <> '' group by source having sum(amount) <> 0
            order by 1, 2 nulls first
            """, connection, period, communes);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = Labels.ToDictionary(l => l.Code, l => new TieOutLine(l.Code, l.Vi, l.En, 0, 0));
        while (await reader.ReadAsync(cancellation))
        {
            var (code, amount) = (reader.GetString(0), reader.GetInt64(3));
            found[code] = reader.IsDBNull(1)
                ? found[code] with { Count = reader.GetInt64(2), Amount = amount }
                : found[code] with { Sources = [.. found[code].Sources, new(reader.GetString(1), amount)] };
        }

        return [.. Labels.Select(l => found[l.Code])];
    }

    // Every query takes both parameters, whether or not it limits itself by them.
    private static NpgsqlCommand CommandOf(
        string sql, NpgsqlConnection connection, YearMonth period, string[]? communes)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.Parameters.Add(Parameter.Of(communes));
        return command;
    }

    /// <summary>The lines of the tie-out: the first is everything; the others split it by stand.</summary>
    internal static readonly (string Code, string Vi, string En)[] Labels =
    [
        ("planned", "Đã lập", "Planned"),
        ("not-approved", "Chưa duyệt", "Not approved"),
        ("held", "Tạm giữ", "Held"),
        ("awaiting-release", "Đã duyệt, chờ phát lệnh", "Approved, awaiting release"),
        ("in-transit", "Đã gửi, chưa có trả lời", "Sent, not answered"),
        ("accepted", "Đã nhận, chưa ghi nợ", "Accepted, not yet booked"),
        ("voided", "Hủy trước khi phát lệnh", "Voided before release"),
        ("unknown", "Chưa rõ kết quả", "Unknown"),
        ("rejected", "Ngân hàng từ chối", "Rejected"),
        ("cancelled", "Đã hủy lệnh", "Cancelled"),
        ("settled", "Đã chi", "Settled and kept"),
        ("returned", "Bị trả lại, chưa nhận", "Returned"),
    ];

    /// <summary>Payments that stand in for others of their month; no line of the split, but a list.</summary>
    internal static readonly (string Code, string Vi, string En) Reissued = ("reissued", "Chi lại", "Re-issued");

    /// <summary>The stands of money that left and of which nothing is booked.</summary>
    internal const string OnTheWay = "('in-transit', 'accepted', 'unknown')";

    /// <summary>The stands that <c>ComputeAsync</c> keeps for all its questions.</summary>
    internal const string StandsNow = """
        with stands as (
            select batch_id, code, commune, programme, institution, stand, amount, open from sums_now
            where source = '' and stand <> 'planned' and is_asked)
        """;

    // A wrong batch is named, so that two of them cannot offset each other.
    internal const string WrongBatch = """
        select code, sum(here)::bigint, sum(posted)::bigint from sides group by code having sum(here) <> sum(posted)
        """;

    private const string ApprovedBatches = StandsNow + """
        , approved_batch as (
            select b.batch_id, b.code, b.institution, b.programme, (
                    select y.amount from hub.batch_step y where y.batch_id = b.batch_id and y.status = 'Approved'
                    order by y.version desc limit 1) as approved, b.accounted
            from (select batch_id, code, institution, programme, sum(amount) as accounted from stands
                  where stand <> 'not-approved' group by 1, 2, 3, 4) b
        )
        """;

    private static readonly (string Name, string Sql)[] OrderIdentities =
    [
        // Shown along institution and programme; a wrong batch is named, so that two of them cannot offset each other.
        ("orders", $"""
            {ApprovedBatches}
            select institution || '/' || programme, sum(approved)::bigint, sum(accounted)::bigint
            from approved_batch group by 1
            union all
            select code, approved, accounted::bigint from approved_batch where approved <> accounted
            order by 1
            """),
        ("fund", TieOutSources.Reserved),
    ];

    private static readonly (string Name, string Sql)[] ProvinceIdentities =
    [
        ("orders-ledger", $"""
            {StandsNow}
            , sides as (
                select institution, code, case when stand in {OnTheWay} then amount else 0 end as here, 0 as posted
                from stands
                union all
                select institution, code, 0, -amount from posted_now where account = 'InTransit')
            select institution, sum(here)::bigint, sum(posted)::bigint from sides group by institution
            union all
            {WrongBatch}
            order by 1
            """),
        ("bank", """
            select st.name, st.moved, coalesce(f.matched + f.broken + f.known, 0)::bigint
            from (
                select file_id, account || '/' || string_agg(statement_id, '+' order by item) as name,
                       sum(closing - opening)::bigint as moved
                from hub.statement s where $1::date is not null and $2::text[] is null and exists (
                    select from hub.bank_file_step r where r.file_id = s.file_id and r.status = 'Reconciled')
                group by file_id, account) st
            left join file_now f on f.file_id = st.file_id
            order by 1
            """),
        ("bank-ledger", TieOutBank.Ledger),
        // Along pay-out organisation and advance: what the bank gave it, what people signed for, what came back.
        ("cash", """
            with advance as (
                select m.counterpart, m.reference as list, sum(m.amount) filter (where m.kind = 'Advance') as advanced,
                       coalesce(sum(m.amount) filter (where m.kind = 'AdvanceReturned'), 0) as back
                from hub.account_movement m where m.kind in ('Advance', 'AdvanceReturned')
                    and $1::date is not null and $2::text[] is null
                group by m.counterpart, m.reference),
            paid as (
                select s.message_id, sum(o.amount) as paid from hub.batch_step s
                join sums_now o on o.batch_id = s.batch_id and o.stand = 'settled' and o.source = ''
                where s.status = 'Released' and s.message_id in (select list from advance) group by s.message_id)
            select a.counterpart, coalesce(sum(a.advanced), 0)::bigint,
                   (coalesce(sum(p.paid), 0) + sum(a.back) + (
                       select coalesce(sum(g.amount), 0) from kept.posting_total g
                       where g.kind = 'Advances' and g.key = a.counterpart))::bigint
            from advance a left join paid p on p.message_id = a.list group by a.counterpart order by 1
            """),
        ("file", """
            select f.institution || '/' || f.message_id, f.amount, coalesce((
                select sum(s.amount) from hub.batch_step s
                where s.message_id = f.message_id and s.status = 'Released'), 0)::bigint
            from hub.instruction_file f
            where f.period = $1 and f.kind <> 'Advance' and $2::text[] is null order by 1
            """),
        ("trial-balance", """
            select 'all', coalesce(sum(amount), 0)::bigint, 0::bigint from kept.posting_total
            where kind = 'all' and $1::date is not null and $2::text[] is null
            """),
    ];
}
