using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine.Attributes;

namespace PaymentHub.Register;

/// <summary>Reads a received file and applies it, or goes on where a broken-off attempt ended.</summary>
public sealed record ApplyImport(Guid ImportId);

/// <summary>
/// Applies imports in transactions of a bounded size; each counts its own rows, so that an attempt may be repeated.
/// </summary>
public static class ApplyImportHandler
{
    /// <summary>Rows in one transaction.</summary>
    public const int RowsPerTransaction = 500;

    // A province's whole register takes minutes, far beyond the time of an ordinary message.
    private const int LongestSeconds = 4 * 60 * 60;

    [MessageTimeout(LongestSeconds)]
    public static async Task Handle(
        ApplyImport message, IDocumentStore store, NpgsqlDataSource source, RawFiles files, ReferenceData reference,
        IClock clock, CancellationToken cancellation)
    {
        var import = await ImportTable.FindAsync(source, message.ImportId, cancellation)
            ?? throw new InvalidOperationException($"Import {message.ImportId} was never received.");
        if (import.Status is ImportStatus.Completed or ImportStatus.Refused) return;
        var bytes = await files.ReadAsync(import.Sha256, cancellation)
            ?? throw new InvalidOperationException($"The bytes of import {message.ImportId} are missing.");
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var content = ImportContent.Read(import.Kind, bytes, ReferenceOf(reference, today), import.Communes);
        if (import.Status == ImportStatus.Received)
            await ImportTable.ExaminedAsync(source, import.ImportId, content, cancellation);
        if (import.Status == ImportStatus.Received && content.HasErrors) return;
        var target = new Target(store, import, clock);
        await (import.Kind switch
        {
            ImportKind.Deaths => InChunksAsync(target, content.Deaths, ApplyDeathsAsync, cancellation),
            ImportKind.Allotments => InChunksAsync(target, content.Allotments, ApplyAllotmentsAsync, cancellation),
            _ => InChunksAsync(target, content.Register, ApplyRegisterAsync, cancellation),
        });
        await ImportTable.CompletedAsync(source, import.ImportId, cancellation);
    }

    private static async Task InChunksAsync<T>(
        Target target, List<T> rows, Func<Work, T[], Task<ChunkResult>> apply, CancellationToken cancellation)
    {
        var import = target.Import;
        for (var next = import.Processed; next < rows.Count; next += RowsPerTransaction)
        {
            var chunk = rows.Skip(next).Take(RowsPerTransaction).ToArray();
            await using var session = target.Store.LightweightSession();
            session.LastModifiedBy = import.ByUser;
            session.CorrelationId = import.ImportId.ToString();
            var now = target.Clock.GetCurrentInstant();
            var result = await apply(new Work(session, import, now, cancellation), chunk);
            result.QueueContacts(session);
            ImportTable.QueueProcessed(session, import.ImportId, next + chunk.Length, result);
            await session.SaveChangesAsync(cancellation);
        }
    }

    private static Task<ChunkResult> ApplyRegisterAsync(Work work, RegisterRecord[] rows) =>
        new RegisterChunk(work.Session, work.Import.ByUser, work.Now).ApplyAsync(rows, work.Cancellation);

    private static async Task<ChunkResult> ApplyDeathsAsync(Work work, DeathRecord[] rows)
    {
        var result = new ChunkResult();
        var people = await KnownPeople.FindAsync(
            work.Session, [.. rows.Select(r => r.PersonalId.Value).Distinct()], work.Cancellation);
        foreach (var person in rows.GroupBy(r => people.GetValueOrDefault(r.PersonalId.Value)))
        {
            // The register of deaths covers everybody; who receives nothing here is no concern of ours.
            var stream = person.Key == Guid.Empty
                ? null
                : await work.Session.Events.FetchForWriting<Beneficiary>(person.Key, work.Cancellation);
            var state = stream?.Aggregate;
            foreach (var row in person)
            {
                var decision = state is null || !work.MayTouch(state.Person.Commune)
                    ? default
                    : BeneficiaryDecisions.RecordDeath(row, state, work.Now, work.Import.ByUser);
                foreach (var e in decision.Events)
                {
                    state = Beneficiary.Evolve(state, person.Key, e);
                    stream!.AppendOne(e);
                }

                result.Count(decision.Events.Count > 0, false);
            }
        }

        return result;
    }

    private static async Task<ChunkResult> ApplyAllotmentsAsync(Work work, AllotmentRecord[] rows)
    {
        var result = new ChunkResult();
        foreach (var fund in rows.GroupBy(r => new FundKey(
            r.Commune, r.Programme, r.Source == FundSource.Central ? "TW" : "TINH", r.Year)))
        {
            var stream = await work.Session.Events.FetchForWriting<Fund>(fund.Key.Id, work.Cancellation);
            var state = stream.Aggregate;
            foreach (var row in fund)
            {
                var decision = FundDecisions.Allot(
                    state, fund.Key, row.Amount, row.DecisionNumber, work.Import.ByUser, work.Now);
                foreach (var e in decision.Events)
                {
                    state = Fund.Evolve(state, fund.Key.Id, e);
                    stream.AppendOne(e);
                }

                result.Count(decision.Events.Count > 0, false);
            }
        }

        return result;
    }

    /// <summary>What rows are judged against, as it is on a day.</summary>
    public static RegisterReference ReferenceOf(ReferenceData data, LocalDate asOf) => new(
        data.Communes.Values.Select(c => KeyValuePair.Create(c.Code, c.Name)),
        data.BankBins.Keys,
        data.Institutions.Values.Select(i =>
            KeyValuePair.Create(i.Code, i.IsPost ? InstitutionKind.Post : InstitutionKind.Bank)),
        data.ProgrammeGroups,
        ["TB"],
        data.IdPrefixes,
        asOf);

    private sealed record Target(IDocumentStore Store, ImportItem Import, IClock Clock);

    private sealed record Work(
        IDocumentSession Session, ImportItem Import, Instant Now, CancellationToken Cancellation)
    {
        public bool MayTouch(string commune) =>
            Import.Communes is not { } bound || bound.Contains(commune, StringComparer.Ordinal);
    }
}
