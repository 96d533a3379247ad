using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>One line of the tie-out (đối chiếu): how many payments and how much money stand there.</summary>
public sealed record TieOutLine(string Code, string LabelVi, string LabelEn, long Count, long Amount);

/// <summary>A standing identity along one dimension; it holds when both sides are equal.</summary>
public sealed record Identity(string Name, string Dimension, bool Holds, long Left, long Right);

/// <summary>
/// The month's tie-out and the standing identities of the ledger. The lines come from the payments' own facts and the
/// identities set them against the postings and the banks' statements, so each checks the other.
/// </summary>
public sealed class TieOut : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger");

    public static async Task<IResult> HandleAsync(
        string period, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var (lines, identities) = await ComputeAsync(source, month, cancellation);
        return Results.Ok(new { period, lines, identities, holds = identities.All(i => i.Holds) });
    }

    public static async Task<(List<TieOutLine> Lines, List<Identity> Identities)> ComputeAsync(
        NpgsqlDataSource source, YearMonth period, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var lines = await LinesAsync(connection, period, cancellation);
        var identities = new List<Identity>();
        foreach (var (name, sql) in Identities)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(Parameter.Of((YearMonth?)period));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (left, right) = (reader.GetInt64(1), reader.GetInt64(2));
                identities.Add(new Identity(name, reader.GetString(0), left == right, left, right));
            }
        }

        return (lines, identities);
    }

    private static async Task<List<TieOutLine>> LinesAsync(
        NpgsqlConnection connection, YearMonth period, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"{PaymentStands} select stand, count(*), sum(amount)::bigint from stands group by stand", connection);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<string, (long Count, long Amount)>();
        while (await reader.ReadAsync(cancellation)) found[reader.GetString(0)] = (reader.GetInt64(1), reader.GetInt64(2));
        var lines = new List<TieOutLine>
        {
            new("planned", "Đã lập", "Planned", found.Values.Sum(v => v.Count), found.Values.Sum(v => v.Amount)),
        };
        lines.AddRange(Labels.Select(l => new TieOutLine(
            l.Code, l.Vi, l.En, found.GetValueOrDefault(l.Code).Count, found.GetValueOrDefault(l.Code).Amount)));
        return lines;
    }

    private static readonly (string Code, string Vi, string En)[] Labels =
    [
        ("not-approved", "Chưa duyệt", "Not approved"),
        ("held", "Tạm giữ", "Held"),
        ("awaiting-release", "Đã duyệt, chờ phát lệnh", "Approved, awaiting release"),
        ("in-transit", "Đang chuyển", "In transit"),
        ("unknown", "Chưa rõ kết quả", "Unknown"),
        ("rejected", "Ngân hàng từ chối", "Rejected"),
        ("cancelled", "Đã hủy lệnh", "Cancelled"),
        ("settled", "Đã chi", "Settled and kept"),
        ("returned", "Bị trả lại, chưa nhận", "Returned"),
    ];

    // Each payment's money, split by where it stands; a partly settled payment gives two rows.
    private const string PaymentStands = """
        with facts as (
            select p.batch_id, p.no, p.amount,
                coalesce(sum(o.amount) filter (where o.status = 'Settled'), 0) as settled,
                coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0) as returned,
                -- Uncollected cash never left the advance, so it ends the transit without having been settled.
                coalesce(sum(o.amount) filter (where o.status = 'Returned' and exists (
                    select 1 from hub.bank_file_step f where f.file_id = o.file_id and f.format = 'CashReport')), 0)
                    as uncollected,
                bool_or(o.status = 'Instructed') as instructed, bool_or(o.status = 'Removed') as removed,
                (array_agg(o.status order by o.version desc, o.item desc)
                    filter (where o.status in ('Accepted', 'Unknown', 'Rejected', 'Cancelled', 'Voided')))[1] as told
            from hub.payment p join hub.batch b on b.batch_id = p.batch_id and b.period = $1
            left join hub.payment_outcome o on o.batch_id = p.batch_id and o.no = p.no
            group by p.batch_id, p.no, p.amount
        ), held as (
            select distinct on (h.batch_id, h.no) h.batch_id, h.no, h.held from hub.payment_hold h
            order by h.batch_id, h.no, h.version desc
        ), approved as (
            select distinct batch_id from hub.batch_step where status = 'Approved'
        ), stands as (
            select f.batch_id, f.no, v.stand, v.amount from facts f
            left join held h on h.batch_id = f.batch_id and h.no = f.no
            left join approved a on a.batch_id = f.batch_id
            cross join lateral (values
                ('not-approved', case when a.batch_id is null then f.amount end),
                ('held', case when a.batch_id is not null and f.instructed is not true and h.held then f.amount end),
                ('awaiting-release', case when a.batch_id is not null and f.instructed is not true
                    and h.held is not true and f.told is distinct from 'Voided' then f.amount end),
                ('voided', case when f.told = 'Voided' then f.amount end),
                ('rejected', case when f.told = 'Rejected' then f.amount end),
                ('cancelled', case when f.told = 'Cancelled' then f.amount end),
                ('unknown', case when f.told = 'Unknown' then f.amount - f.settled - f.uncollected end),
                ('in-transit', case when f.instructed and (f.told is null or f.told = 'Accepted')
                    then f.amount - f.settled - f.uncollected end),
                ('settled', f.settled + f.uncollected - f.returned),
                ('returned', f.returned)) v(stand, amount)
            where f.removed is not true and v.amount > 0
        )
        """;

    private static readonly (string Name, string Sql)[] Identities =
    [
        ("orders", $"""
            {PaymentStands}
            select b.institution || '/' || b.programme, coalesce(sum(s.approved), 0)::bigint, coalesce(sum(s.accounted), 0)::bigint
            from hub.batch b join (
                select x.batch_id,
                    (select amount from hub.batch_step y where y.batch_id = x.batch_id and y.status = 'Approved'
                     order by version desc limit 1) as approved, sum(x.amount) as accounted
                from stands x where x.stand <> 'not-approved' group by x.batch_id) s on s.batch_id = b.batch_id
            group by 1 order by 1
            """),
        ("orders-ledger", $"""
            {PaymentStands}
            select b.institution,
                coalesce(sum(s.amount) filter (where s.stand in ('in-transit', 'unknown')), 0)::bigint,
                coalesce((select -sum(p.amount) from hub.posting p join hub.batch pb on pb.batch_id = p.batch_id
                    where p.account = 'InTransit' and pb.period = $1 and pb.institution = b.institution), 0)::bigint
            from stands s join hub.batch b on b.batch_id = s.batch_id group by b.institution order by 1
            """),
        ("bank", """
            select st.account || '/' || st.statement_id, st.closing - st.opening, coalesce((
                select sum(case when m.kind in ('Funding', 'Return', 'AdvanceReturned') then m.amount else -m.amount end)
                from hub.entry_match m where m.file_id = st.file_id), 0)::bigint + coalesce((
                select sum(case when k.is_debit then -k.amount else k.amount end)
                from hub.entry_break k where k.file_id = st.file_id), 0)::bigint
            from hub.statement st where $1::date is not null order by 1
            """),
        ("bank-ledger", """
            select x.account, x.closing, coalesce((select sum(p.amount) from hub.posting p
                where p.account = 'Bank' and p.sub_account = x.account), 0)::bigint
            from (select distinct on (account) account, closing from hub.statement where $1::date is not null
                  order by account, sequence desc nulls last, at desc) x order by 1
            """),
        ("cash", """
            select i.institution, coalesce(i.advanced, 0)::bigint, (coalesce(i.paid, 0) + coalesce(i.back, 0) + coalesce(i.held, 0))::bigint
            from (select a.sub_account as institution,
                    sum(a.amount) filter (where a.amount > 0) as advanced,
                    -sum(a.amount) filter (where a.amount < 0 and a.batch_id is not null) as paid,
                    -sum(a.amount) filter (where a.amount < 0 and a.batch_id is null) as back,
                    sum(a.amount) as held
                  from hub.posting a where a.account = 'Advances' and $1::date is not null group by a.sub_account) i
            """),
        ("trial-balance", "select 'all', coalesce(sum(amount), 0)::bigint, 0::bigint from hub.posting where $1::date is not null"),
    ];
}
