using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// Rows on their way into one table by binary COPY. Rows are encoded into one buffer and leave it in blocks: the
/// driver's importer resolves a converter for every column of every row, which was a seventh of the service's time
/// where a statement is posted. Rows of an unfinished copy are not stored.
/// </summary>
public sealed class RowCopy : IAsyncDisposable
{
    private const int BlockBytes = 128 * 1024;
    private const short NoMoreRows = -1;
    private const int NullLength = -1;

    // The signature of the format, no flags, no header extension.
    private static readonly byte[] Header =
        [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _to;
    private readonly short _columns;
    private byte[] _buffer = new byte[BlockBytes + (BlockBytes / 8)];
    private int _end;
    private int _columnsLeft;
    private bool _completed;

    private RowCopy(NpgsqlRawCopyStream to, short columns) => (_to, _columns) = (to, columns);

    /// <summary>Begins a copy into a table of these columns, separated by commas.</summary>
    public static async Task<RowCopy> BeginAsync(
        NpgsqlConnection connection, string table, string columns, CancellationToken cancellation)
    {
        var to = await connection.BeginRawBinaryCopyAsync(
            $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", cancellation);
        var copy = new RowCopy(to, (short)(1 + columns.AsSpan().Count(',')));
        Header.CopyTo(copy.Take(Header.Length));
        return copy;
    }

    /// <summary>Begins the next row, whose columns are then written in their order.</summary>
    /// <exception cref="InvalidOperationException">The row before has fewer columns than the table.</exception>
    public ValueTask<RowWriter> RowAsync(CancellationToken cancellation)
    {
        var row = Row();
        return _end < BlockBytes ? ValueTask.FromResult(row) : AfterSendingAsync(row, cancellation);
    }

    /// <summary>Stores the rows.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        EnsureWhole();
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), NoMoreRows);
        await SendAsync(cancellation);
        _completed = true;
        await _to.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_completed) return;
        _completed = true;
        await _to.CancelAsync();
        await _to.DisposeAsync();
    }

    /// <summary>Room for the value of the next column, which has this many bytes.</summary>
    internal Span<byte> Column(int bytes)
    {
        NextColumn();
        var room = Take(sizeof(int) + bytes);
        BinaryPrimitives.WriteInt32BigEndian(room, bytes);
        return room[sizeof(int)..];
    }

    internal void NullColumn()
    {
        NextColumn();
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), NullLength);
    }

    internal void TextColumn(string text)
    {
        NextColumn();
        var room = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var bytes = Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, bytes);
        _end += sizeof(int) + bytes;
    }

    private RowWriter Row()
    {
        EnsureWhole();
        _columnsLeft = _columns;
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), _columns);
        return new RowWriter(this);
    }

    private async ValueTask<RowWriter> AfterSendingAsync(RowWriter row, CancellationToken cancellation)
    {
        await SendAsync(cancellation);
        return row;
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        await _to.WriteAsync(_buffer.AsMemory(0, _end), cancellation);
        _end = 0;
    }

    private void EnsureWhole()
    {
        if (_columnsLeft > 0) throw new InvalidOperationException($"{_columnsLeft} columns of the row are missing.");
    }

    private void NextColumn()
    {
        if (--_columnsLeft < 0) throw new InvalidOperationException("The row has more columns than the table.");
    }

    private Span<byte> Take(int bytes)
    {
        var room = Room(bytes);
        _end += bytes;
        return room;
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _end < bytes) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + bytes));
        return _buffer.AsSpan(_end, bytes);
    }
}
