using System.Text.Json.Nodes;
using JasperFx.Events;
using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Audit;

/// <summary>
/// One stored event: what, when, who and why, the request or import that it came from, its place in its stream, and
/// what it says with personal data masked.
/// </summary>
public sealed record HistoryItem(
    Instant At, string Event, string? User, string? Reason, string? CorrelationId, Guid Stream, long Version,
    JsonObject Data);

/// <summary>One page of a history, and how many events it has in all.</summary>
public sealed record FoundHistory(IReadOnlyList<HistoryItem> Items, long Total);

/// <summary>
/// Everything that was recorded of a payment, a person, a batch, a file or an account (lịch sử), the earliest first.
/// </summary>
public sealed class History(HistoryStreams streams, IDocumentStore store, CurrentUser user) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/history/{kind}/{**key}", HandleAsync).RequirePermission(Permissions.AuditView).WithTags("Audit")
            .Answers<FoundHistory>("GetHistory");

    /// <summary>Every event of a payment, person, batch, file or account, with who, when and why.</summary>
    /// <remarks>Lịch sử của lệnh chi, người hưởng, lô, tệp hoặc tài khoản.</remarks>
    public static async Task<IResult> HandleAsync(
        string kind, string key, int? page, int? size, History history, CancellationToken cancellation)
    {
        var found = await history.FindAsync(kind, key, PageOf.From(page, size ?? PageOf.MaxSize), cancellation);
        return found is null
            ? Problems.NotFound("đối tượng để tra lịch sử", "thing to tell the history of")
            : Results.Ok(found);
    }

    /// <summary>One page of the history, or null where there is no such thing in the user's scope.</summary>
    public async Task<FoundHistory?> FindAsync(string kind, string key, PageOf page, CancellationToken cancellation)
    {
        // A batch's code holds slashes, which servers leave encoded in a path.
        var plain = key.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim();
        var parts = await streams.FindAsync(kind, plain, user, cancellation);
        if (parts.Count == 0) return null;
        await using var session = store.QuerySession();
        var items = new List<HistoryItem>();
        foreach (var stream in parts.GroupBy(p => p.Stream))
        {
            var events = await session.Events.FetchStreamAsync(stream.Key, token: cancellation);
            items.AddRange(events.Select(e => ItemOf(e, [.. stream])).OfType<HistoryItem>());
        }

        items.Sort((a, b) => (a.At, a.Stream, a.Version).CompareTo((b.At, b.Stream, b.Version)));
        return new FoundHistory([.. items.Skip(page.Offset).Take(page.Size)], items.Count);
    }

    // A stream may be asked for in parts: some of its events, or what concerns some of a batch's payments.
    private HistoryItem? ItemOf(IEvent e, HistoryPart[] parts)
    {
        var wanted = parts.Where(p => p.Version is null || p.Version == e.Version).ToArray();
        if (wanted.Length == 0) return null;
        var data = JsonNode.Parse(store.Options.Serializer().ToJson(e.Data))!.AsObject();
        var payments = wanted.Where(p => p.Payment is not null).Select(p => p.Payment!.Value).ToHashSet();
        if (payments.Count > 0 && !MaskedData.KeepPayments(data, payments)) return null;
        MaskedData.Mask(data);
        return new HistoryItem(
            EventTypes.AtOf(e.Data), e.EventTypeName, TextOf(data, "byUser") ?? TextOf(data, "by"),
            TextOf(data, "reason"), e.CorrelationId, e.StreamId, e.Version, data);
    }

    private static string? TextOf(JsonObject data, string name) =>
        data[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
