using Marten;
using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Register;
using PaymentHub.Web.Components;
using Wolverine.Marten;

namespace PaymentHub.Web.Pages;

/// <summary>
/// One import or trial run: how far it has come, what it changes field by field, every defect of its rows, and what can
/// be done next: apply the trial, stop, go on, fetch the errors.
/// </summary>
public sealed partial class ImportPage(
    NpgsqlDataSource source, CurrentUser me, ReceiveImport receive, IDocumentStore store, IMartenOutbox outbox,
    NavigationManager navigation)
{
    private const int PageSize = 50;

    private ImportItem? _import;
    private bool _looked;
    private List<RowChange> _changes = [];
    private long _changesTotal;

    [Parameter]
    public Guid ImportId { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>The page of the table of changes, which pages on its own.</summary>
    [SupplyParameterFromQuery]
    public int? Changes { get; set; }

    [SupplyParameterFromQuery]
    public int? Live { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private bool IsDone =>
        _import?.Status is not (null or ImportStatus.Received or ImportStatus.Running);

    private string Lead => T[$"Import.Kind.{_import!.Kind}"]
        + (_import.Options.IsDryRun ? $" · {T["Import.DryRun"]}" : "");

    private string ErrorsPath => $"/api/register/imports/{ImportId}/errors";

    private int Current => Math.Max(1, Page ?? 1);

    private int ChangesNow => Math.Max(1, Changes ?? 1);

    private IReadOnlyList<ImportFinding> Stretch { get; set; } = [];

    private Tile[] Counts =>
    [
        new(T["Import.Rows"], Shown.Count(_import!.Rows)), new(Would("Added"), Shown.Count(_import.Counts.Added)),
        new(Would("Corrected"), Shown.Count(_import.Counts.Corrected)),
        new(Would("Ended"), Shown.Count(_import.Counts.Ended)),
        new(T["Import.Unchanged"], Shown.Count(_import.Counts.Unchanged)),
        new(
            T["Import.Refused"], Shown.Count(_import.Counts.Refused),
            Tone: _import.Counts.Refused > 0 ? Tone.Bad : Tone.Idle),
        new(
            T["Import.SetAside"], Shown.Count(_import.Counts.SetAside),
            Tone: _import.Counts.SetAside > 0 ? Tone.Warn : Tone.Idle),
    ];

    // A trial run, and a file that was refused, has changed nothing; it tells what it would change.
    private bool ChangedNothing => _import!.Options.IsDryRun || _import.Status == ImportStatus.Refused;

    private string ChangesTitle => T[ChangedNothing ? "Import.WouldChange" : "Import.Changes"];

    private string Would(string count) => T[ChangedNothing ? $"Import.Would.{count}" : $"Import.{count}"];

    private string OrNone(string? text) => string.IsNullOrEmpty(text) ? T["NoValue"] : text;

    private TableColumn[] ChangeColumns =>
    [
        new(T["Import.Row"], Numeric: true), new(T["Import.Key"]), new(T["Import.Outcome"]), new(T["Import.Column"]),
        new(T["Import.Before"]), new(T["Import.After"]),
    ];

    private TableColumn[] Columns =>
    [
        new(T["Import.Row"], Numeric: true), new(T["Import.Column"]), new(T["Import.Severity"]),
        new(T["Import.ValueClass"]), new(T["Import.Text"]), new(T["Import.Rule"]),
    ];

    /// <summary>The address of the page of an import.</summary>
    public static string PathOf(Guid importId) => $"/register/{importId}";

    protected override async Task OnInitializedAsync()
    {
        _import = await ReadImports.FindAsync(source, me, ImportId, Http.RequestAborted);
        _looked = true;
        if (_import is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Stretch = await ImportReport.FindingsAsync(
            source, ImportId, (Current - 1) * PageSize, PageSize, Http.RequestAborted);
        (_changes, _changesTotal) = await ImportReport.ChangesAsync(
            source, ImportId, (ChangesNow - 1) * PageSize, PageSize, Http.RequestAborted);
    }

    private async Task ApplyAsync()
    {
        if (_import is null) return;
        if (await StopImport.ApplyTrialAsync(_import, receive, Http.RequestAborted) is { } id)
            navigation.NavigateTo(PathOf(id));
    }

    private async Task StopAsync()
    {
        if (_import is null) return;
        await StopImport.StopAsync(source, ImportId, Http.RequestAborted);
        navigation.NavigateTo(PathOf(ImportId));
    }

    private async Task ResumeAsync()
    {
        if (_import is null) return;
        await StopImport.GoOnAsync(_import, source, store, outbox, Http.RequestAborted);
        navigation.NavigateTo(PathOf(ImportId));
    }

    // The work may end, or be stopped by another, between the look and the press: then the page shows how it stands.
    private string? Late
    {
        get
        {
            if (!Http.Request.HasFormContentType) return null;
            var sent = Http.Request.Form["_handler"].ToString();
            var isOffered = sent switch
            {
                "stop" => !IsDone,
                "resume" => _import?.Status is ImportStatus.Cancelled or ImportStatus.Failed,
                "apply" => IsDone && _import!.Options.IsDryRun
                    && _import.Status == ImportStatus.Completed,
                _ => true,
            };
            return isOffered ? null : sent;
        }
    }

    private void ReadAnew() => navigation.NavigateTo(PathOf(ImportId));

    private static Tone ToneOf(ImportFinding finding) => finding.Severity == "error" ? Tone.Bad : Tone.Warn;

    private static Tone ToneOf(RowChange change) => change.Outcome switch
    {
        RowOutcome.Added => Tone.Good,
        RowOutcome.Corrected => Tone.Info,
        _ => Tone.Warn,
    };

    // "11 digits" carries its number in front; everything else is a word of its own.
    private string ValueText(string valueClass)
    {
        var space = valueClass.IndexOf(' ', StringComparison.Ordinal);
        var counts = space > 0 && valueClass[..space].All(char.IsAsciiDigit);
        var text = counts ? T[$"Value.{valueClass[(space + 1)..]}", valueClass[..space]] : T[$"Value.{valueClass}"];
        return text.ResourceNotFound ? valueClass : text.Value;
    }
}
