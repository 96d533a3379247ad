using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Web.Components;
using Wolverine.Marten;

namespace PaymentHub.Web.Pages;

/// <summary>
/// The exceptions with their incidents, owners and days; several with an equal reason are cleared at once.
/// </summary>
public sealed partial class BreaksPage(
    NpgsqlDataSource source, CurrentUser me, AreaNames names, BreakRules rules, IClock clock, ClearBreaks clear,
    ReferenceData reference, ActOnBreak act, IDocumentStore store, IMartenOutbox outbox)
{
    private const int PageSize = 50;
    private const string Unresolved = "unresolved";

    private List<YearMonth> _periods = [];
    private BreakList _list = new([], 0);
    private List<BreakIncident> _incidents = [];
    private List<FailureIncident> _failures = [];
    private BreaksCleared? _cleared;
    private string? _period;
    private bool _proposed;

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? Institution { get; set; }

    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>A user name; a dash for nobody.</summary>
    [SupplyParameterFromQuery]
    public string? Owner { get; set; }

    [SupplyParameterFromQuery]
    public string? Late { get; set; }

    /// <summary>One value date, e.g. 2026-11-02.</summary>
    [SupplyParameterFromQuery]
    public string? Day { get; set; }

    [SupplyParameterFromQuery]
    public Guid? FileId { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromForm(FormName = "bulk")]
    public BulkForm? Bulk { get; set; }

    private int Current => Math.Max(1, Page ?? 1);

    private bool IsLate => Late == "true";

    private bool MayClear => me.Can(Permissions.BreaksConfirm) && me.CommuneFilter(Permissions.BreaksConfirm) is null;

    private IEnumerable<Choice> Kinds => Enum.GetValues<BreakKind>()
        .Select(BreakWords.CodeOf).Select(code => new Choice(code, T[$"Break.{code}"]));

    private IEnumerable<Choice> Statuses =>
    [
        new(Unresolved, T["Break.Status.Unresolved"]),
        .. Enum.GetValues<BreakStatus>().Select(s => new Choice($"{s}", T[$"Break.Status.{s}"])),
    ];

    private IEnumerable<Choice> Owners => [new(me.UserName, T["Break.Mine"]), new("-", T["Break.NoOwner"])];

    private IEnumerable<Choice> Institutions => names.Institutions
        .Where(i => me.InstitutionFilter(Permissions.BreaksView)?.Contains(i.Code) != false)
        .Select(i => new Choice(i.Code, i.Name));

    // Who may only agree as the second person, is offered that and remarks.
    private IEnumerable<Choice> Acts => Enum.GetValues<BulkAct>()
        .Where(a => a is BulkAct.Confirm or BulkAct.Comment || me.Can(Permissions.BreaksResolve))
        .Select(a => new Choice($"{a}", T[$"Breaks.Bulk.{a}"]));

    private TableColumn[] IncidentColumns =>
    [
        new(T["Break.Kind"]), new(T["Institution"]), new(T["ValueDate"]), new(T["Breaks.Count"], Numeric: true),
        new(T["Break.Debit"], Numeric: true), new(T["Break.Credit"], Numeric: true), new(T["Break.Due"]),
    ];

    private TableColumn[] FailureColumns =>
    [
        new(T["Remedy.Reason"]), new(T["Institution"]), new(T["Continuity.Day"]), new(T["Breaks.Count"], Numeric: true),
        new(T["Amount"], Numeric: true), new(T["Remedy.Who"]), new(T["Remedy.Contact"]),
    ];

    private static string PathOf(BreakIncident incident) =>
        $"/exceptions?period=&kind={incident.Kind}&institution={incident.Institution}&day="
        + LocalDatePattern.Iso.Format(incident.ValueDate);

    protected override async Task OnInitializedAsync()
    {
        _periods = await KnownPeriods.ListAsync(source, Http.RequestAborted);
        YearMonth? month = PeriodIso.TryParse(Period, out var asked) ? asked : null;
        // A file's exceptions are shown whole; everywhere else the latest period comes first.
        if (Period is null && FileId is null && _periods.Count > 0) month = _periods[0];
        _period = month is { } m ? PeriodIso.Format(m) : null;
        if (!Http.Request.HasFormContentType) await LoadAsync(month);
    }

    private async Task ClearAsync()
    {
        if (!MayClear || !Enum.TryParse<BulkAct>(Bulk?.Act, out var act)) return;
        _cleared = await clear.RunAsync(new BreaksToClear(Bulk!.Ids, act, Bulk.Reason), Http.RequestAborted);
        await LoadAsync(PeriodIso.TryParse(_period, out var month) ? month : null);
    }

    private async Task ProposeAsync()
    {
        if (me.Can(Permissions.BreaksResolve))
        {
            await OrderProposals.RunAsync(reference, act, store, outbox, Http.RequestAborted);
            _proposed = true;
        }

        await LoadAsync(PeriodIso.TryParse(_period, out var month) ? month : null);
    }

    private async Task LoadAsync(YearMonth? month)
    {
        var institution = string.IsNullOrEmpty(Institution) ? null : Institution;
        var day = Day is not null && LocalDatePattern.Iso.Parse(Day) is { Success: true } parsed
            ? parsed.Value : (LocalDate?)null;
        var filter = new BreakFilter(
            month, BreakWords.KindOf(Kind), institution, FileId, BreakWords.StatusOf(Status),
            (Status ?? (FileId is null ? Unresolved : null)) == Unresolved, Owner == "-" ? "" : NullIfEmpty(Owner),
            day, IsLate);
        _list = await ReadBreaks.QueryAsync(
            source, me, filter, new(Current, PageSize), rules, clock, Sort, Http.RequestAborted);
        _incidents = await ReadIncidents.QueryAsync(
            source, me, filter with { Status = null, Unresolved = true }, rules, clock, Http.RequestAborted);
        if (me.Can(Permissions.PaymentsView))
            _failures = await ReadFailures.QueryAsync(source, me, reference.Reasons, clock, Http.RequestAborted);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>What is done with the chosen breaks.</summary>
    public sealed class BulkForm
    {
        public Guid[]? Ids { get; set; }

        public string? Act { get; set; }

        public string? Reason { get; set; }
    }
}
