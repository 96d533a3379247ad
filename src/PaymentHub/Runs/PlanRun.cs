using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Runs;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.Runs;

/// <summary>Plan one commune of a run.</summary>
public sealed record PlanCommune(
    string Period, string Commune, string ByUser, long RunVersion, int Together = 1);

/// <summary>One commune is planned; count it in.</summary>
public sealed record RecordCommune(string Period, CommunePlanned Planned);

/// <summary>
/// Plans a month (lập kế hoạch chi): one durable message a commune. Planning again computes what is due less what is
/// committed, so it places nothing twice.
/// </summary>
public sealed class PlanRun : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/runs/{period}/plan", HandleAsync).RequirePermission(Permissions.RunsPlan).WithTags("Runs")
            .Answers("PlanRun", StatusCodes.Status202Accepted);

    /// <summary>
    /// Plans the month, one durable task a commune; planning again places only what is newly due. Ask for the run
    /// until its status is Planned. Near Tết or in a disaster two months may be paid <c>together</c>.
    /// </summary>
    /// <remarks>Lập kế hoạch chi của tháng; lập lại chỉ bổ sung phần mới phát sinh.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, int? together, CurrentUser user, IDocumentStore store, IMartenOutbox outbox,
        ReferenceData reference, RateBooks books, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var most = books.Current.KnownAt(clock.GetCurrentInstant(), acceptUnverified: false).Rules.MonthsTogether;
        if (together < 1 || together > most) return Problems.Of(new TooManyMonthsTogether(together.Value, most));
        await RunAsync(month, user, store, outbox, reference, clock, cancellation, together ?? 1);
        return Results.Accepted($"/api/runs/{period}");
    }

    /// <summary>Orders the plan, for the API and for the pages.</summary>
    public static async Task RunAsync(
        YearMonth month, CurrentUser user, IDocumentStore store, IMartenOutbox outbox, ReferenceData reference,
        IClock clock, CancellationToken cancellation, int together = 1)
    {
        var period = PeriodIso.Format(month);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        // Communes with priority are the first in the queue; the others follow by their codes.
        string[] communes =
        [
            .. reference.Areas.InOrder(
                (user.CommuneFilter(Permissions.RunsPlan) ?? reference.Communes.Keys).Order(StringComparer.Ordinal),
                c => c, month.OnDayOfMonth(1)),
        ];
        var stream = await session.Events.FetchForWriting<PaymentRun>(PaymentRun.IdOf(month), cancellation);
        var decision = PaymentRunDecisions.Open(
            stream.Aggregate, month, communes, user.UserName, clock.GetCurrentInstant(), together);
        if (decision.Events.Count > 0)
        {
            stream.AppendMany(decision.Events);
            var version = stream.CurrentVersion ?? 0;
            foreach (var commune in communes)
            {
                await outbox.PublishAsync(new PlanCommune(period, commune, user.UserName, version, together));
            }

            await session.SaveChangesAsync(cancellation);
        }
    }
}

/// <summary>Counts communes into their run, one at a time for each run.</summary>
public static class RecordCommuneHandler
{
    public static async Task Handle(RecordCommune message, IDocumentSession session, CancellationToken cancellation)
    {
        var period = PeriodIso.Parse(message.Period);
        var stream = await session.Events.FetchForWriting<PaymentRun>(PaymentRun.IdOf(period), cancellation);
        if (stream.Aggregate is null) return;
        var decision = PaymentRunDecisions.Record(stream.Aggregate, message.Planned);
        if (decision.Events.Count > 0) stream.AppendMany(decision.Events);
    }
}
