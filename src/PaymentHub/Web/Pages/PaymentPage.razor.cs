using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Ledger;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>The whole life of one payment, from the rule of its lines to the entry that settled it.</summary>
public sealed partial class PaymentPage(
    NpgsqlDataSource source, RateBooks books, ReferenceData reference, CurrentUser me, AreaNames names,
    OfficerActs acts, NavigationManager navigation)
{
    private Story? _story;
    private IReadOnlyList<PaymentPosting> _legs = [];
    private IReadOnlyList<TimelineItem> _life = [];
    private IReadOnlyList<PayoutNow> _offers = [];
    private const string GaveBack = "given-back";

    private Refusal? _refusal;
    private Refusal? _backRefusal;
    private bool _looked;

    [Parameter]
    public string EndToEndId { get; set; } = "";

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "reissue")]
    public ReissueForm.Values? Form { get; set; }

    [SupplyParameterFromForm(FormName = "give-back")]
    public GiveBackForm.Values? GiveBack { get; set; }

    /// <summary>What was done just now.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    private bool MayReissue => me.Can(Permissions.BatchesReissue)
        && Stand is "Rejected" or "Cancelled" or "Returned" && !IsReplaced;

    private bool IsReplaced => _story!.Reissues.Any(r => r.Role == "Replacement");

    // What the batch decides in the end is the same: approved and not sent, or failed and not made again.
    private bool MayGiveBack =>
        me.Can(Permissions.BatchesApprove, _story!.Payment.Commune, _story.Payment.Institution) && !IsReplaced
        && (Stand is "Rejected" or "Cancelled" or "Returned"
            || (_story.Payment.Status == "Placed" && _story.Steps.Any(s => s.Status is "Approved" or "Released")));

    private string Lead =>
        $"{Shown.Money(_story!.Payment.Amount)} · {T[$"Programme.{_story.Payment.Programme}"]} · "
        + Shown.Period(PeriodIso.Parse(_story.Payment.Period));

    private string Stand => _story!.WriteBack is not null ? "WrittenBack"
        : _story.Payment is { Held: true, Status: "Placed" } ? PaymentFilter.HeldStatus
        : _story.Payment.Status;

    private Tone StandTone => Stand switch
    {
        "Settled" => Tone.Good,
        "Rejected" or "Returned" => Tone.Bad,
        "Held" or "Unknown" => Tone.Warn,
        _ => Tone.Info,
    };

    // A payment that was made again needs nothing more; the chain goes on with its replacement.
    private string? NextStep
    {
        get
        {
            if (IsReplaced) return T["Stand.Replaced"];
            var why = T[$"Next.{_story!.Payment.Code}"];
            if (Stand is "Rejected" or "Returned" && !why.ResourceNotFound) return why;
            if (_story.Remedy is { } remedy) return T[$"Remedy.{remedy.Action}"];
            return T[$"Next.{Stand}"] is { ResourceNotFound: false } next ? next.Value : null;
        }
    }

    private string? MessageId =>
        _story!.Outcomes.Where(o => o.Status == "Instructed").Select(o => o.Code).FirstOrDefault();

    private TableColumn[] MatchColumns =>
    [
        new(T["Match.Kind"]), new(T["Amount"], Numeric: true), new(T["ValueDate"]), new(T["BankReference"]),
        new(T["Match.Rule"]), new(T["Break.File"]),
    ];

    /// <summary>The address of the page of a payment.</summary>
    public static string PathOf(string endToEndId) => $"/payments/{Uri.EscapeDataString(endToEndId)}";

    protected override async Task OnInitializedAsync()
    {
        var stop = Http.RequestAborted;
        _story = await PaymentStory.FindAsync(
            source, books.Current, reference.Reasons, me, EndToEndId.ToUpperInvariant(), stop);
        _looked = true;
        if (_story is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var payment = _story.Payment;
        if (MayReissue) _offers = await ReissueOffer.FindAsync(source, payment.BatchId, payment.No, stop);
        _life = StoryTimeline.Of(_story, T, me.Can(Permissions.FilesView));
        if (!me.Can(Permissions.LedgerView)) return;
        _legs = await ReadPostings.OfPaymentAsync(source, payment.BatchId, payment.No, stop);
    }

    // The page of the batch that was made is where the next step is taken.
    private async Task ReissueAsync()
    {
        var payment = _story!.Payment;
        var result = await acts.ReissueAsync(payment.BatchId, payment.No, Form?.Reason, Http.RequestAborted);
        _refusal = result.Refusal;
        if (result.Again is { } again) navigation.NavigateTo(BatchPage.PathOf(again.BatchId));
    }

    // The page is then read anew, so that a reload gives nothing back twice.
    private async Task GiveBackAsync()
    {
        var payment = _story!.Payment;
        var result = await acts.GiveBackAsync(
            payment.BatchId, payment.No, GiveBack?.Reason, Http.RequestAborted);
        _backRefusal = result.Refusal;
        if (result is { Found: true, Refusal: null })
            navigation.NavigateTo($"{PathOf(payment.EndToEndId)}?done={GaveBack}");
    }

    private string BankName(string? bin) => bin is null ? T["NoValue"] : reference.BankBins.GetValueOrDefault(bin, bin);

    private string Known(string group, string code) =>
        T[$"{group}.{code}"] is { ResourceNotFound: false } text ? text.Value : code;
}
