using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// Pensions that social insurance pays (BHXH), to compare with the social pension. Only people of the register are
/// taken; everybody else's pension is no concern of ours.
/// </summary>
public sealed class PensionFile : FileKind
{
    public override ImportKind Kind => ImportKind.Pensions;

    public override FileColumns Columns => PensionRow.Columns;

    public override IReadOnlyCollection<string> MonthColumns => RegisterRow.MonthColumns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, PensionRow.Parse(new PensionRow(row, cells), reference));

    public override string KeyOf(object record) => ((PensionRecord)record).PersonalId.Masked;

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<PensionRecord>().ToList();
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, rows.Select(r => r.PersonalId.Value));
        var streams = await work.StreamsAsync<Beneficiary>(people.Values);
        foreach (var row in rows)
        {
            var id = people.GetValueOrDefault(row.PersonalId.Value);
            var state = streams.StateOf(id);
            var before = state?.Pensions.GetValueOrDefault((row.Pension.Kind, row.Pension.From));
            var decision = state is null || !work.MayTouch(state.Person.Commune)
                ? default
                : BeneficiaryDecisions.StatePension(row.Pension, state, work.Now, work.User);
            streams.Append(id, decision.Events);
            var outcome = decision.Events.Count == 0 ? RowOutcome.Unchanged
                : before is null ? RowOutcome.Added
                : row.Pension.Until is not null && before.Until is null ? RowOutcome.Ended : RowOutcome.Corrected;
            work.Result.Count(row.Row, KeyOf(row), outcome, RowChanges.Differing(
                ("Mức hưởng (đ/tháng)", $"{before?.Monthly.Dong}", $"{row.Pension.Monthly.Dong}"),
                ("Thôi hưởng từ tháng", RowChanges.Text(before?.Until), RowChanges.Text(row.Pension.Until))));
        }

        streams.Save();
    }
}
