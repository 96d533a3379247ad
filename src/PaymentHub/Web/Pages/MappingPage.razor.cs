using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Register;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// Says once which of our columns a source's headers mean. The file was handed in already; its first row with content
/// is shown as an example.
/// </summary>
public sealed partial class MappingPage(
    NpgsqlDataSource source, RawFiles files, ReceiveImport receive, CurrentUser me, IClock clock,
    NavigationManager navigation)
{
    private FileKind? _kind;
    private IReadOnlyList<string> _headers = [];
    private IReadOnlyList<string> _examples = [];
    private IReadOnlyList<string> _proposed = [];
    private IReadOnlyList<string> _missing = [];
    private TextCoding _detected;
    private bool _looked;

    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public string? Sha256 { get; set; }

    [SupplyParameterFromQuery]
    public string? File { get; set; }

    [SupplyParameterFromQuery]
    public string? Coding { get; set; }

    [SupplyParameterFromQuery]
    public string? PlacesAsOf { get; set; }

    [SupplyParameterFromForm(FormName = "mapping")]
    public MappingForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private IEnumerable<Choice> Codings => Enum.GetValues<TextCoding>()
        .Select(c => new Choice(c.ToString(), T[$"Import.Coding.{c}"]));

    /// <summary>Required columns that no header means yet, with what was entered for them.</summary>
    private IReadOnlyList<Pair> Constants =>
        Form?.Constants is { Count: > 0 } entered
            ? entered
            : [.. _kind!.Columns.Names
                .Where(c => !_kind.Columns.IsOptional(c) && c != FileColumns.Ordinal && !_proposed.Contains(c))
                .Select(c => new Pair { Name = c })];

    /// <summary>The address for a file that was kept under its hash.</summary>
    public static string PathOf(FileKind kind, string sha256, string file, ImportOptions options) =>
        $"/register/mapping?kind={kind.Word}&sha256={sha256}&file={Uri.EscapeDataString(file)}"
        + $"&coding={options.Coding}"
        + (options.PlacesAsOf is { } day ? $"&placesAsOf={LocalDatePattern.Iso.Format(day)}" : "");

    protected override async Task OnInitializedAsync()
    {
        using var content = ImportRegister.KindOf(Kind) is null || string.IsNullOrEmpty(Sha256)
            ? null
            : await files.OpenAsync(Sha256, Http.RequestAborted);
        _looked = true;
        if (content is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        _kind = FileKind.All[Kind!];
        var (rows, detected) = new FileRows(_kind, content, Options(null)).Sample();
        _detected = CodingOf(Form?.Coding ?? Coding) == TextCoding.Unicode ? detected : TextCoding.Unicode;
        _headers = rows.Count > 0 ? rows[0].Cells : [];
        _examples = [.. _headers.Select((_, i) => rows.Skip(1).Select(r => r.Cells.ElementAtOrDefault(i))
            .FirstOrDefault(c => !string.IsNullOrWhiteSpace(c)) ?? "")];
        _proposed = MappingProposal.For(_headers, _kind.Columns);
    }

    private string Chosen(int no) => Form?.Headers?.ElementAtOrDefault(no)?.Value ?? _proposed[no];

    private ImportOptions Options(ColumnMapping? mapping) => new(
        IsDryRun: true, mapping is null ? null : Form!.Source!.Trim(), mapping, CodingOf(Form?.Coding ?? Coding),
        LocalDatePattern.Iso.Parse(PlacesAsOf ?? "") is { Success: true } day ? day.Value : null);

    private static TextCoding CodingOf(string? word) =>
        Enum.TryParse<TextCoding>(word, out var coding) ? coding : TextCoding.Unicode;

    private async Task SubmitAsync()
    {
        if (_kind is null || Form is null || string.IsNullOrWhiteSpace(Form.Source)) return;
        var mapping = ImportMappings.MappingOf(new MappingBody(
            Dictionary(Form.Headers), Dictionary(Form.Constants?.Where(c => !string.IsNullOrEmpty(c.Value)))));
        var reading = _kind.Columns.ReadHeader(_headers, mapping);
        _missing = [.. reading.Findings.Select(f => f.Column).Distinct()];
        if (_missing.Count > 0) return;
        await ImportMappings.StoreAsync(
            source, _kind.Kind, Form.Source.Trim(), mapping, me.UserName, clock.GetCurrentInstant(),
            Http.RequestAborted);
        var id = await receive.RunAsync(
            _kind.Kind, File ?? "tep", Sha256!, Options(mapping), Http.RequestAborted);
        navigation.NavigateTo(ImportPage.PathOf(id));
    }

    private static Dictionary<string, string> Dictionary(IEnumerable<Pair>? pairs) => (pairs ?? [])
        .Where(p => p.Name is not null).GroupBy(p => p.Name!)
        .ToDictionary(p => p.Key, p => p.Last().Value ?? "", StringComparer.Ordinal);

    /// <summary>A header or column and what was chosen or entered for it.</summary>
    public sealed class Pair
    {
        public string? Name { get; set; }

        public string? Value { get; set; }
    }

    /// <summary>The whole mapping as it was entered.</summary>
    public sealed class MappingForm
    {
        public string? Source { get; set; }

        public string? Coding { get; set; }

        public List<Pair>? Headers { get; set; }

        public List<Pair>? Constants { get; set; }
    }
}
