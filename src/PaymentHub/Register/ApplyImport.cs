using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine;
using Wolverine.Attributes;

namespace PaymentHub.Register;

/// <summary>Reads a received file and applies it, or goes on where a broken-off attempt ended.</summary>
public sealed record ApplyImport(Guid ImportId);

/// <summary>
/// Applies imports in transactions of a bounded size; each counts its own rows, so that an attempt may be repeated. The
/// file is read twice, one row in memory at a time: first for its defects, then to apply it.
/// </summary>
public static class ApplyImportHandler
{
    /// <summary>Rows in one transaction.</summary>
    public const int RowsPerTransaction = 1_000;

    // A province's whole register takes minutes, far beyond the time of an ordinary message.
    private const int LongestSeconds = 4 * 60 * 60;

    // What the last attempt could not do is told where the importer looks; who removed its cause goes on from there.
    [MessageTimeout(LongestSeconds)]
    public static async Task Handle(
        ApplyImport message, Envelope envelope, IDocumentStore store, FactTables tables, NpgsqlDataSource source,
        RawFiles files, ReferenceData reference, RateBooks books, AreaFollower areas, HubSettings settings,
        IClock clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var id = message.ImportId;
        await using var turn = await ImportTurn.TakeAsync(source, id, cancellation);
        try
        {
            await ImportTable.RestartAsync(source, id, cancellation);
            var import = await ImportTable.FindAsync(source, id, cancellation)
                ?? throw new InvalidOperationException($"Import {id} was never received.");
            if (import.Status is not (ImportStatus.Received or ImportStatus.Running)) return;
            await RunAsync(import, store, tables, source, files, reference, books, settings, clock, cancellation);
            if (import.Kind == ImportKind.Areas) await areas.FollowAsync(cancellation);
            await ImportTable.CompletedAsync(source, id, cancellation);
        }
        catch (Exception e) when (HubMessages.IsLast(e, envelope.Attempts))
        {
            var failure = FailureOf(e);
            logs.CreateLogger<ApplyImport>().LogError(e, "Import {ImportId} failed: {Failure}.", id, failure);
            await ImportTable.FailedAsync(source, id, failure, CancellationToken.None);
        }
    }

    private static async Task RunAsync(
        ImportItem import, IDocumentStore store, FactTables tables, NpgsqlDataSource source, RawFiles files,
        ReferenceData reference, RateBooks books, HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        using var content = await files.OpenAsync(import.Sha256, cancellation)
            ?? throw new FileNotFoundException($"The bytes of import {import.ImportId} are missing.");
        var now = clock.GetCurrentInstant();
        var today = now.InZone(HubClock.Zone).Date;
        var rules = books.Current.KnownAt(now, settings.IsDemo).Rules;
        var judge = RegisterReferences.Of(reference, today, rules, import.Options.PlacesAsOf);
        var run = new ImportRun(
            store, tables, source, clock, import, FileKind.Of(import.Kind), judge, rules, reference.TableAreas);
        if (import.Status == ImportStatus.Received) await run.ExamineAsync(content, cancellation);
        await run.ApplyAsync(content, cancellation);
    }

    // Messages of errors may quote what a cell said; the code and the table do not.
    private static string FailureOf(Exception e)
    {
        var first = e.GetBaseException();
        return first is PostgresException p
            ? $"{p.SqlState} {p.ConstraintName ?? p.TableName}".TrimEnd()
            : first.GetType().Name;
    }
}

/// <summary>What rows are judged against.</summary>
public static class RegisterReferences
{
    /// <summary>The reference data of a day; a list of an earlier day is read with that day's communes.</summary>
    public static RegisterReference Of(
        ReferenceData data, LocalDate asOf, ProgrammeRules? rules = null, LocalDate? placesAsOf = null) =>
        new RegisterReference(
        data.Communes.Values.Select(c => KeyValuePair.Create(c.Code, c.Name)),
        data.BankBins.Keys,
        data.Institutions.Values.Select(i =>
            KeyValuePair.Create(i.Code, i.IsPost ? InstitutionKind.Post : InstitutionKind.Bank)),
        data.ProgrammeGroups,
        ["TB"],
        data.IdPrefixes,
        asOf)
        {
            AreaAttributes = data.Areas.Attributes,
            FirstMonth = rules is null ? null : (programme, group, signedOn, certificateOn, born) =>
                StartRules.FirstMonth(rules, programme, group, signedOn, certificateOn, born),
        }.With(data.Places, placesAsOf);
}
