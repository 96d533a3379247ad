using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Ledger;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>The books of a month: checklist, seal, and the acts that shut and open them.</summary>
public sealed partial class PeriodPage(
    CurrentUser me, ActOnPeriod act, NpgsqlDataSource source, IQuerySession session, NavigationManager navigation)
{
    private PeriodAnswer? _found;
    private YearMonth _month;
    private bool _looked;
    private Refusal? _refusal;

    /// <summary>A reason as the form sends it.</summary>
    public sealed class Said
    {
        public string? Reason { get; set; }
    }

    [Parameter]
    public string Period { get; set; } = "";

    [SupplyParameterFromForm(FormName = "sign")]
    public Dictionary<string, string>? Carried { get; set; }

    [SupplyParameterFromForm(FormName = "open")]
    public Said? Why { get; set; }

    [SupplyParameterFromForm(FormName = "reopen")]
    public Said? Again { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private ActOnPeriod Act => act;

    private TableColumn[] PointColumns => [new(T["Closing.Point"]), new(T["Closing.Found"]), new(T["Result"])];

    private TableColumn[] CarriedColumns =>
    [
        new(T["Closing.Kind"]), new(T["Closing.Count"], Numeric: true), new(T["Amount"], Numeric: true),
        new(T["Reason"]),
    ];

    private List<TimelineItem> Steps =>
    [
        .. (_found?.Steps ?? []).Select(s => new TimelineItem(
            s.At, T[$"Closing.Status.{s.Status}"], s.ByUser, s.Reason, s.Hash?[..16])),
    ];

    /// <summary>The address of a month's books.</summary>
    public static string PathOf(YearMonth month) => $"/ledger/periods/{PeriodIso.Format(month)}";

    internal static Tone ToneOf(string status) => status switch
    {
        "Open" => Tone.Info,
        "Closed" => Tone.Good,
        _ => Tone.Warn,
    };

    protected override async Task OnInitializedAsync()
    {
        if (PeriodIso.TryParse(Period, out _month) && ReadPeriods.MaySee(me))
            _found = await ReadPeriods.FindAsync(_month, source, session, Http.RequestAborted);
        _looked = true;
        if (_found is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private Task SoftCloseAsync() => ShowAsync(act.SoftCloseAsync(Period, Http.RequestAborted));

    private Task SignAsync() => ShowAsync(act.SignAsync(Period, Carried ?? [], Http.RequestAborted));

    private Task OpenAsync() => ShowAsync(act.OpenAsync(Period, Why?.Reason ?? "", Http.RequestAborted));

    private Task ReopenAsync() => ShowAsync(act.ReopenAsync(Period, Again?.Reason ?? "", Http.RequestAborted));

    // After an act the page is read anew, so that a reload does nothing again.
    private async Task ShowAsync(Task<(bool Found, Refusal? Refusal)> acting)
    {
        (_, _refusal) = await acting;
        if (_refusal is null) navigation.NavigateTo(PathOf(_month));
    }
}
