using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Audit;
using PaymentHub.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Web.Pages;

/// <summary>Every event of one thing; for a batch also its state at a past instant.</summary>
public sealed partial class HistoryPage(
    History history, NpgsqlDataSource source, ReferenceData reference, IQuerySession session, CurrentUser me)
{
    private const int PageSize = 100;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly LocalDateTimePattern Minutes =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    private FoundHistory? _page;
    private BatchItem? _batch;
    private BatchThen? _then;
    private bool _looked;

    [Parameter]
    public string Kind { get; set; } = "";

    [Parameter]
    public string Key { get; set; } = "";

    /// <summary>A local date and time in Vietnam, as browsers send it.</summary>
    [SupplyParameterFromQuery]
    public string? At { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private int Current => Math.Max(1, Page ?? 1);

    // A personal id or an account that somebody put into the address is not repeated on the page.
    private string ShownKey => Kind is "person" or "account" && Key.All(char.IsAsciiDigit)
        ? T["History.MaskedKey", Key.Length > 3 ? Key[^3..] : ""]
        : _batch?.Code ?? Key;

    /// <summary>The address of the history of a thing; a batch's code keeps its slashes.</summary>
    public static string PathOf(string kind, string key) =>
        $"/history/{kind}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";

    protected override async Task OnInitializedAsync()
    {
        var stop = Http.RequestAborted;
        _page = await history.FindAsync(Kind, Key, new(Current, PageSize), stop);
        _looked = true;
        if (_page is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Kind != "batch") return;
        var id = _page.Items.Where(i => i.Event == "batch_prepared").Select(i => (Guid?)i.Stream).FirstOrDefault()
            ?? (Guid.TryParse(Key, out var given) ? given : null);
        if (id is null) return;
        _batch = await ReadBatches.FindAsync(source, reference, me, new(BatchId: id), stop);
        var text = At?.Length > 16 ? At[..16] : At ?? "";
        if (_batch is null || !Minutes.Parse(text).TryGetValue(default, out var local)) return;
        // The field knows minutes, so the whole minute counts as known.
        var at = HubClock.Zone.AtLeniently(local).ToInstant() + Duration.FromMinutes(1) - Duration.Epsilon;
        _then = await BatchAtInstant.FoldAsync(_batch, at, session, stop);
    }

    private string EventText(string name) =>
        T[$"Event.{name}"] is { ResourceNotFound: false } text ? text.Value : name;

    private static string Text(JsonObject data) => data.ToJsonString(Indented);
}
