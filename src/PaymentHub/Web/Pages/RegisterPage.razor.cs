using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Register;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>Where register files are handed in, and the list of those that were.</summary>
public sealed partial class RegisterPage(
    ReceiveImport receive, NpgsqlDataSource source, CurrentUser me, NavigationManager navigation)
{
    private const int PageSize = 25;

    private IReadOnlyList<ImportLine> _items = [];
    private long _total;
    private string? _problem;

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromForm(FormName = "import")]
    public ImportForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    private IEnumerable<Choice> Kinds => Enum.GetValues<ImportKind>()
        .Select(k => new Choice(k.ToString().ToLowerInvariant(), T[$"Import.Kind.{k}"]));

    private TableColumn[] Columns =>
    [
        new(T["FileName"]), new(T["Kind"]), new(T["Status"]), new(T["Import.Rows"], Numeric: true),
        new(T["Import.Added"], Numeric: true), new(T["Import.Corrected"], Numeric: true),
        new(T["Import.Refused"], Numeric: true), new(T["Import.Findings"], Numeric: true), new(T["Import.By"]),
        new(T["At"]),
    ];

    protected override async Task OnInitializedAsync() =>
        (_items, _total) = await ReadImports.QueryAsync(source, me, Current, PageSize, Http.RequestAborted);

    private async Task SubmitAsync()
    {
        _problem = UploadedFile.ProblemOf(Form?.File);
        if (_problem is not null || ImportRegister.KindOf(Form!.Kind) is not { } kind) return;
        var (name, bytes) = await UploadedFile.ReadAsync(Form.File!, Http.RequestAborted);
        var id = await receive.RunAsync(kind, name, bytes, ImportOptions.None, Http.RequestAborted);
        navigation.NavigateTo(ImportPage.PathOf(id));
    }

    /// <summary>A file and what it is.</summary>
    public sealed class ImportForm
    {
        public string? Kind { get; set; }

        public IFormFile? File { get; set; }
    }
}
