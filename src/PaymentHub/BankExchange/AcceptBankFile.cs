using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>Takes a file from a signed-in user, who may hand in for the institutions of his or her scope.</summary>
public sealed class AcceptBankFile(CurrentUser user, BankFileGate gate)
{
    /// <returns>Null where the institution is unknown or outside the user's scope.</returns>
    public async Task<AcceptedFile?> RunAsync(
        string institution, string fileName, FileContent content, ChannelKind channel,
        CancellationToken cancellation)
    {
        if (!user.Can(Permissions.FilesReceive, null, institution)) return null;
        return await gate.TakeAsync(
            new BankFileArrival(institution, channel, user.UserName, fileName), content, cancellation);
    }
}
