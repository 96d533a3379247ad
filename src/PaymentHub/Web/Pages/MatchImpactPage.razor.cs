using Microsoft.AspNetCore.Components;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reconciliation;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One preview of changed rules: progress, sums, each difference, and what two people do with it.</summary>
public sealed partial class MatchImpactPage(ReadMatchImpacts read, ActOnMatchImpact act, NavigationManager navigation)
{
    private const int PageSize = 50;

    private MatchImpactDetail? _found;
    private MatchImpactDifferences _list = new([], 0, 0);
    private Refusal? _refusal;
    private bool _looked;

    [Parameter]
    public Guid ImpactId { get; set; }

    [Inject]
    private AreaNames Names { get; set; } = null!;

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromQuery]
    public int? Live { get; set; }

    [SupplyParameterFromQuery]
    public string? Change { get; set; }

    [SupplyParameterFromQuery]
    public string? Institution { get; set; }

    [SupplyParameterFromQuery]
    public string? Month { get; set; }

    [SupplyParameterFromQuery]
    public string? Rule { get; set; }

    [SupplyParameterFromForm]
    public ReasonForm? Said { get; set; }

    private int Current => Math.Max(1, Page ?? 1);

    private MatchImpactStatus Status => _found!.Impact.Status;

    private bool IsDone => Status is not (MatchImpactStatus.Running or MatchImpactStatus.Applying);

    private bool MayPropose => Status is MatchImpactStatus.Completed or MatchImpactStatus.Declined
        && _found!.Impact.Differences > 0;

    private bool Acts => act.May(Permissions.BreaksResolve)
        && (MayPropose || Status is MatchImpactStatus.Running or MatchImpactStatus.Stopped)
        || (act.May(Permissions.BreaksConfirm) && Status == MatchImpactStatus.Proposed);

    private IEnumerable<Choice> Changes => new[] { MatchChange.Gained, MatchChange.Lost, MatchChange.Changed }
        .Select(c => new Choice(c.ToString(), T[$"Impact.Change.{c}"]));

    private IEnumerable<Choice> Institutions => _found!.Sums.Select(s => s.Institution).Distinct()
        .Select(i => new Choice(i, Names.Institution(i)));

    private Tile[] Tiles =>
    [
        new(T["Impact.Change.Kept"], Shown.Count(_found!.Sums.Sum(s => s.Kept)),
            Shown.Money(_found.Sums.Sum(s => s.KeptAmount))),
        .. new[] { MatchChange.Gained, MatchChange.Lost, MatchChange.Changed }.Select(TileOf),
    ];

    private TableColumn[] SumColumns =>
    [
        new(T["Institution"]), new(T["Breaks.Month"]), new(T["Impact.Rule"]),
        new(T["Impact.Change.Kept"], Numeric: true), new(T["Impact.Change.Gained"], Numeric: true),
        new(T["Impact.Change.Lost"], Numeric: true), new(T["Impact.Change.Changed"], Numeric: true),
    ];

    private TableColumn[] Columns =>
    [
        new(T["BankReference"]), new(T["Amount"], Numeric: true), new(T["Impact.Change"]), new(T["Impact.Before"]),
        new(T["Impact.After"]), new(T["Impact.Applied"]),
    ];

    public static string PathOf(Guid id) => $"/exceptions/rules/{id}";

    protected override async Task OnInitializedAsync()
    {
        _found = await read.FindAsync(ImpactId, Http.RequestAborted);
        _looked = true;
        if (_found is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _list = await read.QueryAsync(
            ImpactId,
            new(Change, Institution, PeriodIso.TryParse(Month, out var month) ? month : (YearMonth?)null, Rule),
            new(Current, PageSize), Http.RequestAborted);
    }

    private static string ShownMonth(string iso) =>
        PeriodIso.TryParse(iso, out var month) ? Shown.Month(month) : iso;

    private static string PathOf(MatchImpactSum sum, MatchChange change) => FormattableString.Invariant(
        $"?change={change}&institution={sum.Institution}&month={sum.Month}&rule={sum.Rule}#differences");

    private static (MatchChange Change, long Count, long Amount)[] ChangesOf(MatchImpactSum s) =>
    [
        (MatchChange.Gained, s.Gained, s.GainedAmount), (MatchChange.Lost, s.Lost, s.LostAmount),
        (MatchChange.Changed, s.Changed, s.ChangedAmount),
    ];

    private static Tone ToneOf(string change) => change switch
    {
        nameof(MatchChange.Gained) => Tone.Good,
        nameof(MatchChange.Lost) => Tone.Bad,
        _ => Tone.Warn,
    };

    // The version of a match that a later judgement made stands on its break.
    private string? VersionOf(MatchImpactDifference d) =>
        d.BeforeVersion is > 0 and var version ? T["Impact.OfVersion", version].Value : null;

    private Tile TileOf(MatchChange change)
    {
        var all = _found!.Sums.SelectMany(ChangesOf).Where(c => c.Change == change).ToList();
        var count = all.Sum(c => c.Count);
        return new(
            T[$"Impact.Change.{change}"], Shown.Count(count), Shown.Money(all.Sum(c => c.Amount)),
            count > 0 ? ToneOf(change.ToString()) : Tone.Idle, count > 0 ? $"?change={change}#differences" : null);
    }

    private Task StopAsync() => ActAsync(act.StopAsync(ImpactId, Http.RequestAborted));

    private Task ResumeAsync() => ActAsync(act.ResumeAsync(ImpactId, Http.RequestAborted));

    private Task ProposeAsync() => ActAsync(act.ProposeAsync(ImpactId, Said?.Reason, Http.RequestAborted));

    private Task ConfirmAsync() => ActAsync(act.ConfirmAsync(ImpactId, Http.RequestAborted));

    private Task DeclineAsync() => ActAsync(act.DeclineAsync(ImpactId, Said?.Reason, Http.RequestAborted));

    private async Task ActAsync(Task<Refusal?> done)
    {
        _refusal = await done;
        if (_refusal is null) navigation.NavigateTo(PathOf(ImpactId));
    }

    /// <summary>Why it is proposed or declined.</summary>
    public sealed class ReasonForm
    {
        public string? Reason { get; set; }
    }
}
