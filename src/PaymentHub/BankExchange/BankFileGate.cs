using Marten;
using NodaTime;
using PaymentHub.BankExchange.Partners;
using PaymentHub.BankFormats;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine.Marten;

namespace PaymentHub.BankExchange;

/// <summary>
/// A file as it arrives. Its sender has been authenticated by the channel: a signed-in user, a client's certificate or
/// token, the key of an SFTP account, the institution's own folder.
/// </summary>
/// <param name="Institution">Code of the sender.</param>
/// <param name="ByUser">Who or what handed it in, as every event records it.</param>
public sealed record BankFileArrival(string Institution, ChannelKind Channel, string ByUser, string FileName);

/// <summary>
/// The file that was handed in, and the file whose receipt answers it: the same, or the earlier one that it repeats.
/// </summary>
public readonly record struct AcceptedFile(Guid FileId, Guid AnsweredBy)
{
    public bool IsDuplicate => FileId != AnsweredBy || IsKnown;

    /// <summary>The same bytes came before; nothing was recorded.</summary>
    public bool IsKnown { get; init; }
}

/// <summary>
/// The one way into the house for files of institutions, whatever channel brings them. The ladder: known sender, size,
/// bytes seen before (a refusal that newer keys or agreements may lift is judged anew), signature and decryption,
/// unpacking and reading into staging, controls, identity, continuity; then accepted, held or refused, all or nothing.
/// The bytes are kept whatever they are, and beside them what a seal held.
/// </summary>
public sealed class BankFileGate(
    IDocumentStore store, IMartenOutbox outbox, RawFiles files, RecentReadings readings, ReferenceData reference,
    BankProfiles profiles, AgreedTypes types, BankTableProfiles tables, ISenderProof proof,
    IClock clock)
{
    /// <summary>Takes the file in. The caller has authenticated the sender and disposes of the content.</summary>
    /// <returns>Null where the institution is unknown.</returns>
    public async Task<AcceptedFile?> TakeAsync(
        BankFileArrival arrival, FileContent content, CancellationToken cancellation)
    {
        if (!reference.Institutions.TryGetValue(arrival.Institution, out var sender)) return null;
        var sha256 = await content.HashAsync(cancellation);
        var earlier = await LastOfAsync(sha256, cancellation);
        if (earlier is { Liftable: null }) return await AnswerOfAsync(earlier.FileId, cancellation);
        var fileId = SettlementFile.IdOf(sha256, earlier is null ? 0 : earlier.No + 1);
        // Packed on another thread, while the file is read on this one.
        var keeping = Task.Run(() => files.KeepAsync(sha256, content, cancellation), cancellation);
        var proven = await proof.OpenAsync(sender, arrival.FileName, content, cancellation);
        var refusal = await JudgeAsync(
            new Arrived(arrival, sender, fileId, sha256, content), proven, keeping, cancellation);
        await keeping;
        if (refusal is not { } refused) return await AnswerOfAsync(fileId, cancellation) with { IsKnown = false };
        if (earlier?.Repeats(refused.Read.Outcome.Reasons) == true)
            return await AnswerOfAsync(earlier.FileId, cancellation);
        await RefuseAsync(refused.Arrived, refused.Read, cancellation);
        return await AnswerOfAsync(fileId, cancellation) with { IsKnown = false };
    }

    // What was sealed is kept beside what came: our keys of today may not open it in years to come.
    private async Task<Refusing?> JudgeAsync(
        Arrived arrived, ProvenFile proven, Task keeping, CancellationToken cancellation)
    {
        if (proven.Objection is { } objection) return new Refusing(arrived, RefusedUnread(objection));
        if (ReferenceEquals(proven.Content, arrived.Content))
            return await AdmitAsync(arrived, keeping, cancellation);
        using var plain = proven.Content;
        var opened = await files.KeepAsync(plain, cancellation);
        return await AdmitAsync(
            arrived with { Plain = plain, PlainName = proven.FileName, Opened = opened }, keeping, cancellation);
    }

    /// <summary>A file on its way through the gate; <c>Opened</c> is the hash of what was inside its seal.</summary>
    private sealed record Arrived(
        BankFileArrival By, Institution Sender, Guid FileId, string Sha256, FileContent Content)
    {
        public FileContent Plain { get; init; } = Content;

        public string PlainName { get; init; } = By.FileName;

        public string? Opened { get; init; }
    }

    /// <summary>What reading came to where nothing but its refusal is to be recorded.</summary>
    private sealed record Refusing(Arrived Arrived, ReadBankFile Read);

    private async Task<EarlierJudgement?> LastOfAsync(string sha256, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await FileIdentity.LastOfAsync(session, sha256, cancellation);
    }

    private async Task<AcceptedFile> AnswerOfAsync(Guid fileId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var original = await FileIdentity.OriginalOfAsync(session, fileId, cancellation);
        return new AcceptedFile(fileId, original ?? fileId) { IsKnown = true };
    }

    private static ReadBankFile RefusedUnread(FileFinding finding) => new(
        BankFileFormat.Unsupported, new FileReading("unknown", null, null, 0, 0, null, null),
        new FileOutcome(Verdict.Reject, [finding.Rule], [finding], null, 0), [], [], [], []);

    // The rows of the file and the events of its gate are one transaction; of a refused file neither stays.
    private async Task<Refusing?> AdmitAsync(Arrived arrived, Task keeping, CancellationToken cancellation)
    {
        var (sender, fileId) = (arrived.Sender, arrived.FileId);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = arrived.By.ByUser;
        outbox.Enroll(session);
        await session.BeginTransactionAsync(cancellation);
        var sends = await types.OfAsync(sender.Code, cancellation);
        var read = await EntryStaging.RunAsync(
            session.Connection!, fileId,
            (staged, stop) => EntryReading.Read(
                arrived.Plain, sender, sends, tables, arrived.PlainName, arrived.Opened ?? arrived.Sha256, staged,
                stop),
            cancellation);
        if (read.Outcome.Verdict == Verdict.Reject) return new Refusing(arrived, read);
        var now = clock.GetCurrentInstant();
        var gate = await JudgeAsync(session, sender, read, now, cancellation);
        if (gate is FileRefused or FileDuplicated) await EntryStaging.ForgetAsync(session, fileId, cancellation);
        else await EntryStaging.FinishAsync(session, fileId, read, cancellation);
        session.Events.StartStream<SettlementFile>(fileId, ReceivedOf(arrived, read, now), gate);
        if (gate is FileAccepted)
        {
            readings.Keep(arrived.Sha256, read);
            await outbox.PublishAsync(new ReconcileNext(sender.Code));
        }

        await keeping;
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private async Task<object> JudgeAsync(
        IDocumentSession session, Institution sender, ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        await FileIdentity.TakeTurnAsync(session, sender.Code, cancellation);
        if (await FileIdentity.SameContentAsync(session, sender.Code, read.Reading, cancellation) is { } original)
            return new FileDuplicated(now, original);
        var continuity = new Continuity(profiles.ContinuityOf(sender.Code), reference.Calendar.IsWorkingDay);
        var objections = await StatementChain.ObjectionsAsync(session, sender, read, continuity, now, cancellation);
        var (findings, english) = FindingsOf(read.Outcome, continuity.Remarks);
        if (read.Outcome.Verdict == Verdict.Hold || objections.Codes.Length > 0)
        {
            return new FileHeld(now, [.. read.Outcome.Reasons, .. objections.Codes], findings, english)
            {
                Against = objections.Against,
            };
        }

        return new FileAccepted(
            now, (int)read.Reading.Entries, read.Statements, read.OriginalMessageId, findings, english);
    }

    private async Task RefuseAsync(Arrived arrived, ReadBankFile read, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = arrived.By.ByUser;
        var now = clock.GetCurrentInstant();
        var (findings, english) = FindingsOf(read.Outcome, []);
        session.Events.StartStream<SettlementFile>(
            arrived.FileId, ReceivedOf(arrived, read, now),
            new FileRefused(now, [.. read.Outcome.Reasons], findings, english));
        await session.SaveChangesAsync(cancellation);
    }

    private static FileReceived ReceivedOf(Arrived arrived, ReadBankFile read, Instant now) => new(
        now, arrived.By.ByUser, arrived.By.Institution, arrived.By.FileName, arrived.Sha256, arrived.Content.Length,
        read.Format, arrived.By.Channel, read.Reading)
    {
        Opened = arrived.Opened,
    };

    /// <summary>The findings as events keep them, in Vietnamese and in English.</summary>
    internal static (string[] Vietnamese, string[] English) FindingsOf(
        FileOutcome outcome, IReadOnlyList<FileFinding> further)
    {
        FileFinding[] all = [.. outcome.Findings, .. further];
        return (
            [.. all.Select(f => $"{f.Line} {f.Where} {f.Rule}: {f.TextVi}")],
            [.. all.Select(f => $"{f.Line} {f.Where} {f.Rule}: {f.TextEn}")]);
    }
}
