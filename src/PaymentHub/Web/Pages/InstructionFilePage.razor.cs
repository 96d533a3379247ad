using Marten;
using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One file out: its content, its hash, and who collected it.</summary>
public sealed partial class InstructionFilePage(
    NpgsqlDataSource source, IDocumentSession session, CurrentUser me, AreaNames names, ActOnDelivery act,
    ActOnRecall recalls, SecondFactor factor, NavigationManager navigation)
{
    private const int PageSize = 50;

    private FileDetail? _detail;
    private bool _looked;
    private FileDelivery _delivery = new();
    private FileRecall? _recall;
    private Refusal? _refusal;

    [Parameter]
    public string MessageId { get; set; } = "";

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [SupplyParameterFromForm]
    public DeliveryForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    private IReadOnlyList<FileBatch> Stretch => [.. _detail!.Batches.Skip((Current - 1) * PageSize).Take(PageSize)];

    private TimelineItem[] Events =>
    [
        .. _detail!.Events.Select(e => new TimelineItem(
            e.At, T[$"FileOut.Event.{e.What}"], e.ByUser, e.Detail, Tone: ToneOf(e.What))),
    ];

    private TableColumn[] Columns =>
    [
        new(T["Batch"]), new("PmtInfId"), new(T["Commune"]), new(T["Programme"]),
        new(T["Files.Payments"], Numeric: true), new(T["Amount"], Numeric: true),
    ];

    /// <summary>The address of the page of a file out.</summary>
    public static string PathOf(string messageId) => $"/files/out/{Uri.EscapeDataString(messageId)}";

    /// <summary>How a state or a step of a file out looks.</summary>
    internal static Tone ToneOf(string what) => what switch
    {
        "Delivered" or "Acknowledged" or "RecallAccepted" or "EnquiredArrived" => Tone.Good,
        "Failed" or "Declined" or "RecallRefused" => Tone.Bad,
        "Ordered" or "Begun" or "ResendAgreed" or "RecallAsked" => Tone.Info,
        _ => Tone.Warn,
    };

    protected override async Task OnInitializedAsync()
    {
        _detail = await ReadInstructionFile.FindAsync(MessageId, me, source, session, Http.RequestAborted);
        _looked = true;
        if (_detail is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var file = await session.Events.FetchLatest<InstructionFile>(
            ReadInstructionFile.StreamOf(MessageId), Http.RequestAborted);
        (_delivery, _recall) = (file!.Delivery, file.Recall);
    }

    private bool MaySend => me.CommuneFilter(Permissions.FilesSend) is null
        && me.Can(Permissions.FilesSend, null, _detail!.File.Institution);

    private async Task EnquireAsync() => Done((await act.EnquireAsync(MessageId, Http.RequestAborted)).Refusal);

    private Task ResendAsync() => SignedAsync(async () =>
        (await act.ResendAsync(MessageId, Form?.Reason, Http.RequestAborted)).Refusal);

    private async Task RecallAsync() => Done(
        (await recalls.ProposeAsync(MessageId, Form?.ReasonCode, Form?.Reason, Http.RequestAborted)).Refusal);

    private Task AgreeAsync() => SignedAsync(async () =>
        (await recalls.AgreeAsync(MessageId, Http.RequestAborted)).Refusal);

    private async Task SignedAsync(Func<Task<Refusal?>> signed)
    {
        var wrong = factor.IsRequired ? await factor.CheckAsync(me.UserName, Form?.Code) : null;
        Done(wrong ?? await signed());
    }

    private void Done(Refusal? refusal)
    {
        _refusal = refusal;
        if (refusal is null) navigation.NavigateTo(PathOf(MessageId));
    }

    private string ProgrammeText(string code) =>
        T[$"Programme.{code}"] is { ResourceNotFound: false } text ? text.Value : code;

    /// <summary>What is written into the forms about the sending of the file.</summary>
    public sealed class DeliveryForm
    {
        public string? Reason { get; set; }

        public string? ReasonCode { get; set; }

        public string? Code { get; set; }
    }
}
