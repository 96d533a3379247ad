using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Funds;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// One batch: who did what, its fund, what is other than last month, its payments, and the acts that this person may
/// do.
/// </summary>
public sealed partial class BatchPage(
    CurrentUser me, OfficerActs acts, NpgsqlDataSource source, IQuerySession session, ReferenceData reference,
    AreaNames areas, HubSettings settings, IClock clock, NavigationManager navigation)
{
    private const int PageSize = 50;
    private const int DifferencesShown = 10;

    private BatchItem? _batch;
    private YearMonth _month;
    private bool _looked;
    private IReadOnlyList<BatchOffer> _offers = [];
    private IReadOnlyList<BatchMoment> _moments = [];
    private IReadOnlyList<FundPosition> _funds = [];
    private BatchComparison _comparison = null!;
    private IReadOnlyList<DossierDifference> _differences = [];
    private long _differenceTotal;
    private IReadOnlyList<PaymentTableRow> _rows = [];
    private long _total;
    private bool _mayHold;
    private PaymentTableRow? _holding;
    private Refusal? _refusal;

    [Parameter]
    public Guid BatchId { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public string? PageText { get; set; }

    /// <summary>Only held payments (true) or only those that are not (false).</summary>
    [SupplyParameterFromQuery(Name = "held")]
    public string? HeldText { get; set; }

    /// <summary>A dossier number or an end-to-end identification.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>The payment whose hold is being changed.</summary>
    [SupplyParameterFromQuery(Name = "hold")]
    public string? HoldNo { get; set; }

    /// <summary>Shown after a hold was changed; the form redirects here, so that a reload repeats nothing.</summary>
    [SupplyParameterFromQuery(Name = "done")]
    public bool Done { get; set; }

    [SupplyParameterFromForm(FormName = "hold")]
    public HoldForm.Values? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private PageOf Stretch => PageOf.From(
        int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1, PageSize);

    private Crumb[] Crumbs =>
    [
        new(T["Month.Title", Shown.Month(_month)],
            MonthPage.PathOf(_month)),
        new(T["Batches"], BatchesPage.PathOf(_month)),
    ];

    private TimelineItem[] Steps => [.. _moments.Reverse().Select(ItemOf)];

    /// <summary>The address of the page of a batch.</summary>
    public static string PathOf(Guid batchId) => $"/batches/{batchId}";

    protected override async Task OnInitializedAsync()
    {
        var cancellation = Http.RequestAborted;
        var batch = await ReadBatches.FindAsync(
            source, reference, me, new BatchFilter(BatchId: BatchId), cancellation);
        if (batch is null)
        {
            _looked = true;
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _month = PeriodIso.Parse(batch.Period);
        _offers = await BatchOffers.OfAsync(session, me, batch, settings.Approval, clock, cancellation);
        _moments = await BatchHistory.OfAsync(session, BatchId, cancellation);
        _funds = await ReadFunds.OfBatchesAsync(source, me, [BatchId], cancellation);
        _comparison = await CompareBatch.SummaryAsync(source, [BatchId], _month, cancellation);
        (var differences, _differenceTotal) = await CompareBatch.ItemsAsync(
            source, BatchId, _month, null, new PageOf(1, DifferencesShown), cancellation);
        _differences = differences;
        await ReadPaymentsAsync(batch, cancellation);
        // Last, because a page renders between two reads and everything it shows hangs on the batch.
        _batch = batch;
        _looked = true;
    }

    private async Task ReadPaymentsAsync(BatchItem batch, CancellationToken cancellation)
    {
        var filter = new PaymentFilter(BatchId: BatchId)
        {
            Held = bool.TryParse(HeldText, out var held) ? held : null,
            Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        };
        (var items, _total) = await ReadPayments.QueryAsync(
            source, me, Permissions.BatchesView, filter, Stretch, cancellation);
        _rows = await BatchPayments.WithDetailsAsync(source, BatchId, items, cancellation);
        _mayHold = me.Can(Permissions.BatchesHold, batch.Commune, batch.Institution);
        if (!_mayHold || !int.TryParse(HoldNo, NumberStyles.None, CultureInfo.InvariantCulture, out var no)) return;
        _holding = _rows.FirstOrDefault(r => r.Payment.No == no && r.Payment.Status == "Placed");
    }

    private async Task HoldAsync()
    {
        if (_holding is not { } row) return;
        var result = await acts.HoldAsync(
            BatchId, row.Payment.No, !row.Payment.Held, Form?.Reason, Http.RequestAborted);
        _refusal = result.Refusal;
        if (result is { Found: true, Refusal: null }) navigation.NavigateTo(PathOf(BatchId) + "?done=true");
    }

    private string LeadOf(BatchItem batch) =>
        $"{T[$"Programme.{batch.Programme}"]} · {batch.CommuneName} · {areas.Institution(batch.Institution)}";

    private TimelineItem ItemOf(BatchMoment moment)
    {
        var what = moment.PaymentNo is { } no
            ? T[$"Batch.Step.{moment.What}", Shown.Count(no)]
            : T[$"Batch.Step.{moment.What}"];
        var sum = moment is { Count: { } count, Amount: { } amount }
            ? T["Batch.StepSum", Shown.Count(count), Shown.Money(amount)].Value
            : null;
        return new TimelineItem(
            moment.At, sum is null ? what : $"{what}: {sum}", moment.ByUser, ReasonOf(moment.Why), moment.MessageId,
            moment.What switch
            {
                "Approved" or "Released" => Tone.Good,
                "Returned" or "Held" => Tone.Warn,
                "ReleaseRefused" => Tone.Bad,
                _ => Tone.Info,
            });
    }

    // Holds of the planning rules carry a code, those of people their own words.
    private string? ReasonOf(string? reason) =>
        reason is not null && T[$"HoldReason.{reason}"] is { ResourceNotFound: false } text ? text : reason;
}
