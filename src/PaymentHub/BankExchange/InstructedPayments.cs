using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>A payment as a file names it.</summary>
public sealed record InstructedPayment(
    string PaymentInformationId, string EndToEndId, Money Amount, string? BankBin, string? Account, string? HolderName,
    string PayeeName, string Dossier, string PersonName, int BirthYear, string Commune, bool IsFund);

/// <summary>
/// The payments that a release put under one message id, in the order of the release's batches and of their numbers.
/// </summary>
public static class InstructedPayments
{
    public static async Task<List<InstructedPayment>> ReadAsync(
        IDocumentSession session, string messageId, Guid[] batches, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select b.pmtinf_id, p.end_to_end_id, p.amount, p.bank_bin, p.account, p.holder_name, p.payee_name,
                l.dossier,
                   coalesce(n.full_name, p.payee_name), coalesce(n.birth_year, 0), b.commune,
                   p.method = 'Fund'
            from unnest($2::uuid[]) with ordinality as chosen(batch_id, place)
            join hub.batch_step s on s.batch_id = chosen.batch_id
            join hub.batch b on b.batch_id = s.batch_id
            join hub.payment_outcome o on o.batch_id = s.batch_id and o.status = 'Instructed' and o.code = s.message_id
            join hub.payment p on p.batch_id = o.batch_id and p.no = o.no
            join lateral (select dossier, person_id from hub.payment_line l where l.batch_id = p.batch_id and l.no =
                p.no
                          order by l.version, l.item limit 1) l on true
            left join lateral (select full_name, birth_year from hub.beneficiary n where n.person_id = l.person_id
                               order by n.version desc limit 1) n on p.method <> 'Fund'
            where s.message_id = $1
            order by chosen.place, p.no
            """);
        command.Parameters.Add(Parameter.Of(messageId));
        command.Parameters.Add(Parameter.Of(batches));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var payments = new List<InstructedPayment>();
        while (await reader.ReadAsync(cancellation))
        {
            payments.Add(new InstructedPayment(
                reader.GetString(0), reader.GetString(1), new Money(reader.GetInt64(2)), Text(3), Text(4), Text(5),
                reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetInt32(9),
                reader.GetString(10), reader.GetBoolean(11)));
        }

        return payments;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
