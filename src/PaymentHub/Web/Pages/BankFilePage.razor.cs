using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reconciliation;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One file in: what it says of itself, what was found and matched, and what to do next.</summary>
public sealed partial class BankFilePage(
    NpgsqlDataSource source, CurrentUser me, AreaNames names, ActOnHeldFile act, ActOnMatch undoing,
    ActOnBreak breaks, BreakRules rules,
    IClock clock, NavigationManager navigation)
{
    private const int PageSize = 50;

    private BankFileItem? _file;
    private bool _looked;
    private IReadOnlyList<BankFileStage> _steps = [];
    private IReadOnlyList<FoundInFile> _findings = [];
    private IReadOnlyList<StatementItem> _statements = [];
    private IReadOnlyList<MatchItem> _matches = [];
    private IReadOnlyList<BreakItem> _breaks = [];
    private FileEntryList _entries = new([], 0);
    private FileDifference? _difference;
    private long _matchTotal;
    private long _breakTotal;
    private Refusal? _refusal;
    private Refusal? _undoRefusal;

    [Parameter]
    public Guid FileId { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>Page of the list of entries.</summary>
    [SupplyParameterFromQuery]
    public int? Entries { get; set; }

    [SupplyParameterFromQuery]
    public int? Live { get; set; }

    /// <summary>The same bytes had been handed in before.</summary>
    [SupplyParameterFromQuery]
    public bool Duplicate { get; set; }

    [SupplyParameterFromForm(FormName = "post")]
    public HeldFileForm.Values? Post { get; set; }

    [SupplyParameterFromForm(FormName = "refuse")]
    public HeldFileForm.Values? Refuse { get; set; }

    /// <summary>Each match has a form of its own.</summary>
    [SupplyParameterFromForm]
    public UndoForm? Undo { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private bool IsDone => _file?.Status is "Reconciled" or "Refused" or "Held" or "Proposed" or "Duplicate";

    private bool MayDecide => _file is { Status: "Held" or "Proposed" } file
        && me.CommuneFilter(Permissions.FilesDecide) is null
        && me.Can(Permissions.FilesDecide, null, file.Institution);

    private bool MayUndo => _file is { } file && breaks.May(Permissions.BreaksResolve, file.Institution);

    private int Current => Math.Max(1, Page ?? 1);

    private TimelineItem[] Steps =>
    [
        .. _steps.Select(s => new TimelineItem(
            s.At, T[$"FileIn.Step.{StepOf(s)}"], s.ByUser, s.Why,
            Code: s.Reasons.Length > 0 ? string.Join(", ", s.Reasons) : null,
            Tone: s.Status switch
            {
                "Refused" => Tone.Bad,
                "Held" or "Proposed" => Tone.Warn,
                "Reconciled" or "Released" => Tone.Good,
                _ => Tone.Info,
            })),
    ];

    private TableColumn[] StatementColumns =>
    [
        new(T["FileIn.StatementId"]), new(T["FileIn.Sequence"], Numeric: true), new(T["FileIn.Account"]),
        new(T["FileIn.Days"]), new(T["FileIn.Opening"], Numeric: true), new(T["FileIn.Moved"], Numeric: true),
        new(T["FileIn.Closing"], Numeric: true),
    ];

    private TableColumn[] FindingColumns =>
    [
        new(T["FileIn.Line"], Numeric: true), new(T["FileIn.Where"]), new(T["FileIn.Text"]), new(T["FileIn.Rule"]),
    ];

    private TableColumn[] MatchColumns =>
    [
        new(T["Entry"], Numeric: true), new(T["Match.Kind"]), new(T["Payment"]), new(T["Batch"]),
        new(T["Amount"], Numeric: true), new(T["ValueDate"]), new(T["Match.Rule"]), new(T["BankReference"]),
        .. MayUndo ? (TableColumn[])[new(T["Match.Standing"])] : [],
    ];

    /// <summary>The address of the page of a file in.</summary>
    public static string PathOf(Guid fileId) => $"/files/in/{fileId}";

    // A person's refusal is told as one, not as the gate's.
    private static string StepOf(BankFileStage stage) => stage switch
    {
        { Status: "Refused", ByUser: not null } => "RefusedByPerson",
        { Status: "Proposed", IsRefusal: true } => "RefusalProposed",
        _ => stage.Status,
    };

    private async Task PostAsync() => Done(await act.PostAsync(FileId, Post?.Reason, Http.RequestAborted));

    private async Task RefuseAsync() => Done(await act.RefuseAsync(FileId, Refuse?.Reason, Http.RequestAborted));

    private async Task UndoAsync()
    {
        if (Undo is not { } form) return;
        _undoRefusal = await undoing.UndoAsync(
            FileId, new(form.Entry, form.EndToEndId, form.Reason), Http.RequestAborted);
        if (_undoRefusal is null) navigation.NavigateTo(PathOf(FileId) + "#breaks");
    }

    // The page is then read anew, so that a reload decides nothing.
    private void Done(HeldFileResult result)
    {
        _refusal = result.Refusal;
        if (result.Decided is not null) navigation.NavigateTo(PathOf(FileId));
    }

    protected override async Task OnInitializedAsync()
    {
        var stop = Http.RequestAborted;
        _file = await ReadBankFiles.FindAsync(source, me, FileId, stop);
        _looked = true;
        if (_file is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _steps = await ReadBankFiles.StepsAsync(source, FileId, stop);
        _findings = [.. _steps.SelectMany(s => s.Findings)];
        _statements = await ReadBankFiles.StatementsAsync(source, FileId, stop);
        _entries = await ReadFileEntries.OfFileAsync(source, FileId, new(Math.Max(1, Entries ?? 1), PageSize), stop);
        _difference = _file.Status is "Held" or "Proposed"
            ? await ReadFileEntries.DifferenceAsync(source, FileId, stop)
            : null;
        (_matches, _matchTotal) = await ReadMatches.OfFileAsync(source, FileId, new(Current, PageSize), stop);
        if (me.Can(Permissions.BreaksView))
        {
            var list = await ReadBreaks.QueryAsync(
                source, me, new(FileId: FileId), new(1, PageSize), rules, clock, null, stop);
            (_breaks, _breakTotal) = (list.Items, list.Total);
        }
    }

    /// <summary>The match that is taken back.</summary>
    public sealed class UndoForm
    {
        public int Entry { get; set; }

        public string? EndToEndId { get; set; }

        public string? Reason { get; set; }
    }
}
