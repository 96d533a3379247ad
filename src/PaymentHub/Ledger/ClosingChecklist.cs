using System.Globalization;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Ledger;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>What is looked at before the books of a month are closed (danh mục kiểm tra khóa sổ).</summary>
public static class ClosingChecklist
{
    /// <summary>
    /// The points of the checklist, the undecided exceptions up to the month's end, and the seal as of now.
    /// </summary>
    public static async Task<ClosingFacts> LookAsync(
        NpgsqlDataSource source, YearMonth period, CancellationToken cancellation)
    {
        var (_, identities) = await TieOut.ComputeAsync(source, communes: null, period, cancellation, anew: true);
        var checks = await LedgerChecks.RunAsync(source, cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var files = await CountAsync(connection, UndecidedFiles, period, cancellation);
        var unknown = await CountAsync(connection, Unknown, period, cancellation);
        var broken = identities.Count(i => !i.Holds);
        var failed = checks.Count(i => !i.Holds);
        ClosingPoint[] points =
        [
            new("files", files == 0, Vietnamese($"{files} tệp của ngân hàng chưa ghi sổ"),
                English($"{files} files of institutions are not posted")),
            new("unknown", unknown == 0, Vietnamese($"{unknown} khoản chi chưa rõ kết quả"),
                English($"{unknown} payments have an unknown fate")),
            new("tie-out", broken == 0, Vietnamese($"{broken} đẳng thức đối chiếu sai"),
                English($"{broken} identities of the tie-out do not hold")),
            new("ledger", failed == 0, Vietnamese($"{failed} phép kiểm tra sổ cái sai"),
                English($"{failed} checks of the ledger do not hold")),
        ];
        return new ClosingFacts(
            points, await ExceptionsAsync(connection, period, cancellation),
            await PeriodSeals.TakeAsync(connection, period, cancellation));
    }

    private static string Vietnamese(FormattableString text) => text.ToString(CultureInfo.GetCultureInfo("vi-VN"));

    private static string English(FormattableString text) => text.ToString(CultureInfo.GetCultureInfo("en-GB"));

    private static async Task<long> CountAsync(
        NpgsqlConnection connection, string sql, YearMonth period, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<List<OpenExceptions>> ExceptionsAsync(
        NpgsqlConnection connection, YearMonth period, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Undecided, connection);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<OpenExceptions>();
        while (await reader.ReadAsync(cancellation))
        {
            var kind = BreakWords.CodeOf(Enum.Parse<BreakKind>(reader.GetString(0)));
            found.Add(new OpenExceptions(
                kind, checked((int)reader.GetInt64(1)), new Money(reader.GetInt64(2))));
        }

        return found;
    }

    // A file that nobody has read or decided on may hold facts of the month.
    private const string UndecidedFiles = """
        select count(*) from (
            select distinct on (file_id) status from hub.bank_file_step
            where $1::date is not null order by file_id, version desc) s
        where status not in ('Reconciled', 'Refused')
        """;

    private const string Unknown = """
        select count(*) from (
            select distinct on (o.batch_id, o.no) o.status
            from hub.payment_outcome o join hub.batch b on b.batch_id = o.batch_id and b.period <= $1
            where o.status <> 'Settled' or o.amount > 0
            order by o.batch_id, o.no, o.version desc, o.item desc) s
        where status = 'Unknown'
        """;

    private const string Undecided = """
        select kind, count(*), sum(amount)::bigint from hub.entry_break k
        where value_date < $1::date + interval '1 month' and coalesce((
            select s.status from hub.break_step s where s.break_id = k.break_id and s.status is not null
            order by s.version desc limit 1), 'Open') <> 'Resolved'
        group by kind order by kind
        """;
}
