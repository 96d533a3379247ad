using PaymentHub.BankFormats;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// A file as it is read: opened where it came signed or encrypted, else the very bytes that came; or what speaks
/// against it.
/// </summary>
public sealed record ProvenFile(string FileName, FileContent Content, FileFinding? Objection = null);

/// <summary>
/// Who made a file, and what is inside: signatures are checked and encryption is opened as the sender's profile says,
/// before anything of the file is read.
/// </summary>
public interface ISenderProof
{
    /// <summary>Opens the file; what is returned may be other content, which the caller disposes of.</summary>
    Task<ProvenFile> OpenAsync(
        Institution sender, string fileName, FileContent content, CancellationToken cancellation);
}
