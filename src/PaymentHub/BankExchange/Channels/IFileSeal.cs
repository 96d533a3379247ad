namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// Signs or encrypts a file for an institution, as its profile wants. It works when the file's bytes are fixed, before
/// their hash is taken and before the first send: what is sent again is the very same sealed bytes.
/// </summary>
public interface IFileSeal
{
    /// <summary>The file as it travels; a detached signature makes a container of both.</summary>
    Task<(string FileName, byte[] Bytes)> SealAsync(
        string institution, string fileName, byte[] bytes, CancellationToken cancellation);
}
