using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Ledger;

namespace PaymentHub.Ledger;

/// <summary>
/// Seals over the postings that are booked in a month: each as one line of text with all its columns, in the order of
/// stream, version and item.
/// </summary>
public static class PeriodSeals
{
    /// <summary>The seal of the month as its postings stand now.</summary>
    public static async Task<PeriodSeal> TakeAsync(
        NpgsqlConnection connection, YearMonth period, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var totals = new SortedDictionary<LedgerAccount, Money>();
        var (count, debit) = (0L, Money.Zero);
        // The copy protocol takes no parameters; a day in ISO form has no letter that could mean anything else.
        using var lines = await connection.BeginTextExportAsync(
            $"copy ({Query(period)}) to stdout", cancellation);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            var cells = line.Split('\t');
            var account = Enum.Parse<LedgerAccount>(cells[3]);
            var amount = new Money(long.Parse(cells[6], CultureInfo.InvariantCulture));
            totals[account] = totals.GetValueOrDefault(account) + amount;
            if (amount.IsPositive) debit += amount;
            count++;
        }

        return new PeriodSeal(
            count, debit, [.. totals.Select(t => new AccountTotal(t.Key, t.Value))],
            Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Query(YearMonth period)
    {
        var first = LocalDatePattern.Iso.Format(period.OnDayOfMonth(1));
        var next = LocalDatePattern.Iso.Format(period.PlusMonths(1).OnDayOfMonth(1));
        return $"""
            select stream_id, version, item, account, sub_account, batch_id, amount, source, value_date, booked_on,
                   (extract(epoch from at) * 1000000)::bigint
            from hub.posting where booked_on >= '{first}' and booked_on < '{next}' order by stream_id, version, item
            """;
    }
}
