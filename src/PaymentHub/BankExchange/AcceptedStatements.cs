using Marten;
using Npgsql;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>The statements of an institution that passed the gate and wait to be posted.</summary>
public static class AcceptedStatements
{
    /// <summary>
    /// Waits until no other transaction judges a statement of the institution: two files handed in at the same moment
    /// must see each other.
    /// </summary>
    public static async Task TakeTurnAsync(IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select 1 from pg_advisory_xact_lock(hashtext($1))");
        command.Parameters.Add(Parameter.Of("receive/" + institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
    }

    /// <summary>In the order of their receipt.</summary>
    public static async Task<List<StatementFacts>> WaitingAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        var statements = new List<StatementFacts>();
        foreach (var fileId in await FilesAsync(session, institution, cancellation))
        {
            var events = await session.Events.FetchStreamAsync(fileId, token: cancellation);
            statements.AddRange(events.Select(e => e.Data).OfType<FileAccepted>().SelectMany(a => a.Statements));
        }

        return statements;
    }

    private static async Task<List<Guid>> FilesAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select s.file_id from hub.bank_file_step s
            where s.institution = $1 and s.status = 'Received' and s.format = 'Statement'
              and exists (select from hub.bank_file_step a where a.file_id = s.file_id and a.status = 'Accepted')
              and not exists (
                select from hub.bank_file_step r where r.file_id = s.file_id and r.status = 'Reconciled')
            order by s.at, s.file_id
            """);
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var files = new List<Guid>();
        while (await reader.ReadAsync(cancellation)) files.Add(reader.GetGuid(0));
        return files;
    }
}
