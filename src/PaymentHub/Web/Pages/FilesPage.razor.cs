using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>Files out and in of a month, and where a file of an institution is handed in.</summary>
public sealed partial class FilesPage(
    AcceptBankFile accept, NpgsqlDataSource source, CurrentUser me, AreaNames names, NavigationManager navigation)
{
    private const int PageSize = 50;

    private List<YearMonth> _periods = [];
    private IReadOnlyList<FileItem> _out = [];
    private IReadOnlyList<BankFileItem> _in = [];
    private IReadOnlyList<BankFileItem> _held = [];
    private long _total;
    private string? _period;
    private string? _problem;

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? Institution { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromForm(FormName = "bank-file")]
    public BankFileForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    private IReadOnlyList<Choice> Institutions =>
    [
        .. names.Institutions.Where(i => me.Can(Permissions.FilesView, null, i.Code))
            .Select(i => new Choice(i.Code, i.Name)),
    ];

    private TableColumn[] OutColumns =>
    [
        new(T["FileName"]), new(T["Files.Payments"], Numeric: true), new(T["Amount"], Numeric: true),
        new(T["Status"]), new(T["At"]), new(T["Download"]),
    ];

    private TableColumn[] InColumns =>
    [
        new(T["FileName"]), new(T["Status"]), new($"{T["Files.Matched"]} / {T["Files.Entries"]}", Numeric: true),
        new(T["Files.Breaks"], Numeric: true), new(T["Receipt.Debits"], Numeric: true),
        new(T["Receipt.Credits"], Numeric: true), new(T["Files.Received"]),
    ];

    protected override async Task OnInitializedAsync()
    {
        var stop = Http.RequestAborted;
        _periods = await KnownPeriods.ListAsync(source, stop);
        YearMonth? month = PeriodIso.TryParse(Period, out var asked) ? asked : _periods.Count > 0 ? _periods[0] : null;
        _period = month is { } m ? PeriodIso.Format(m) : null;
        var institution = string.IsNullOrEmpty(Institution) ? null : Institution;
        _out = month is null ? [] : await ReadFiles.QueryAsync(source, me, new(month, institution), stop);
        (_in, _total) = await ReadBankFiles.QueryAsync(
            source, me, new(month, institution), new(Current, PageSize), stop);
        _held = [.. await WaitingAsync("Held", stop), .. await WaitingAsync("Proposed", stop)];
    }

    // A file that waits for a decision must not be lost among the many that need none, whatever its month.
    private async Task<List<BankFileItem>> WaitingAsync(string status, CancellationToken stop) =>
        (await ReadBankFiles.QueryAsync(source, me, new(Status: status), new(1, PageSize), stop)).Items;

    private async Task SubmitAsync()
    {
        _problem = UploadedFile.ProblemOf(Form?.File);
        if (_problem is not null) return;
        var (name, content) = UploadedFile.Open(Form!.File!);
        using var _ = content;
        var taken = await accept.RunAsync(
            Form.Institution ?? "", name, content, ChannelKind.Portal, Http.RequestAborted);
        if (taken is { } file)
            navigation.NavigateTo(BankFilePage.PathOf(file.AnsweredBy) + (file.IsDuplicate ? "?duplicate=true" : ""));
        else
            _problem = "Files.UnknownInstitution";
    }

    /// <summary>A file and the institution that it comes from.</summary>
    public sealed class BankFileForm
    {
        public string? Institution { get; set; }

        public IFormFile? File { get; set; }
    }
}
