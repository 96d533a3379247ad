using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>Sort of file that a bank or the post office hands back.</summary>
public enum BankFileKind
{
    /// <summary>pain.002.001.10, the bank's answer to a payment file.</summary>
    Status,

    /// <summary>camt.053.001.08, an account's statement of one day.</summary>
    Statement,

    /// <summary>The post office's list of paid and unpaid orders.</summary>
    PostReport,
}

/// <summary>A file the simulation hands out. Its bytes are made while they are written and never held as a
/// whole.</summary>
/// <param name="Institution">Who sends it.</param>
/// <param name="FileName">Name without folder.</param>
/// <param name="Kind">Sort of file.</param>
/// <param name="AvailableAt">Local time (Asia/Ho_Chi_Minh) from which it can be fetched.</param>
/// <param name="Write">Writes the content; may be called again and gives the same bytes.</param>
public sealed record BankFile(
    string Institution, string FileName, BankFileKind Kind, LocalDateTime AvailableAt, Action<Stream> Write)
{
    /// <summary>The whole content; for files small enough.</summary>
    public byte[] ToArray()
    {
        using var buffer = new MemoryStream();
        Write(buffer);
        return buffer.ToArray();
    }
}

/// <summary>A file that a receiver must not book, and what it must say instead.</summary>
/// <param name="File">The file.</param>
/// <param name="Expected">TRUNCATED, DUPLICATE, CONFLICT, HOLD_BALANCE or DTD_FORBIDDEN.</param>
public sealed record HostileFile(BankFile File, string Expected);

/// <summary>What became of a file handed to the bank.</summary>
public enum ReceiptStatus
{
    /// <summary>Will be executed.</summary>
    Accepted,

    /// <summary>Readable but refused as a whole; a status report with RJCT follows.</summary>
    Rejected,

    /// <summary>Not readable, or its message id is known with other content; nothing follows.</summary>
    Refused,

    /// <summary>The same bytes were received before; nothing changes.</summary>
    Duplicate,
}

/// <summary>The bank's answer at its counter.</summary>
/// <param name="Status">Outcome.</param>
/// <param name="MessageId">Our message id, when it could be read.</param>
/// <param name="Payments">Number of payments read.</param>
/// <param name="Amount">Their sum in đồng.</param>
/// <param name="Problems">Why it was not accepted.</param>
public sealed record Receipt(
    ReceiptStatus Status, string MessageId, int Payments, long Amount, IReadOnlyList<string> Problems);
