using PaymentHub.Access;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// What came of a file that arrived by a channel: its id where it is kept and posted, or, for a bank in test mode, that
/// it was judged as a step of its certification.
/// </summary>
public readonly record struct TakenFile(bool IsStored, Guid? FileId, bool IsDuplicate, string? Step);

/// <summary>
/// The one door from every channel into the service. A live bank's file goes to the gates like one that a person hands
/// in. What a bank in test mode sends moves no money: a file whose name begins with a step of the script
/// (TRUNCATED-…) is judged as that step, any other stays where it is.
/// </summary>
public sealed class ChannelInbox(CurrentUser user, AcceptBankFile accept, JudgeCertificationFile judge)
{
    /// <summary>Takes a file in the name of a channel; there is no person in the request.</summary>
    public async Task<TakenFile> FetchedAsync(
        PartnerBank bank, ChannelKind channel, string fileName, FileContent content, CancellationToken cancellation)
    {
        user.BecomeChannel($"{channel.ToString().ToLowerInvariant()}:{bank.Code}", bank.Code);
        return await TakeAsync(bank, fileName, content, cancellation, channel);
    }

    /// <summary>Takes a file in the name of the request's own user.</summary>
    public async Task<TakenFile> TakeAsync(
        PartnerBank bank, string fileName, FileContent content, CancellationToken cancellation,
        ChannelKind channel = ChannelKind.Https)
    {
        if (bank.IsLive)
        {
            return await accept.RunAsync(bank.Code, fileName, content, channel, cancellation) is { } file
                ? new TakenFile(true, file.AnsweredBy, file.IsDuplicate, null)
                : default;
        }

        var step = bank.Stage == BankStage.Testing
            ? bank.Run?.Script.Select(s => s.Code).FirstOrDefault(
                code => fileName.StartsWith($"{code}-", StringComparison.OrdinalIgnoreCase))
            : null;
        if (step is null) return default;
        var judged = await judge.RunAsync(bank.Code, step, fileName, content, cancellation);
        return new TakenFile(judged is { Found: true, Refusal: null }, null, false, step);
    }
}
