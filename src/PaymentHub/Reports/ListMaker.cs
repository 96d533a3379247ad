using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Runs;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// Makes one list of one commune's planned month. Its moment is that of the commune's plan, so the same data print the
/// same bytes whenever they are printed.
/// </summary>
public sealed class ListMaker(
    NpgsqlDataSource source, IDocumentStore store, ReferenceData reference, ProgrammeNames programmes, RateBooks books,
    HubSettings settings)
{
    /// <summary>The list, or why there is none. The caller has checked the scope.</summary>
    public async Task<(OfficialList? List, Refusal? Refusal)> MakeAsync(
        ListAsked asked, CancellationToken cancellation)
    {
        if (await PlannedAtAsync(asked, cancellation) is not { } plannedAt)
            return (null, new ListNotPlanned(asked.Commune));
        return asked.Kind switch
        {
            ListKind.Payees => await new PayeeList(source, reference, programmes)
                .MakeAsync(asked, plannedAt, cancellation),
            ListKind.Changes => (await ChangesAsync(asked, plannedAt, cancellation), null),
            ListKind.Posting => (await new PostingList(source, reference, programmes, books)
                .MakeAsync(asked, plannedAt, cancellation), null),
            _ => (await new ReasonList(source, reference, programmes, books)
                .MakeAsync(asked, plannedAt, cancellation), null),
        };
    }

    private async Task<OfficialList> ChangesAsync(ListAsked asked, Instant plannedAt, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var rates = books.Current.KnownAt(plannedAt, settings.IsDemo);
        var changes = await CommuneChanges.OfListsAsync(session, asked.Commune, asked.Month, rates, cancellation);
        return new ChangeList(reference, programmes).Make(asked, changes, plannedAt);
    }

    private async Task<Instant?> PlannedAtAsync(ListAsked asked, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select max(at) from hub.run_step where run_id = $1 and status = 'CommunePlanned' and commune = $2
            """);
        command.Parameters.Add(Parameter.Of(PaymentRun.IdOf(asked.Month)));
        command.Parameters.Add(Parameter.Of(asked.Commune));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) && !r.IsDBNull(0) ? r.GetFieldValue<Instant>(0) : null;
    }
}
