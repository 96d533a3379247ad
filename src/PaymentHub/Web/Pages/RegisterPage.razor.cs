using Microsoft.AspNetCore.Components;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Register;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>Where register files are handed in, first on trial, and the list of those that were.</summary>
public sealed partial class RegisterPage(
    ReceiveImport receive, RawFiles files, NpgsqlDataSource source, CurrentUser me, NavigationManager navigation)
{
    private const int PageSize = 25;

    private IReadOnlyList<ImportLine> _items = [];
    private List<SavedMapping> _mappings = [];
    private long _total;
    private string? _problem;

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromForm(FormName = "import")]
    public ImportForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    private IEnumerable<Choice> Kinds => FileKind.All.Values
        .Select(k => new Choice(k.Word, T[$"Import.Kind.{k.Kind}"]));

    private IEnumerable<Choice> Sources => _mappings
        .Select(m => new Choice(m.Source, $"{m.Source} · {T[$"Import.Kind.{FileKind.All[m.Kind].Kind}"]}"));

    private IEnumerable<Choice> Codings => Enum.GetValues<TextCoding>()
        .Select(c => new Choice(c.ToString(), T[$"Import.Coding.{c}"]));

    private TableColumn[] Columns =>
    [
        new(T["FileName"]), new(T["Status"]), new(T["Import.Rows"], Numeric: true),
        new(T["Import.Added"], Numeric: true), new(T["Import.Corrected"], Numeric: true),
        new(T["Import.Ended"], Numeric: true), new(T["Import.Refused"], Numeric: true),
        new(T["Import.Findings"], Numeric: true), new(T["Import.When"]),
    ];

    protected override async Task OnInitializedAsync()
    {
        _mappings = await ImportMappings.AllAsync(source, Http.RequestAborted);
        (_items, _total) = await ReadImports.QueryAsync(source, me, Current, PageSize, Http.RequestAborted);
    }

    // What a trial run counts did not happen, and a file with errors is applied in no part.
    private string CountOf(ImportLine item, int count) => item switch
    {
        { Status: nameof(ImportStatus.Refused) } => T["NoValue"],
        { DryRun: true } when count > 0 => T["Import.TrialCount", Shown.Count(count)],
        _ => Shown.Count(count),
    };

    private async Task SubmitAsync()
    {
        _problem = UploadedFile.ProblemOf(Form?.File);
        if (_problem is not null || ImportRegister.KindOf(Form!.Kind) is not { } known) return;
        var kind = FileKind.Of(known);
        var (name, content) = UploadedFile.Open(Form.File!);
        var mapping = _mappings.FirstOrDefault(m => m.Kind == kind.Word && m.Source == Form.Source);
        var options = OptionsOf(mapping);
        var sha256 = await files.KeepAsync(content, Http.RequestAborted);
        var header = new FileRows(kind, content, options).Sample().Rows;
        if (mapping is null && header.Count > 0 && kind.Columns.ReadHeader(header[0].Cells).Order is null)
        {
            navigation.NavigateTo(MappingPage.PathOf(kind, sha256, name, options));
            return;
        }

        var id = await receive.RunAsync(known, name, sha256, options, Http.RequestAborted);
        navigation.NavigateTo(ImportPage.PathOf(id));
    }

    private ImportOptions OptionsOf(SavedMapping? mapping) => new(
        Form!.Act != "apply", mapping?.Source, mapping?.Mapping,
        Enum.TryParse<TextCoding>(Form.Coding, out var coding) ? coding : TextCoding.Unicode,
        LocalDatePattern.Iso.Parse(Form.PlacesAsOf ?? "") is { Success: true } day ? day.Value : null);

    /// <summary>A file, what it is, and how it is to be read.</summary>
    public sealed class ImportForm
    {
        public string? Kind { get; set; }

        public IFormFile? File { get; set; }

        public string? Source { get; set; }

        public string? Coding { get; set; }

        public string? PlacesAsOf { get; set; }

        public string? Act { get; set; }
    }
}
