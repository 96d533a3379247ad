using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// The bank's own page: what waits for it and since when, what became of what it sent, how its certification stands.
/// </summary>
public sealed partial class PortalPage(
    PartnerBanks banks, JudgeCertificationFile judge, NpgsqlDataSource source, CurrentUser me, IClock clock,
    NavigationManager navigation)
{
    private const int Receipts = 50;
    private const int UsualAnswerHours = 24;

    private BankState? _bank;
    private bool _looked;
    private Refusal? _refusal;
    private IReadOnlyList<WaitingFile> _waiting = [];
    private IReadOnlyList<BankFileItem> _sent = [];

    [SupplyParameterFromForm(FormName = "step")]
    public StepForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    // A grant of a bank names exactly one institution.
    private string Code => me.InstitutionFilter(Permissions.BankPortal) is [var only] ? only : "";

    private IEnumerable<Choice> Steps => _bank!.Certification!.Steps.Select(s => new Choice(s.Step, s.Step));

    private TableColumn[] WaitingColumns =>
    [
        new(T["FileName"]), new(T["Kind"]), new(T["Files.Payments"], Numeric: true), new(T["Amount"], Numeric: true),
        new(T["Status"]), new(T["Portal.Age"], Numeric: true), new(T["Download"]),
    ];

    private TableColumn[] SentColumns =>
    [
        new(T["FileName"]), new(T["Files.Format"]), new(T["Status"]), new(T["Portal.Reasons"]),
        new(T["Files.Entries"], Numeric: true), new(T["Files.Received"]),
    ];

    protected override async Task OnInitializedAsync()
    {
        var stop = Http.RequestAborted;
        if (await banks.FindAsync(Code, stop) is { } bank) _bank = BankState.Of(bank);
        _looked = true;
        if (_bank is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var now = clock.GetCurrentInstant();
        var patience = Duration.FromHours(_bank.Terms?.AnswerHours ?? UsualAnswerHours);
        _waiting =
        [
            .. (await ReadFiles.QueryAsync(source, me, new(), stop))
                .Where(f => f.Status is not ("Acknowledged" or "Declined")).OrderBy(f => f.At)
                .Select(f => new WaitingFile(f, (long)(now - f.At).TotalHours, now - f.At > patience)),
        ];
        (_sent, _) = await ReadBankFiles.QueryAsync(source, me, new(), new PageOf(1, Receipts), stop);
    }

    private async Task SendStepAsync()
    {
        if (UploadedFile.ProblemOf(Form?.File) is not null)
        {
            _refusal = new FieldUnfit();
            return;
        }

        var (name, bytes) = await UploadedFile.ReadAsync(Form!.File!, Http.RequestAborted);
        var result = await judge.RunAsync(Code, Form.Step ?? "", name, bytes, Http.RequestAborted);
        _refusal = result.Refusal;
        if (result is { Found: true, Refusal: null }) navigation.NavigateTo("/bank#certification");
    }

    /// <summary>A file that waits for the bank's word, for how many hours, and whether that is too long.</summary>
    private sealed record WaitingFile(FileItem File, long Hours, bool IsLate);

    /// <summary>A step of the certification and its file.</summary>
    public sealed class StepForm
    {
        public string? Step { get; set; }

        public IFormFile? File { get; set; }
    }
}
