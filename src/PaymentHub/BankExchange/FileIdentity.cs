using Marten;
using Npgsql;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>Whether the house has seen this file before, in other bytes or in another file of the same name.</summary>
internal static class FileIdentity
{
    /// <summary>The last thing that happened to a file.</summary>
    internal const string LastStep = """
        (select s.status from hub.bank_file_step s where s.file_id = r.file_id order by s.version desc limit 1)
        """;

    /// <summary>
    /// Waits until no other transaction judges a file of the institution: two files handed in at the same moment must
    /// see each other.
    /// </summary>
    public static async Task TakeTurnAsync(IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select 1 from pg_advisory_xact_lock(hashtext($1))");
        command.Parameters.Add(Parameter.Of("receive/" + institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
    }

    /// <summary>The earlier file, not refused, in which the sender told exactly the same, or null.</summary>
    public static async Task<Guid?> SameContentAsync(
        IDocumentSession session, string institution, FileReading reading, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            select r.file_id from hub.bank_file_step r
            where r.institution = $1 and r.content = $2 and {LastStep} not in ('Refused', 'Duplicate')
            order by r.at limit 1
            """);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of(reading.Content));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetGuid(0) : null;
    }

    /// <summary>The sender's earlier file, not refused, that carries the same id of the same type, or null.</summary>
    public static async Task<Guid?> MessageAsync(
        IDocumentSession session, string institution, FileReading reading, CancellationToken cancellation)
    {
        if (reading.MessageId is null) return null;
        await using var command = new NpgsqlCommand($"""
            select r.file_id from hub.bank_file_step r
            where r.institution = $1 and r.message_id = $2 and r.type = $3
              and {LastStep} not in ('Refused', 'Duplicate') order by r.at limit 1
            """);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of(reading.MessageId));
        command.Parameters.Add(Parameter.Of(reading.Type));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetGuid(0) : null;
    }

    // What the gate refuses because of keys or agreements of that day; others of today may let the same bytes pass.
    private static readonly string[] Liftable =
        ["SIGNER_UNKNOWN", "CERTIFICATE_EXPIRED", "NOT_FOR_US", "UNSUPPORTED_TYPE"];

    /// <summary>What became of these bytes when they came last, or null where they never came.</summary>
    public static async Task<EarlierJudgement?> LastOfAsync(
        IQuerySession session, string sha256, CancellationToken cancellation)
    {
        EarlierJudgement? last = null;
        for (var no = 0; ; no++)
        {
            var id = SettlementFile.IdOf(sha256, no);
            if (await session.Events.FetchStreamStateAsync(id, cancellation) is null) return last;
            last = new EarlierJudgement(id, no, await LiftableAsync(session, id, cancellation));
        }
    }

    private static async Task<string[]?> LiftableAsync(
        IQuerySession session, Guid fileId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select reasons from hub.bank_file_step
            where file_id = $1 and status = 'Refused' and by_user is null and reasons <@ $2
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(Liftable));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation)
            ? await reader.GetFieldValueAsync<string[]>(0, cancellation)
            : null;
    }

    /// <summary>The file that this one repeats, or null.</summary>
    public static async Task<Guid?> OriginalOfAsync(
        IQuerySession session, Guid fileId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select original from hub.bank_file_step
            where file_id = $1 and status = 'Duplicate' and original is not null
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetGuid(0) : null;
    }
}

/// <summary>The last judgement of some bytes.</summary>
/// <param name="No">How often they had been judged before.</param>
/// <param name="Liftable">The reasons of a refusal that may not hold any more, or null.</param>
internal sealed record EarlierJudgement(Guid FileId, int No, string[]? Liftable)
{
    /// <summary>Whether these reasons say the same again, so that there is nothing to record.</summary>
    public bool Repeats(IReadOnlyList<string> reasons) => Liftable is { } before && before.SequenceEqual(reasons);
}
