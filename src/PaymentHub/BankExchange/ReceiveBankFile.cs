using System.Text.Json.Serialization;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Pain002;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;
using Wolverine.Marten;
using Format = PaymentHub.Domain.BankExchange.BankFileFormat;

namespace PaymentHub.BankExchange;

/// <summary>The file that the bytes are; <paramref name="DuplicateOf"/> is there where they came before.</summary>
public sealed record BankFileTaken(
    Guid FileId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? DuplicateOf = null);

/// <summary>
/// A received file: its status (Received, Accepted, Held, Refused or Reconciled), the reasons and findings of its
/// gate, and how many entries it has, how many are matched and how many are breaks.
/// </summary>
public sealed record BankFileState(
    Guid FileId, string Institution, string FileName, string Format, string Status, IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Findings, int Entries, int Matched, int Breaks);

/// <summary>
/// Takes a file from an institution. The bytes are kept whatever they are; a file that fails its gate changes nothing
/// but its own record. The same bytes again are the same file.
/// </summary>
public sealed class ReceiveBankFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bank-files", HandleAsync).RequirePermission(Permissions.FilesReceive).WithTags("Bank files")
            .TakesFile().Answers<BankFileTaken>("ReceiveBankFile", StatusCodes.Status202Accepted)
            .Produces<BankFileTaken>();
        api.MapGet("/bank-files/{fileId:guid}", ReadAsync).RequirePermission(Permissions.FilesReceive)
            .WithTags("Bank files").Answers<BankFileState>("GetBankFile");
    }

    /// <summary>
    /// Receives a status report, a statement or a cash report. It is checked at once and reconciled afterwards; the
    /// same bytes again are answered with 200 and the file that they are.
    /// </summary>
    /// <remarks>Nhận tệp trạng thái, sao kê hoặc báo cáo chi tiền mặt của đơn vị chi trả.</remarks>
    public static async Task<IResult> HandleAsync(
        string institution, HttpRequest request, CurrentUser user, IDocumentStore store, IMartenOutbox outbox,
        RawFiles files, RecentReadings readings, ReferenceData reference, IClock clock,
        CancellationToken cancellation)
    {
        var isKnown = reference.Institutions.TryGetValue(institution, out var sender);
        if (!isKnown || !user.Can(Permissions.FilesReceive, null, institution))
        {
            return Problems.NotFound("đơn vị chi trả này", "such institution");
        }

        var (name, bytes) = await UploadLimits.ReadAsync(request, cancellation);
        var sha256 = RawFiles.HashOf(bytes);
        var fileId = SettlementFile.IdOf(sha256);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        if (await session.Events.FetchStreamStateAsync(fileId, cancellation) is not null)
        {
            return Results.Ok(new BankFileTaken(fileId, fileId));
        }

        var keeping = files.KeepAsync(bytes, cancellation);
        var now = clock.GetCurrentInstant();
        var (format, gate, read) = await GateAsync(session, sender!, name, bytes, now, cancellation);
        await keeping;
        session.Events.StartStream<SettlementFile>(
            fileId, new FileReceived(now, user.UserName, institution, name, sha256, bytes.Length, format), gate);
        if (gate is FileAccepted)
        {
            if (read is not null) readings.Keep(sha256, read);
            await outbox.PublishAsync(new ReconcileNext(institution));
        }

        await session.SaveChangesAsync(cancellation);
        return Results.Accepted($"/api/bank-files/{fileId}", new BankFileTaken(fileId));
    }

    /// <summary>What became of a received file, and why.</summary>
    /// <remarks>Kết quả xử lý một tệp đã nhận.</remarks>
    public static async Task<IResult> ReadAsync(
        Guid fileId, CurrentUser user, IQuerySession session, CancellationToken cancellation)
    {
        var events = await session.Events.FetchStreamAsync(fileId, token: cancellation);
        var file = events.Aggregate((SettlementFile?)null, (s, e) => SettlementFile.Evolve(s, fileId, e.Data));
        if (file is null || !user.Can(Permissions.FilesReceive, null, file.Received.Institution))
        {
            return Problems.NotFound("tệp này", "such file");
        }

        var (reasons, findings) = events.Select(e => e.Data).Select(e => e switch
        {
            FileHeld h => (h.Reasons, h.Findings),
            FileRefused r => (r.Reasons, r.Findings),
            FileAccepted a => ([], a.Findings),
            _ => ((string[], string[])?)null,
        }).LastOrDefault(x => x is not null) ?? ([], []);
        return Results.Ok(new BankFileState(
            fileId, file.Received.Institution, file.Received.FileName, file.Received.Format.ToString(),
            file.Status.ToString(), reasons, findings, file.Accepted?.Entries ?? 0, file.Matched, file.Broken));
    }

    private static async Task<(Format Format, object Gate, ReadBankFile? Read)> GateAsync(
        IDocumentSession session, Institution sender, string name, byte[] bytes, Instant now, CancellationToken cancellation)
    {
        var detected = FormatDetection.Detect(bytes.AsSpan(0, Math.Min(bytes.Length, 4096)));
        switch (detected.Format)
        {
            case BankFormats.BankFileFormat.Camt053:
                var statement = EntryReading.Statement(bytes);
                var chain = statement.Outcome.Verdict == Verdict.Reject
                    ? []
                    : await StatementChain.ObjectionsAsync(session, sender, statement.Statements, now, cancellation);
                return (Format.Statement, GateOf(statement, chain, now), statement);
            case BankFormats.BankFileFormat.PaidReport when sender.IsPost:
                var cash = EntryReading.CashReport(bytes, name);
                return (Format.CashReport, GateOf(cash, [], now), cash);
            case BankFormats.BankFileFormat.Pain002:
                using (var stream = new MemoryStream(bytes))
                {
                    var report = Pain002Reader.Read(stream);
                    var lines = report.Report?.Batches.Sum(b => b.Lines.Count) ?? 0;
                    return (Format.StatusReport, GateOf(
                        new ReadBankFile(report.Outcome, [], [], report.Report?.OriginalMessageId), [], now, lines), null);
                }

            default:
                var objection = detected.Objection;
                return (Format.Unsupported, new FileRefused(
                    now, [objection?.Rule ?? FileReason.UnsupportedType], [objection?.TextVi ?? detected.Found]), null);
        }
    }

    private static object GateOf(ReadBankFile file, string[] chain, Instant now, int? lines = null)
    {
        string[] findings = [.. file.Outcome.Findings.Select(f => $"{f.Line} {f.Where} {f.Rule}: {f.TextVi}")];
        if (file.Outcome.Verdict == Verdict.Reject) return new FileRefused(now, [.. file.Outcome.Reasons], findings);
        if (chain.Contains(StatementChain.Conflict)) return new FileRefused(now, chain, findings);
        if (file.Outcome.Verdict == Verdict.Hold || chain.Length > 0)
        {
            return new FileHeld(now, [.. file.Outcome.Reasons, .. chain], findings);
        }

        return new FileAccepted(
            now, lines ?? file.Entries.Count, file.Statements, file.OriginalMessageId, findings);
    }
}

/// <summary>
/// What only the store can say of a statement: is the account ours, was it told before, does it follow the last one.
/// </summary>
public static class StatementChain
{
    public const string Conflict = "CONFLICT";
    public const string UnknownAccount = "UNKNOWN_ACCOUNT";
    public const string SequenceGap = "SEQUENCE_GAP";
    public const string OpeningGap = "OPENING_GAP";
    public const string FutureDate = "FUTURE_DATE";

    public static async Task<string[]> ObjectionsAsync(
        IDocumentSession session, Institution sender, StatementFacts[] statements, Instant now,
        CancellationToken cancellation)
    {
        var found = new List<string>();
        var tomorrow = now.InZone(HubClock.Zone).Date.PlusDays(1);
        // What was accepted is posted a little later; until then its statements are not in the table of the booked.
        await AcceptedStatements.TakeTurnAsync(session, sender.Code, cancellation);
        var accepted = await AcceptedStatements.WaitingAsync(session, sender.Code, cancellation);
        foreach (var statement in statements)
        {
            if (statement.Account != sender.Account)
            {
                found.Add(UnknownAccount);
                continue;
            }

            if (statement.To > tomorrow) found.Add(FutureDate);
            var isTold = accepted.Any(a => a.StatementId == statement.StatementId);
            var last = accepted.LastOrDefault() ?? await BookedAsync(session, statement, cancellation);
            accepted.Add(statement);
            if (last is null) continue;
            if (isTold || last.StatementId == statement.StatementId) found.Add(Conflict);
            else if (last.Sequence is { } l && statement.Sequence is { } s && s != l + 1) found.Add(SequenceGap);
            else if (last.Closing != statement.Opening) found.Add(OpeningGap);
        }

        return [.. found.Distinct()];
    }

    /// <summary>The booked statement of the same identification, else the last one of the account, else null.</summary>
    private static async Task<StatementFacts?> BookedAsync(
        IDocumentSession session, StatementFacts statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select statement_id, sequence, opening, closing from hub.statement where account = $1
            order by (statement_id = $2) desc, sequence desc nulls last, at desc limit 1
            """);
        command.Parameters.Add(Parameter.Of(statement.Account));
        command.Parameters.Add(Parameter.Of(statement.StatementId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        return new StatementFacts(
            statement.Account, reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), null, null,
            new Money(reader.GetInt64(2)), new Money(reader.GetInt64(3)));
    }
}
