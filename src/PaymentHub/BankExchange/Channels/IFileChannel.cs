using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Channels;

/// <summary>What came of sending a file.</summary>
public enum SendResult
{
    /// <summary>It lies ready and the bank comes for it.</summary>
    Waits,

    /// <summary>It lies whole, under its name, where the bank takes it.</summary>
    Delivered,

    /// <summary>Surely nothing arrived under its name.</summary>
    Failed,

    /// <summary>The last answer got lost; it may have arrived.</summary>
    Unknown,
}

/// <summary>What came of sending a file, and why; the reason names no secret.</summary>
public readonly record struct SendOutcome(SendResult Result, string Reason = "");

/// <summary>Where a file that was sent is now.</summary>
public readonly record struct LookOutcome(DeliveryFinding Finding, string Evidence);

/// <summary>A file on its way out: its name and its fixed bytes.</summary>
public sealed record OutgoingBytes(string FileName, string Sha256, byte[] Bytes);

/// <summary>A receipt for a bank's own file: its name and its bytes.</summary>
public sealed record ReceiptBytes(string Name, byte[] Bytes);

/// <summary>
/// Stores a file that came by a channel. True: its bytes are kept for ever, so the channel may put it away; false: it
/// stays where it is.
/// </summary>
public delegate Task<bool> TakeFile(string fileName, FileContent content, CancellationToken cancellation);

/// <summary>A way by which the service itself carries files to a bank and fetches the bank's.</summary>
public interface IFileChannel
{
    ChannelKind Kind { get; }

    /// <summary>Puts the file under its name, whole or not at all. Never throws for what a bank's side does.</summary>
    Task<SendOutcome> SendAsync(
        PartnerBank bank, BankChannel channel, OutgoingBytes file, CancellationToken cancellation);

    /// <summary>Looks whether the file lies where it was sent.</summary>
    Task<LookOutcome> LookAsync(
        PartnerBank bank, BankChannel channel, OutgoingBytes file, CancellationToken cancellation);

    /// <summary>
    /// Takes what the bank laid down, once its size is stable. A file is put away (never deleted) only after it was
    /// stored; returns how many were.
    /// </summary>
    Task<int> PickUpAsync(
        PartnerBank bank, BankChannel channel, TakeFile take, CancellationToken cancellation);

    /// <summary>
    /// Lays receipts down in the folder <see cref="ChannelReceipts.Folder"/> of where the bank takes our files, each
    /// whole or not at all; one of the same name is replaced.
    /// </summary>
    Task PutReceiptsAsync(
        PartnerBank bank, BankChannel channel, IReadOnlyList<ReceiptBytes> receipts, CancellationToken cancellation);
}
