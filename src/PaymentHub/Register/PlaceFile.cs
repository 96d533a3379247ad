using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// Residences and actual stays (nơi cư trú, nơi ở hiện tại). A later residence moves the person; a programme's
/// decisions follow the place that its rule names, so that one commune pays every month and none pays it twice.
/// </summary>
public sealed class PlaceFile : FileKind
{
    private const string Column = "Số định danh cá nhân";

    public override ImportKind Kind => ImportKind.Places;

    public override FileColumns Columns => PlaceRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, PlaceRow.Parse(new PlaceRow(row, cells), reference));

    public override string KeyOf(object record) => ((PlaceRecord)record).PersonalId.Masked;

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<PlaceRecord>().ToList();
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, rows.Select(r => r.PersonalId.Value));
        var persons = await work.StreamsAsync<Beneficiary>(people.Values);
        var dossiers = await MoveFile.DossiersAsync(work, [.. people.Values]);
        var decisions = await work.StreamsAsync<Entitlement>(dossiers.SelectMany(d => d));
        foreach (var row in rows)
        {
            var id = people.GetValueOrDefault(row.PersonalId.Value);
            Apply(work, row, id, persons, dossiers[id], decisions);
        }

        persons.Save();
        decisions.Save();
    }

    private void Apply(
        ChunkWork work, PlaceRecord row, Guid id, StreamBook<Beneficiary> persons, IEnumerable<Guid> dossiers,
        StreamBook<Entitlement> decisions)
    {
        var before = persons.StateOf(id);
        var visible = before is not null && work.MayTouch(before.Person.Commune) ? before : null;
        var decision = BeneficiaryDecisions.StatePlace(row.Place, visible, work.Now, work.User);
        if (decision.Refusal is { } refusal)
        {
            work.Result.Refuse(row.Row, Column, refusal);
            return;
        }

        persons.Append(id, decision.Events);
        if (decision.Events.Count > 0)
        {
            foreach (var dossier in dossiers)
            {
                if (decisions.StateOf(dossier) is not { } state) continue;
                decisions.Append(dossier, Relocation.Of(
                    row.Place, persons.StateOf(id)!, state, work.Rules, work.Now, work.User).Events);
            }
        }

        var known = before!.Places.Latest(row.Place.Kind);
        var outcome = decision.Events.Count == 0 ? RowOutcome.Unchanged
            : known is null ? RowOutcome.Added : RowOutcome.Corrected;
        work.Result.Count(row.Row, KeyOf(row), outcome, RowChanges.Differing(
            (row.Place.Kind == PlaceKind.Residence ? "Nơi cư trú" : "Nơi ở hiện tại",
                known?.Commune ?? known?.Place, row.Place.Commune ?? row.Place.Place),
            ("Từ ngày", RowChanges.Text(known?.From), RowChanges.Text(row.Place.From))));
    }
}
