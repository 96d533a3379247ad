using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// Decisions (quyết định): grants, changes, suspensions, resumptions and ends. A grant is a row of the register; the
/// others concern a dossier that the register has.
/// </summary>
public sealed class DecisionFile : FileKind
{
    public override ImportKind Kind => ImportKind.Decisions;

    public override FileColumns Columns => DecisionRow.Columns;

    public override bool IsDecidedAhead => true;

    public override IReadOnlyCollection<string> MonthColumns => DecisionRow.MonthColumns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, DecisionRow.Parse(new DecisionRow(row, cells), reference));

    public override IEnumerable<string> CommunesOf(object record) =>
        ((DecisionRecord)record).Grant is { } grant ? [grant.Person.Commune] : [];

    public override string KeyOf(object record) => ((DecisionRecord)record).Dossier;

    public override PersonDetails? PersonOf(object record) => ((DecisionRecord)record).Grant?.Person;

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        // A grant comes before whatever else the same list decides about its dossier.
        var rows = records.Cast<DecisionRecord>().ToList();
        var grants = rows.Where(r => r.Grant is not null).Select(r => r.Grant!).ToList();
        var others = rows.FindAll(r => r.Grant is null);
        var streams = await RegisterFile.ApplyAsync(work, grants, others.Select(r => Entitlement.IdOf(r.Dossier)));
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, others.Select(r => r.PersonalId.Value));
        foreach (var grant in grants)
            people.TryAdd(grant.Person.PersonalId.Value, Beneficiary.IdOf(grant.Person.PersonalId));
        Apply(work, others, people, streams);
        streams.Save();
    }

    private static void Apply(
        ChunkWork work, List<DecisionRecord> rows, Dictionary<string, Guid> people, StreamBook<Entitlement> streams)
    {
        foreach (var row in rows)
        {
            var id = Entitlement.IdOf(row.Dossier);
            var before = streams.StateOf(id);
            var decision = Decide(work, row, before, people);
            if (decision.Refusal is { } refusal)
            {
                work.Result.Refuse(row.Row, RegisterFile.DossierColumn, refusal);
                continue;
            }

            streams.Append(id, decision.Events);
            var outcome = decision.Events.Count == 0 ? RowOutcome.Unchanged
                : row.Kind == DecisionKind.Ended ? RowOutcome.Ended : RowOutcome.Corrected;
            work.Result.Count(row.Row, row.Dossier, outcome, RowChanges.Of(before, streams.StateOf(id)));
        }
    }

    private static Decision Decide(
        ChunkWork work, DecisionRecord row, Entitlement? state, Dictionary<string, Guid> people)
    {
        if (state is null || !work.MayTouch(state.Terms.Commune)) return new EntitlementUnknown(row.Dossier);
        if (people.GetValueOrDefault(row.PersonalId.Value) != state.PersonId)
            return new EntitlementOfAnotherPerson(row.Dossier);
        var papers = new DecisionPapers(work.Rules, row);
        var (now, user) = (work.Now, work.User);
        return row.Kind switch
        {
            DecisionKind.Suspended => SignedDecisions.Suspend(
                row.Dossier, state, row.Month, papers.Cause, papers.Paper, work.Rules, now, user),
            DecisionKind.Resumed => SignedDecisions.Resume(
                row.Dossier, state, row.Month, row.Reason, papers.Paper, now, user),
            DecisionKind.Ended => SignedDecisions.End(
                row.Dossier, state, row.Month, papers.Cause, papers.Paper, work.Rules, now, user),
            _ => SignedDecisions.Change(
                row.Dossier, state, row.Month, WantedOf(row, state.TermsIn(row.Month)), papers.Paper, now, user),
        };
    }

    private static TermsWanted WantedOf(DecisionRecord row, EntitlementTerms terms) => new(
        row.Programme ?? terms.Programme,
        row.Group ?? terms.Group,
        row.Group is null ? terms.InjuryPercent : row.InjuryPercent);
}
