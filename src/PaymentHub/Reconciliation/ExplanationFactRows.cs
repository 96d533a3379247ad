using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Loads and locks what an explanation is judged by.</summary>
public static class ExplanationFactRows
{
    /// <summary>The facts of a break as its file told them and the institution that sent it, or null.</summary>
    public static async Task<BreakFacts?> FindAsync(
        IDocumentSession session, Guid breakId, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("""
            select k.file_id, k.entry, f.institution, k.payer_account, k.from_advance, k.kind, k.amount, k.is_debit,
                   k.value_date, k.bank_reference, k.end_to_end_id, k.account
            from hub.entry_break k join hub.bank_file_step f on f.file_id = k.file_id and f.status = 'Received'
            where k.break_id = $1
            """);
        command.Parameters.Add(Parameter.Of(breakId));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        if (!await r.ReadAsync(cancellation)) return null;
        return new BreakFacts(
            r.GetGuid(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetBoolean(4),
            Enum.Parse<BreakKind>(r.GetString(5)), new Money(r.GetInt64(6)), r.GetBoolean(7),
            await r.GetFieldValueAsync<NodaTime.LocalDate>(8, cancellation), r.GetString(9), TextOf(r, 10),
            TextOf(r, 11));
    }

    /// <summary>
    /// The payments with these end-to-end ids at the institution, how they stand, and the advances. The batches are
    /// locked until the transaction ends, and nobody plans their communes meanwhile.
    /// </summary>
    public static async Task<ExplanationFacts> LoadAsync(
        IDocumentSession session, string institution, bool fromAdvance, IEnumerable<string> endToEndIds,
        IReadOnlyDictionary<Guid, EntryBreak> breaks, ReferenceData reference, CancellationToken cancellation)
    {
        var (placed, communes) = await PlacedAsync(session, institution, [.. endToEndIds.Distinct()], cancellation);
        await CommuneTurn.TakeAsync(session, communes, cancellation);
        await DividedPayments.CompleteAsync(session, placed, cancellation);
        var states = await PaymentStates.LockAsync(session, placed, fromAdvance, cancellation);
        foreach (var (place, next) in await FollowedRows.ReadAsync(session, placed.Keys, cancellation))
        {
            states[place] = next is { } reissue
                ? states[place] with { Reissue = reissue }
                : states[place] with { IsWrittenBack = true };
        }

        foreach (var place in await FollowedRows.PlannedAgainAsync(session, placed.Keys, cancellation))
            states[place] = states[place] with { IsPlannedAgain = true };

        var advances = await MatchFactRows.AdvancesAsync(session, reference, cancellation);
        return new ExplanationFacts(states, advances.Values.ToDictionary(a => a.MessageId), breaks);
    }

    private static async Task<(Dictionary<PaymentRef, PlacedPayment> Placed, HashSet<string> Communes)> PlacedAsync(
        IDocumentSession session, string institution, string[] ids, CancellationToken cancellation)
    {
        var placed = new Dictionary<PaymentRef, PlacedPayment>();
        var communes = new HashSet<string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand($"""
            select {PaymentStates.Columns}, b.commune from hub.payment p join hub.batch b on b.batch_id = p.batch_id
            where p.end_to_end_id = any($1) and b.institution = $2
            """);
        command.Parameters.Add(Parameter.Of(ids));
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (place, payment) = PaymentStates.Read(reader);
            placed[place] = payment;
            communes.Add(reader.GetString(reader.GetOrdinal("commune")));
        }

        return (placed, communes);
    }

    private static string? TextOf(System.Data.Common.DbDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetString(column);
}
