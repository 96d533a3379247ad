using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// Other numbers of people (mã số an sinh xã hội, CMND, BHXH, BHYT, a new personal id). A number never goes from one
/// person to another.
/// </summary>
public sealed class IdentifierFile : FileKind
{
    private const string Column = "Số";

    public override ImportKind Kind => ImportKind.Identifiers;

    public override FileColumns Columns => IdentifierRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, IdentifierRow.Parse(new IdentifierRow(row, cells), reference));

    public override string KeyOf(object record) => ((IdentifierRecord)record).PersonalId.Masked;

    public override (string Key, string Column, string Rule)? UniqueOf(object record)
    {
        var r = (IdentifierRecord)record;
        return ($"{r.Identifier.Kind}/{r.Identifier.Value}", Column, RowRules.RowDuplicate);
    }

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<IdentifierRecord>().ToList();
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, rows.Select(r => r.PersonalId.Value));
        var holders = new Dictionary<(IdentifierKind Kind, string Value), Guid>();
        foreach (var kind in rows.GroupBy(r => r.Identifier.Kind))
        {
            foreach (var (value, person) in await work.HoldersAsync(kind.Key, kind.Select(r => r.Identifier.Value)))
                holders[(kind.Key, value)] = person;
        }

        var streams = await work.StreamsAsync<Beneficiary>(people.Values);
        foreach (var row in rows)
        {
            var id = people.GetValueOrDefault(row.PersonalId.Value);
            var state = streams.StateOf(id);
            var held = holders.TryGetValue((row.Identifier.Kind, row.Identifier.Value), out var holder);
            var decision = held && holder != id
                ? new IdentifierOfAnother()
                : state is null || !work.MayTouch(state.Person.Commune)
                    ? new PersonUnknown()
                    : BeneficiaryDecisions.StateIdentifier(row.Identifier, row.Document, state, work.Now, work.User);
            if (decision.Refusal is { } refusal)
            {
                work.Result.Refuse(row.Row, Column, refusal);
                continue;
            }

            streams.Append(id, decision.Events);
            Count(work, row, state!, decision.Events.Count, held);
        }

        streams.Save();
    }

    private void Count(ChunkWork work, IdentifierRecord row, Beneficiary state, int events, bool held)
    {
        var stated = row.Identifier;
        if (events > 0 && stated.Kind == IdentifierKind.PersonalId)
        {
            work.Result.Count(row.Row, KeyOf(row), RowOutcome.Corrected, RowChanges.Differing(
                ("Số định danh cá nhân", state.Person.PersonalId.Masked, PersonalId.Parse(stated.Value).Masked),
                ("Từ ngày", null, RowChanges.Text(stated.From))));
            return;
        }

        var outcome = events == 0 ? RowOutcome.Unchanged
            : !held ? RowOutcome.Added
            : stated.Until is null ? RowOutcome.Corrected : RowOutcome.Ended;
        var before = state.Identifiers.GetValueOrDefault((stated.Kind, stated.Value));
        work.Result.Count(row.Row, KeyOf(row), outcome, RowChanges.Differing(
            ("Từ ngày", RowChanges.Text(before?.From), RowChanges.Text(stated.From)),
            ("Đến ngày", RowChanges.Text(before?.Until), RowChanges.Text(stated.Until))));
    }
}
