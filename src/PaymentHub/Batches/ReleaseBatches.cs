using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.Batches;

/// <summary>The next batches of an ordered release, from place <paramref name="Next"/> of the order's list.</summary>
public sealed record ContinueRelease(string MessageId, string ByUser, int Next);

/// <summary>
/// The treasurer releases approved batches (phát lệnh chi): one file for each institution, or as many as
/// its limits need. The order is recorded at
/// once; its batches are then released in transactions of a bounded size, and the file is made of what they let go.
/// </summary>
public sealed class ReleaseBatches : IUseCase
{
    /// <summary>Batches in one transaction.</summary>
    public const int BatchesPerTransaction = 25;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/batches/release", HandleAsync).RequirePermission(Permissions.BatchesRelease).WithTags("Batches")
            .RequireSecondFactor().Answers<BatchActResult>("ReleaseBatches", StatusCodes.Status202Accepted);

    /// <summary>
    /// Orders the release; 202 with the message ids of the files to come, and the batches that cannot take part.
    /// </summary>
    /// <remarks>Phát lệnh chi: mỗi đơn vị chi trả nhận một tệp lệnh.</remarks>
    public static async Task<IResult> HandleAsync(
        BatchSelection selection, CurrentUser user, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox,
        ReleaseTargets targets, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(selection.Period, out var period)) return PeriodProblem.Result;
        return Results.Accepted(
            $"/api/files?period={selection.Period}",
            await RunAsync(selection, period, user, source, store, outbox, targets, clock, cancellation));
    }

    /// <summary>The order itself, for the API and for the pages.</summary>
    public static async Task<BatchActResult> RunAsync(
        BatchSelection selection, YearMonth period, CurrentUser user, NpgsqlDataSource source, IDocumentStore store,
        IMartenOutbox outbox, ReleaseTargets targets, IClock clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var selected = await selection.ResolveAsync(
            connection, user, Permissions.BatchesRelease, period, cancellation);
        var barred = await DutiesOf(connection, user.UserName, period, cancellation);
        var refused = new List<RefusedBatch>();
        var (going, files) = await targets.PlanAsync(
            selected.Where(b => MayGo(b, barred, user.UserName, refused)), period, refused, cancellation);
        var gone = await GoneAsync(connection, [.. going.Select(b => b.Id)], cancellation);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var messageIds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (to, batches) in files)
        {
            messageIds.UnionWith(await OrderAsync(
                session, outbox, to, period, batches, gone, user.UserName, clock.GetCurrentInstant(), cancellation));
        }

        await session.SaveChangesAsync(cancellation);
        return new BatchActResult([.. going.Select(b => b.Id).Where(id => !gone.ContainsKey(id))], refused)
        {
            Unchanged = [.. gone.Keys],
            MessageIds = [.. messageIds],
        };
    }

    private static bool MayGo(
        SelectedBatch batch, Dictionary<Guid, string> barred, string user, List<RefusedBatch> refused)
    {
        if (barred.TryGetValue(batch.Id, out var duty))
        {
            refused.Add(RefusedBatch.Of(batch.Id, new SegregationOfDuties(user, Duty.Treasurer, duty)));
            return false;
        }

        // Released batches pass here: one whose holds were set free may be released again for those payments.
        if (Enum.TryParse<BatchStatus>(batch.Status, out var status) && status >= BatchStatus.Approved) return true;
        refused.Add(RefusedBatch.Of(batch.Id, new WrongBatchStatus(
            status == default ? BatchStatus.Submitted : status, BatchStatus.Approved)));
        return false;
    }

    // The very same act again, also while it is still being carried out, names the same file. Otherwise what is already
    // in a file stays in it, and the rest goes into one of its own.
    private static async Task<IEnumerable<string>> OrderAsync(
        IDocumentSession session, IMartenOutbox outbox, Institution to, YearMonth period, Guid[] batches,
        Dictionary<Guid, string> gone, string user, Instant now, CancellationToken cancellation)
    {
        var same = InstructionFile.MessageIdOf("release", to.Code, batches);
        if (await session.Events.FetchStreamStateAsync(InstructionFile.IdOf(same), cancellation) is not null)
        {
            return [same];
        }

        var earlier = batches.Where(gone.ContainsKey).Select(id => gone[id]).Distinct();
        Guid[] waiting = [.. batches.Where(id => !gone.ContainsKey(id))];
        if (waiting.Length == 0) return earlier;
        var messageId = InstructionFile.MessageIdOf("release", to.Code, waiting);
        var stream = await session.Events.FetchForWriting<InstructionFile>(
            InstructionFile.IdOf(messageId), cancellation);
        if (stream.Aggregate is not null) return earlier.Append(messageId);
        var kind = to.IsPost ? InstructionKind.PayList : InstructionKind.CreditTransfers;
        var today = now.InZone(HubClock.Zone).Date;
        stream.AppendOne(new ReleaseOrdered(
            now, user, messageId, kind, to.Code, period, waiting, BankingDays.NextAfter(today)));
        await outbox.PublishAsync(new ContinueRelease(messageId, user, 0));
        return earlier.Append(messageId);
    }

    // Released batches that have no payment left to let go, each with its file.
    private static async Task<Dictionary<Guid, string>> GoneAsync(
        NpgsqlConnection connection, Guid[] batches, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select s.batch_id, max(s.message_id) from hub.batch_step s
            where s.batch_id = any($1) and s.status = 'Released' and not exists (
                select from hub.payment p where p.batch_id = s.batch_id
                and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no)
                and not coalesce((select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                                  order by version desc limit 1), false))
            group by s.batch_id
            """, connection);
        command.Parameters.Add(Parameter.Of(batches));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var gone = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(cancellation)) gone[reader.GetGuid(0)] = reader.GetString(1);
        return gone;
    }

    // What the rows tell of duties already done; the decision on each batch checks again with all it knows.
    private static async Task<Dictionary<Guid, string>> DutiesOf(
        NpgsqlConnection connection, string user, YearMonth period, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select distinct on (s.batch_id) s.batch_id, s.status
            from hub.batch_step s join hub.batch b on b.batch_id = s.batch_id
            where b.period = $1 and s.by_user = $2 and s.status <> 'Released' order by s.batch_id, s.version
            """, connection);
        command.Parameters.Add(Parameter.Of(period));
        command.Parameters.Add(Parameter.Of(user));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var duties = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(cancellation))
        {
            duties[reader.GetGuid(0)] = reader.GetString(1) switch
            {
                nameof(BatchStatus.Placed) => Duty.Planner,
                nameof(BatchStatus.Submitted) => Duty.Submitter,
                _ => Duty.Approver,
            };
        }

        return duties;
    }
}

/// <summary>
/// Carries an ordered release on, a bounded number of batches at a time, and orders the file at the end.
/// </summary>
public static class ContinueReleaseHandler
{
    public static async Task<object?> Handle(
        ContinueRelease message, IDocumentSession session, IClock clock, CancellationToken cancellation)
    {
        var file = await session.Events.FetchLatest<InstructionFile>(
            InstructionFile.IdOf(message.MessageId), cancellation);
        var order = file?.Ordered ?? throw new InvalidOperationException(
            $"Release {message.MessageId} was never ordered.");
        session.LastModifiedBy = message.ByUser;
        var chunk = order.Batches.Skip(message.Next).Take(ReleaseBatches.BatchesPerTransaction).ToArray();
        var dead = await KnownDeaths.OfBatchesAsync(session, chunk, cancellation);
        var now = clock.GetCurrentInstant();
        foreach (var id in chunk)
        {
            var stream = await session.Events.FetchForWriting<PaymentBatch>(id, cancellation);
            var decision = PaymentBatchDecisions.Release(
                stream.Aggregate!, message.MessageId, dead.GetValueOrDefault(id) ?? [], message.ByUser, now);
            if (decision.Refusal is { } refusal)
            {
                stream.AppendOne(new BatchReleaseRefused(now, message.ByUser, message.MessageId, refusal.Code));
            }
            else if (decision.Events.Count > 0)
            {
                stream.AppendMany(decision.Events);
            }
        }

        var next = message.Next + chunk.Length;
        return next < order.Batches.Length
            ? message with { Next = next }
            : new ProduceFile(message.MessageId, message.ByUser);
    }
}
