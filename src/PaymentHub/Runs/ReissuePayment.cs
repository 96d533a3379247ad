using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>Why a payment is made again; at least five characters.</summary>
public sealed record ReissueReason(string Reason);

/// <summary>
/// The payment that takes the place of a failed one. It waits for submission and approval like any other;
/// <see cref="HeldBecause"/> tells why it must wait longer.
/// </summary>
public sealed record ReissuedAs(Guid BatchId, string BatchCode, string EndToEndId, long Amount, string? HeldBecause);

/// <summary>What came of it: the refusal, or the payment made again.</summary>
public readonly record struct ReissueResult(Refusal? Refusal, ReissuedAs? Again);

/// <summary>
/// Makes a rejected, cancelled or returned payment again (chi lại): the same lines, to the payout details of today,
/// in a batch of its own that is approved again. A payment has at most one re-issue; the chain is one story.
/// </summary>
public sealed class ReissuePayment : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/batches/{batchId:guid}/payments/{no:int}/reissue", HandleAsync)
            .RequirePermission(Permissions.BatchesReissue).WithTags("Batches").Answers<ReissuedAs>("ReissuePayment");

    /// <summary>
    /// Makes a failed payment again, in a batch of its own that is submitted and approved like any other.
    /// </summary>
    /// <remarks>Chi lại một khoản không thành công, trong một lô riêng phải trình và duyệt lại.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid batchId, int no, ReissueReason body, CurrentUser user, IDocumentStore store, NpgsqlDataSource source,
        RateBooks books, ReferenceData reference, HubSettings settings, IClock clock, CancellationToken cancellation) =>
        await RunAsync(
            batchId, no, body.Reason, user, store, source, books, reference, settings, clock, cancellation) switch
        {
            { Refusal: { } refusal } => Problems.Of(refusal),
            { Again: { } again } => Results.Ok(again),
            _ => Problems.NotFound("lô chi trả này", "such batch"),
        };

    /// <summary>
    /// Makes the payment again, for the API and for the pages; the result is empty where there is none.
    /// </summary>
    public static async Task<ReissueResult> RunAsync(
        Guid batchId, int no, string reason, CurrentUser user, IDocumentStore store, NpgsqlDataSource source,
        RateBooks books, ReferenceData reference, HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var selected = await BatchSelection.OneAsync(
            connection, user, Permissions.BatchesReissue, batchId, cancellation);
        if (selected is null) return default;
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        await CommuneTurn.TakeAsync(session, [selected.Commune], cancellation);
        var stream = await session.Events.FetchForWriting<PaymentBatch>(batchId, cancellation);
        var batch = stream.Aggregate!;
        var now = clock.GetCurrentInstant();
        var claims = await CommuneClaims.ReadAsync(session, selected.Commune, cancellation);
        var rates = books.Current.KnownOn(now.InZone(HubClock.Zone).Date, acceptUnverified: settings.IsDemo);
        var today = now.InZone(HubClock.Zone).Date.ToYearMonth();
        var month = batch.Prepared.Period > today ? batch.Prepared.Period : today;
        var lines = LinesOf(batch, no, claims, month, rates.Rules, reference);
        var taken = await TakenNumbers.ReadAsync(session, batch.Prepared.Period, selected.Commune, cancellation);
        var again = lines.Count == 0 ? null : Again(batch, no, lines, taken, user.UserName, now);
        var decision = PaymentOutcomeDecisions.Reissue(
            batch, [new ReissuedPayment(no, again?.Key.Id ?? Guid.Empty, 0)], reason, user.UserName, now);
        var refusal = decision.Refusal
            ?? (Refusal?)Lost(batch, no, lines)
            ?? (Refusal?)Waiting(batch, no, claims, rates, month)
            ?? ByReason(batch.Payments[no], lines, reference.Reasons)
            ?? NotDue(batch, no, claims, rates);
        refusal ??= again is null ? new NotReissuable(no) : null;
        if (refusal is not null) return new ReissueResult(refusal, null);
        stream.AppendMany(decision.Events);
        session.Events.StartStream<PaymentBatch>(again!.Key.Id, again.Events);
        await session.SaveChangesAsync(cancellation);
        var placed = again.Events.OfType<PaymentsPlaced>().First().Payments[0];
        return new ReissueResult(null, new ReissuedAs(
            again.Key.Id, again.Key.Code, placed.EndToEndId, placed.Amount.Dong, placed.HeldBecause));
    }

    private static List<PlannedLine> LinesOf(
        PaymentBatch batch, int no, CommuneClaims claims, YearMonth month, ProgrammeRules rules,
        ReferenceData reference)
    {
        var lines = new List<PlannedLine>();
        foreach (var line in batch.Lines.Where(l => l.No == no))
        {
            var entitlement = claims.ByPerson.GetValueOrDefault(line.Person, []).Find(e => e.Id == line.Entitlement);
            if (entitlement is null) continue;
            if (PlannedPayout.Of(claims, line.Person, entitlement, month, rules, reference) is not { } to) continue;
            lines.Add(new PlannedLine(
                to.Payee, batch.Prepared.Programme, to.Institution, to.Payout, to.HeldBecause, to.Importers, line));
        }

        return lines;
    }

    private static PlannedBatch Again(
        PaymentBatch batch, int no, List<PlannedLine> lines, TakenNumbers taken, string user, Instant now)
    {
        var (p, first) = (batch.Prepared, lines[0]);
        var key = new BatchKey(
            p.Period, p.Commune, p.Programme, first.Institution, taken.NextNumber(p.Programme, first.Institution));
        return BatchPlan.Again(
            key, taken.NextOccurrence(first.Payee, p.Programme), lines, p.Source,
            batch.Payments[no].Placed.OtherSources, user, now);
    }

    private static Refusal? ByReason(BatchPayment payment, List<PlannedLine> lines, ReasonRules reasons)
    {
        if (payment.ReasonCode is not { } code) return null;
        var (no, rule) = (payment.Placed.No, reasons.Of(code));
        // What we called back ourselves may be paid again once somebody says why.
        if (rule.ForbidsReissue && payment.Status != PaymentStatus.Cancelled) return new ReasonForbidsReissue(no, code);
        return rule.NeedsOtherPayout && lines.TrueForAll(l => l.Payout == payment.Placed.Payout)
            ? new PayoutUnchanged(no, code)
            : null;
    }

    private static ReissueLinesLost? Lost(PaymentBatch batch, int no, List<PlannedLine> lines)
    {
        var known = lines.Select(l => l.Line.Dossier).ToHashSet(StringComparer.Ordinal);
        var lost = batch.Lines.Where(l => l.No == no && !known.Contains(l.Dossier)).Select(l => l.Dossier)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        return lost.Count == 0 ? null : new ReissueLinesLost(no, string.Join(", ", lost));
    }

    private static ReissueAwaitsAnswer? Waiting(
        PaymentBatch batch, int no, CommuneClaims claims, RateView rates, YearMonth month)
    {
        foreach (var line in batch.Lines.Where(l => l.No == no && !claims.Deaths.ContainsKey(l.Person)))
        {
            var decision = claims.ByPerson.GetValueOrDefault(line.Person, []).Find(e => e.Id == line.Entitlement);
            if (decision is not null && WaitingRule.Of(decision, month, rates.Rules) is { } rule)
                return new ReissueAwaitsAnswer(no, line.Dossier, rule.LegalBasis);
        }

        return null;
    }

    // What failed counts as not committed, so its months are open again unless another plan took them or they ended.
    private static NoLongerDue? NotDue(PaymentBatch batch, int no, CommuneClaims claims, RateView rates)
    {
        foreach (var line in batch.Lines.Where(l => l.No == no))
        {
            var due = AmountDue.Months(claims.Of(line.Person), rates, batch.Prepared.Period);
            var open = due.Where(m => m.EntitlementId == line.Entitlement && line.FirstMonth <= m.Month
                && m.Month <= line.LastMonth).Sum(m => Money.Max(m.Due - m.Committed, Money.Zero));
            if (open < line.Amount) return new NoLongerDue(no, line.Dossier);
        }

        return null;
    }
}
