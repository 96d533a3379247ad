using Marten;
using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One file out: its content, its hash, and who collected it.</summary>
public sealed partial class InstructionFilePage(
    NpgsqlDataSource source, IQuerySession session, CurrentUser me, AreaNames names)
{
    private const int PageSize = 50;

    private FileDetail? _detail;
    private bool _looked;

    [Parameter]
    public string MessageId { get; set; } = "";

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

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
        if (_detail is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private string ProgrammeText(string code) =>
        T[$"Programme.{code}"] is { ResourceNotFound: false } text ? text.Value : code;
}
