using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Partners;
using PaymentHub.BankFormats.Camt055;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>Why a file is asked back: a code for the bank (CUST, DUPL, TECH, UPAY) and our own words.</summary>
public sealed record RecallOrder(string? ReasonCode, string? Reason);

/// <summary>How far a recall is: Proposed, Asked, Accepted or Refused; RequestId is our message to the bank.</summary>
public sealed record RecallStatus(string MessageId, string Status, string ProposedBy, string? RequestId);

/// <summary>What came of an act: no such file in the user's scope, the refusal, or how far the recall is.</summary>
public readonly record struct RecallResult(bool Found, Refusal? Refusal, RecallStatus? Status);

/// <summary>A file is asked back before the bank executes it (thu hồi lệnh chi); two people, camt.055.</summary>
public sealed class RecallFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/files/{messageId}/recall", ProposeAsync).RequirePermission(Permissions.FilesSend)
            .WithTags("Files").Answers<RecallStatus>("ProposeRecall");
        api.MapPost("/files/{messageId}/recall/agree", AgreeAsync).RequirePermission(Permissions.FilesSend)
            .RequireSecondFactor().WithTags("Files").Answers<RecallStatus>("AgreeToRecall");
    }

    /// <summary>Proposes to ask a file back, before the bank's cut-off time on its execution day.</summary>
    /// <remarks>Đề nghị thu hồi một tệp lệnh chi trước giờ chốt của ngân hàng.</remarks>
    public static async Task<IResult> ProposeAsync(
        string messageId, RecallOrder body, ActOnRecall act, CancellationToken cancellation) =>
        AnswerOf(await act.ProposeAsync(messageId, body.ReasonCode, body.Reason, cancellation));

    /// <summary>The second person agrees: the request (camt.055) goes to the bank by its channel.</summary>
    /// <remarks>Người thứ hai đồng ý; yêu cầu hủy (camt.055) được gửi tới ngân hàng.</remarks>
    public static async Task<IResult> AgreeAsync(
        string messageId, ActOnRecall act, CancellationToken cancellation) =>
        AnswerOf(await act.AgreeAsync(messageId, cancellation));

    private static IResult AnswerOf(RecallResult result) => result switch
    {
        { Refusal: { } refusal } => Problems.Of(refusal),
        { Status: { } status } => Results.Ok(status),
        _ => Problems.NotFound("tệp này", "such file"),
    };
}

/// <summary>Recalls, for the API and for the pages.</summary>
public sealed class ActOnRecall(
    CurrentUser user, IDocumentStore store, IMartenOutbox outbox, RawFiles files, PartnerBanks banks,
    ReferenceData reference, IFileSeal seal, IClock clock)
{
    /// <inheritdoc cref="RecallFile.ProposeAsync"/>
    public Task<RecallResult> ProposeAsync(
        string messageId, string? code, string? reason, CancellationToken cancellation) => RunAsync(
            messageId, (_, file, cutOff, now) => Task.FromResult(FileRecallDecisions.Propose(
                file, code, CancellationReason.All, reason, cutOff, user.UserName, now)), cancellation);

    /// <inheritdoc cref="RecallFile.AgreeAsync"/>
    public Task<RecallResult> AgreeAsync(string messageId, CancellationToken cancellation) => RunAsync(
        messageId, async (session, file, cutOff, now) =>
        {
            if (FileRecallDecisions.Objection(file, cutOff, now) is { } refusal) return refusal;
            if (file.Recall is not { State: RecallState.Proposed } recall) return new NoSuchProposal(0);
            var (name, bytes) = await RequestAsync(file, recall, now, cancellation);
            var decision = FileRecallDecisions.Agree(
                file, new RecallRequest(name, RawFiles.HashOf(bytes)), cutOff, user.UserName, now);
            if (decision.IsRefused) return decision;
            await files.KeepAsync(bytes, cancellation);
            await SendAsync(session, file, decision.Events.OfType<RecallAsked>().Single());
            return decision;
        }, cancellation);

    // The request is a file of its own and travels like one; it moves no money, so its amount is zero.
    private async Task SendAsync(IDocumentSession session, InstructionFile file, RecallAsked asked)
    {
        var produced = file.Produced!;
        session.Events.StartStream<InstructionFile>(
            InstructionFile.IdOf(asked.RequestId),
            new FileProduced(
                asked.At, asked.RequestId, InstructionKind.Recall, produced.Institution, produced.Period,
                asked.FileName, asked.Sha256, produced.Count, default, file.MessageId, null,
                Camt055Writer.MessageName));
        await outbox.PublishAsync(new DeliverFile(asked.RequestId));
    }

    private async Task<(string Name, byte[] Bytes)> RequestAsync(
        InstructionFile file, FileRecall recall, Instant now, CancellationToken cancellation)
    {
        var (produced, ordered) = (file.Produced!, file.Ordered!);
        var from = reference.Institutions[produced.Institution];
        var id = FileRecall.RequestIdOf(file.MessageId);
        using var stream = new MemoryStream();
        Camt055Writer.Write(stream, new CancellationRequest
        {
            Id = id,
            CreatedAt = now.InZone(HubClock.Zone).ToOffsetDateTime(),
            Requester = from.AccountName,
            BankBic = from.Bic,
            OriginalMessageId = file.MessageId,
            OriginalMessageName = produced.Format!,
            OriginalCreatedAt = ordered.At.InZone(HubClock.Zone).ToOffsetDateTime(),
            Reason = recall.ReasonCode,
            Count = produced.Count,
            ControlSum = produced.Amount.Dong,
        });
        return await seal.SealAsync(produced.Institution, $"CAMT055-{id}.xml", stream.ToArray(), cancellation);
    }

    private async Task<RecallResult> RunAsync(
        string messageId, Func<IDocumentSession, InstructionFile, Instant, Instant, Task<Decision>> decide,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var stream = await session.Events.FetchForWriting<InstructionFile>(
            InstructionFile.IdOf(messageId), cancellation);
        if (stream.Aggregate is not { Produced: { } produced } file || !MayRecall(produced.Institution)) return default;
        var bank = await banks.FindAsync(produced.Institution, cancellation);
        var decision = await decide(session, file, CutOffOf(file, bank), clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return new RecallResult(true, refusal, null);
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        var recall = decision.Events.Aggregate(file, (s, e) => InstructionFile.Evolve(s, s.Id, e)!).Recall!;
        return new RecallResult(
            true, null, new RecallStatus(messageId, recall.State.ToString(), recall.ProposedBy, recall.RequestId));
    }

    // Without an agreed time the day itself is the limit: better refused than executed after all.
    private static Instant CutOffOf(InstructionFile file, PartnerBank? bank)
    {
        if (file.Ordered is not { } ordered) return Instant.MinValue;
        var time = bank?.Terms?.CutOff ?? LocalTime.Midnight;
        return (ordered.ExecutionDate + time).InZoneLeniently(HubClock.Zone).ToInstant();
    }

    private bool MayRecall(string institution) => user.CommuneFilter(Permissions.FilesSend) is null
        && user.Can(Permissions.FilesSend, null, institution);
}
