using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.BankExchange;

/// <summary>Why a held file is posted or refused; at least five characters, kept for ever.</summary>
public sealed record HeldFileReason(string? Reason);

/// <summary>
/// Where the file stands now: Proposed (one of two people signed), Accepted (both did) or Refused.
/// </summary>
public sealed record HeldFileDecided(Guid FileId, string Status);

/// <summary>What came of it: the refusal, or where the file stands; empty where there is no such file.</summary>
public readonly record struct HeldFileResult(Refusal? Refusal, HeldFileDecided? Decided);

/// <summary>
/// Takes a held file further (xử lý tệp tạm giữ): two people answer for its posting, or two refuse it, which moves no
/// money and which a new file can always mend.
/// </summary>
public sealed class DecideHeldFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bank-files/{fileId:guid}/post", PostAsync).RequirePermission(Permissions.FilesDecide)
            .WithTags("Bank files").Answers<HeldFileDecided>("PostHeldFile");
        api.MapPost("/bank-files/{fileId:guid}/refuse", RefuseAsync).RequirePermission(Permissions.FilesDecide)
            .WithTags("Bank files").Answers<HeldFileDecided>("RefuseHeldFile");
    }

    /// <summary>
    /// Proposes to post a held file, or as the second person agrees; it is then reconciled like any other. The bytes
    /// are read and judged again, so that nobody signs for what has changed since.
    /// </summary>
    /// <remarks>Đề nghị hoặc đồng ý ghi sổ một tệp tạm giữ; cần hai người, không phải người nộp tệp.</remarks>
    public static async Task<IResult> PostAsync(
        Guid fileId, HeldFileReason body, ActOnHeldFile act, CancellationToken cancellation) =>
        AnswerOf(await act.PostAsync(fileId, body.Reason, cancellation));

    /// <summary>Proposes to refuse a held file for good, or as the second person agrees.</summary>
    /// <remarks>Đề nghị hoặc đồng ý từ chối hẳn một tệp tạm giữ; cần hai người, có ghi lý do.</remarks>
    public static async Task<IResult> RefuseAsync(
        Guid fileId, HeldFileReason body, ActOnHeldFile act, CancellationToken cancellation) =>
        AnswerOf(await act.RefuseAsync(fileId, body.Reason, cancellation));

    private static IResult AnswerOf(HeldFileResult result) => result switch
    {
        { Refusal: { } refusal } => Problems.Of(refusal),
        { Decided: { } decided } => Results.Ok(decided),
        _ => Problems.NotFound("tệp này", "such file"),
    };
}

/// <summary>Applies a decision on a held file, for the API and for the pages.</summary>
public sealed class ActOnHeldFile(
    CurrentUser user, IDocumentStore store, IMartenOutbox outbox, FileReadings readings, ReferenceData reference,
    BankProfiles profiles, IClock clock)
{
    /// <inheritdoc cref="DecideHeldFile.PostAsync"/>
    public async Task<HeldFileResult> PostAsync(Guid fileId, string? reason, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        outbox.Enroll(session);
        return await RunAsync(session, fileId, async (file, now) => SettlementFileDecisions.Release(
            file, await FactsAsync(session, file, now, cancellation), reason, user.UserName, now), cancellation);
    }

    /// <inheritdoc cref="DecideHeldFile.RefuseAsync"/>
    public async Task<HeldFileResult> RefuseAsync(Guid fileId, string? reason, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        return await RunAsync(session, fileId, (file, now) => Task.FromResult(
            SettlementFileDecisions.Refuse(file, reason, user.UserName, now)), cancellation);
    }

    private async Task<HeldFileResult> RunAsync(
        IDocumentSession session, Guid fileId, Func<SettlementFile, Instant, Task<Decision>> decide,
        CancellationToken cancellation)
    {
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<SettlementFile>(fileId, cancellation);
        if (stream.Aggregate is not { } file || !MayDecide(file.Received.Institution)) return default;
        var decision = await decide(file, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return new HeldFileResult(refusal, null);
        stream.AppendMany(decision.Events);
        if (decision.Events.Any(e => e is FileAccepted))
            await outbox.PublishAsync(new ReconcileNext(file.Received.Institution));
        await session.SaveChangesAsync(cancellation);
        var status = decision.Events[^1] switch
        {
            FileAccepted => SettlementFileStatus.Accepted,
            FileRefused => SettlementFileStatus.Refused,
            _ => SettlementFileStatus.Proposed,
        };
        return new HeldFileResult(null, new HeldFileDecided(fileId, status.ToString()));
    }

    // A statement tells of a whole account, so a scope of communes decides on none.
    private bool MayDecide(string institution) =>
        user.CommuneFilter(Permissions.FilesDecide) is null && user.Can(Permissions.FilesDecide, null, institution);

    private async Task<HeldFileFacts> FactsAsync(
        IDocumentSession session, SettlementFile file, Instant now, CancellationToken cancellation)
    {
        var received = file.Received;
        var read = await readings.AgainAsync(received, cancellation);
        await session.BeginTransactionAsync(cancellation);
        await FileIdentity.TakeTurnAsync(session, received.Institution, cancellation);
        var continuity = new Continuity(profiles.ContinuityOf(received.Institution), reference.Calendar.IsWorkingDay);
        var chain = await StatementChain.ObjectionsAsync(
            session, reference.Institutions[received.Institution], read, continuity, now, cancellation);
        var (findings, english) = BankFileGate.FindingsOf(read.Outcome, continuity.Remarks);
        return new HeldFileFacts(
            [.. read.Outcome.Reasons, .. chain.Codes], read.IsDated,
            (int)read.Reading.Entries, read.Statements, read.OriginalMessageId, findings, english)
        {
            Replaces = chain.Codes.Contains(HeldFile.Conflict) && chain.Against is { } against
                ? await StatementChain.ReplacesAsync(session, read, against, cancellation)
                : null,
        };
    }
}
