using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Register;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One import: how far it has come, what it did and every defect of its rows.</summary>
public sealed partial class ImportPage(NpgsqlDataSource source, CurrentUser me)
{
    private const int PageSize = 50;

    private ImportItem? _import;
    private bool _looked;

    [Parameter]
    public Guid ImportId { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromQuery]
    public int? Live { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private bool IsDone => _import?.Status is ImportStatus.Completed or ImportStatus.Refused or ImportStatus.Cancelled;

    private int Current => Math.Max(1, Page ?? 1);

    private IReadOnlyList<ImportFinding> Stretch { get; set; } = [];

    private Tile[] Counts =>
    [
        new(T["Import.Rows"], Shown.Count(_import!.Rows)), new(T["Import.Added"], Shown.Count(_import.Counts.Added)),
        new(T["Import.Corrected"], Shown.Count(_import.Counts.Corrected)),
        new(T["Import.Unchanged"], Shown.Count(_import.Counts.Unchanged)),
        new(
            T["Import.Refused"], Shown.Count(_import.Counts.Refused),
            Tone: _import.Counts.Refused > 0 ? Tone.Bad : Tone.Idle),
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
        if (_import is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
        {
            Stretch = await ImportReport.FindingsAsync(
                source, ImportId, (Current - 1) * PageSize, PageSize, Http.RequestAborted);
        }
    }

    private static Tone ToneOf(ImportFinding finding) => finding.Severity == "error" ? Tone.Bad : Tone.Warn;

    // "11 digits" carries its number in front; everything else is a word of its own.
    private string ValueText(string valueClass)
    {
        var space = valueClass.IndexOf(' ', StringComparison.Ordinal);
        var counts = space > 0 && valueClass[..space].All(char.IsAsciiDigit);
        var text = counts ? T[$"Value.{valueClass[(space + 1)..]}", valueClass[..space]] : T[$"Value.{valueClass}"];
        return text.ResourceNotFound ? valueClass : text.Value;
    }
}
