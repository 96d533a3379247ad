using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// What decisions say of communes' areas (đặc điểm địa bàn): remote, border, island, extremely difficult, ethnic
/// minority, each from a day on with its legal basis. The reference tables' own statements count until a list says
/// something else about the same attribute and day.
/// </summary>
public sealed class AreaFile : FileKind
{
    private const string Column = "Đặc điểm địa bàn";

    public override ImportKind Kind => ImportKind.Areas;

    public override FileColumns Columns => AreaRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, AreaRow.Parse(new AreaRow(row, cells), reference));

    public override IEnumerable<string> CommunesOf(object record) => [((AreaRowRecord)record).Commune];

    public override string KeyOf(object record) => ((AreaRowRecord)record).Commune;

    public override (string Key, string Column, string Rule)? UniqueOf(object record)
    {
        var r = (AreaRowRecord)record;
        return ($"{r.Commune}/{r.Term.Attribute}/{r.Term.From}", Column, RowRules.RowDuplicate);
    }

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<AreaRowRecord>().ToList();
        var streams = await work.StreamsAsync<StatedAreas>(rows.Select(r => StatedAreas.IdOf(r.Commune)));
        foreach (var row in rows)
        {
            var id = StatedAreas.IdOf(row.Commune);
            IEnumerable<AreaTerm> known = work.ReferenceAreas(row.Commune);
            foreach (var term in streams.StateOf(id)?.Terms ?? []) known = StatedAreas.With(known, term);
            List<AreaTerm> before = [.. known];
            var decision = AreaDecisions.State(row.Commune, row.Term, before, work.Now, work.User);
            if (decision.Refusal is { } refusal)
            {
                work.Result.Refuse(row.Row, Column, refusal);
                continue;
            }

            streams.Append(id, decision.Events);
            Count(work, row, before, decision.Events.Count > 0);
        }

        streams.Save();
    }

    private static void Count(ChunkWork work, AreaRowRecord row, List<AreaTerm> before, bool isNews)
    {
        var was = before.Find(t => t.Attribute == row.Term.Attribute && t.From == row.Term.From);
        var outcome = !isNews ? RowOutcome.Unchanged
            : was is null ? RowOutcome.Added
            : was.Until is null && row.Term.Until is not null ? RowOutcome.Ended : RowOutcome.Corrected;
        work.Result.Count(row.Row, row.Commune, outcome, RowChanges.Differing(
            (Column, was?.Attribute, row.Term.Attribute),
            ("Từ ngày", RowChanges.Text(was?.From), RowChanges.Text(row.Term.From)),
            ("Đến ngày", RowChanges.Text(was?.Until), RowChanges.Text(row.Term.Until)),
            ("Căn cứ pháp lý", was?.LegalBasis, row.Term.LegalBasis),
            ("Đã xác minh", YesNo(was?.Verified), YesNo(row.Term.Verified))));
    }

    private static string? YesNo(bool? value) => value is { } known ? known ? "Có" : "Không" : null;
}
