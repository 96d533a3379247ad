using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// What payments would have moved beside what is recorded before a moment: by differences of earlier steps, by the
/// pieces before in the same file, and by what people explained later, whose payments no rule may take.
/// </summary>
internal static class ImpactMoves
{
    private static readonly string Query = $"""
        with asked as (select * from unnest($1, $2) w(batch_id, no))
        select a.batch_id, a.no, d.kind, -d.amount from asked a
        join hub.match_difference d on d.before_batch = a.batch_id and d.before_no = a.no and d.impact_id = $3
        union all
        select a.batch_id, a.no, d.kind, d.amount from asked a
        join hub.match_difference d on d.after_batch = a.batch_id and d.after_no = a.no and d.impact_id = $3
        union all
        select a.batch_id, a.no, case p.kind when 'ReturnReversed' then 'Return' else p.kind end,
               case p.kind when 'ReturnReversed' then -p.amount else p.amount end
        from asked a join hub.break_part p on p.batch_id = a.batch_id and p.no = a.no
        where p.at >= $4 and p.by_user <> '{Reconsidering.ByUser}'
        """;

    public static async Task<Dictionary<PaymentRef, BatchPayment>> ApplyAsync(
        IDocumentSession session, Guid impact, Instant posted, IReadOnlyDictionary<PaymentRef, BatchPayment> payments,
        IReadOnlyDictionary<PaymentRef, (Money Settled, Money Returned)> moved, bool fromAdvance,
        CancellationToken cancellation)
    {
        var states = payments.ToDictionary(p => p.Key, p => p.Value);
        foreach (var (payment, move) in moved)
        {
            if (states.TryGetValue(payment, out var stands))
                states[payment] = After(stands, move.Settled, move.Returned, fromAdvance);
        }

        await using var command = new NpgsqlCommand(Query);
        command.Parameters.Add(Parameter.Of([.. payments.Keys.Select(p => p.Batch)]));
        command.Parameters.Add(Parameter.Of([.. payments.Keys.Select(p => p.No)]));
        command.Parameters.Add(Parameter.Of(impact));
        command.Parameters.Add(Parameter.Of(posted));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var payment = new PaymentRef(r.GetGuid(0), r.GetInt32(1));
            var amount = new Money(r.GetInt64(3));
            var isReturn = r.GetString(2) == nameof(MatchKind.Return);
            states[payment] = After(
                states[payment], isReturn ? Money.Zero : amount, isReturn ? amount : Money.Zero, fromAdvance);
        }

        return states;
    }

    /// <summary>Adds what a match moves on its payment.</summary>
    public static void Add(Dictionary<PaymentRef, (Money Settled, Money Returned)> moved, EntryMatch match)
    {
        if (match is not { Batch: { } batch, No: { } no }) return;
        var payment = new PaymentRef(batch, no);
        var (settled, returned) = moved.GetValueOrDefault(payment);
        moved[payment] = match.Kind == MatchKind.Return
            ? (settled, returned + match.Amount)
            : (settled + match.Amount, returned);
    }

    // A payment stays within its amount, whatever two versions together would have moved.
    private static BatchPayment After(BatchPayment p, Money settled, Money returned, bool fromAdvance)
    {
        var gone = Within(p.Settled + settled, p.Amount);
        var uncollected = fromAdvance ? Within(p.Uncollected + returned, p.Amount - gone) : p.Uncollected;
        return p with
        {
            Settled = gone,
            Uncollected = uncollected,
            Returned = fromAdvance ? p.Returned : Within(p.Returned + returned, gone),
        };
    }

    private static Money Within(Money amount, Money most) => Money.Max(Money.Zero, Money.Min(amount, most));
}
