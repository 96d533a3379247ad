using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>Whether the bank has told anything of the payments of a file: then it has the file.</summary>
public sealed class DeliveryEvidence(NpgsqlDataSource source)
{
    /// <summary>
    /// SQL: what the bank told of the file <c>f</c> of hub.instruction_file, such as Settled, or null. An advance is
    /// told of by its debit, a request to give a file back by its answer.
    /// </summary>
    internal const string ToldOf = """
        case f.kind
            when 'Advance' then (
                select 'Settled' from hub.account_movement m
                where m.kind = 'Advance' and m.reference = f.covers_message_id limit 1)
            when 'Recall' then (
                select s.what from hub.file_delivery_step s where s.message_id = f.covers_message_id
                and s.what in ('RecallAccepted', 'RecallPartly', 'RecallRefused') limit 1)
            else (
                select o.status from hub.batch_step s
                join hub.payment_outcome i on i.batch_id = s.batch_id and i.status = 'Instructed'
                    and i.code = s.message_id
                join hub.payment_outcome o on o.batch_id = i.batch_id and o.no = i.no and o.status in (
                    'Accepted', 'Unknown', 'Rejected', 'Cancelled', 'Settled', 'Returned')
                where s.message_id = f.message_id and s.status = 'Released' limit 1)
        end
        """;

    private const string Query = $"select {ToldOf} from hub.instruction_file f where f.message_id = $1";

    private const string NeverSent = """
        select f.message_id from hub.instruction_file f
        where f.institution = $1 and not exists (
            select from hub.file_delivery_step s where s.message_id = f.message_id and s.state is not null)
        order by f.at
        """;

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
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
