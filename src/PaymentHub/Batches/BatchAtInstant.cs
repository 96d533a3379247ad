using Marten;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>How many payments stood where, and their money in đồng.</summary>
public sealed record BatchStand(string Status, int Payments, long Amount);

/// <summary>
/// A batch as it was known at an instant: its status, who had signed, the hash that was signed, and where its payments
/// stood. <paramref name="Events"/> counts the events known by then.
/// </summary>
public sealed record BatchThen(
    Guid BatchId, string Code, Instant At, bool Existed, string? Status, int Payments, long Amount, int HeldPayments,
    string? Submitter, IReadOnlyList<string> Approvers, string? ContentHash, string? MessageId,
    IReadOnlyList<BatchStand> Stands, int Events);

/// <summary>The state of a batch at a past instant, folded from the events that had happened by then.</summary>
public sealed class BatchAtInstant : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/batches/{batchId:guid}/at", HandleAsync)
            .RequirePermission(Permissions.BatchesView).WithTags("Batches").Answers<BatchThen>("GetBatchAt");

    /// <summary>The batch as it was known at an instant (ISO-8601 with an offset or Z).</summary>
    /// <remarks>Trạng thái của lô tại một thời điểm.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid batchId, string instant, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        IQuerySession session, CancellationToken cancellation)
    {
        var read = OffsetDateTimePattern.ExtendedIso.Parse(instant);
        if (!read.Success)
        {
            return Problems.BadRequest(
                "instant-invalid",
                "Thời điểm phải có dạng ISO-8601, ví dụ 2026-10-24T03:00:00Z.",
                "The instant must be ISO-8601, e.g. 2026-10-24T03:00:00Z.");
        }

        var filter = new BatchFilter(BatchId: batchId);
        var batch = await ReadBatches.FindAsync(source, reference, user, filter, cancellation);
        return batch is null
            ? Problems.NotFound("lô chi trả này", "such batch")
            : Results.Ok(await FoldAsync(batch, read.Value.ToInstant(), session, cancellation));
    }

    /// <summary>Folds the batch; who calls has checked that the user may see it.</summary>
    public static async Task<BatchThen> FoldAsync(
        BatchItem batch, Instant at, IQuerySession session, CancellationToken cancellation)
    {
        var events = await session.Events.FetchStreamAsync(batch.BatchId, token: cancellation);
        var known = events.Where(e => EventTypes.AtOf(e.Data) <= at).ToList();
        var state = known.Aggregate((PaymentBatch?)null, (s, e) => PaymentBatch.Evolve(s, batch.BatchId, e.Data));
        if (state is null)
        {
            return new BatchThen(batch.BatchId, batch.Code, at, false, null, 0, 0, 0, null, [], null, null, [], 0);
        }

        var stands = state.Payments.GroupBy(p => p.Status).OrderBy(g => g.Key)
            .Select(g => new BatchStand(g.Key.ToString(), g.Count(), g.Sum(p => p.Amount.Dong)));
        return new BatchThen(
            batch.BatchId, batch.Code, at, true, state.Status.ToString(), state.Live.Count(),
            state.Live.Sum(p => p.Amount.Dong), state.Live.Count(p => p.IsHeld), state.Submitter, state.Approvers,
            state.SubmittedHash, state.MessageId, [.. stands], known.Count);
    }
}
