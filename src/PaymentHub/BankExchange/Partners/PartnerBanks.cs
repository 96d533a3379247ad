using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine.Marten;

namespace PaymentHub.BankExchange.Partners;

/// <summary>What a bank takes in one file, beside its profile; null where nothing was agreed.</summary>
public readonly record struct AgreedLimits(int? PaymentsPerFile, long? SumPerFile);

/// <summary>The partner banks as they stand, each read from its own stream.</summary>
public sealed class PartnerBanks(IDocumentStore store, ReferenceData reference)
{
    /// <summary>The bank, or null where the institution is unknown or no partner yet.</summary>
    public async Task<PartnerBank?> FindAsync(string institution, CancellationToken cancellation)
    {
        if (!reference.Institutions.ContainsKey(institution)) return null;
        await using var session = store.LightweightSession();
        return await session.Events.FetchLatest<PartnerBank>(PartnerBank.IdOf(institution), cancellation);
    }

    /// <summary>Every partner, in the order of the institutions' codes.</summary>
    public async Task<IReadOnlyList<PartnerBank>> ListAsync(CancellationToken cancellation)
    {
        var found = new List<PartnerBank>();
        await using var session = store.LightweightSession();
        foreach (var code in reference.Institutions.Keys.Order(StringComparer.Ordinal))
        {
            if (await session.Events.FetchLatest<PartnerBank>(PartnerBank.IdOf(code), cancellation) is { } bank)
                found.Add(bank);
        }

        return found;
    }

    /// <summary>Why no payments go to these institutions, and what those that take some agreed on.</summary>
    public async Task<(Dictionary<string, Refusal> Closed, Dictionary<string, AgreedLimits> Limits)> SendingAsync(
        IEnumerable<string> institutions, CancellationToken cancellation)
    {
        var closed = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var limits = new Dictionary<string, AgreedLimits>(StringComparer.Ordinal);
        foreach (var code in institutions.Distinct())
        {
            var bank = await FindAsync(code, cancellation);
            if (PartnerBankDecisions.ObjectionToSending(bank, code) is { } refusal) closed[code] = refusal;
            limits[code] = new AgreedLimits(bank?.Terms?.PaymentsPerFile, bank?.Terms?.SumPerFile);
            if (reference.Institutions[code].AdvanceFrom is not { } payer || closed.ContainsKey(code)) continue;
            var paying = await FindAsync(payer, cancellation);
            if (PartnerBankDecisions.ObjectionToSending(paying, payer) is { } none) closed[code] = none;
        }

        return (closed, limits);
    }
}

/// <summary>What came of a change: no such bank in the user's scope, the refusal, or how the bank stands now.</summary>
public readonly record struct BankActResult(bool Found, Refusal? Refusal, PartnerBank? Bank);

/// <summary>Decides on a bank's stream and stores what was decided, for the API and for the pages.</summary>
public sealed class ActOnBank(
    CurrentUser user, IDocumentStore store, IMartenOutbox outbox, DeliveryEvidence evidence, ReferenceData reference,
    IClock clock)
{
    /// <summary>Decides on a bank that is a partner.</summary>
    public Task<BankActResult> RunAsync(
        string institution, string permission, Func<PartnerBank, string, Instant, Decision> decide,
        CancellationToken cancellation) => StoreAsync(
            institution, permission, (bank, by, now) => bank is null ? (Decision?)null : decide(bank, by, now),
            cancellation);

    /// <summary>Makes the institution a partner.</summary>
    public Task<BankActResult> OnboardAsync(
        string institution, BankIdentity identity, string? reason, CancellationToken cancellation) => StoreAsync(
            institution, Domain.Access.Permissions.BanksManage,
            (bank, by, now) => PartnerBankDecisions.Onboard(bank, institution, identity, reason, by, now),
            cancellation);

    /// <summary>The day in Vietnam.</summary>
    public LocalDate Today => clock.GetCurrentInstant().InZone(HubClock.Zone).Date;

    private async Task<BankActResult> StoreAsync(
        string institution, string permission, Func<PartnerBank?, string, Instant, Decision?> decide,
        CancellationToken cancellation)
    {
        var isKnown = reference.Institutions.ContainsKey(institution);
        if (!isKnown || !user.Can(permission, null, institution)) return default;
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var id = PartnerBank.IdOf(institution);
        var stream = await session.Events.FetchForWriting<PartnerBank>(id, cancellation);
        if (decide(stream.Aggregate, user.UserName, clock.GetCurrentInstant()) is not { } decision) return default;
        if (decision.Refusal is { } refusal) return new BankActResult(true, refusal, stream.Aggregate);
        if (decision.Events.Count > 0)
        {
            stream.AppendMany(decision.Events);
            if (decision.Events.Any(e => e is BankChangeAgreed { Change.GoesLive: true }))
            {
                // What was released while the bank was suspended has waited for this.
                outbox.Enroll(session);
                foreach (var messageId in await evidence.NeverSentAsync(institution, cancellation))
                    await outbox.PublishAsync(new DeliverFile(messageId));
            }

            await session.SaveChangesAsync(cancellation);
        }

        return new BankActResult(
            true, null, decision.Events.Aggregate(stream.Aggregate, (s, e) => PartnerBank.Evolve(s, id, e)));
    }
}
