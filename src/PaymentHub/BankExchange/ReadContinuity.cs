using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>
/// What is known of one day of an account. State: Booked (a statement covers it), Notified (told, not booked yet), Held
/// (a file waits for a decision), Missing (a working day before the last known one that nothing tells of), Closed (no
/// working day) or Open (not yet due).
/// </summary>
public sealed record AccountDay(LocalDate Day, string State, Guid? FileId, int Entries, long Debits, long Credits);

/// <summary>The days of a month of an account.</summary>
public sealed record AccountMonth(string Institution, string Account, string Month, IReadOnlyList<AccountDay> Days);

/// <summary>The accounts that the user may see.</summary>
public sealed record AccountMonths(IReadOnlyList<AccountMonth> Accounts);

/// <summary>The calendar of continuity: which days of each account a bank has told of.</summary>
public sealed class ReadContinuity : IUseCase
{
    private const string Query = """
        with told as (
            select d.account, d.day, d.file_id, d.entries, d.debits, d.credits, r.format,
                   (select s.status from hub.bank_file_step s where s.file_id = d.file_id
                    order by version desc limit 1) as status
            from hub.bank_file_day d join hub.bank_file_step r on r.file_id = d.file_id and r.status = 'Received'
            where r.institution = $1 and d.day >= $2 and d.day < $3
            union all
            select st.account, days.day::date, st.file_id, 0, 0, 0, 'Statement', 'Reconciled'
            from hub.statement st join hub.bank_file_step r on r.file_id = st.file_id and r.status = 'Received',
                 generate_series(greatest(coalesce(st.from_date, st.to_date), $2), least(st.to_date, $3 - 1),
                                 interval '1 day') days(day)
            where r.institution = $1 and st.to_date >= $2 and coalesce(st.from_date, st.to_date) < $3)
        select day, case when bool_or(format = 'Statement' and status in ('Accepted', 'Released', 'Reconciled'))
                              then 'Booked'
                         when bool_or(status in ('Held', 'Proposed')) then 'Held' else 'Notified' end,
               (array_agg(file_id order by (format = 'Statement') desc, entries desc))[1],
               max(entries), max(debits)::bigint, max(credits)::bigint
        from told where status not in ('Refused', 'Duplicate') group by day order by day
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bank-files/continuity", HandleAsync).RequirePermission(Permissions.FilesView)
            .WithTags("Bank files").Answers<AccountMonths>("GetAccountContinuity");

    /// <summary>Which days of a month each account's bank has told of, and which are missing.</summary>
    /// <remarks>Lịch sao kê của từng tài khoản trong tháng: ngày đã có, ngày thiếu.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, ReferenceData reference, NpgsqlDataSource source, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        return Results.Ok(new AccountMonths(
            await QueryAsync(source, user, reference, month, clock.GetCurrentInstant(), cancellation)));
    }

    /// <summary>The month of every account in the user's scope.</summary>
    public static async Task<List<AccountMonth>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, ReferenceData reference, YearMonth month, Instant now,
        CancellationToken cancellation)
    {
        var months = new List<AccountMonth>();
        if (user.CommuneFilter(Permissions.FilesView) is not null) return months;
        var today = now.InZone(HubClock.Zone).Date;
        foreach (var bank in reference.Institutions.Values.Where(i => !i.IsPost).OrderBy(i => i.Code))
        {
            if (!user.Can(Permissions.FilesView, null, bank.Code)) continue;
            var told = await ToldAsync(source, bank.Code, month, cancellation);
            var known = await KnownAsync(source, bank.Account, told, today, cancellation);
            months.Add(new AccountMonth(
                bank.Code, bank.Account, PeriodIso.Format(month), DaysOf(month, told, known, reference, today)));
        }

        return months;
    }

    private static List<AccountDay> DaysOf(
        YearMonth month, Dictionary<LocalDate, AccountDay> told, (LocalDate First, LocalDate Last) known,
        ReferenceData reference, LocalDate today)
    {
        var days = new List<AccountDay>();
        foreach (var day in month.ToDateInterval())
        {
            if (told.TryGetValue(day, out var one))
            {
                days.Add(one);
                continue;
            }

            // Before the first file of an account nothing is due yet.
            var isMissing = day < today && day < known.Last && day > known.First;
            var state = !reference.Calendar.IsWorkingDay(day) ? "Closed" : isMissing ? "Missing" : "Open";
            days.Add(new AccountDay(day, state, null, 0, 0, 0));
        }

        return days;
    }

    // The first and the last day of which a statement of any month tells: a day may be missing at a month's end.
    private static async Task<(LocalDate First, LocalDate Last)> KnownAsync(
        NpgsqlDataSource source, string account, Dictionary<LocalDate, AccountDay> told, LocalDate today,
        CancellationToken cancellation)
    {
        var (first, last) = told.Count > 0 ? (told.Keys.Min(), told.Keys.Max()) : (today, today);
        await using var command = source.CreateCommand(
            "select min(coalesce(from_date, to_date)), max(to_date) from hub.statement where account = $1");
        command.Parameters.Add(Parameter.Of(account));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        if (r.IsDBNull(0) || r.IsDBNull(1)) return (first, last);
        var (from, to) = (r.GetFieldValue<LocalDate>(0), r.GetFieldValue<LocalDate>(1));
        return told.Count > 0 ? (LocalDate.Min(first, from), LocalDate.Max(last, to)) : (from, to);
    }

    private static async Task<Dictionary<LocalDate, AccountDay>> ToldAsync(
        NpgsqlDataSource source, string institution, YearMonth month, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of(month.OnDayOfMonth(1)));
        command.Parameters.Add(Parameter.Of(month.PlusMonths(1).OnDayOfMonth(1)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var told = new Dictionary<LocalDate, AccountDay>();
        while (await r.ReadAsync(cancellation))
        {
            var day = r.GetFieldValue<LocalDate>(0);
            told[day] = new AccountDay(
                day, r.GetString(1), r.GetGuid(2), r.GetInt32(3), r.GetInt64(4), r.GetInt64(5));
        }

        return told;
    }
}
