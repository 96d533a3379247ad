using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>The payments of a period, or of one dossier through all periods.</summary>
public sealed partial class PaymentsPage(
    NpgsqlDataSource source, CurrentUser me, AreaNames names, ProgrammeNames programmes)
{
    private const int PageSize = 50;

    private List<YearMonth> _periods = [];
    private IReadOnlyList<PaymentItem> _items = [];
    private long _total;
    private string? _period;

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery]
    public string? Commune { get; set; }

    [SupplyParameterFromQuery]
    public string? Programme { get; set; }

    [SupplyParameterFromQuery]
    public string? Institution { get; set; }

    [SupplyParameterFromQuery]
    public string? Dossier { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    private IEnumerable<Choice> Statuses => Enum.GetNames<PaymentStatus>().Prepend(PaymentFilter.HeldStatus)
        .Select(s => new Choice(s, T[$"Pay.{s}"]));

    private IEnumerable<Choice> Programmes => programmes.All.Select(p => new Choice(p.Code, p.Name));

    private IEnumerable<Choice> Communes => names.Communes
        .Where(c => me.CommuneFilter(Permissions.PaymentsView)?.Contains(c.Code) != false)
        .Select(c => new Choice(c.Code, c.Name));

    private IEnumerable<Choice> Institutions => names.Institutions
        .Where(i => me.InstitutionFilter(Permissions.PaymentsView)?.Contains(i.Code) != false)
        .Select(i => new Choice(i.Code, i.Name));

    protected override async Task OnInitializedAsync()
    {
        Dossier = Set(Dossier)?.ToUpperInvariant();
        _periods = await KnownPeriods.ListAsync(source, Http.RequestAborted);
        YearMonth? month = PeriodIso.TryParse(Period, out var asked) ? asked : null;
        // A dossier is followed through all periods unless one is named.
        if (month is null && Dossier is null && _periods.Count > 0) month = _periods[0];
        _period = month is { } m ? PeriodIso.Format(m) : null;
        var filter = new PaymentFilter(
            month, Set(Status), Commune: Set(Commune), Programme: Set(Programme), Institution: Set(Institution),
            Dossier: Dossier);
        (_items, _total) = await ReadPayments.QueryAsync(
            source, me, Permissions.PaymentsView, filter, new(Current, PageSize), Http.RequestAborted);
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
