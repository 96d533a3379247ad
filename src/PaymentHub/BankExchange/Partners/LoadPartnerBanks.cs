using Marten;
using Marten.Exceptions;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Partners;

/// <summary>
/// Opens a stream for every institution of the reference table that has none, and keeps the types that it may send to
/// those of its profile until people agree on others. Those of the sample province, and those
/// with which files were exchanged before banks were partners, are live; any other begins its onboarding.
/// </summary>
public sealed class LoadPartnerBanks(
    IDocumentStore store, NpgsqlDataSource source, ReferenceData reference, BankProfiles profiles, HubSettings settings,
    IClock clock) : IHostedService
{
    private const string ByUser = "system:reference";
    private const string Why = "Theo danh mục đơn vị chi trả / from the table of institutions";
    private const int AnswerHours = 24;

    private static readonly LocalTime UsualCutOff = new(15, 30);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = ByUser;
        foreach (var institution in reference.Institutions.Values.OrderBy(i => i.Code, StringComparer.Ordinal))
        {
            var id = PartnerBank.IdOf(institution.Code);
            if (await session.Events.FetchStreamStateAsync(id, cancellationToken) is not null)
            {
                await RenewAsync(session, id, institution, cancellationToken);
                continue;
            }

            var isKnown = settings.IsDemo || await HasFilesAsync(institution.Code, cancellationToken);
            session.Events.StartStream<PartnerBank>(id, [.. Opening(institution, isKnown)]);
        }

        try
        {
            await session.SaveChangesAsync(cancellationToken);
        }
        catch (ExistingStreamIdCollisionException)
        {
            // Another node started at the same moment and was faster; it opens the same streams.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Terms that nobody has agreed on are those of the table, and the table may list more by now.
    private async Task RenewAsync(
        IDocumentSession session, Guid id, Institution institution, CancellationToken cancellation)
    {
        var story = await session.Events.FetchStreamAsync(id, token: cancellation);
        var last = story.Select(e => e.Data).OfType<BankTermsSet>().LastOrDefault();
        var sends = SendsOf(institution);
        if (last is not { ByUser: ByUser } || last.Terms.FormatsIn.SequenceEqual(sends)) return;
        session.Events.Append(id, new BankTermsSet(
            clock.GetCurrentInstant(), ByUser, institution.Code, last.Terms with { FormatsIn = sends }, Why));
    }

    private string[] SendsOf(Institution of) =>
        of.IsPost ? [AgreedTypes.CashReport] : [.. profiles.SendsOf(of.Code)];

    private IEnumerable<object> Opening(Institution of, bool isLive)
    {
        var now = clock.GetCurrentInstant();
        var profile = profiles.OutgoingOf(of.Code);
        yield return new BankOnboarded(
            now, ByUser, of.Code, new BankIdentity(of.NameVi, of.NameEn, of.Bic, of.Bin), Why);
        yield return new BankTermsSet(
            now, ByUser, of.Code,
            new BankTerms(
                of.Code, [of.IsPost ? "csv" : profile.FormatName],
                SendsOf(of), null, null, UsualCutOff, [], AnswerHours),
            Why);
        if (!isLive) yield break;
        yield return new BankTakenOver(
            now, ByUser, of.Code, [new BankAccount(of.Account, of.AccountName, now.InZone(HubClock.Zone).Date)], Why);
    }

    private async Task<bool> HasFilesAsync(string institution, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select exists (select from hub.instruction_file where institution = $1)");
        command.Parameters.Add(Parameter.Of(institution));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
