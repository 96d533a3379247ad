using System.Runtime.CompilerServices;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// One programme's months up to the horizon, in đồng. It holds when due = paid earlier + settled + under way + to plan
/// − overpaid: every month owed to somebody is paid, on its way or still to come, and nothing else is.
/// </summary>
public sealed record MonthsOfProgramme(
    string Programme, long Due, long PaidEarlier, long Settled, long UnderWay, long ToPlan, long Overpaid)
{
    /// <summary>What the right-hand side sums to.</summary>
    public long Accounted => PaidEarlier + Settled + UnderWay + ToPlan - Overpaid;

    /// <summary>Whether both sides are equal.</summary>
    public bool Holds => Due == Accounted;
}

/// <summary>The months identity of a period.</summary>
public sealed record MonthsIdentity(string Period, bool Holds, IReadOnlyList<MonthsOfProgramme> Programmes);

/// <summary>How many communes are computed, and the identity of those.</summary>
public sealed record MonthsSoFar(int Communes, int Total, MonthsIdentity Sums);

/// <summary>
/// The months identity (đối chiếu tháng hưởng): person × programme × month. What is due comes from the entitlement
/// rules, what happened from the payments' own facts, what is still to plan from a fresh plan; the three meet here
/// only. It recomputes every person of the province, commune by commune, so it has an address of its own beside the
/// tie-out.
/// </summary>
public sealed class TieMonths : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}/months", HandleAsync)
            .RequirePermission(Permissions.LedgerView).WithTags("Ledger").Answers<MonthsIdentity>("GetMonthsIdentity");

    /// <summary>Every month owed to somebody is paid, on its way or still to come, by programme.</summary>
    /// <remarks>Đối chiếu tháng hưởng: số phải chi và số đã chi, đang chi, còn phải chi theo chương trình.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, IDocumentStore store, RateBooks books, ReferenceData reference,
        HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        MonthsIdentity? last = null;
        await foreach (var soFar in RunAsync(month, user, store, books, reference, settings, clock, cancellation))
        {
            last = soFar.Sums;
        }

        return Results.Ok(last ?? new MonthsIdentity(period, true, []));
    }

    /// <summary>The same commune by commune, so that whoever waits sees how far it is; the last one is whole.</summary>
    public static async IAsyncEnumerable<MonthsSoFar> RunAsync(
        YearMonth month, CurrentUser user, IDocumentStore store, RateBooks books, ReferenceData reference,
        HubSettings settings, IClock clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var communes = user.CommuneFilter(Permissions.LedgerView) ?? [.. reference.Communes.Keys];
        var rates = books.Current.KnownOn(
            clock.GetCurrentInstant().InZone(HubClock.Zone).Date, acceptUnverified: settings.IsDemo);
        var sums = new SortedDictionary<string, MonthsOfProgramme>(StringComparer.Ordinal);
        var done = 0;
        foreach (var commune in communes.Order(StringComparer.Ordinal))
        {
            await using var session = store.LightweightSession();
            var claims = await CommuneClaims.ReadAsync(session, commune, cancellation);
            AddDue(sums, claims, rates, month, commune);
            await AddFactsAsync(sums, session, month, commune, cancellation);
            yield return new MonthsSoFar(
                ++done, communes.Length,
                new MonthsIdentity(PeriodIso.Format(month), sums.Values.All(s => s.Holds), [.. sums.Values]));
        }
    }

    // A person may have decisions in two communes; each is counted where it is paid.
    private static void AddDue(
        SortedDictionary<string, MonthsOfProgramme> sums, CommuneClaims claims, RateView rates, YearMonth horizon,
        string commune)
    {
        foreach (var (person, entitlements) in claims.ByPerson)
        {
            var own = entitlements.Where(e => e.Terms.Commune == commune).ToDictionary(e => e.Id);
            if (own.Count == 0) continue;
            var all = claims.Of(person);
            foreach (var m in AmountDue.Months(all, rates, horizon).Where(m => own.ContainsKey(m.EntitlementId)))
            {
                var earlier = EarlierIn(own[m.EntitlementId], m.Month);
                Add(sums, m.Programme, s => s with { Due = s.Due + m.Due.Dong, PaidEarlier = s.PaidEarlier + earlier });
            }

            var plan = AmountDue.Compute(all, rates, horizon);
            foreach (var line in plan.Lines.Where(l => own.ContainsKey(l.EntitlementId)))
            {
                Add(sums, line.Programme, s => line.Kind is DueKind.Recovery or DueKind.Netting
                    ? s with { Overpaid = s.Overpaid + line.Amount.Dong }
                    : s with { ToPlan = s.ToPlan + line.Amount.Dong });
            }
        }
    }

    // What the earlier system paid belongs to the programme that the decision had in the month, whatever it is now.
    private static long EarlierIn(Entitlement entitlement, YearMonth month) =>
        entitlement.PaidBefore is { } paid && paid.First <= month && month <= paid.Last ? paid.Monthly.Dong : 0;

    private static async Task AddFactsAsync(
        SortedDictionary<string, MonthsOfProgramme> sums, IDocumentSession session, YearMonth horizon, string commune,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Facts);
        command.Parameters.Add(Parameter.Of(commune));
        command.Parameters.Add(Parameter.Of((YearMonth?)horizon));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (settled, underWay) = (reader.GetInt64(1), reader.GetInt64(2));
            Add(sums, reader.GetString(0), s => s with
            {
                Settled = s.Settled + settled,
                UnderWay = s.UnderWay + underWay,
            });
        }
    }

    private static void Add(
        SortedDictionary<string, MonthsOfProgramme> sums, string programme,
        Func<MonthsOfProgramme, MonthsOfProgramme> change) =>
        sums[programme] = change(sums.GetValueOrDefault(programme, new MonthsOfProgramme(programme, 0, 0, 0, 0, 0, 0)));

    // Settled: debited whole and kept. Money of which only a part came back, or only a part was debited, is under way
    // until the rest is known, as planning sees it. A line has months of equal amount; those after the horizon are not
    // asked for, whichever list pays them.
    private const string Facts = """
        with months as (
            select b.programme, l.batch_id, l.no, l.amount, age(l.last_month, l.first_month) as after_first,
                   age(least($2, l.last_month), l.first_month) as asked
            from hub.batch b join hub.payment_line l on l.batch_id = b.batch_id
            where b.commune = $1 and l.first_month <= $2
        ), lines as (
            select programme, batch_id, no, sum(amount
                / (12 * date_part('year', after_first) + date_part('month', after_first) + 1)::int
                * (12 * date_part('year', asked) + date_part('month', asked) + 1)::int)::bigint as amount
            from months group by programme, batch_id, no
        ), facts as (
            select l.programme, l.amount, p.amount as whole,
                coalesce(sum(o.amount) filter (where o.status = 'Settled'), 0) as settled,
                coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0) as returned,
                coalesce(bool_or(o.status in ('Removed', 'Voided', 'Cancelled', 'Rejected')), false) as failed
            from lines l join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
            left join hub.payment_outcome o on o.batch_id = p.batch_id and o.no = p.no
            group by l.programme, l.batch_id, l.no, l.amount, p.amount)
        select programme, coalesce(sum(amount) filter (where settled = whole and returned = 0), 0)::bigint,
               coalesce(sum(amount) filter (where settled < whole or returned > 0), 0)::bigint
        from facts where not failed and returned < whole group by programme
        """;
}
