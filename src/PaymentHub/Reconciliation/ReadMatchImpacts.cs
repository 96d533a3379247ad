using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>A preview and where it stands: how many of its steps are looked at, and what two people said.</summary>
public sealed record MatchImpactItem(
    Guid ImpactId, int RuleVersion, MatchImpactStatus Status, LocalDate From, int Steps, int Done, long Entries,
    long ByPeople, long Differences, long Applied, long Refused, string ByUser, Instant At, string? ProposedBy,
    string? Reason, string? ConfirmedBy);

/// <summary>The previews, latest first.</summary>
public sealed record MatchImpactList(IReadOnlyList<MatchImpactItem> Items);

/// <summary>What becomes of the matches of an institution, a month and a pass, in shares of entries and đồng.</summary>
public sealed record MatchImpactSum(
    string Institution, string Month, string Rule, long Kept, long KeptAmount, long Gained, long GainedAmount,
    long Lost, long LostAmount, long Changed, long ChangedAmount);

/// <summary>A preview with its sums.</summary>
public sealed record MatchImpactDetail(MatchImpactItem Impact, IReadOnlyList<MatchImpactSum> Sums);

/// <summary>
/// A share of an entry that the version treats otherwise: the payment and pass before and after; what it would be
/// without one; and, once it is applied, what was done or why not.
/// </summary>
public sealed record MatchImpactDifference(
    int No, string Institution, Guid FileId, int EntryNo, LocalDate ValueDate, string BankReference, long Amount,
    string Change, string Kind, string? BeforeRule, int? BeforeVersion, string? BeforeEndToEndId, string? AfterRule,
    string? AfterEndToEndId, string? Would, string? Done, string? RefusedBecause);

/// <summary>One page of the differences, and how many there are.</summary>
public sealed record MatchImpactDifferences(IReadOnlyList<MatchImpactDifference> Items, long Total, long Amount);

/// <summary>Which differences; null asks for all.</summary>
public sealed record MatchImpactFilter(string? Change, string? Institution, YearMonth? Month, string? Rule);

/// <summary>Previews of changed rules, their sums and differences, as far as the scope of the user reaches.</summary>
public sealed class ReadMatchImpacts(CurrentUser user, NpgsqlDataSource source) : IUseCase
{
    private const string Item = """
        select o.impact_id, o.rule_version, o.from_date, o.steps, o.by_user, o.at,
               (select l.step from hub.match_impact_step l where l.impact_id = o.impact_id and l.step <> 'Judged'
                order by l.version desc limit 1),
               j.done, j.entries, j.people,
               (select count(*) from hub.match_difference d where d.impact_id = o.impact_id
                  and ($2::text[] is null or d.institution = any($2))),
               t.applied, t.refused, p.by_user, p.reason, c.by_user
        from hub.match_impact_step o
        cross join lateral (
            select count(*)::int as done, coalesce(sum(entries), 0)::bigint as entries,
                   coalesce(sum(by_people), 0)::bigint as people
            from hub.match_impact_step j where j.impact_id = o.impact_id and j.step = 'Judged') j
        cross join lateral (
            select count(distinct no) filter (where step <> 'Refused') as applied,
                   count(*) filter (where step = 'Refused') as refused
            from hub.match_difference_step t where t.impact_id = o.impact_id) t
        left join lateral (
            select x.by_user, x.reason from hub.match_impact_step x
            where x.impact_id = o.impact_id and x.step = 'Proposed' order by x.version desc limit 1) p on true
        left join hub.match_impact_step c on c.impact_id = o.impact_id and c.step = 'Confirmed'
        where o.step = 'Ordered' and ($1::uuid[] is null or o.impact_id = any($1))
        order by o.at desc, o.impact_id limit 100
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/match-impacts", ListAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").Answers<MatchImpactList>("ListMatchImpacts");
        api.MapGet("/match-impacts/{impactId:guid}", HandleAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").Answers<MatchImpactDetail>("GetMatchImpact");
        api.MapGet("/match-impacts/{impactId:guid}/differences", DifferencesAsync)
            .RequirePermission(Permissions.BreaksView).WithTags("Reconciliation")
            .Answers<MatchImpactDifferences>("ListMatchImpactDifferences");
    }

    /// <summary>The previews of changed matching rules, latest first.</summary>
    /// <remarks>Các lần xem trước tác động của thay đổi quy tắc khớp.</remarks>
    public static async Task<IResult> ListAsync(ReadMatchImpacts read, CancellationToken cancellation) =>
        Results.Ok(new MatchImpactList(await read.ItemsAsync(null, cancellation)));

    /// <summary>A preview: progress, and what is kept, gained, lost or changed by bank, month and pass.</summary>
    /// <remarks>Tiến độ và số khớp giữ nguyên, thêm, mất, đổi theo đơn vị, tháng và quy tắc.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid impactId, ReadMatchImpacts read, CancellationToken cancellation) =>
        await read.FindAsync(impactId, cancellation) is { } found
            ? Results.Ok(found)
            : Problems.NotFound("bản xem trước này", "such preview");

    /// <summary>The differences of a preview, each with the payment before and after.</summary>
    /// <remarks>Danh sách khác biệt, có khoản chi trước và sau.</remarks>
    public static async Task<IResult> DifferencesAsync(
        Guid impactId, string? change, string? institution, string? month, string? rule, int? page, int? size,
        ReadMatchImpacts read, CancellationToken cancellation)
    {
        YearMonth? of = null;
        if (!string.IsNullOrEmpty(month))
        {
            if (!PeriodIso.TryParse(month, out var parsed)) return PeriodProblem.Result;
            of = parsed;
        }

        return Results.Ok(await read.QueryAsync(
            impactId, new MatchImpactFilter(change, institution, of, rule), PageOf.From(page, size), cancellation));
    }

    /// <summary>One preview, or null.</summary>
    public async Task<MatchImpactDetail?> FindAsync(Guid id, CancellationToken cancellation) =>
        await ItemsAsync(id, cancellation) is [var item]
            ? new MatchImpactDetail(item, await SumsAsync(id, cancellation))
            : null;

    /// <summary>The previews, or the one.</summary>
    public async Task<List<MatchImpactItem>> ItemsAsync(Guid? id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Item);
        command.Parameters.Add(Parameter.Of(id is { } one ? [one] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<MatchImpactItem>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new MatchImpactItem(
                r.GetGuid(0), r.GetInt32(1), StatusOf(r.GetString(6)), r.GetFieldValue<LocalDate>(2), r.GetInt32(3),
                r.GetInt32(7), r.GetInt64(8), r.GetInt64(9), r.GetInt64(10), r.GetInt64(11), r.GetInt64(12),
                r.GetString(4), r.GetFieldValue<Instant>(5), Text(r, 13), Text(r, 14), Text(r, 15)));
        }

        return found;
    }

    /// <summary>One page of the differences; what was done with each stands beside it.</summary>
    public async Task<MatchImpactDifferences> QueryAsync(
        Guid id, MatchImpactFilter filter, PageOf page, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(MatchImpactSql.Differences);
        command.Parameters.Add(Parameter.Of(id));
        command.Parameters.Add(Parameter.Of(Set(filter.Change)));
        command.Parameters.Add(Parameter.Of(Set(filter.Institution)));
        command.Parameters.Add(Parameter.Of(filter.Month));
        command.Parameters.Add(Parameter.Of(Set(filter.Rule)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<MatchImpactDifference>();
        var (total, amount) = (0L, 0L);
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new MatchImpactDifference(
                r.GetInt32(0), r.GetString(1), r.GetGuid(2), r.GetInt32(3), r.GetFieldValue<LocalDate>(4),
                r.GetString(5), r.GetInt64(6), r.GetString(7), r.GetString(8), Text(r, 9),
                r.IsDBNull(10) ? null : r.GetInt32(10), Text(r, 11), Text(r, 12), Text(r, 13), WouldOf(Text(r, 14)),
                Text(r, 15), Text(r, 16)));
            (total, amount) = (r.GetInt64(17), r.GetInt64(18));
        }

        return new MatchImpactDifferences(items, total, amount);
    }

    private async Task<List<MatchImpactSum>> SumsAsync(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(MatchImpactSql.Sums);
        command.Parameters.Add(Parameter.Of(id));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<MatchImpactSum>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new MatchImpactSum(
                r.GetString(0), PeriodIso.Format(r.GetFieldValue<LocalDate>(1).ToYearMonth()), r.GetString(2),
                r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8),
                r.GetInt64(9), r.GetInt64(10)));
        }

        return found;
    }

    private static MatchImpactStatus StatusOf(string step) => step switch
    {
        "Ordered" or "Resumed" => MatchImpactStatus.Running,
        "Confirmed" => MatchImpactStatus.Applying,
        _ => Enum.Parse<MatchImpactStatus>(step),
    };

    private static string? WouldOf(string? kind) =>
        kind is null ? null : BreakWords.CodeOf(Enum.Parse<Domain.BankExchange.BreakKind>(kind));

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
