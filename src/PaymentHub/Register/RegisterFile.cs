using Npgsql;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;
using PaidBefore = PaymentHub.Domain.Entitlements.PaidBefore;

namespace PaymentHub.Register;

/// <summary>The register of beneficiaries (danh sách đối tượng): one decision of one person a row.</summary>
public sealed class RegisterFile : FileKind
{
    internal const string DossierColumn = "Mã hồ sơ";

    public override ImportKind Kind => ImportKind.Register;

    public override FileColumns Columns => RegisterRow.Columns;

    public override bool IsDecidedAhead => true;

    public override IReadOnlyCollection<string> MonthColumns => RegisterRow.MonthColumns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, RegisterRowParsing.Parse(new RegisterRow(row, cells), reference));

    public override IEnumerable<string> CommunesOf(object record) => [((RegisterRecord)record).Person.Commune];

    public override string KeyOf(object record) => ((RegisterRecord)record).Dossier;

    public override (string Key, string Column, string Rule)? UniqueOf(object record) =>
        (((RegisterRecord)record).Dossier, DossierColumn, RowRules.DossierDuplicate);

    public override PersonDetails? PersonOf(object record) => ((RegisterRecord)record).Person;

    public override RowFinding? FaultOf(object record)
    {
        var r = (RegisterRecord)record;
        var decision = EntitlementDecisions.FromRegister(EntitlementRowOf(r, Guid.Empty), null, default, "");
        return decision.Refusal is { } fault
            ? ChunkResult.FindingOf(r.Row, DossierColumn, fault)
            : null;
    }

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var decisions = await ApplyAsync(work, [.. records.Cast<RegisterRecord>()], []);
        decisions.Save();
    }

    /// <summary>What a register row says about its decision.</summary>
    public static EntitlementRow EntitlementRowOf(RegisterRecord r, Guid person) => new(
        person,
        r.Dossier,
        new EntitlementTerms(
            r.Programme, r.Group, r.InjuryPercent, r.DecisionNumber, r.Signer, r.SignedOn, r.From, r.Until,
            r.Person.Commune),
        r.PaidBefore is { } paid ? new PaidBefore(paid.From, paid.To, paid.Monthly) : null)
    { Papers = PapersOf(r.Papers) };

    private static StatedPapers? PapersOf(PapersDetails? papers) => papers is null ? null : new StatedPapers(
        papers.Units, papers.CertificateOn, papers.ShareKey.Length == 0 ? null : papers.ShareKey,
        papers.SupportedBefore,
        papers.Dependants.Count == 0
            ? null
            : new Dependants([.. papers.Dependants.Select(d => new Dependant(d.Born, d.From, d.Last?.PlusMonths(1)))]));

    /// <summary>
    /// Takes over the rows in their order. A row that says what the last row of its dossier said is not looked at any
    /// further: it would undo what decisions and moves have changed since.
    /// </summary>
    /// <returns>The decisions, also those asked for beside the rows' own; the caller saves them.</returns>
    internal static async Task<StreamBook<Entitlement>> ApplyAsync(
        ChunkWork work, List<RegisterRecord> rows, IEnumerable<Guid> others)
    {
        var stated = await StatedAsync(work, rows);
        var news = rows.FindAll(r => !stated.TryGetValue(r.Dossier, out var hash) || hash != HashOf(r));
        var holders = await work.HoldersAsync(
            IdentifierKind.PersonalId, news.Select(r => r.Person.PersonalId.Value));
        var people = news.ToDictionary(
            r => r.Row,
            r => holders.TryGetValue(r.Person.PersonalId.Value, out var id)
                ? id
                : Beneficiary.IdOf(r.Person.PersonalId));
        var persons = await work.StreamsAsync<Beneficiary>(
            people.Values.Where(p => holders.ContainsValue(p) || work.Trial?.Knows(p) == true));
        var decisions = await work.StreamsAsync<Entitlement>(
            news.Where(r => stated.ContainsKey(r.Dossier) || work.Trial is not null)
                .Select(r => Entitlement.IdOf(r.Dossier)).Concat(others));
        foreach (var row in rows)
        {
            work.Touch(Entitlement.IdOf(row.Dossier));
            if (people.TryGetValue(row.Row, out var person)) Apply(work, row, person, persons, decisions);
            else work.Result.Count(row.Row, row.Dossier, RowOutcome.Unchanged);
        }

        persons.Save();
        return decisions;
    }

    private static void Apply(
        ChunkWork work, RegisterRecord row, Guid person, StreamBook<Beneficiary> persons,
        StreamBook<Entitlement> decisions)
    {
        var id = Entitlement.IdOf(row.Dossier);
        var (before, terms) = (persons.StateOf(person), decisions.StateOf(id));
        var stated = EntitlementRowOf(row, person);
        if (terms is not null && SaysNothingOfPlace(row, before))
            stated = stated with { Terms = stated.Terms with { Commune = terms.Terms.Commune } };
        var entitlement = EntitlementDecisions.FromRegister(stated, terms, work.Now, work.User);
        var decision = entitlement.IsRefused
            ? entitlement
            : BeneficiaryDecisions.Register(row, before, work.Now, work.User);
        if (decision.Refusal is { } refusal)
        {
            work.Result.Refuse(row.Row, DossierColumn, refusal);
            return;
        }

        persons.Append(person, decision.Events);
        decisions.Append(id, entitlement.Events);
        work.Result.Contacts[person] = row.Erasable;
        work.Result.Statements[row.Dossier] = HashOf(row);
        var isChanged = entitlement.Events.Count + decision.Events.Count > 0;
        var outcome = terms is null ? RowOutcome.Added
            : !isChanged ? RowOutcome.Unchanged
            : decision.Events.Count == 0 && entitlement.Events.All(e => e is EntitlementEnded) ? RowOutcome.Ended
            : RowOutcome.Corrected;
        work.Result.Count(row.Row, row.Dossier, outcome, outcome == RowOutcome.Added ? null : RowChanges.Of(
            row.Dossier, (before, persons.StateOf(person)), (terms, decisions.StateOf(id))));
    }

    /// <summary>The row repeats the commune of its last statement, though the person has moved since.</summary>
    private static bool SaysNothingOfPlace(RegisterRecord row, Beneficiary? person) =>
        person?.Stated.TryGetValue(row.Dossier, out var last) == true && last.Commune == row.Person.Commune;

    private static Guid HashOf(RegisterRecord record) => Guid.ParseExact(record.ContentHash.AsSpan(0, 32), "N");

    /// <summary>Known dossiers with the hash of the row that spoke last; empty where none did.</summary>
    private static async Task<Dictionary<string, Guid>> StatedAsync(ChunkWork work, List<RegisterRecord> rows)
    {
        await using var command = new NpgsqlCommand("""
            select n.dossier, r.content_hash from hub.entitlement n
            left join hub.register_row r on r.dossier = n.dossier where n.dossier = any($1)
            """);
        command.Parameters.Add(Parameter.Of(rows.Select(r => r.Dossier).ToArray()));
        await using var reader = await work.Session.ExecuteReaderAsync(command, work.Cancellation);
        var stated = new Dictionary<string, Guid>(StringComparer.Ordinal);
        while (await reader.ReadAsync(work.Cancellation))
        {
            stated[reader.GetString(0)] =
                await reader.IsDBNullAsync(1, work.Cancellation) ? Guid.Empty : reader.GetGuid(1);
        }

        return stated;
    }
}
