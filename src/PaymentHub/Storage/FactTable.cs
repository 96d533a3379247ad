using JasperFx.Events;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// A read table made of rows that follow from events, one event at a time, and are only ever inserted. The same class
/// fills the live table inside the transaction that stores the events and the scratch table when <c>verify</c> replays
/// them.
/// </summary>
public abstract class FactTable
{
    /// <summary>Table name without schema; the DDL is in <c>ops/db</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Columns in the order in which rows are written.</summary>
    public abstract string Columns { get; }

    /// <summary>Writes the rows of these events with one binary COPY, or nothing where they yield none.</summary>
    /// <returns>The number of rows written.</returns>
    public abstract Task<long> WriteAsync(
        NpgsqlConnection connection, string schema, IReadOnlyList<IEvent> events, CancellationToken cancellation);
}

/// <inheritdoc/>
public abstract class FactTable<TRow> : FactTable
{
    /// <summary>The rows that one event yields, from that event alone.</summary>
    public abstract IEnumerable<TRow> RowsOf(IEvent e);

    /// <summary>Writes the columns of one row in the order of <see cref="FactTable.Columns"/>.</summary>
    protected abstract void Write(RowWriter to, TRow row);

    /// <inheritdoc/>
    public override async Task<long> WriteAsync(
        NpgsqlConnection connection, string schema, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        RowCopy? copy = null;
        var count = 0L;
        try
        {
            foreach (var e in events)
            {
                foreach (var row in RowsOf(e))
                {
                    copy ??= await RowCopy.BeginAsync(connection, $"{schema}.{Name}", Columns, cancellation);
                    Write(await copy.RowAsync(cancellation), row);
                    count++;
                }
            }

            if (copy is not null) await copy.CompleteAsync(cancellation);
        }
        finally
        {
            if (copy is not null) await copy.DisposeAsync();
        }

        return count;
    }
}
