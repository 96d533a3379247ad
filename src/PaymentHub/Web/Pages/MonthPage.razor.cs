using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Ledger;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// The month board (bảng theo dõi kỳ): how far the month is, where its money stands, and whether the ledger holds.
/// </summary>
public sealed partial class MonthPage(
    CurrentUser me, OfficerActs acts, NpgsqlDataSource source, IQuerySession session, IClock clock,
    ReferenceData reference, NavigationManager navigation, Domain.Ledger.ChartOfAccounts chart)
{
    private YearMonth? _month;
    private bool _looked;
    private IReadOnlyList<YearMonth> _choices = [];
    private RunItem? _run;
    private DeadlineList? _deadlines;
    private List<BatchSum> _sums = [];
    private List<TieOutLine> _lines = [];
    private List<Identity> _identities = [];
    private List<AccountBalance> _balances = [];
    private TieOutFlowAnswer? _flow;

    [Parameter]
    public string? Period { get; set; }

    /// <summary>The same as <see cref="Period"/>, as the form of the period switch sends it.</summary>
    [SupplyParameterFromQuery(Name = "period")]
    public string? Chosen { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private CurrentUser Me => me;

    private BatchSum Total => BatchSum.Total(_sums);

    private TableColumn[] SumColumns =>
    [
        new(T["Status"]), new(T["Batches"], Numeric: true), new(T["Payments"], Numeric: true),
        new(T["Amount"], Numeric: true), new(T["HeldPayments"], Numeric: true), new(T["HeldAmount"], Numeric: true),
    ];

    /// <summary>The address of a month's board.</summary>
    public static string PathOf(YearMonth month) => $"/months/{PeriodIso.Format(month)}";

    protected override async Task OnInitializedAsync()
    {
        var cancellation = Http.RequestAborted;
        var planned = await ReadRuns.PeriodsAsync(source, cancellation);
        var next = clock.GetCurrentInstant().InZone(HubClock.Zone).Date.ToYearMonth().PlusMonths(1);
        var text = Period ?? Chosen;
        _looked = true;
        if (text is null) _month = planned.Count > 0 ? planned[0] : next;
        else if (PeriodIso.TryParse(text, out var asked)) _month = asked;
        if (_month is not { } month)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _choices = [.. planned.Append(next).Append(next.PlusMonths(-1)).Append(month).Distinct().OrderDescending()];
        await ReadAsync(month, cancellation);
    }

    private async Task ReadAsync(YearMonth month, CancellationToken cancellation)
    {
        _run = await ReadRuns.FindAsync(session, month, cancellation);
        _deadlines = await ReadDeadlines.ListAsync(month, me, source, reference, clock, cancellation);
        if (_run is null) return;
        _sums = await SumBatches.QueryAsync(source, me, new BatchFilter(month), cancellation);
        if (_sums.Count == 0 || !me.Can(Permissions.LedgerView)) return;
        (_lines, _identities) = await TieOut.ComputeAsync(source, me, month, cancellation);
        _flow = await TieOutFlow.AnswerAsync(month, _lines, me, source, cancellation);
        // The accounts belong to the whole province.
        if (me.CommuneFilter(Permissions.LedgerView) is null)
        {
            _balances = await ReadTrialBalance.QueryAsync(source, chart, cancellation);
        }
    }

    // The page is then read anew, so that a reload plans nothing.
    private async Task PlanAsync()
    {
        if (_month is not { } month || !me.Can(Permissions.RunsPlan)) return;
        await acts.PlanAsync(month, Http.RequestAborted);
        navigation.NavigateTo(PathOf(month));
    }

    private Tile[] Figures(YearMonth month)
    {
        var total = Total;
        var open = _sums.Where(s => s.Status is "Placed" or "Submitted" or "Signed").Sum(s => s.Batches);
        var settled = _lines.FirstOrDefault(l => l.Code == "settled");
        var tiles = new List<Tile>
        {
            new(T["Month.Total"], Shown.Money(total.Amount), T["Month.TotalNote", Shown.Count(total.Payments)]),
            new(T["Month.Open"], Shown.Count(open), T["Month.OpenNote", Shown.Count(total.Batches)],
                open > 0 ? Tone.Info : Tone.Good, BatchesPage.PathOf(month)),
            new(T["Month.Held"], Shown.Count(total.HeldPayments), Shown.Money(total.HeldAmount),
                total.HeldPayments > 0 ? Tone.Warn : Tone.Good),
        };
        if (settled is not null)
        {
            tiles.Add(new(T["Month.Settled"], Shown.Money(settled.Amount),
                T["Month.SettledNote", Shown.Count(settled.Count)], Tone.Good));
            var holds = _identities.All(i => i.Holds);
            tiles.Add(new(T["Month.Ledger"], T[holds ? "Holds" : "DoesNotHold"],
                T["Month.LedgerNote", Shown.Count(_identities.Count)], holds ? Tone.Good : Tone.Bad));
        }

        return [.. tiles];
    }
}
