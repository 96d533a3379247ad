using Microsoft.AspNetCore.Components;
using PaymentHub.BankExchange;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Reference;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>Try your file: how a file would be read and judged, without anything being kept.</summary>
public sealed partial class TryFilePage
{
    /// <summary>Where the page stands.</summary>
    public const string Path = "/files/try";

    private const int AccountsShown = 200;

    private InspectedFile? _found;
    private string? _problem;

    [SupplyParameterFromForm(FormName = "try-file")]
    public TryForm? Form { get; set; }

    private IReadOnlyList<InspectedAccount> Accounts => [.. _found!.Accounts.Take(AccountsShown)];

    private IReadOnlyList<Choice> Profiles =>
    [
        new("tolerant", T["TryFile.Profile.tolerant"]), new("strict", T["TryFile.Profile.strict"]),
        .. BankTableProfiles.All.Select(p => new Choice(p.Code, p.Code)),
    ];

    private TableColumn[] AccountColumns =>
    [
        new(T["Account"]), new("Id"), new(T["TryFile.Sequence"]), new(T["TryFile.Opening"], Numeric: true),
        new(T["TryFile.Closing"], Numeric: true), new(T["TryFile.Currency"]), new(T["TryFile.Entries"], Numeric: true),
    ];

    private TableColumn[] FindingColumns =>
    [
        new(T["TryFile.Line"], Numeric: true), new(T["TryFile.Where"]), new(T["TryFile.Rule"]), new(T["TryFile.Text"]),
    ];

    private static Tone ToneOf(string verdict) => verdict switch
    {
        "ACCEPT" => Tone.Good,
        "HOLD" => Tone.Warn,
        _ => Tone.Bad,
    };

    private async Task SubmitAsync()
    {
        _problem = UploadedFile.ProblemOf(Form?.File);
        if (_problem is not null) return;
        var options = BankTableProfiles.OptionsForTrying(Form!.Profile ?? "tolerant");
        if (options is null)
        {
            _problem = "TryFile.BadProfile";
            return;
        }

        var (name, content) = UploadedFile.Open(Form.File!);
        using (content)
        {
            await using var bytes = content.Open();
            _found = InspectedFile.Of(name, FileInspector.Inspect(bytes, options));
        }
    }

    /// <summary>A file and how strictly to judge it.</summary>
    public sealed class TryForm
    {
        public string? Profile { get; set; }

        public IFormFile? File { get; set; }
    }
}
