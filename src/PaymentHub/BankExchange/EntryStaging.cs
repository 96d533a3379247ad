using System.Threading.Channels;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// Writes the movements of a file into the staging table while the file is being read: the reader fills blocks on one
/// thread, one COPY empties them on another, and only a few blocks exist at a time. The rows become visible with the
/// events of the gate, in one transaction, or never.
/// </summary>
internal static class EntryStaging
{
    private const int BlockRows = 2_048;
    private const int MostBlocks = 8;
    private const string Columns =
        "file_id, item, entry, line, account, kind, day, value_date, amount, scale, currency, booked, is_debit, "
        + "bank_reference, end_to_end_id, counter_account, batch_booking, reason, status, our_message_id";

    /// <summary>Runs the reading with a stage that writes; the rows are in the connection's transaction.</summary>
    public static async Task<ReadBankFile> RunAsync(
        NpgsqlConnection connection, Guid fileId, Func<Action<StagedEntry>, ReadBankFile> read,
        CancellationToken cancellation)
    {
        var blocks = Channel.CreateBounded<List<StagedEntry>>(
            new BoundedChannelOptions(MostBlocks) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => Fill(blocks.Writer, read, stop.Token), cancellation);
        try
        {
            await using var copy = await RowCopy.BeginAsync(connection, "hub.bank_entry", Columns, cancellation);
            await foreach (var block in blocks.Reader.ReadAllAsync(cancellation))
                foreach (var staged in block) Write(await copy.RowAsync(cancellation), fileId, staged);
            var found = await reading;
            // What a refused file holds is not kept: its copy ends here, and its transaction with it.
            if (found.Outcome.Verdict != BankFormats.Verdict.Reject) await copy.CompleteAsync(cancellation);
            return found;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>Takes back what was staged of a file that its identity stops; the transaction goes on.</summary>
    public static async Task ForgetAsync(IDocumentSession session, Guid fileId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("delete from hub.bank_entry where file_id = $1");
        command.Parameters.Add(Parameter.Of(fileId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
    }

    /// <summary>Writes what the file says of each day.</summary>
    public static async Task WriteDaysAsync(
        IDocumentSession session, Guid fileId, IReadOnlyList<FileDay> days, CancellationToken cancellation)
    {
        if (days.Count == 0) return;
        await using var copy = await RowCopy.BeginAsync(
            session.Connection!, "hub.bank_file_day", "file_id, account, day, entries, debits, credits", cancellation);
        foreach (var day in days) Write(await copy.RowAsync(cancellation), fileId, day);
        await copy.CompleteAsync(cancellation);
    }

    private static void Write(RowWriter to, Guid fileId, FileDay day)
    {
        to.Id(fileId);
        to.Text(day.Account);
        to.Date(day.Day);
        to.Int(day.Entries);
        to.Long(day.Debits);
        to.Long(day.Credits);
    }

    private static ReadBankFile Fill(
        ChannelWriter<List<StagedEntry>> to, Func<Action<StagedEntry>, ReadBankFile> read, CancellationToken stop)
    {
        var block = new List<StagedEntry>(BlockRows);
        try
        {
            var found = read(staged =>
            {
                block.Add(staged);
                if (block.Count < BlockRows) return;
                Send(to, block, stop);
                block = new List<StagedEntry>(BlockRows);
            });
            Send(to, block, stop);
            to.Complete();
            return found;
        }
        catch (Exception error)
        {
            to.TryComplete(error);
            throw;
        }
    }

    // The reader is no asynchronous code, and this thread is its own.
    private static void Send(ChannelWriter<List<StagedEntry>> to, List<StagedEntry> block, CancellationToken stop)
    {
        if (!to.TryWrite(block)) to.WriteAsync(block, stop).AsTask().GetAwaiter().GetResult();
    }

    private static void Write(RowWriter to, Guid fileId, in StagedEntry staged)
    {
        var e = staged.Entry;
        to.Id(fileId);
        to.Int(e.No);
        to.Int(e.EntryNo);
        to.Int(staged.Line);
        to.Text(staged.Account);
        to.Text(e.Class.ToString());
        to.Date(e.Day == default ? (LocalDate?)null : e.Day);
        to.Date(e.ValueDate == default ? (LocalDate?)null : e.ValueDate);
        var isWhole = staged.Amount.TryToDong(out var dong);
        to.Long(isWhole ? dong : (long)staged.Amount.Units);
        to.Int(isWhole ? 0 : staged.Amount.Scale);
        to.Text(staged.Currency.Length == 0 ? null : staged.Currency);
        to.Flag(staged.IsBooked);
        to.Flag(e.IsDebit);
        to.Text(e.BankReference.Length == 0 ? null : e.BankReference);
        to.Text(e.EndToEndId);
        to.Text(e.Account);
        to.Text(e.BatchBooking);
        to.Text(e.ReasonCode);
        to.Text(staged.Status);
        to.Text(e.OurMessageId);
    }
}
