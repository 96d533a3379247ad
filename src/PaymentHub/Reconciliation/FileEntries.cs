using System.Runtime.CompilerServices;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Some of what a file books, and the institution's payments that it names, where they were read with it.
/// </summary>
internal sealed record FilePiece(
    IReadOnlyList<BankEntry> Entries, IReadOnlyList<(PaymentRef Ref, PlacedPayment Placed)>? Named);

/// <summary>
/// What a file books, piece by piece: from memory where its reading kept all of it, else from the rows that the gate
/// staged. A file of any length is posted in the memory of one piece.
/// </summary>
internal sealed class FileEntries(IDocumentSession session, string institution, Guid fileId, ReadBankFile read)
{
    // What decides a reader of a page on: a movement that names its payment comes before those that do not.
    private const string Pass = "(end_to_end_id is null and batch_booking is null)";
    private const string Columns =
        "item, kind, is_debit, amount, value_date, bank_reference, end_to_end_id, counter_account, batch_booking, "
        + "reason, our_message_id, entry, day";

    private const int EntryColumns = 13;

    private readonly bool _isCash = read.Format == BankFileFormat.CashReport;

    /// <summary>The pieces, those first that name their payment: it must not be lost to one that only fits.</summary>
    public async IAsyncEnumerable<FilePiece> InPassesAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (read.IsKept)
        {
            yield return new FilePiece(read.Entries, null);
            yield break;
        }

        await foreach (var piece in BatchByBatchAsync(cancellation)) yield return piece;
        await foreach (var piece in PiecesAsync(Pass, cancellation)) yield return new FilePiece(piece, []);
    }

    // A bank's order is not that of our batches: in it every piece would touch all of them, read all of them, and write
    // a few rows to each place of an index. What names no payment of ours comes last.
    private async IAsyncEnumerable<FilePiece> BatchByBatchAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var columns = string.Join(", ", Columns.Split(", ").Select(c => $"e.{c}"));
        await using var declare = new NpgsqlCommand($"""
            declare piece no scroll cursor for
            select {columns}, {PaymentStates.Columns} from hub.bank_entry e left join (
                hub.payment p join hub.batch b on b.batch_id = p.batch_id and b.institution = $3)
              on p.end_to_end_id = e.end_to_end_id
            where e.file_id = $1 and (e.booked or $2)
              and (e.end_to_end_id is not null or e.batch_booking is not null)
            order by p.batch_id, e.item
            """);
        declare.Parameters.Add(Parameter.Of(fileId));
        declare.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = _isCash });
        declare.Parameters.Add(Parameter.Of(institution));
        await session.ExecuteAsync(declare, cancellation);
        for (var isLast = false; !isLast;)
        {
            await using var fetch = new NpgsqlCommand($"fetch forward {ReadBankFile.MostKept} from piece");
            var named = new List<(PaymentRef, PlacedPayment)>(ReadBankFile.MostKept);
            var piece = await RowsAsync(fetch, named, cancellation);
            if (piece.Count > 0) yield return new FilePiece(piece, named);
            isLast = piece.Count < ReadBankFile.MostKept;
        }

        await using var close = new NpgsqlCommand("close piece");
        await session.ExecuteAsync(close, cancellation);
    }

    /// <summary>The pieces in the file's own order.</summary>
    public async IAsyncEnumerable<IReadOnlyList<BankEntry>> InOrderAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (read.IsKept)
        {
            yield return [.. read.Entries.OrderBy(e => e.No)];
            yield break;
        }

        await foreach (var piece in PiecesAsync("true", cancellation)) yield return piece;
    }

    /// <summary>The pieces of one day, in the file's own order.</summary>
    public async IAsyncEnumerable<IReadOnlyList<BankEntry>> OfDayAsync(
        LocalDate day, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (read.IsKept)
        {
            yield return [.. read.Entries.Where(e => e.Day == day).OrderBy(e => e.No)];
            yield break;
        }

        var iso = NodaTime.Text.LocalDatePattern.Iso.Format(day);
        await foreach (var piece in PiecesAsync($"day = '{iso}'", cancellation)) yield return piece;
    }

    /// <summary>The highest number of a movement of the file, or −1.</summary>
    public async Task<int> LastAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select coalesce(max(item), -1) from hub.bank_entry where file_id = $1");
        command.Parameters.Add(Parameter.Of(fileId));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        await r.ReadAsync(cancellation);
        return r.GetInt32(0);
    }

    private async IAsyncEnumerable<IReadOnlyList<BankEntry>> PiecesAsync(
        string which, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = -1; ;)
        {
            var piece = await PieceAsync(which, last, cancellation);
            if (piece.Count > 0) yield return piece;
            if (piece.Count < ReadBankFile.MostKept) yield break;
            last = piece[^1].No;
        }
    }

    private async Task<List<BankEntry>> PieceAsync(string which, int last, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            select {Columns} from hub.bank_entry
            where file_id = $1 and item > $2 and (booked or $3) and {which} order by item limit $4
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(last));
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = _isCash });
        command.Parameters.Add(Parameter.Of(ReadBankFile.MostKept));
        return await RowsAsync(command, null, cancellation);
    }

    private async Task<List<BankEntry>> RowsAsync(
        NpgsqlCommand command, List<(PaymentRef, PlacedPayment)>? named, CancellationToken cancellation)
    {
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<BankEntry>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(EntryOf(r));
            if (named is not null && !r.IsDBNull(EntryColumns)) named.Add(PaymentStates.Read(r, EntryColumns));
        }

        return found;
    }

    private static BankEntry EntryOf(NpgsqlDataReader r) => new(
        r.GetInt32(0), Enum.Parse<EntryClass>(r.GetString(1)), r.GetBoolean(2), new Money(Math.Abs(r.GetInt64(3))),
        DayOf(r, 4), Text(r, 5) ?? "", Text(r, 6), Text(r, 7), Text(r, 8), Text(r, 9), Text(r, 10))
    {
        EntryNo = r.GetInt32(11),
        Day = DayOf(r, 12),
    };

    private static LocalDate DayOf(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? default : r.GetFieldValue<LocalDate>(column);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
