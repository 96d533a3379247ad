using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Runs;

/// <summary>
/// Where the register says today that a dossier of a failed payment is paid; the account is masked. A re-issue goes
/// there, and after an error of the account it is refused while this <paramref name="IsUnchanged"/>.
/// </summary>
public sealed record PayoutNow(
    string Dossier, string? Method, string? Institution, string? BankBin, string? Account, bool IsUnchanged);

/// <summary>What a re-issue would do, shown before it is done.</summary>
public static class ReissueOffer
{
    /// <summary>Today's payout of every dossier of the payment; the caller has checked the scope.</summary>
    public static async Task<IReadOnlyList<PayoutNow>> FindAsync(
        NpgsqlDataSource source, Guid batchId, int no, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select distinct l.dossier, o.method, o.institution, o.bank_bin, '****' || right(o.account, 4),
                   (o.method, o.institution, o.bank_bin, o.account)
                       is not distinct from (p.method, b.institution, p.bank_bin, p.account)
            from hub.payment p
            join hub.batch b on b.batch_id = p.batch_id
            join hub.payment_line l on l.batch_id = p.batch_id and l.no = p.no
            left join lateral (
                select x.method, x.institution, x.bank_bin, x.account from hub.payout x
                where x.person_id = l.person_id and x.dossier = l.dossier order by x.version desc limit 1) o on true
            where p.batch_id = $1 and p.no = $2 and p.method <> 'Fund'
            order by l.dossier
            """);
        command.Parameters.Add(Parameter.Of(batchId));
        command.Parameters.Add(Parameter.Of(no));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<PayoutNow>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new PayoutNow(
                reader.GetString(0), Text(reader, 1), Text(reader, 2), Text(reader, 3), Text(reader, 4),
                reader.GetBoolean(5)));
        }

        return found;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
