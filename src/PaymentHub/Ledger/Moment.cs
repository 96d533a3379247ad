using System.Data;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace PaymentHub.Ledger;

/// <summary>
/// The moment of which the ledger is asked: now, or what was known at an earlier instant. All questions of one
/// transaction are of the same moment; what is posted meanwhile would stand on one side of an identity only.
/// </summary>
internal sealed class Moment(Instant? knownAt)
{
    public static Moment Now { get; } = new(null);

    /// <summary>Whether an earlier instant is asked of, of which no sum is kept.</summary>
    public bool IsPast => knownAt is not null;

    /// <summary>Begins the transaction on this connection.</summary>
    public async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (knownAt is not { } instant) return transaction;
        await using var command = new NpgsqlCommand("select set_config('hub.known_at', $1, true)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = InstantPattern.ExtendedIso.Format(instant) });
        await command.ExecuteNonQueryAsync(cancellation);
        return transaction;
    }

    /// <summary>A question to the tables as a question to them at this moment.</summary>
    public string Of(string sql) => knownAt is null
        ? sql
        : sql.Replace("kept.posting_total", "past.posting_total", StringComparison.Ordinal)
            .Replace("hub.", "past.", StringComparison.Ordinal);
}
