using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Payments of one institution as its statement finds them. A statement names payments all over a province; reading
/// their batches would carry everybody else along. The streams are locked, and what happened to each payment is read
/// from the rows that were written with the events and folded by the payment itself. Names of payees, holds and
/// re-issues are left out: no evidence from an institution is judged by them.
/// </summary>
public static class PaymentStates
{
    /// <summary>The columns that <see cref="Read"/> expects of <c>hub.payment p</c>, in this order.</summary>
    public const string Columns =
        "p.batch_id, p.no, p.payee, p.occurrence, p.end_to_end_id, p.amount, p.method, p.bank_bin, p.account";

    private const string OutcomeColumns = "o.batch_id, o.no, o.version, o.item, o.status, o.amount, o.code";

    // A batch is read whole where a file names at least one in this many of its payments.
    private const int WholeFromOneIn = 4;

    /// <summary>One row of <see cref="Columns"/>, from this column on: a payment as it was placed.</summary>
    public static (PaymentRef Ref, PlacedPayment Placed) Read(NpgsqlDataReader r, int first = 0) => (
        new PaymentRef(r.GetGuid(first), r.GetInt32(first + 1)),
        new PlacedPayment(
            r.GetInt32(first + 1), r.GetGuid(first + 2), r.GetInt32(first + 3), r.GetString(first + 4),
            new Money(r.GetInt64(first + 5)),
            new Payout(
                Enum.Parse<PayoutMethod>(r.GetString(first + 6)), Once(r, first + 7), Text(r, first + 8), null, "", ""),
            null));

    /// <summary>
    /// How the payments stand. Nobody else can append to their batches before this transaction ends; locks are taken in
    /// the order of ids, so that two transactions never wait for each other.
    /// </summary>
    public static async Task<Dictionary<PaymentRef, BatchPayment>> LockAsync(
        IDocumentSession session, Dictionary<PaymentRef, PlacedPayment> placed, bool fromAdvance,
        CancellationToken cancellation)
    {
        await LockAsync(session, [.. placed.Keys.Select(p => p.Batch).Distinct()], cancellation);
        return await FoldAsync(session, placed, null, fromAdvance, cancellation);
    }

    /// <summary>How the payments stood before a moment. The past stands still, so nothing is locked.</summary>
    public static Task<Dictionary<PaymentRef, BatchPayment>> AtAsync(
        IDocumentSession session, Dictionary<PaymentRef, PlacedPayment> placed, Instant before, bool fromAdvance,
        CancellationToken cancellation) =>
        FoldAsync(session, placed, before, fromAdvance, cancellation);

    private static async Task<Dictionary<PaymentRef, BatchPayment>> FoldAsync(
        IDocumentSession session, Dictionary<PaymentRef, PlacedPayment> placed, Instant? before, bool fromAdvance,
        CancellationToken cancellation)
    {
        var states = placed.ToDictionary(p => p.Key, p => new BatchPayment(p.Value, PaymentStatus.Placed));
        foreach (var o in await OutcomesAsync(session, placed.Keys, before, cancellation))
        {
            // A batch that is read whole has others' outcomes too.
            ref var state = ref CollectionsMarshal.GetValueRefOrNullRef(states, o.Payment);
            if (!Unsafe.IsNullRef(ref state)) state = After(state, o.Status, o.Amount, o.Code, fromAdvance);
        }

        return states;
    }

    private readonly record struct Outcome(
        PaymentRef Payment, long Version, int Item, PaymentStatus Status, Money Amount, string? Code);

    // In the order of the events of each batch. They are ordered here: a month's rows would be sorted on disk there.
    // The first statement of a month names most payments of its batches: these are read whole, one place in the index
    // a batch and not a payment, in a quarter of the time. "offset 0" keeps the rest one look into the index a payment,
    // whatever the planner believes of a table that grows with every statement: left to itself it reads and sorts the
    // whole table, in parallel, for each of them.
    private static async Task<List<Outcome>> OutcomesAsync(
        IDocumentSession session, Dictionary<PaymentRef, PlacedPayment>.KeyCollection payments,
        Instant? before, CancellationToken cancellation)
    {
        var (whole, single) = ByBatch(payments);
        var then = before is null ? "" : "and o.at < $4";
        await using var command = new NpgsqlCommand($"""
            select {OutcomeColumns} from hub.payment_outcome o where o.batch_id = any($1) {then}
            union all
            select {OutcomeColumns} from unnest($2, $3) w(batch_id, no) cross join lateral (
              select * from hub.payment_outcome o where o.batch_id = w.batch_id and o.no = w.no {then} offset 0) o
            """);
        command.Parameters.Add(Parameter.Of([.. whole]));
        command.Parameters.Add(Parameter.Of([.. single.Select(p => p.Batch)]));
        command.Parameters.Add(Parameter.Of([.. single.Select(p => p.No)]));
        if (before is { } moment) command.Parameters.Add(Parameter.Of(moment));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var outcomes = new List<Outcome>(payments.Count * 3);
        while (await r.ReadAsync(cancellation))
        {
            outcomes.Add(new Outcome(
                new PaymentRef(r.GetGuid(0), r.GetInt32(1)), r.GetInt64(2), r.GetInt32(3),
                Enum.Parse<PaymentStatus>(r.GetString(4)), new Money(r.GetInt64(5)), Once(r, 6)));
        }

        outcomes.Sort((a, b) => (a.Version, a.Item).CompareTo((b.Version, b.Item)));
        return outcomes;
    }

    // Payments of a batch are numbered from 0, so the highest one tells how large a part of it is asked for.
    private static (List<Guid> Whole, List<PaymentRef> Single) ByBatch(IEnumerable<PaymentRef> payments)
    {
        var (whole, single) = (new List<Guid>(), new List<PaymentRef>());
        foreach (var batch in payments.GroupBy(p => p.Batch))
        {
            if (batch.Count() * WholeFromOneIn > batch.Max(p => p.No)) whole.Add(batch.Key);
            else single.AddRange(batch.OrderBy(p => p.No));
        }

        return (whole, single);
    }

    /// <summary>Locks the streams of these batches until the transaction ends.</summary>
    public static async Task LockAsync(IDocumentSession session, Guid[] batches, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"select from {HubStore.EventSchema}.mt_streams where id = any($1) order by id for update");
        command.Parameters.Add(Parameter.Of(batches));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
    }

    private static BatchPayment After(
        BatchPayment payment, PaymentStatus status, Money part, string? code, bool fromAdvance) => status switch
        {
            // A part below zero was taken back; the row after it only says where the payment stands.
            PaymentStatus.Settled when part < Money.Zero => payment.Unsettled(-part),
            PaymentStatus.Returned when part < Money.Zero => payment.Unreturned(-part),
            PaymentStatus.Settled or PaymentStatus.Returned when part.IsZero => payment,
            PaymentStatus.Settled => payment.SettledBy(part),
            PaymentStatus.Returned => payment.ReturnedBy(part, code ?? "", fromAdvance),
            PaymentStatus.Instructed => payment.Moved(status) with { MessageId = code },
            _ => payment.Moved(status) with { ReasonCode = code ?? payment.ReasonCode },
        };

    // Banks and messages are few, and a statement names them a hundred thousand times.
    private static string? Once(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : string.Intern(r.GetString(column));

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
