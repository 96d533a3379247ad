using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Pain002;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine.Marten;
using Format = PaymentHub.Domain.BankExchange.BankFileFormat;

namespace PaymentHub.BankExchange;

/// <summary>A file's id, and whether the same bytes had come before.</summary>
public readonly record struct AcceptedFile(Guid FileId, bool IsDuplicate);

/// <summary>
/// Takes a file from an institution. The bytes are kept whatever they are; a file that fails its gate changes nothing
/// but its own record. The same bytes again are the same file.
/// </summary>
public sealed class AcceptBankFile(
    CurrentUser user, IDocumentStore store, IMartenOutbox outbox, RawFiles files, RecentReadings readings,
    ReferenceData reference, IClock clock)
{
    /// <returns>Null where the institution is unknown or outside the user's scope.</returns>
    public async Task<AcceptedFile?> RunAsync(
        string institution, string fileName, byte[] bytes, CancellationToken cancellation)
    {
        var isKnown = reference.Institutions.TryGetValue(institution, out var sender);
        if (!isKnown || !user.Can(Permissions.FilesReceive, null, institution)) return null;
        var sha256 = RawFiles.HashOf(bytes);
        var fileId = SettlementFile.IdOf(sha256);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        if (await session.Events.FetchStreamStateAsync(fileId, cancellation) is not null) return new(fileId, true);
        var keeping = files.KeepAsync(sha256, bytes, cancellation);
        var now = clock.GetCurrentInstant();
        var (format, gate, read) = await GateAsync(session, sender!, fileName, bytes, sha256, now, cancellation);
        await keeping;
        session.Events.StartStream<SettlementFile>(
            fileId, new FileReceived(now, user.UserName, institution, fileName, sha256, bytes.Length, format), gate);
        if (gate is FileAccepted)
        {
            if (read is not null) readings.Keep(sha256, read);
            await outbox.PublishAsync(new ReconcileNext(institution));
        }

        await session.SaveChangesAsync(cancellation);
        return new(fileId, false);
    }

    private static async Task<(Format Format, object Gate, ReadBankFile? Read)> GateAsync(
        IDocumentSession session, Institution sender, string name, byte[] bytes, string sha256, Instant now,
        CancellationToken cancellation)
    {
        var detected = FormatDetection.Detect(bytes.AsSpan(0, Math.Min(bytes.Length, 4096)));
        switch (detected.Format)
        {
            case BankFormats.BankFileFormat.Camt053:
                var statement = EntryReading.Statement(bytes, sha256);
                var chain = statement.Outcome.Verdict == Verdict.Reject
                    ? []
                    : await StatementChain.ObjectionsAsync(session, sender, statement.Statements, now, cancellation);
                return (Format.Statement, GateOf(statement, chain, now), statement);
            case BankFormats.BankFileFormat.PaidReport when sender.IsPost:
                var cash = EntryReading.CashReport(bytes, name);
                return (Format.CashReport, GateOf(cash, [], now), cash);
            case BankFormats.BankFileFormat.Pain002:
                var (told, lines) = StatusReport(bytes);
                return (Format.StatusReport, GateOf(told, [], now, lines), null);

            default:
                var objection = detected.Objection;
                return (Format.Unsupported, new FileRefused(
                    now, [objection?.Rule ?? FileReason.UnsupportedType],
                    [objection?.TextVi ?? detected.Found], [objection?.TextEn ?? detected.Found]), null);
        }
    }

    /// <summary>A status report as far as the gate needs it, and how many lines it has.</summary>
    internal static (ReadBankFile File, int Lines) StatusReport(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var report = Pain002Reader.Read(stream);
        return (new ReadBankFile(report.Outcome, [], [], report.Report?.OriginalMessageId),
            report.Report?.Batches.Sum(b => b.Lines.Count) ?? 0);
    }

    /// <summary>The findings as events keep them, in Vietnamese and in English.</summary>
    internal static (string[] Vietnamese, string[] English) FindingsOf(FileOutcome outcome) => (
        [.. outcome.Findings.Select(f => $"{f.Line} {f.Where} {f.Rule}: {f.TextVi}")],
        [.. outcome.Findings.Select(f => $"{f.Line} {f.Where} {f.Rule}: {f.TextEn}")]);

    private static object GateOf(ReadBankFile file, string[] chain, Instant now, int? lines = null)
    {
        var (findings, english) = FindingsOf(file.Outcome);
        if (file.Outcome.Verdict == Verdict.Reject)
            return new FileRefused(now, [.. file.Outcome.Reasons], findings, english);
        if (chain.Contains(StatementChain.Conflict)) return new FileRefused(now, chain, findings, english);
        if (file.Outcome.Verdict == Verdict.Hold || chain.Length > 0)
        {
            return new FileHeld(now, [.. file.Outcome.Reasons, .. chain], findings, english);
        }

        return new FileAccepted(
            now, lines ?? file.Entries.Count, file.Statements, file.OriginalMessageId, findings, english);
    }
}
