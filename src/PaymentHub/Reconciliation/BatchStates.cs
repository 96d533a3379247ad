using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Batches as evidence from institutions needs them, set by set: their streams are locked first, and what happened to
/// their payments is read from the rows that were written with the events and folded by the batch itself. A month's
/// statement touches every batch of a bank; reading their streams would carry all lines along. Names of payees, lines,
/// holds, re-issues and signatures are left out: no evidence from an institution is judged by them.
/// </summary>
public static class BatchStates
{
    /// <summary>
    /// The batches, whose streams nobody else can append to before this transaction ends. Locks are taken in the order
    /// of ids, so that two transactions never wait for each other.
    /// </summary>
    public static async Task<Dictionary<Guid, PaymentBatch>> LockAsync(
        IDocumentSession session, ReferenceData reference, Guid[] batches, CancellationToken cancellation)
    {
        await PaymentStates.LockAsync(session, batches, cancellation);
        var states = new Dictionary<Guid, PaymentBatch>();
        await EachAsync(session, """
            select batch_id, period, commune, programme, institution, number, kind, source, by_user, at
            from hub.batch where batch_id = any($1)
            """, batches, r => Apply(states, r.GetGuid(0), PreparedOf(r)), cancellation);
        await PlaceAsync(session, batches, states, cancellation);
        await EachAsync(session, """
            select batch_id, at, by_user, message_id, count, amount, content_hash
            from hub.batch_step where batch_id = any($1) and status = 'Released' order by batch_id, version
            """, batches, r => Apply(states, r.GetGuid(0), ReleasedOf(r)), cancellation);
        await ApplyOutcomesAsync(session, reference, batches, states, cancellation);
        return states;
    }

    private static async Task PlaceAsync(
        IDocumentSession session, Guid[] batches, Dictionary<Guid, PaymentBatch> states, CancellationToken cancellation)
    {
        var placed = new Dictionary<Guid, List<PlacedPayment>>();
        await EachAsync(session, """
            select batch_id, no, payee, occurrence, end_to_end_id, amount, method, bank_bin, account
            from hub.payment where batch_id = any($1) order by batch_id, no
            """, batches, r => Add(placed, r.GetGuid(0), PaymentOf(r)), cancellation);
        foreach (var (payment, parts) in await DividedPayments.OfAsync(session, batches, cancellation))
        {
            var (own, no) = (placed[payment.Batch], payment.No);
            own[no] = own[no] with { OtherSources = [.. parts] };
        }

        foreach (var (id, payments) in placed)
        {
            Apply(states, id, new PaymentsPlaced(states[id].Prepared.At, [.. payments], []));
        }
    }

    // Rows of one version are one event; their order within the batch is that of the events.
    private static async Task ApplyOutcomesAsync(
        IDocumentSession session, ReferenceData reference, Guid[] batches, Dictionary<Guid, PaymentBatch> states,
        CancellationToken cancellation)
    {
        var rows = new List<OutcomeRow>();
        await EachAsync(session, """
            select batch_id, version, status, no, amount, code, file_id, entry, value_date, at
            from hub.payment_outcome where batch_id = any($1) order by batch_id, version, item
            """, batches, r => rows.Add(OutcomeOf(r)), cancellation);
        for (var first = 0; first < rows.Count;)
        {
            var end = first + 1;
            while (end < rows.Count && rows[end].IsSameEvent(rows[first])) end++;
            var batch = rows[first].Batch;
            Apply(states, batch, EventOf(rows[first..end], states[batch], reference));
            first = end;
        }
    }

    private static object EventOf(List<OutcomeRow> rows, PaymentBatch batch, ReferenceData reference) =>
        WholeOf(rows, batch, reference) switch
        {
            BatchMoney money => batch.WithSources(money),
            var other => other,
        };

    private static object WholeOf(List<OutcomeRow> rows, PaymentBatch batch, ReferenceData reference)
    {
        var (at, file) = (rows[0].At, rows[0].FileId ?? Guid.Empty);
        int[] nos = [.. rows.Select(r => r.No)];
        var whole = nos.Sum(no => batch.Payments[no].Amount);
        var part = rows.Sum(r => r.Amount);
        var institution = reference.Institutions[batch.Prepared.Institution];
        var from = institution.IsPost ? institution.Code : institution.Account;
        PaymentReason[] reasons = [.. rows.Select(r => new PaymentReason(r.No, r.Code ?? ""))];
        if (rows[0].Amount < Money.Zero) return UndoneOf(rows, from, institution.IsPost);
        return rows[0].Status switch
        {
            PaymentStatus.Removed => new PaymentRemoved(at, "", nos[0], rows[0].Code ?? ""),
            PaymentStatus.Voided => new PaymentsVoided(at, "", nos, whole, rows[0].Code ?? ""),
            PaymentStatus.Instructed => new PaymentsInstructed(at, rows[0].Code ?? "", nos, whole),
            PaymentStatus.Accepted => new PaymentsAccepted(at, file, nos, whole),
            PaymentStatus.Rejected => new PaymentsRejected(at, file, reasons, whole),
            PaymentStatus.Unknown => new PaymentsUnknown(at, file, reasons, whole),
            PaymentStatus.Cancelled => new PaymentsCancelled(at, file, reasons, whole),
            PaymentStatus.Settled => new PaymentsSettled(
                at, file, rows[0].ValueDate, from, institution.IsPost,
                [.. rows.Select(r => new SettledPayment(r.No, r.Amount, r.Entry))], part),
            PaymentStatus.Returned => new PaymentsReturned(
                at, file, rows[0].ValueDate, from, institution.IsPost,
                [.. rows.Select(r => new ReturnedPayment(r.No, r.Amount, r.Entry, r.Code ?? ""))], part),
            _ => throw new InvalidOperationException($"{rows[0].Status} is not an outcome of a payment."),
        };
    }

    // Two rows each: the amount taken back, and then where the payment stands.
    private static object UndoneOf(List<OutcomeRow> rows, string from, bool isPost)
    {
        var first = rows[0];
        var file = first.FileId ?? Guid.Empty;
        UndonePayment[] items = [.. rows.Chunk(2).Select(
            r => new UndonePayment(r[0].No, -r[0].Amount, r[0].Entry, r[1].Status))];
        var amount = items.Sum(i => i.Amount);
        return first.Status == PaymentStatus.Settled
            ? new SettlementsUndone(first.At, "", file, first.ValueDate, from, isPost, items, amount, "")
            : new ReturnsUndone(first.At, "", file, first.ValueDate, from, items, amount, "");
    }

    private sealed record OutcomeRow(
        Guid Batch, long Version, PaymentStatus Status, int No, Money Amount, string? Code, Guid? FileId, int Entry,
        LocalDate ValueDate, Instant At)
    {
        public bool IsSameEvent(OutcomeRow other) => Batch == other.Batch && Version == other.Version;
    }

    private static OutcomeRow OutcomeOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetInt64(1), Enum.Parse<PaymentStatus>(r.GetString(2)), r.GetInt32(3),
        new Money(r.GetInt64(4)), Text(r, 5), r.IsDBNull(6) ? null : r.GetGuid(6), r.IsDBNull(7) ? 0 : r.GetInt32(7),
        r.IsDBNull(8) ? default : r.GetFieldValue<LocalDate>(8), r.GetFieldValue<Instant>(9));

    private static BatchPrepared PreparedOf(NpgsqlDataReader r) => new(
        r.GetFieldValue<Instant>(9), r.GetString(8), r.GetFieldValue<LocalDate>(1).ToYearMonth(), r.GetString(2),
        r.GetString(3), r.GetString(4), r.GetInt32(5), Enum.Parse<BatchKind>(r.GetString(6)), r.GetString(7), []);

    private static BatchReleased ReleasedOf(NpgsqlDataReader r) => new(
        r.GetFieldValue<Instant>(1), r.GetString(2), r.GetString(3), r.GetInt32(4), new Money(r.GetInt64(5)), 0,
        Money.Zero, r.GetString(6));

    private static PlacedPayment PaymentOf(NpgsqlDataReader r) => new(
        r.GetInt32(1), r.GetGuid(2), r.GetInt32(3), r.GetString(4), new Money(r.GetInt64(5)),
        new Payout(Enum.Parse<PayoutMethod>(r.GetString(6)), Text(r, 7), Text(r, 8), null, "", ""), null);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static void Apply(Dictionary<Guid, PaymentBatch> states, Guid id, object e) =>
        states[id] = PaymentBatch.Evolve(states.GetValueOrDefault(id), id, e)!;

    private static void Add<T>(Dictionary<Guid, List<T>> lists, Guid id, T item)
    {
        if (!lists.TryGetValue(id, out var list)) lists[id] = list = [];
        list.Add(item);
    }

    private static async Task EachAsync(
        IDocumentSession session, string sql, Guid[] batches, Action<NpgsqlDataReader> row,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql);
        command.Parameters.Add(Parameter.Of(batches));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) row(reader);
    }
}
