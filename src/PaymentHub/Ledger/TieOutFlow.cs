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

/// <summary>
/// What stands between a step and the one before it; <paramref name="Line"/> opens the list, null where there is none.
/// </summary>
public sealed record FlowDifference(string LabelVi, string LabelEn, string? Line, long Count, long Amount);

/// <summary>
/// A step of the month's money with what did not come this far; together with <paramref name="Differences"/> it is the
/// step before.
/// </summary>
public sealed record FlowStep(
    string Code, string LabelVi, string LabelEn, long Count, long Amount, IReadOnlyList<FlowDifference> Differences)
{
    /// <summary>The line whose list shows the payments of this step themselves; null where there is none.</summary>
    public string? Line { get; init; }
}

/// <summary>
/// Our account at a bank: what its last statement closed with and what the ledger has; both in đồng.
/// </summary>
public sealed record BankPosition(
    string Institution, string Account, string? LastStatement, LocalDate? Until, long Closing, long Ledger,
    long Unexplained, bool Agrees);

/// <summary>The month's money step by step, and the positions at the banks.</summary>
public sealed record TieOutFlowAnswer(
    string Period, IReadOnlyList<FlowStep> Steps, bool AddsUp, IReadOnlyList<BankPosition> Positions);

/// <summary>
/// Entitled → approved → released → accepted → settled → kept or returned → re-issued, with each difference as a list
/// (đối chiếu từng bước). What was settled counts as accepted, whether or not the institution said so before.
/// </summary>
public sealed class TieOutFlow : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}/flow", HandleAsync).RequirePermission(Permissions.LedgerView)
            .WithTags("Ledger").Answers<TieOutFlowAnswer>("GetTieOutFlow");

    /// <summary>The month's money step by step, with what each step lost, and the positions at the banks.</summary>
    /// <remarks>Đối chiếu từng bước của tháng và số dư tại từng ngân hàng.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var (lines, _) = await TieOut.ComputeAsync(source, user, month, cancellation);
        return Results.Ok(await AnswerAsync(month, lines, user, source, cancellation));
    }

    /// <summary>The steps from the lines of the month's tie-out.</summary>
    public static async Task<TieOutFlowAnswer> AnswerAsync(
        YearMonth month, IReadOnlyList<TieOutLine> lines, CurrentUser user, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        var steps = StepsOf(lines, await AgainAsync(month, user, source, cancellation));
        var positions = user.CommuneFilter(Permissions.LedgerView) is null
            ? await PositionsAsync(source, cancellation)
            : [];
        return new TieOutFlowAnswer(PeriodIso.Format(month), steps, AddUp(steps), positions);
    }

    /// <summary>
    /// Each step is the one before it less its differences; what came back is followed by what was paid again.
    /// </summary>
    public static List<FlowStep> StepsOf(IReadOnlyList<TieOutLine> lines, (long Count, long Amount) again)
    {
        var by = lines.ToDictionary(l => l.Code);
        var steps = new List<FlowStep> { Step("entitled", "Phải chi", "Entitled", Sums("planned"), []) };
        Next("approved", "Đã duyệt", "Approved", "not-approved");
        Next("released", "Đã phát lệnh", "Released", "held", "awaiting-release", "voided");
        Next("accepted", "Đơn vị chi trả đã nhận", "Accepted", "in-transit", "unknown", "rejected", "cancelled");
        Next("settled", "Đã ghi nợ hoặc ký nhận", "Settled", "accepted");
        Next("kept", "Người hưởng đã nhận", "Kept by the payees", "returned");
        var (reissued, inVietnamese, inEnglish) = TieOut.Reissued;
        steps.Add(Step(reissued, inVietnamese, inEnglish, again, []) with
        {
            Line = again.Count > 0 ? reissued : null,
        });
        return steps;

        (long Count, long Amount) Sums(string code) =>
            by.TryGetValue(code, out var line) ? (line.Count, line.Amount) : (0, 0);

        void Next(string code, string vi, string en, params string[] without)
        {
            FlowDifference[] differences =
            [
                .. without.Where(by.ContainsKey).Select(w => by[w]).Where(l => l.Amount != 0)
                    .Select(l => new FlowDifference(l.LabelVi, l.LabelEn, l.Code, l.Count, l.Amount)),
            ];
            var before = steps[^1];
            // A payment that is settled in part stands in two lines, so counts come from the last step's own line.
            var (count, amount) = code == "kept"
                ? Sums("settled")
                : (before.Count - differences.Sum(d => d.Count), before.Amount - differences.Sum(d => d.Amount));
            steps.Add(Step(code, vi, en, (count, amount), differences));
        }
    }

    /// <summary>True where the last step is what the lines say of it, so nothing was lost on the way.</summary>
    public static bool AddUp(IReadOnlyList<FlowStep> steps)
    {
        for (var i = 1; i < steps.Count && steps[i].Code != "reissued"; i++)
        {
            if (steps[i - 1].Amount - steps[i].Differences.Sum(d => d.Amount) != steps[i].Amount) return false;
        }

        return true;
    }

    private static FlowStep Step(
        string code, string vi, string en, (long Count, long Amount) sums, FlowDifference[] differences) =>
        new(code, vi, en, sums.Count, sums.Amount, differences);

    private static async Task<(long Count, long Amount)> AgainAsync(
        YearMonth month, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select count(*), coalesce(sum(p.amount), 0)::bigint from hub.payment_reissue r
            join hub.batch b on b.batch_id = r.batch_id and b.period = $1
                and ($2::text[] is null or b.commune = any($2))
            join hub.payment p on p.batch_id = r.batch_id and p.no = r.no
            """);
        command.Parameters.Add(Parameter.Of((YearMonth?)month));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.LedgerView)));
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static async Task<List<BankPosition>> PositionsAsync(
        NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            with told as (
                select distinct on (s.account) s.account, s.statement_id, s.to_date, s.closing, f.institution
                from hub.statement s
                join hub.bank_file_step f on f.file_id = s.file_id and f.status = 'Received'
                order by s.account, s.to_date desc nulls last, s.at desc, s.sequence desc nulls last)
            select t.institution, t.account, t.statement_id, t.to_date, t.closing,
                   coalesce(sum(p.amount) filter (where p.kind = 'Bank'), 0)::bigint,
                   coalesce(sum(p.amount) filter (where p.kind = 'Unexplained'), 0)::bigint
            from told t left join kept.posting_total p on p.key = t.account and p.kind in ('Bank', 'Unexplained')
            group by 1, 2, 3, 4, 5 order by 1, 2
            """);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<BankPosition>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new BankPosition(
                r.GetString(0), r.GetString(1), r.GetString(2),
                r.IsDBNull(3) ? null : r.GetFieldValue<LocalDate>(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6),
                r.GetInt64(4) == r.GetInt64(5)));
        }

        return found;
    }
}
