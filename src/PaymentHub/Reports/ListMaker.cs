using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Funds;
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
    HubSettings settings, WithdrawalSlipRecords slips)
{
    /// <summary>The list, or why there is none. The caller has checked the scope.</summary>
    public async Task<(OfficialList? List, Refusal? Refusal)> MakeAsync(
        ListAsked asked, CancellationToken cancellation)
    {
        if (await PlanQueries.PlannedAtAsync(source, asked.Month, asked.Commune, cancellation) is not { } plannedAt)
            return (null, new ListNotPlanned(asked.Commune));
        return asked.Kind switch
        {
            ListKind.Payees => await new PayeeList(source, reference, programmes)
                .MakeAsync(
                    asked, plannedAt, (await slips.ReadAsync(asked.Month, asked.Commune, cancellation)).Items,
                    cancellation),
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
}
