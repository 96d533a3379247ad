using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Funds;

/// <summary>
/// A withdrawal slip as the commune wrote it: source TW (central), TINH (provincial) or XA (the commune's own), đồng.
/// </summary>
public sealed record SlipBody(
    string Commune, string Source, string? Programme, string Number, LocalDate IssuedOn, long Amount);

/// <summary>A slip to be taken back, and why.</summary>
public sealed record SlipCancelBody(string Commune, string Source, string Number, string Reason);

/// <summary>
/// A standing slip beside the payee table of its batches as it is today; <paramref name="Agrees"/> is false where a
/// payment was removed or voided since.
/// </summary>
public sealed record SlipView(
    string Number, LocalDate IssuedOn, string Source, string? Programme, long Amount, long TableAmount, bool Agrees,
    string ByUser, Instant At);

/// <summary>The slips of a commune's month, and what of the payee table no slip covers, in đồng.</summary>
public sealed record SlipList(IReadOnlyList<SlipView> Items, long WithoutSlip);

/// <summary>
/// Withdrawal slips (giấy rút dự toán) as records: one is taken only with the total of the payee table, to the đồng.
/// </summary>
public sealed class WithdrawalSlipRecords(
    NpgsqlDataSource source, IDocumentStore store, IClock clock, CurrentUser user, ReferenceData reference) : IUseCase
{
    /// <summary>The budgets that the Treasury pays for on a slip.</summary>
    public static readonly string[] Sources = ["TINH", "TW", "XA"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/funds/{period}/slips", ListAsync).RequirePermission(Permissions.RunsView).WithTags("Funds")
            .Answers<SlipList>("ListWithdrawalSlips");
        api.MapPost("/funds/{period}/slips", HandleRecordAsync).RequirePermission(Permissions.RunsPlan)
            .WithTags("Funds").Answers("RecordWithdrawalSlip", StatusCodes.Status204NoContent);
        api.MapPost("/funds/{period}/slips/cancel", HandleCancelAsync).RequirePermission(Permissions.RunsPlan)
            .WithTags("Funds").Answers("CancelWithdrawalSlip", StatusCodes.Status204NoContent);
    }

    /// <summary>The withdrawal slips of a commune's month beside the payee table.</summary>
    /// <remarks>Giấy rút dự toán của một xã trong kỳ, đối chiếu với bảng thanh toán.</remarks>
    public static async Task<IResult> ListAsync(
        string period, string commune, WithdrawalSlipRecords slips, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        return slips.MaySee(commune)
            ? Results.Ok(await slips.ReadAsync(month, commune, cancellation))
            : Problems.NotFound("xã này", "such commune");
    }

    /// <summary>Records a slip; its amount must be the total of the payee table that no slip covers yet.</summary>
    /// <remarks>Ghi giấy rút dự toán; số tiền phải bằng tổng bảng thanh toán.</remarks>
    public static async Task<IResult> HandleRecordAsync(
        string period, SlipBody body, WithdrawalSlipRecords slips, CancellationToken cancellation) =>
        PeriodIso.TryParse(period, out var month)
            ? AnswerOf(await slips.RecordAsync(month, body, cancellation))
            : PeriodProblem.Result;

    /// <summary>Takes a slip back; its batches may be withdrawn by another one.</summary>
    /// <remarks>Hủy giấy rút dự toán đã ghi.</remarks>
    public static async Task<IResult> HandleCancelAsync(
        string period, SlipCancelBody body, WithdrawalSlipRecords slips, CancellationToken cancellation) =>
        PeriodIso.TryParse(period, out var month)
            ? AnswerOf(await slips.CancelAsync(month, body, cancellation))
            : PeriodProblem.Result;

    /// <summary>Records a slip, for the API and for the page of lists.</summary>
    public Task<(bool Found, Refusal? Refusal)> RecordAsync(
        YearMonth month, SlipBody body, CancellationToken cancellation) =>
        DecideAsync(month, body.Commune, body.Source, async (state, now) =>
        {
            var programme = string.IsNullOrWhiteSpace(body.Programme) ? null : body.Programme.Trim();
            var table = await TableAsync(month, body.Commune, body.Source, programme, cancellation);
            var slip = new SlipStatement(
                month, body.Commune, body.Source, programme, body.Number ?? "", body.IssuedOn, new Money(body.Amount));
            return WithdrawalSlipDecisions.Record(
                slip, table, state, now.InZone(HubClock.Zone).Date, now, user.UserName);
        }, cancellation);

    /// <summary>Takes a slip back.</summary>
    public Task<(bool Found, Refusal? Refusal)> CancelAsync(
        YearMonth month, SlipCancelBody body, CancellationToken cancellation) =>
        DecideAsync(month, body.Commune, body.Source, (state, now) => Task.FromResult(
            WithdrawalSlipDecisions.Cancel(body.Number ?? "", body.Reason ?? "", state, now, user.UserName)),
            cancellation);

    private static IResult AnswerOf((bool Found, Refusal? Refusal) result) => result switch
    {
        (false, _) => Problems.NotFound("xã hoặc nguồn này", "such commune or source"),
        (_, { } refusal) => Problems.Of(refusal),
        _ => Results.NoContent(),
    };

    private bool MaySee(string commune) => user.Can(Permissions.RunsView, commune, null);

    /// <summary>The slips for the API and for the payee table's head.</summary>
    public async Task<SlipList> ReadAsync(YearMonth month, string commune, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var views = new List<SlipView>();
        var open = 0L;
        foreach (var fund in Sources)
        {
            var state = await session.Events.AggregateStreamAsync<WithdrawalSlips>(
                WithdrawalSlips.IdOf(month, commune, fund), token: cancellation);
            var table = (await TableAsync(month, commune, fund, null, cancellation))
                .ToDictionary(b => b.Batch, b => b.Amount.Dong);
            foreach (var slip in (state?.Standing.Values ?? []).OrderBy(s => s.At))
            {
                var today = slip.Batches.Sum(b => table.GetValueOrDefault(b.Batch));
                foreach (var batch in slip.Batches) table.Remove(batch.Batch);
                views.Add(new SlipView(
                    slip.Number, slip.IssuedOn, fund, slip.Programme, slip.Amount.Dong, today,
                    today == slip.Amount.Dong, slip.ByUser, slip.At));
            }

            open += table.Values.Sum();
        }

        return new SlipList(views, open);
    }

    private async Task<(bool Found, Refusal? Refusal)> DecideAsync(
        YearMonth month, string? commune, string? fund, Func<WithdrawalSlips?, Instant, Task<Decision>> decide,
        CancellationToken cancellation)
    {
        if (!reference.Communes.ContainsKey(commune ?? "") || !Sources.Contains(fund)
            || !user.Can(Permissions.RunsPlan, commune!, null))
            return (false, null);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<WithdrawalSlips>(
            WithdrawalSlips.IdOf(month, commune!, fund!), cancellation);
        var decision = await decide(stream.Aggregate, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return (true, refusal);
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (true, null);
    }

    // The payments that the payee table prints: no re-issues, nothing removed or voided.
    private async Task<List<SlipBatch>> TableAsync(
        YearMonth month, string commune, string fund, string? programme, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select b.batch_id, coalesce(sum(
                case when b.source = $3 then p.amount - s.others else s.own end), 0)::bigint
            from hub.batch b join hub.payment p on p.batch_id = b.batch_id
            cross join lateral (
                select coalesce(sum(x.amount), 0) as others,
                       coalesce(sum(x.amount) filter (where x.source = $3), 0) as own
                from hub.payment_source x where x.batch_id = p.batch_id and x.no = p.no) s
            where b.period = $1 and b.commune = $2 and ($4::text is null or b.programme = $4)
              and b.kind <> 'Reissue'
              and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                              and o.status in ('Removed', 'Voided'))
            group by b.batch_id, b.source having b.source = $3 or sum(s.own) > 0 order by b.batch_id
            """);
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        command.Parameters.Add(Parameter.Of(commune));
        command.Parameters.Add(Parameter.Of(fund));
        command.Parameters.Add(Parameter.Of(programme));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var table = new List<SlipBatch>();
        while (await reader.ReadAsync(cancellation))
            table.Add(new SlipBatch(reader.GetGuid(0), new Money(reader.GetInt64(1))));
        return table;
    }
}
