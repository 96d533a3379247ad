using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// Poverty lists (hộ nghèo, hộ cận nghèo): one member of one household a row. Members are known by their key whether or
/// not they receive anything.
/// </summary>
public sealed class HouseholdFile : FileKind
{
    public override ImportKind Kind => ImportKind.Households;

    public override FileColumns Columns => HouseholdRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, HouseholdRow.Parse(new HouseholdRow(row, cells), reference));

    public override IEnumerable<string> CommunesOf(object record) => [((HouseholdRecord)record).Commune];

    public override string KeyOf(object record) => ((HouseholdRecord)record).Code;

    public override (string Key, string Column, string Rule)? UniqueOf(object record)
    {
        var r = (HouseholdRecord)record;
        return ($"{r.Code}/{r.Member.PersonalId.Value}/{r.Poverty.From}", "Mã hộ", RowRules.RowDuplicate);
    }

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<HouseholdRecord>().ToList();
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, rows.Select(r => r.Member.PersonalId.Value));
        var streams = await work.StreamsAsync<Household>(rows.Select(r => Household.IdOf(r.Code)));
        foreach (var row in rows)
        {
            var id = Household.IdOf(row.Code);
            var person = people.TryGetValue(row.Member.PersonalId.Value, out var known)
                ? known
                : Beneficiary.IdOf(row.Member.PersonalId);
            var before = streams.StateOf(id);
            var decision = HouseholdDecisions.Register(row, person, before, work.Now, work.User);
            streams.Append(id, decision.Events);
            var outcome = decision.Events.Count == 0 ? RowOutcome.Unchanged
                : before?.Members.ContainsKey(person) != true ? RowOutcome.Added
                : row.Poverty.Class == PovertyClass.Neither ? RowOutcome.Ended : RowOutcome.Corrected;
            var now = before?.ClassOn(row.Poverty.From);
            work.Result.Count(row.Row, row.Code, outcome, RowChanges.Differing(
                ("Loại hộ", now?.ToString(), row.Poverty.Class.ToString()),
                ("Mã xã", before?.Commune, row.Commune),
                ("Quan hệ với chủ hộ", before?.Members.GetValueOrDefault(person)?.Relation, row.Member.Relation)));
        }

        streams.Save();
    }
}
