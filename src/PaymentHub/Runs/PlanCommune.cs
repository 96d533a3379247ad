using Marten;
using NodaTime;
using Npgsql;
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
        var rates = books.Current.KnownOn(now.InZone(HubClock.Zone).Date, acceptUnverified: settings.IsDemo);
        var claims = await CommuneClaims.ReadAsync(session, message.Commune, cancellation);
        var lines = LinesOf(claims, rates, period, message.Commune, reference);
        var taken = await Taken.ReadAsync(session, period, message.Commune, cancellation);
        var (batches, payments, count, held) = (0, 0, 0, 0);
        Money amount = default, heldAmount = default;
        foreach (var batch in BatchPlan.Make(
            period, message.Commune, lines, taken.NextNumber, taken.NextOccurrence, ReferenceData.SourceOf,
            message.ByUser, now))
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
        CommuneClaims claims, RateView rates, YearMonth period, string commune, ReferenceData reference)
    {
        foreach (var (person, entitlements) in claims.ByPerson)
        {
            YearMonth? death = claims.Deaths.TryGetValue(person, out var month) ? month : null;
            var due = AmountDue.Compute(
                new PersonClaims(entitlements, claims.Committed.GetValueOrDefault(person, []), death), rates, period);
            foreach (var line in due.Lines.Where(l => l.Kind != DueKind.Recovery))
            {
                var entitlement = entitlements.First(e => e.Dossier == line.Dossier);
                if (entitlement.Terms.Commune != commune) continue;
                foreach (var planned in Planned(claims, person, entitlement, line, reference)) yield return planned;
            }
        }
    }

    private static IEnumerable<PlannedLine> Planned(
        CommuneClaims claims, Guid person, Entitlement entitlement, DueLine line, ReferenceData reference)
    {
        if (!claims.Payouts.TryGetValue(line.Dossier, out var p)) yield break;
        var isFund = ProgrammeCode.IsPaidToFund(line.Programme);
        var fund = isFund ? reference.FundPayeeOf(line.Programme) : null;
        var payout = fund is null
            ? new Payout(
                Enum.Parse<PayoutMethod>(p.Method), p.BankBin, p.Account, p.HolderName, p.Relation,
                p.PayeeName ?? claims.Names[person])
            : new Payout(PayoutMethod.Fund, fund.Bin, fund.Account, fund.AccountName, "Fund", fund.Name);
        var payee = fund is null ? person : PaymentKey.FundPayee(fund.Code, entitlement.Terms.Commune);
        // Money to a dead person's own hands or account needs a person's decision; a recorded payee receives it
        // lawfully.
        var held = line.Hold is not null ? "NO_RATE"
            : line.PayableToHeir && p.Relation == "Self" && !isFund ? Batches.KnownDeaths.Reason : null;
        var kind = line.Kind == DueKind.Arrears ? LineKind.Arrears : LineKind.Regular;
        var spans = line.Months.Count > 0 ? line.Months : [new MonthSpan(line.FirstMonth, line.LastMonth, Money.Zero)];
        foreach (var span in spans)
        {
            yield return new PlannedLine(
                payee, line.Programme, fund?.Institution ?? p.Institution, payout, held,
                claims.ImportedBy[entitlement.Id], new PlacedLine(
                    0, entitlement.Id, person, line.Dossier, line.Group, kind, span.First, span.Last, span.Total,
                    line.Explanation.Code));
        }
    }

    /// <summary>Batch numbers and payment occurrences that the commune's period already used.</summary>
    private sealed class Taken
    {
        private readonly Dictionary<(string Programme, string Institution), int> _numbers = [];
        private readonly Dictionary<(Guid Payee, string Programme), int> _occurrences = [];

        public int NextNumber(string programme, string institution) =>
            _numbers.GetValueOrDefault((programme, institution), -1) + 1;

        public int NextOccurrence(Guid payee, string programme) =>
            _occurrences.GetValueOrDefault((payee, programme), -1) + 1;

        public static async Task<Taken> ReadAsync(
            IDocumentSession session, YearMonth period, string commune, CancellationToken cancellation)
        {
            var taken = new Taken();
            await using var command = new NpgsqlCommand("""
                select b.programme, b.institution, b.number, p.payee, p.occurrence
                from hub.batch b join hub.payment p on p.batch_id = b.batch_id
                where b.period = $1 and b.commune = $2
                """);
            command.Parameters.Add(Parameter.Of((YearMonth?)period));
            command.Parameters.Add(Parameter.Of(commune));
            await using var reader = await session.ExecuteReaderAsync(command, cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (programme, institution) = (reader.GetString(0), reader.GetString(1));
                taken._numbers[(programme, institution)] = Math.Max(
                    taken._numbers.GetValueOrDefault((programme, institution), -1), reader.GetInt32(2));
                var payee = (reader.GetGuid(3), programme);
                taken._occurrences[payee] = Math.Max(
                    taken._occurrences.GetValueOrDefault(payee, -1), reader.GetInt32(4));
            }

            return taken;
        }
    }
}
