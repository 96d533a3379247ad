using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// The batches of a month with their sums; several of them, or all of a filter, can be acted on at once.
/// </summary>
public sealed partial class BatchesPage(
    CurrentUser me, NpgsqlDataSource source, ReferenceData reference, AreaNames areas, IClock clock,
    ProgrammeNames programmes)
{
    private const int PageSize = 50;

    /// <summary>The states in which a batch can be.</summary>
    public static readonly string[] Statuses = ["Placed", "Submitted", "Signed", "Approved", "Released"];

    private YearMonth _month;
    private IReadOnlyList<YearMonth> _periods = [];
    private IReadOnlyList<BatchSum> _sums = [];
    private IReadOnlyList<BatchItem> _items = [];
    private long _total;

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? Commune { get; set; }

    [SupplyParameterFromQuery]
    public string? Area { get; set; }

    [SupplyParameterFromQuery]
    public string? Programme { get; set; }

    [SupplyParameterFromQuery]
    public string? Institution { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public string? PageText { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private AreaNames Areas => areas;

    private PageOf Stretch => PageOf.From(
        int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1, PageSize);

    private BatchFilter Filter =>
        new BatchFilter(_month, Set(Commune), Set(Programme), Set(Institution), Set(Status)).In(Area, reference);

    /// <summary>The sums of what the table lists: all states, or the chosen one.</summary>
    private BatchSum Listed => BatchSum.Total([.. _sums.Where(s => Set(Status) is null || s.Status == Status)]);

    /// <summary>The acts that this person may do and that something in the list waits for.</summary>
    private IReadOnlyList<BatchAct> Permitted =>
    [
        .. Enum.GetValues<BatchAct>().Where(a => me.Can(BatchOffers.PermissionOf(a))
            && _sums.Any(s => (Set(Status) is null || s.Status == Status)
                && BatchActPage.WaitingFor(a).Contains(s.Status))),
    ];

    private bool MayAct => Permitted.Count > 0;

    /// <summary>The acts that cover everything in the filter that waits for them.</summary>
    private IEnumerable<(BatchAct Act, BatchSum Sum)> WholeActs => Permitted
        .Where(a => a != BatchAct.Return)
        .Select(a => (a, BatchSum.Total([.. _sums.Where(s => BatchActPage.WaitingFor(a).Contains(s.Status))])));

    private TableColumn[] Columns =>
    [
        .. MayAct ? [new TableColumn(T["Select"])] : Array.Empty<TableColumn>(),
        new(T["Batch.Code"]), new(T["Status"]), new(T["Commune"]), new(T["ProgrammeInstitution"]),
        new(T["Payments"], Numeric: true), new(T["Amount"], Numeric: true), new(T["HeldPayments"], Numeric: true),
    ];

    private Tile[] SumTiles =>
    [
        .. _sums.Select(s => new Tile(
            T[$"Batch.Status.{s.Status}"], T["Batches.Count", Shown.Count(s.Batches)], Shown.Money(s.Amount),
            StatusLook.OfBatch(s.Status), PathOf(_month, s.Status, Commune, Programme, Institution, Area))),
    ];

    /// <summary>The address of the list with these filters.</summary>
    public static string PathOf(
        YearMonth month, string? status = null, string? commune = null, string? programme = null,
        string? institution = null, string? area = null)
    {
        var query = QueryString.Create("period", PeriodIso.Format(month));
        foreach (var (name, value) in new[]
        {
            ("status", status), ("commune", commune), ("programme", programme), ("institution", institution),
            ("area", area),
        })
        {
            if (!string.IsNullOrEmpty(value)) query = query.Add(name, value);
        }

        return "/batches" + query;
    }

    protected override async Task OnInitializedAsync()
    {
        var cancellation = Http.RequestAborted;
        var planned = await ReadRuns.PeriodsAsync(source, cancellation);
        var next = clock.GetCurrentInstant().InZone(HubClock.Zone).Date.ToYearMonth().PlusMonths(1);
        _month = PeriodIso.TryParse(Period, out var asked) ? asked : planned.Count > 0 ? planned[0] : next;
        _periods = [.. planned.Append(_month).Distinct().OrderDescending()];
        _sums = await SumBatches.QueryAsync(source, me, Filter with { Status = null }, cancellation);
        (var items, _total) = await ReadBatches.QueryAsync(source, reference, me, Filter, Stretch, cancellation);
        _items = items;
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
