using Marten;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Runs;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>Computes one commune's lines and places them in batches, in one transaction.</summary>
public static class PlanCommuneHandler
{
    public static async Task<RecordCommune> Handle(
        PlanCommune message, IDocumentSession session, RateBooks books, ReferenceData reference, HubSettings settings,
        IClock clock, CancellationToken cancellation)
    {
        var period = PeriodIso.Parse(message.Period);
        session.LastModifiedBy = message.ByUser;
        var now = clock.GetCurrentInstant();
        var rates = books.Current.KnownAt(now, acceptUnverified: settings.IsDemo);
        await CommuneTurn.TakeAsync(session, [message.Commune], cancellation);
        var claims = await CommuneClaims.ReadAsync(session, message.Commune, cancellation);
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        string OwnSource(string programme) => sources.TryGetValue(programme, out var known)
            ? known
            : sources[programme] = rates.Rules.MainSourceOf(programme, period);
        var lines = LinesOf(claims, rates, period, message.Together, message.Commune, reference, OwnSource);
        var taken = await TakenNumbers.ReadAsync(session, period, message.Commune, cancellation);
        var (batches, payments, count, held) = (0, 0, 0, 0);
        Money amount = default, heldAmount = default;
        foreach (var batch in BatchPlan.Make(
            period, message.Commune, lines, taken.NextNumber, taken.NextOccurrence, OwnSource, message.ByUser, now))
        {
            session.Events.StartStream<PaymentBatch>(batch.Key.Id, batch.Events);
            batches++;
            payments += batch.Payments;
            count += batch.Lines;
            held += batch.HeldPayments;
            amount += batch.Amount;
            heldAmount += batch.HeldAmount;
        }

        return new RecordCommune(message.Period, new CommunePlanned(
            now, message.Commune, batches, payments, count, amount, held, heldAmount));
    }

    private static IEnumerable<PlannedLine> LinesOf(
        CommuneClaims claims, RateView rates, YearMonth period, int together, string commune,
        ReferenceData reference, Func<string, string> ownSource)
    {
        foreach (var (person, entitlements) in claims.ByPerson)
        {
            var due = AmountDue.Compute(claims.Of(person), rates, period, together);
            foreach (var line in due.Lines.Where(l => l.Kind != DueKind.Recovery && l.Hold != HoldReason.AwaitsAnswer))
            {
                var entitlement = entitlements.First(e => e.Dossier == line.Dossier);
                if (entitlement.CommuneIn(period) != commune) continue;
                var sources = SourcesOf(line, ownSource);
                foreach (var planned in Planned(claims, person, entitlement, line, period, rates.Rules, reference))
                {
                    yield return sources is null ? planned : planned with { Sources = sources };
                    sources = null;
                }
            }
        }
    }

    private static IEnumerable<PlannedLine> Planned(
        CommuneClaims claims, Guid person, Entitlement entitlement, DueLine line, YearMonth period,
        ProgrammeRules rules, ReferenceData reference)
    {
        if (PlannedPayout.Of(claims, person, entitlement, period, rules, reference) is not { } to) yield break;
        var held = line.Hold is not null ? "NO_RATE" : to.HeldBecause;
        var kind = KindOf(line.Kind);
        var spans = line.Months.Count > 0 ? line.Months : [new MonthSpan(line.FirstMonth, line.LastMonth, Money.Zero)];
        foreach (var span in spans)
        {
            yield return new PlannedLine(
                to.Payee, line.Programme, to.Institution, to.Payout, held, to.Importers, new PlacedLine(
                    0, entitlement.Id, person, line.Dossier, line.Group, kind, span.First, span.Last,
                    kind == LineKind.Recovery ? -span.Total : span.Total,
                    line.Explanation.Code));
        }
    }

    // Said where another source than the batch's own one bears a part; nearly no line has one.
    private static SourceShare[]? SourcesOf(DueLine line, Func<string, string> ownSource)
    {
        if (line.Funding.Count == 0) return null;
        if (line.Funding.Count == 1 && line.Funding[0].Source == ownSource(line.Programme)) return null;
        var sign = line.Kind == DueKind.Netting ? -1 : 1;
        return [.. line.Funding.Select(f => new SourceShare(f.Source, f.Amount * sign))];
    }

    private static LineKind KindOf(DueKind kind) => kind switch
    {
        DueKind.Arrears => LineKind.Arrears,
        DueKind.OneOff => LineKind.OneOff,
        DueKind.Netting => LineKind.Recovery,
        _ => LineKind.Regular,
    };
}
