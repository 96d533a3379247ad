using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Runs;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>A day off between the day of the law and the working day that counts.</summary>
public sealed record DayOffItem(LocalDate Day, string NameVi, string NameEn, string LegalBasis, bool Verified);

/// <summary>
/// One duty of the month. <see cref="Status"/>: Done, DoneLate, Due or Overdue; <see cref="WorkingDays"/> are those
/// left, or those by which it is late. <see cref="Remaining"/>: batches not yet submitted (LIST) or payments without a
/// final answer (the others).
/// </summary>
public sealed record DeadlineItem(
    string Code, string TextVi, string TextEn, LocalDate LawDay, LocalDate Day, string Status, int WorkingDays,
    LocalDate? DoneOn, long Remaining, string LegalBasis, bool Verified, string Note, bool HolidaysKnown,
    IReadOnlyList<DayOffItem> DaysOff)
{
    /// <summary>The month whose payments it is about; January also has the settlement of the old year.</summary>
    public string Period { get; init; } = "";

    /// <summary>Days off that the number of working days counts on and no notice confirms yet.</summary>
    public IReadOnlyList<DayOffItem> Uncertain { get; init; } = [];
}

/// <summary>The duties of a month as they stand today, in the user's communes.</summary>
public sealed record DeadlineList(string Period, LocalDate Today, IReadOnlyList<DeadlineItem> Items);

/// <summary>
/// The calendar of the law on a month (lịch theo luật): what is due when, and whether it is done. A list is done when
/// every batch of the month's plan was submitted; a report, and the close of the year, when no released payment waits
/// for its answer.
/// </summary>
public sealed class ReadDeadlines : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/deadlines", HandleAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<DeadlineList>("ListDeadlines");

    /// <summary>The legal deadlines of a month with working days left, late or done.</summary>
    /// <remarks>Hạn theo luật của kỳ: còn, quá hạn hay đã xong, tính theo ngày làm việc.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, NpgsqlDataSource source, ReferenceData reference, IClock clock,
        CancellationToken cancellation) => PeriodIso.TryParse(period, out var month)
            ? Results.Ok(await ListAsync(month, user, source, reference, clock, cancellation))
            : PeriodProblem.Result;

    /// <summary>The deadlines for the API and for the board.</summary>
    public static async Task<DeadlineList> ListAsync(
        YearMonth month, CurrentUser user, NpgsqlDataSource source, ReferenceData reference, IClock clock,
        CancellationToken cancellation)
    {
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var items = new List<DeadlineItem>();
        foreach (var deadline in MonthDeadlines.Of(month, reference.Deadlines, reference.Calendar))
        {
            var evidence = deadline.Rule.Code == "LIST"
                ? await EvidenceAsync(source, Listed, month, month, user, cancellation)
                : await EvidenceAsync(
                    source, Answered, deadline.Rule.OnlyMonth is null ? month : new YearMonth(deadline.Period.Year, 1),
                    deadline.Period, user, cancellation);
            items.Add(ItemOf(deadline, evidence, today, reference.Calendar));
        }

        return new DeadlineList(PeriodIso.Format(month), today, items);
    }

    private sealed record Evidence(long Remaining, LocalDate? DoneOn);

    private static DeadlineItem ItemOf(Deadline d, Evidence found, LocalDate today, WorkingCalendar calendar) => new(
        d.Rule.Code, d.Rule.TextVi, d.Rule.TextEn, d.LawDay, d.Day, d.StatusOn(today, found.DoneOn).ToString(),
        d.WorkingDays(today, found.DoneOn, calendar), found.DoneOn, found.Remaining, d.Rule.LegalBasis,
        d.Rule.Verified, d.Rule.Note, d.HolidaysKnown,
        [.. d.DaysOff.Select(DayOf)])
    {
        Period = PeriodIso.Format(d.Period),
        Uncertain = d.StatusOn(today, found.DoneOn) is DeadlineStatus.Due or DeadlineStatus.Overdue
            ? [.. calendar.UnverifiedBetween(today, d.Day).Select(DayOf)]
            : [],
    };

    private static DayOffItem DayOf(SpecialDay day) =>
        new(day.Day, day.NameVi, day.NameEn, day.LegalBasis, day.Verified);

    private static async Task<Evidence> EvidenceAsync(
        NpgsqlDataSource source, string query, YearMonth first, YearMonth last, CurrentUser user,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(query);
        command.Parameters.Add(Parameter.Of((YearMonth?)first));
        command.Parameters.Add(Parameter.Of((YearMonth?)last));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RunsView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        var (all, remaining) = (r.GetInt64(0), r.GetInt64(1));
        LocalDate? done = all > 0 && remaining == 0 && !r.IsDBNull(2)
            ? r.GetFieldValue<Instant>(2).InZone(HubClock.Zone).Date
            : null;
        return new Evidence(remaining, done);
    }

    // The list of a month is its regular batches; supplements and re-issues come after it.
    private const string Listed = """
        select count(*), count(*) filter (where s.at is null), max(s.at)
        from hub.batch b
        left join lateral (select min(at) as at from hub.batch_step s
                           where s.batch_id = b.batch_id and s.status = 'Submitted') s on true
        where b.period between $1 and $2 and b.kind = 'Regular' and ($3::text[] is null or b.commune = any($3))
        """;

    private const string Answered = """
        select count(*), count(*) filter (where final is null), max(final) from (
            select min(o.at) filter (where o.status in ('Settled', 'Returned', 'Rejected', 'Cancelled')) as final
            from hub.batch b join hub.payment_outcome o on o.batch_id = b.batch_id
            where b.period between $1 and $2 and ($3::text[] is null or b.commune = any($3))
            group by o.batch_id, o.no
            having bool_or(o.status = 'Instructed')) paid
        """;
}
