using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// The register of deaths (khai tử). It covers everybody; who receives nothing here is no concern of ours.
/// </summary>
public sealed class DeathFile : FileKind
{
    public override ImportKind Kind => ImportKind.Deaths;

    public override FileColumns Columns => DeathRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, DeathRow.Parse(new DeathRow(row, cells), reference));

    public override string KeyOf(object record) => ((DeathRecord)record).PersonalId.Masked;

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<DeathRecord>().ToList();
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, rows.Select(r => r.PersonalId.Value));
        var streams = await work.StreamsAsync<Beneficiary>(people.Values);
        foreach (var row in rows)
        {
            var id = people.GetValueOrDefault(row.PersonalId.Value);
            var state = streams.StateOf(id);
            var decision = state is null || !work.MayTouch(state.Person.Commune)
                ? default
                : BeneficiaryDecisions.RecordDeath(row, state, work.Now, work.User);
            streams.Append(id, decision.Events);
            var outcome = decision.Events.Count == 0 ? RowOutcome.Unchanged
                : state!.DiedOn is null ? RowOutcome.Added : RowOutcome.Corrected;
            work.Result.Count(row.Row, KeyOf(row), outcome, RowChanges.Differing(
                ("Ngày mất", RowChanges.Text(state?.DiedOn), RowChanges.Text(row.DiedOn)),
                ("Số trích lục", state?.DeathExtract, row.ExtractNumber)));
        }

        streams.Save();
    }
}
