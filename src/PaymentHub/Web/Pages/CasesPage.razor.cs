using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Misuse;
using PaymentHub.Misuse;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>The misuse cases of a period, and the screening that opens them.</summary>
public sealed partial class CasesPage(
    NpgsqlDataSource source, IDocumentStore store, IClock clock, CurrentUser me, NavigationManager navigation)
{
    private const int PageSize = 50;

    private static readonly string[] AllDetectors =
    [
        Domain.Misuse.Detectors.PaidAfterDeath, Domain.Misuse.Detectors.SharedAccount,
        Domain.Misuse.Detectors.BankLineNotInstructed, Domain.Misuse.Detectors.DuplicatePerson,
        Domain.Misuse.Detectors.IdContradictsBirth,
    ];

    private List<YearMonth> _periods = [];
    private IReadOnlyList<FlagItem> _items = [];
    private long _total;
    private string? _period;

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? Detector { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>After a screening: how many findings stand.</summary>
    [SupplyParameterFromQuery]
    public int? Found { get; set; }

    /// <summary>After a screening: how many cases were opened or received evidence.</summary>
    [SupplyParameterFromQuery]
    public int? Changed { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    private IEnumerable<Choice> Detectors => AllDetectors.Select(d => new Choice(d, T[$"Detector.{d}"]));

    private IEnumerable<Choice> Statuses =>
        Enum.GetNames<CaseStatus>().Select(s => new Choice(s, T[$"Case.Status.{s}"]));

    private TableColumn[] Columns =>
    [
        new(T["Cases.Detector"]), new(T["Status"]), new(T["Dossier"]), new(T["Files.Payments"], Numeric: true),
        new(T["Amount"], Numeric: true), new(T["Cases.Opened"]),
    ];

    protected override async Task OnInitializedAsync()
    {
        _periods = await KnownPeriods.ListAsync(source, Http.RequestAborted);
        YearMonth? month = PeriodIso.TryParse(Period, out var asked) ? asked : null;
        if (Period is null && _periods.Count > 0) month = _periods[0];
        _period = month is { } m ? PeriodIso.Format(m) : null;
        (_items, _total) = await ReadCases.QueryAsync(
            source, me, new(month, Set(Detector), Set(Status)), new(Current, PageSize), Http.RequestAborted);
    }

    private async Task ScreenAsync()
    {
        if (!PeriodIso.TryParse(_period, out var month) || !me.Can(Permissions.CasesDecide)) return;
        var (found, changed) = await ScreenPeriod.RunAsync(
            source, store, clock, me.UserName, month, Http.RequestAborted);
        navigation.NavigateTo($"/cases?period={_period}&found={found}&changed={changed}");
    }

    private static string? Set(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
