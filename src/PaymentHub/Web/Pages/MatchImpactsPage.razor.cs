using System.Globalization;
using Microsoft.AspNetCore.Components;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reconciliation;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>Previews of what a version of the matching rules makes of past bank entries.</summary>
public sealed partial class MatchImpactsPage(
    ReadMatchImpacts read, ActOnMatchImpact act, NavigationManager navigation)
{
    private List<MatchImpactItem> _items = [];
    private Refusal? _refusal;

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "order")]
    public OrderForm? Asked { get; set; }

    // The version in force stands first.
    private IEnumerable<Choice> Versions =>
        Enumerable.Range(1, EntryMatching.RuleVersion).Reverse().Select(v => new Choice(
            Text(v), v == EntryMatching.RuleVersion ? T["Impact.InForce", v] : T["Impact.Earlier", v]));

    private TableColumn[] Columns =>
    [
        new(T["Impact.Ordered"]), new(T["Impact.Version"], Numeric: true), new(T["Status"]),
        new(T["Impact.Files"], Numeric: true), new(T["Impact.Differences"], Numeric: true), new(T["Impact.By"]),
    ];

    protected override async Task OnInitializedAsync() => _items = await read.ItemsAsync(null, Http.RequestAborted);

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    private async Task OrderAsync()
    {
        if (!act.May(Permissions.BreaksResolve)) return;
        (var id, _refusal) = await act.OrderAsync(Asked?.RuleVersion, Http.RequestAborted);
        if (_refusal is null) navigation.NavigateTo(MatchImpactPage.PathOf(id));
    }

    /// <summary>The version to try.</summary>
    public sealed class OrderForm
    {
        public int? RuleVersion { get; set; }
    }
}
