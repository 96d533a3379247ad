using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// Writes the movements of a file into the staging table while the file is being read: the reader fills blocks on one
/// thread, one COPY empties them on another. The rows become visible with the
/// events of the gate, in one transaction, or never.
/// </summary>
internal static class EntryStaging
{
    private const string Columns =
        "file_id, item, entry, line, account, kind, day, value_date, amount, scale, currency, booked, is_debit, "
        + "bank_reference, end_to_end_id, counter_account, batch_booking, reason, status, our_message_id, "
        + "counter_name, remittance, raw_hash";

    /// <summary>Runs the reading with a stage that writes; the rows are in the connection's transaction.</summary>
    public static async Task<ReadBankFile> RunAsync(
        NpgsqlConnection connection, Guid fileId, Func<Action<StagedEntry>, CancellationToken, ReadBankFile> read,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pipe = new BlockPipe<StagedEntry>(stop.Token);
        var reading = BlockPipe.OnItsOwnThread(() => pipe.Fill(() => read(pipe.Add, stop.Token)));
        try
        {
            await using var copy = await RowCopy.BeginAsync(connection, "hub.bank_entry", Columns, cancellation);
            await foreach (var block in pipe.TakeAsync(cancellation))
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

    /// <summary>
    /// Writes what the file says of each day. A large file's rows are also made known to the planner, which would else
    /// believe that there are a few thousand and look up one payment after the other when they are posted.
    /// </summary>
    public static async Task FinishAsync(
        IDocumentSession session, Guid fileId, ReadBankFile read, CancellationToken cancellation)
    {
        var days = read.Days;
        if (!read.IsKept)
        {
            await using var analyze = new NpgsqlCommand(
                "analyze hub.bank_entry (file_id, booked, end_to_end_id, batch_booking)");
            await session.ExecuteAsync(analyze, cancellation);
        }

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
        to.Text(staged.CounterName);
        to.Text(staged.Remittance);
        to.Hash(staged.RawHash);
    }
}
