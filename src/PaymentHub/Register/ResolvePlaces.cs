using Marten;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>A place that waits for a decision, with the communes that it may be.</summary>
public sealed record OpenPlace(
    Guid QuestionId, Guid ImportId, string FileName, int Row, string WrittenCode, string WrittenName,
    IReadOnlyList<string> Candidates, IReadOnlyList<string> CandidateNames);

/// <summary>One page of the open places, and how many there are.</summary>
public sealed record OpenPlaces(IReadOnlyList<OpenPlace> Items, long Total);

/// <summary>The commune that was chosen, and the paper or reason behind the choice.</summary>
public sealed record PlaceChoice(string Commune, string Note);

/// <summary>The row was applied: added, corrected, ended or unchanged.</summary>
public sealed record PlaceApplied(string Outcome);

/// <summary>A choice needs a commune among the possible ones, and a note.</summary>
public sealed record PlaceChoiceInvalid() : Refusal(
    "place-choice-invalid",
    "Phải chọn một xã trong các xã có thể và ghi căn cứ.",
    "Choose one of the possible communes and state the reason.");

/// <summary>The row has another defect that only shows now.</summary>
public sealed record PlaceRowRefused(RowFinding Finding) : Refusal(
    "place-row-refused",
    $"Dòng không nhập được. {Finding.Column}: {Finding.TextVi}",
    $"The row cannot be applied. {Finding.Column}: {Finding.TextEn}");

/// <summary>
/// Rows whose place may be several communes (địa danh chưa rõ) wait here until somebody decides; the row is then
/// applied as if its file had named the commune.
/// </summary>
public sealed class ResolvePlaces(
    NpgsqlDataSource source, IDocumentStore store, ReferenceData reference, IClock clock, CurrentUser user,
    RateBooks books, HubSettings settings) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/register/places", ListAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register").Answers<OpenPlaces>("ListOpenPlaces");
        api.MapPost("/register/places/{questionId:guid}", ResolveAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register").Answers<PlaceApplied>("ResolvePlace");
    }

    /// <summary>Rows that wait because their place may be several communes.</summary>
    /// <remarks>Các dòng chờ vì địa danh chưa rõ.</remarks>
    public static async Task<IResult> ListAsync(
        int? page, int? size, ResolvePlaces places, CancellationToken cancellation)
    {
        var limit = Math.Clamp(size ?? 50, 1, 500);
        return Results.Ok(await places.OpenAsync((Math.Max(1, page ?? 1) - 1) * limit, limit, cancellation));
    }

    /// <summary>Decides which commune a row means and applies the row.</summary>
    /// <remarks>Chọn xã đúng cho một dòng và nhập dòng đó.</remarks>
    public static async Task<IResult> ResolveAsync(
        Guid questionId, PlaceChoice body, ResolvePlaces places, CancellationToken cancellation)
    {
        var (found, refusal, outcome) = await places.RunAsync(questionId, body, cancellation);
        if (!found) return Problems.NotFound("dòng chờ này", "such row");
        return refusal is null ? Results.Ok(new PlaceApplied(outcome!)) : Problems.Of(refusal);
    }

    /// <summary>One page of the open questions of imports in the user's scope.</summary>
    public async Task<OpenPlaces> OpenAsync(int offset, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select q.question_id, q.import_id, i.file_name, q.row, q.written_code, q.written_name, q.candidates,
              count(*) over ()
            from hub.place_question q join hub.import i on i.import_id = q.import_id
            where q.status = 'Open' and ($1::text[] is null or q.candidates && $1)
            order by i.at, q.row limit $2 offset $3
            """);
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterImport)));
        command.Parameters.Add(Parameter.Of(limit));
        command.Parameters.Add(Parameter.Of(offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<OpenPlace>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            var candidates = r.GetFieldValue<string[]>(6);
            items.Add(new OpenPlace(
                r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetInt32(3), r.GetString(4), r.GetString(5), candidates,
                [.. candidates.Select(c => reference.Communes.GetValueOrDefault(c)?.Name ?? c)]));
            total = r.GetInt64(7);
        }

        return new OpenPlaces(items, total);
    }

    /// <summary>Applies the row with the chosen commune, in one transaction with the decision.</summary>
    public async Task<(bool Found, Refusal? Refusal, string? Outcome)> RunAsync(
        Guid questionId, PlaceChoice choice, CancellationToken cancellation)
    {
        if (await FindAsync(questionId, cancellation) is not { } question) return (false, null, null);
        var commune = choice.Commune.Trim();
        var isPossible = question.Candidates.Contains(commune, StringComparer.Ordinal)
            && user.Can(Permissions.RegisterImport, commune, null);
        if (!isPossible || string.IsNullOrWhiteSpace(choice.Note)) return (true, new PlaceChoiceInvalid(), null);
        var import = (await ImportTable.FindAsync(source, question.ImportId, cancellation))!;
        var kind = FileKind.Of(import.Kind);
        var cells = question.Cells.ToArray();
        cells[kind.Columns.PositionOf(question.CodeColumn)!.Value] = commune;
        cells[kind.Columns.PositionOf(question.NameColumn)!.Value] = reference.Communes[commune].Name;
        var now = clock.GetCurrentInstant();
        var rules = books.Current.KnownAt(now, settings.IsDemo).Rules;
        var judge = RegisterReferences.Of(reference, now.InZone(HubClock.Zone).Date, rules);
        var read = kind.Read(question.Row, cells, judge);
        var fault = read.Findings.FirstOrDefault(f => f.Severity == Severity.Error)
            ?? (read.Record is { } known ? kind.FaultOf(known) : null);
        if (read.Record is not { } record || fault is not null) return (true, new PlaceRowRefused(fault!), null);
        var resolution = new Resolution(commune, choice.Note.Trim(), now);
        return await ApplyAsync(question.Id, import, kind, record, resolution, cancellation);
    }

    private async Task<(bool Found, Refusal? Refusal, string? Outcome)> ApplyAsync(
        Guid questionId, ImportItem import, FileKind kind, object record, Resolution resolution,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        session.CorrelationId = import.ImportId.ToString();
        var work = new ChunkWork(
            session, import with { ByUser = user.UserName }, resolution.At, null, cancellation)
        {
            Rules = books.Current.KnownAt(resolution.At, settings.IsDemo).Rules,
            ReferenceAreas = reference.TableAreas,
        };
        await kind.ApplyAsync(work, [record]);
        if (work.Result.Refusals.Count > 0) return (true, new PlaceRowRefused(work.Result.Refusals[0]), null);
        work.Result.QueueRows(session);
        session.QueueSqlCommand(
            """
            update hub.place_question set status = 'Resolved', cells = null, commune = ?, note = ?, decided_by = ?,
              decided_at = ?::timestamptz where question_id = ? and status = 'Open'
            """,
            resolution.Commune, resolution.Note, user.UserName, InstantPattern.ExtendedIso.Format(resolution.At),
            questionId);
        await session.SaveChangesAsync(cancellation);
        var outcome = Enum.GetValues<RowOutcome>().First(o => work.Result[o] > 0);
        return (true, null, outcome.ToString());
    }

    private async Task<Question?> FindAsync(Guid questionId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select import_id, row, code_column, name_column, candidates, cells from hub.place_question
            where question_id = $1 and status = 'Open' and ($2::text[] is null or candidates && $2)
            """);
        command.Parameters.Add(Parameter.Of(questionId));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterImport)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new Question(
                questionId, r.GetGuid(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetFieldValue<string[]>(4),
                r.GetFieldValue<string[]>(5))
            : null;
    }

    private sealed record Question(
        Guid Id, Guid ImportId, int Row, string CodeColumn, string NameColumn, string[] Candidates, string[] Cells);

    private sealed record Resolution(string Commune, string Note, Instant At);
}
