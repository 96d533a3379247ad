using Npgsql;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>Whether the bank has told anything of the payments of a file: then it has the file.</summary>
public sealed class DeliveryEvidence(NpgsqlDataSource source)
{
    private const string Query = """
        select (select o.status from hub.payment_outcome i
                join hub.payment_outcome o on o.batch_id = i.batch_id and o.no = i.no
                where i.status = $2 and i.code = $1 and o.status = any($3) limit 1),
               exists (select from hub.instruction_file f join hub.account_movement m
                       on m.kind = 'Advance' and m.reference = f.covers_message_id
                       where f.message_id = $1 and f.kind = 'Advance')
        """;

    private const string NeverSent = """
        select f.message_id from hub.instruction_file f
        where f.institution = $1 and not exists (
            select from hub.file_delivery_step s where s.message_id = f.message_id and s.state is not null)
        order by f.at
        """;

    private static readonly string[] Told =
    [
        nameof(PaymentStatus.Accepted), nameof(PaymentStatus.Unknown), nameof(PaymentStatus.Rejected),
        nameof(PaymentStatus.Cancelled), nameof(PaymentStatus.Settled), nameof(PaymentStatus.Returned),
    ];

    /// <summary>The files of an institution that were never sent nor collected, in the order of their making.</summary>
    public async Task<List<string>> NeverSentAsync(string institution, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(NeverSent);
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetString(0));
        return found;
    }

    /// <summary>What was told, such as Settled; null where nothing was.</summary>
    public async Task<string?> OfAsync(string messageId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(messageId));
        command.Parameters.Add(Parameter.Of(nameof(PaymentStatus.Instructed)));
        command.Parameters.Add(Parameter.Of(Told));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (!reader.IsDBNull(0)) return reader.GetString(0);
        return reader.GetBoolean(1) ? nameof(PaymentStatus.Settled) : null;
    }
}
