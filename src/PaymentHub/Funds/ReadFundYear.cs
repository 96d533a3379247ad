using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Funds;

/// <summary>
/// A fund in its budget year, in đồng: what came in, what is promised, and the two balances of the Treasury (advanced
/// to the payer by withdrawal slips, settled by evidence).
/// </summary>
public sealed record FundYearItem(
    string Commune, string Programme, string Source, long Allotted, long CarriedIn, long CarriedOver, long Cancelled,
    long Promised, long Advanced, long Settled)
{
    /// <summary>What may still be promised.</summary>
    public long Available => Allotted + CarriedIn - CarriedOver - Cancelled - Promised;

    /// <summary>Promised and not settled yet.</summary>
    public long Open => Promised - Settled;

    /// <summary>Advanced and not settled yet (dư tạm ứng); below zero where more was settled than withdrawn.</summary>
    public long AdvanceLeft => Advanced - Settled;
}

/// <summary>
/// The funds of a budget year; <paramref name="Stage"/> is Running, Adjusting (until <paramref name="AdjustedUntil"/>)
/// or Closed.
/// </summary>
public sealed record FundYear(
    int Year, string Stage, LocalDate AdjustedUntil, IReadOnlyList<FundYearItem> Items, FundYearItem Total);

/// <summary>The funds of a budget year (nguồn kinh phí theo năm ngân sách): programme × source × commune.</summary>
public sealed class ReadFundYear : IUseCase
{
    private const int FirstYear = 2020;
    private const int LastYear = 2100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/fund-years/{year:int}", HandleAsync).RequirePermission(Permissions.LedgerView)
            .WithTags("Funds").Answers<FundYear>("GetFundYear");

    /// <summary>Every fund of the year inside the user's scope, with the Treasury's two balances.</summary>
    /// <remarks>Các nguồn kinh phí của năm: dự toán, đã giữ, đã tạm ứng, đã thanh toán, còn lại.</remarks>
    public static async Task<IResult> HandleAsync(
        int year, string? commune, string? programme, CurrentUser user, NpgsqlDataSource source, IClock clock,
        CancellationToken cancellation) =>
        IsKnown(year)
            ? Results.Ok(await FindAsync(year, commune, programme, user, source, clock, cancellation))
            : Problems.NotFound("năm ngân sách này", "such budget year");

    /// <summary>Whether there may be a budget year of this number.</summary>
    internal static bool IsKnown(int year) => year is >= FirstYear and <= LastYear;

    /// <summary>The funds of a year, limited to a commune or programme where they are not null or empty.</summary>
    public static async Task<FundYear> FindAsync(
        int year, string? commune, string? programme, CurrentUser user, NpgsqlDataSource source, IClock clock,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(year));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.LedgerView)));
        command.Parameters.Add(Parameter.Of(string.IsNullOrEmpty(commune) ? null : commune));
        command.Parameters.Add(Parameter.Of(string.IsNullOrEmpty(programme) ? null : programme));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<FundYearItem>();
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new FundYearItem(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5),
                r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9)));
        }

        var today = EntryDates.DayOf(clock.GetCurrentInstant());
        var stage = BudgetYear.IsClosed(year, today) ? "Closed"
            : BudgetYear.IsOver(year, today) ? "Adjusting" : "Running";
        return new FundYear(year, stage, BudgetYear.AdjustedUntil(year), items, TotalOf(items));
    }

    private static FundYearItem TotalOf(List<FundYearItem> items) => new(
        "", "", "", items.Sum(i => i.Allotted), items.Sum(i => i.CarriedIn), items.Sum(i => i.CarriedOver),
        items.Sum(i => i.Cancelled), items.Sum(i => i.Promised), items.Sum(i => i.Advanced),
        items.Sum(i => i.Settled));

    private const string Query = """
        with moved as (
            select commune, programme, source, kind, sum(amount) as amount from hub.fund_movement
            where fiscal_year = $1 group by 1, 2, 3, 4
        ), advanced as (
            select b.commune, b.programme, s.source, 'Advanced' as kind, sum(s.amount) as amount
            from hub.slip_part s join hub.batch b on b.batch_id = s.batch_id
            where extract(year from b.period) = $1 and not exists (
                select from hub.slip_cancel c
                where c.stream_id = s.stream_id and c.number = s.number and c.version > s.version)
            group by 1, 2, 3
        ), settled as (
            select b.commune, b.programme, coalesce(p.source, b.source) as source, 'Settled' as kind,
                   sum(p.amount) as amount
            from hub.posting p join hub.batch b on b.batch_id = p.batch_id
            where p.account = 'FundSpent' and extract(year from b.period) = $1 group by 1, 2, 3
        )
        select commune, programme, source,
               coalesce(sum(amount) filter (where kind = 'Allotted'), 0)::bigint,
               coalesce(sum(amount) filter (where kind = 'CarriedIn'), 0)::bigint,
               coalesce(sum(amount) filter (where kind = 'CarriedOver'), 0)::bigint,
               coalesce(sum(amount) filter (where kind = 'Cancelled'), 0)::bigint,
               coalesce(sum(case kind when 'Reserved' then amount when 'Released' then -amount end), 0)::bigint,
               coalesce(sum(amount) filter (where kind = 'Advanced'), 0)::bigint,
               coalesce(sum(amount) filter (where kind = 'Settled'), 0)::bigint
        from (select * from moved union all select * from advanced union all select * from settled) x
        where ($2::text[] is null or commune = any($2)) and ($3::text is null or commune = $3)
          and ($4::text is null or programme = $4)
        group by commune, programme, source order by commune, programme, source
        """;
}
