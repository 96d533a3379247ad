using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Batches;

/// <summary>A line of a payment in a table of payments.</summary>
public sealed record PaymentTableLine(string Dossier, string Kind, YearMonth First, YearMonth Last, long Amount);

/// <summary>
/// A payment of a batch with what an officer checks before signing: payee (a person masked, a fund by name), masked
/// account, lines, the present hold.
/// </summary>
/// <param name="LineCount">All lines; <see cref="Lines"/> holds the first of them.</param>
/// <param name="HoldReason">Reason of the present hold, or null.</param>
public sealed record PaymentTableRow(
    PaymentItem Payment, string Payee, string Relation, string Method, string? Account,
    IReadOnlyList<PaymentTableLine> Lines, int LineCount, string? HoldReason);

/// <summary>What a page of a batch's payments shows beside the payments themselves.</summary>
public static class BatchPayments
{
    /// <summary>A fund's payment may have thousands of lines; a table shows the first of them.</summary>
    public const int LinesShown = 6;

    /// <summary>The same payments of one batch, in the same order, with their payees and lines.</summary>
    public static async Task<IReadOnlyList<PaymentTableRow>> WithDetailsAsync(
        NpgsqlDataSource source, Guid batch, IReadOnlyList<PaymentItem> payments, CancellationToken cancellation)
    {
        int[] nos = [.. payments.Select(p => p.No)];
        var lines = await LinesAsync(source, batch, nos, cancellation);
        await using var command = source.CreateCommand("""
            select p.no, case when p.method = 'Fund' then p.payee_name
                         else coalesce('*** ' || substring(p.payee_name from '\S+$'), '***') end, p.relation, p.method,
                   nullif(concat_ws(' ', p.bank_bin, '****' || right(p.account, 4)), ''), h.reason,
                   (select count(*) from hub.payment_line l where l.batch_id = p.batch_id and l.no = p.no)::int
            from hub.payment p
            left join lateral (select case when held then reason end as reason from hub.payment_hold h
                               where h.batch_id = p.batch_id and h.no = p.no order by version desc limit 1) h on true
            where p.batch_id = $1 and p.no = any($2)
            """);
        command.Parameters.Add(Parameter.Of(batch));
        command.Parameters.Add(Parameter.Of(nos));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var byNo = payments.ToDictionary(p => p.No);
        var rows = new Dictionary<int, PaymentTableRow>();
        while (await reader.ReadAsync(cancellation))
        {
            var no = reader.GetInt32(0);
            rows[no] = new PaymentTableRow(
                byNo[no], reader.GetString(1), reader.GetString(2), reader.GetString(3), Text(reader, 4),
                lines.GetValueOrDefault(no, []), reader.GetInt32(6), Text(reader, 5));
        }

        return [.. payments.Select(p => rows[p.No])];
    }

    private static async Task<Dictionary<int, List<PaymentTableLine>>> LinesAsync(
        NpgsqlDataSource source, Guid batch, int[] nos, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select no, dossier, kind, first_month, last_month, amount from (
                select l.*, row_number() over (
                    partition by no order by first_month desc, dossier, version, item) as place
                from hub.payment_line l where batch_id = $1 and no = any($2)) l
            where place <= $3 order by no, place
            """);
        command.Parameters.Add(Parameter.Of(batch));
        command.Parameters.Add(Parameter.Of(nos));
        command.Parameters.Add(Parameter.Of(LinesShown));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new Dictionary<int, List<PaymentTableLine>>();
        while (await reader.ReadAsync(cancellation))
        {
            var no = reader.GetInt32(0);
            if (!lines.TryGetValue(no, out var own)) lines[no] = own = [];
            own.Add(new PaymentTableLine(
                reader.GetString(1), reader.GetString(2), reader.GetFieldValue<LocalDate>(3).ToYearMonth(),
                reader.GetFieldValue<LocalDate>(4).ToYearMonth(), reader.GetInt64(5)));
        }

        return lines;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
