using Marten;
using NodaTime;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>
/// Sends a file by its bank's channel: the intent is stored before the first byte leaves and the outcome after the
/// last, each in a transaction of its own. Whoever is interrupted between the two leaves a file that is unknown, and
/// unknown files are never sent by themselves.
/// </summary>
public sealed class FileSender(
    IDocumentStore store, PartnerBanks banks, RawFiles files, DeliveryEvidence evidence,
    IEnumerable<IFileChannel> channels, IClock clock)
{
    private const string Service = "system:delivery";

    /// <summary>Sends the file where it is due; returns where it then stands.</summary>
    public async Task<FileDelivery> SendAsync(string messageId, CancellationToken cancellation)
    {
        var file = await FileAsync(messageId, cancellation);
        if (file.Produced is not { } produced) return file.Delivery;
        var bank = await banks.FindAsync(produced.Institution, cancellation);
        if (bank is not { IsLive: true } || ChannelOf(bank) is not { } channel) return file.Delivery;
        var begun = await DecideAsync(
            messageId, (f, now) => FileDeliveryDecisions.Begin(f, channel.Kind, now), cancellation);
        if (begun.Decision.Events is not [DeliveryBegun attempt]) return begun.File.Delivery;
        var bytes = await BytesAsync(produced, cancellation);
        var outcome = await channel.SendAsync(bank, bank.Outgoing, bytes, cancellation);
        var (_, after) = await DecideAsync(
            messageId, (f, now) => OutcomeOf(f, attempt, outcome, now), CancellationToken.None);
        return after.Delivery;
    }

    /// <summary>
    /// Asks where an unknown file is: first the bank's own answers about its payments, then the place where it was put.
    /// </summary>
    public async Task<FileDelivery> EnquireAsync(string messageId, string user, CancellationToken cancellation)
    {
        var file = await FileAsync(messageId, cancellation);
        if (file.Produced is not { } produced) return file.Delivery;
        var told = await evidence.OfAsync(messageId, cancellation);
        var found = told is null
            ? await LookAsync(produced, cancellation)
            : new LookOutcome(DeliveryFinding.Arrived, told);
        var (_, after) = await DecideAsync(
            messageId, (f, now) => FileDeliveryDecisions.Enquired(
                f, found.Finding, found.Evidence, told is not null, user, now), cancellation);
        return after.Delivery;
    }

    private async Task<LookOutcome> LookAsync(FileProduced produced, CancellationToken cancellation)
    {
        var bank = await banks.FindAsync(produced.Institution, cancellation);
        if (bank is null || ChannelOf(bank) is not { } channel)
            return new LookOutcome(DeliveryFinding.Undecided, nameof(ChannelKind.Portal));
        var bytes = await BytesAsync(produced, cancellation);
        return await channel.LookAsync(bank, bank.Outgoing, bytes, cancellation);
    }

    private IFileChannel? ChannelOf(PartnerBank bank) =>
        channels.FirstOrDefault(c => c.Kind == bank.Outgoing.Kind);

    private async Task<OutgoingBytes> BytesAsync(FileProduced produced, CancellationToken cancellation) => new(
        produced.FileName, produced.Sha256, await files.ReadAsync(produced.Sha256, cancellation)
            ?? throw new InvalidDataException($"The bytes of {produced.FileName} are missing."));

    private static Decision OutcomeOf(InstructionFile file, DeliveryBegun attempt, SendOutcome outcome, Instant now) =>
        outcome.Result switch
        {
            SendResult.Delivered when file.IsDelivered => Decision.AlreadyDone,
            SendResult.Delivered => Decision.Accept(new FileDelivered(now, "", file.MessageId)),
            SendResult.Failed => Decision.Accept(new DeliveryFailed(
                now, file.MessageId, attempt.Attempt, attempt.Channel, outcome.Reason)),
            _ => Decision.Accept(new DeliveryUnknown(
                now, file.MessageId, attempt.Attempt, attempt.Channel, outcome.Reason)),
        };

    private async Task<InstructionFile> FileAsync(string messageId, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        return await session.Events.FetchLatest<InstructionFile>(InstructionFile.IdOf(messageId), cancellation)
            ?? throw new InvalidOperationException($"There is no file {messageId}.");
    }

    private async Task<(Decision Decision, InstructionFile File)> DecideAsync(
        string messageId, Func<InstructionFile, Instant, Decision> decide, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = Service;
        var id = InstructionFile.IdOf(messageId);
        var stream = await session.Events.FetchForWriting<InstructionFile>(id, cancellation);
        var decision = decide(stream.Aggregate!, clock.GetCurrentInstant());
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (decision, decision.Events.Aggregate(stream.Aggregate, (s, e) => InstructionFile.Evolve(s, id, e))!);
    }
}
