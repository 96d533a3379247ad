using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// What only the store can say of a statement: is the account ours, was it told before, does it follow the last one.
/// </summary>
public static class StatementChain
{
    public const string Conflict = "CONFLICT";
    public const string UnknownAccount = "UNKNOWN_ACCOUNT";
    public const string SequenceGap = "SEQUENCE_GAP";
    public const string OpeningGap = "OPENING_GAP";
    public const string FutureDate = "FUTURE_DATE";

    public static async Task<string[]> ObjectionsAsync(
        IDocumentSession session, Institution sender, StatementFacts[] statements, Instant now,
        CancellationToken cancellation)
    {
        var found = new List<string>();
        var tomorrow = now.InZone(HubClock.Zone).Date.PlusDays(1);
        // What was accepted is posted a little later; until then its statements are not in the table of the booked.
        await AcceptedStatements.TakeTurnAsync(session, sender.Code, cancellation);
        var accepted = await AcceptedStatements.WaitingAsync(session, sender.Code, cancellation);
        foreach (var statement in statements)
        {
            if (statement.Account != sender.Account)
            {
                found.Add(UnknownAccount);
                continue;
            }

            if (statement.To > tomorrow) found.Add(FutureDate);
            var isTold = accepted.Any(a => a.StatementId == statement.StatementId);
            var last = accepted.LastOrDefault() ?? await BookedAsync(session, statement, cancellation);
            accepted.Add(statement);
            if (last is null) continue;
            if (isTold || last.StatementId == statement.StatementId) found.Add(Conflict);
            else if (last.Sequence is { } l && statement.Sequence is { } s && s != l + 1) found.Add(SequenceGap);
            else if (last.Closing != statement.Opening) found.Add(OpeningGap);
        }

        return [.. found.Distinct()];
    }

    /// <summary>The booked statement of the same identification, else the last one of the account, else null.</summary>
    private static async Task<StatementFacts?> BookedAsync(
        IDocumentSession session, StatementFacts statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select statement_id, sequence, opening, closing from hub.statement where account = $1
            order by (statement_id = $2) desc, sequence desc nulls last, at desc limit 1
            """);
        command.Parameters.Add(Parameter.Of(statement.Account));
        command.Parameters.Add(Parameter.Of(statement.StatementId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        return new StatementFacts(
            statement.Account, reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), null, null,
            new Money(reader.GetInt64(2)), new Money(reader.GetInt64(3)));
    }
}
