using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using Wolverine.Marten;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>Where a file out stands, how often it was sent, and who proposed to send it again.</summary>
public sealed record FileDeliveryState(
    string MessageId, string Status, int Attempts, string? ResendProposedBy, string? Finding)
{
    public static FileDeliveryState Of(string messageId, FileDelivery delivery) => new(
        messageId, delivery.State.ToString(), delivery.Attempts, delivery.Resend?.ByUser, delivery.Finding?.ToString());
}

/// <summary>What came of an act: no such file in the user's scope, the refusal, or where the file stands.</summary>
public readonly record struct DeliveryResult(bool Found, Refusal? Refusal, FileDeliveryState? State);

/// <summary>What people do about a file out, for the API and for the pages.</summary>
public sealed class ActOnDelivery(
    CurrentUser user, IDocumentStore store, IMartenOutbox outbox, FileSender sender, DeliveryEvidence evidence,
    IClock clock)
{
    /// <summary>
    /// Proposes to send a file again, or as the second person agrees; then the same bytes go out under the same ids.
    /// </summary>
    public Task<DeliveryResult> ResendAsync(string messageId, string? reason, CancellationToken cancellation) =>
        DecideAsync(messageId, Permissions.FilesSend, async (file, now) => FileDeliveryDecisions.Resend(
            file, reason, await evidence.OfAsync(messageId, cancellation) is not null, user.UserName, now),
            cancellation);

    /// <summary>Asks where an unknown file is.</summary>
    public async Task<DeliveryResult> EnquireAsync(string messageId, CancellationToken cancellation)
    {
        if (await FindAsync(messageId, Permissions.FilesSend, cancellation) is null) return default;
        var delivery = await sender.EnquireAsync(messageId, user.UserName, cancellation);
        return new DeliveryResult(true, null, FileDeliveryState.Of(messageId, delivery));
    }

    /// <summary>The bank says that it has the file; <paramref name="sha256"/> is the hash of what it has.</summary>
    public Task<DeliveryResult> AcknowledgeAsync(string messageId, string? sha256, CancellationToken cancellation) =>
        DecideAsync(messageId, Permissions.FilesReceive, (file, now) => Task.FromResult(
            FileDeliveryDecisions.Acknowledge(file, sha256, user.UserName, now)), cancellation);

    /// <summary>The bank's own word that it will execute nothing of the file.</summary>
    public Task<DeliveryResult> DeclineAsync(string messageId, string? reason, CancellationToken cancellation) =>
        DecideAsync(messageId, Permissions.FilesReceive, async (file, now) => FileDeliveryDecisions.Decline(
            file, reason, await evidence.OfAsync(messageId, cancellation) is not null, user.UserName, now),
            cancellation);

    /// <summary>The bank took the bytes.</summary>
    public Task<DeliveryResult> CollectAsync(string messageId, CancellationToken cancellation) =>
        DecideAsync(messageId, Permissions.FilesView, (file, now) => Task.FromResult(
            FileDeliveryDecisions.Collect(file, user.UserName, now)), cancellation);

    private async Task<InstructionFile?> FindAsync(
        string messageId, string permission, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        var file = await session.Events.FetchLatest<InstructionFile>(InstructionFile.IdOf(messageId), cancellation);
        return file?.Produced is { } produced && MayActOn(produced.Institution, permission) ? file : null;
    }

    private async Task<DeliveryResult> DecideAsync(
        string messageId, string permission, Func<InstructionFile, Instant, Task<Decision>> decide,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var id = InstructionFile.IdOf(messageId);
        var stream = await session.Events.FetchForWriting<InstructionFile>(id, cancellation);
        if (stream.Aggregate is not { } file) return default;
        var institution = file.Produced?.Institution ?? file.Ordered!.Institution;
        if (!MayActOn(institution, permission)) return default;
        var decision = await decide(file, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return new DeliveryResult(true, refusal, null);
        stream.AppendMany(decision.Events);
        if (decision.Events.Any(e => e is ResendAgreed)) await outbox.PublishAsync(new DeliverFile(messageId));
        await session.SaveChangesAsync(cancellation);
        var after = decision.Events.Aggregate(file, (s, e) => InstructionFile.Evolve(s, id, e)!);
        return new DeliveryResult(true, null, FileDeliveryState.Of(messageId, after.Delivery));
    }

    // A file holds payments of many communes, so a scope of communes acts on none.
    private bool MayActOn(string institution, string permission) =>
        user.CommuneFilter(permission) is null && user.Can(permission, null, institution);
}
