using Marten;
using PaymentHub.Domain;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>One line of the report of changes; a row with several changed fields has several.</summary>
public sealed record RowChange(int Row, string Key, RowOutcome Outcome, string Field, string? Before, string? After);

/// <summary>What one transaction of an import did.</summary>
public sealed class ChunkResult
{
    private readonly int[] _counts = new int[Enum.GetValues<RowOutcome>().Length];

    public List<RowFinding> Refusals { get; } = [];

    public List<RowChange> Changes { get; } = [];

    /// <summary>Erasable details to keep, by person.</summary>
    public Dictionary<Guid, ErasableDetails> Contacts { get; } = [];

    /// <summary>What the last row of a dossier said, as a hash.</summary>
    public Dictionary<string, Guid> Statements { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that wait for a decision about their place, with their cells.</summary>
    public List<(PlaceQuestion Question, string[] Cells)> Questions { get; } = [];

    public int this[RowOutcome outcome] => _counts[(int)outcome];

    /// <summary>Counts a row and notes what it changed.</summary>
    public void Count(int row, string key, RowOutcome outcome, IEnumerable<FieldChange>? changes = null)
    {
        _counts[(int)outcome]++;
        var noted = Changes.Count;
        if (outcome is RowOutcome.Corrected or RowOutcome.Ended)
            Changes.AddRange((changes ?? []).Select(c => new RowChange(row, key, outcome, c.Field, c.Before, c.After)));
        if (outcome is not (RowOutcome.Unchanged or RowOutcome.Refused) && noted == Changes.Count)
            Changes.Add(new RowChange(row, key, outcome, "", null, null));
    }

    /// <summary>Counts a row that changes nothing because a decision refused it.</summary>
    public void Refuse(int row, string column, Refusal refusal)
    {
        _counts[(int)RowOutcome.Refused]++;
        Refusals.Add(FindingOf(row, column, refusal));
    }

    /// <summary>The same without what would have been done: what is told of a file that is refused whole.</summary>
    public ChunkResult RefusalsOnly()
    {
        var only = new ChunkResult();
        only.Refusals.AddRange(Refusals);
        only._counts[(int)RowOutcome.Refused] = this[RowOutcome.Refused];
        return only;
    }

    /// <summary>A refusal of a decision as a finding of its row.</summary>
    public static RowFinding FindingOf(int row, string column, Refusal refusal) => new(
        row, column, refusal.Code, Severity.Error, "row", refusal.Vietnamese, refusal.English);

    /// <summary>Writes what goes beside the events, in the session's own transaction.</summary>
    public void QueueRows(IDocumentSession session)
    {
        if (Contacts.Count > 0)
        {
            session.QueueSqlCommand(
                """
                insert into hub.contact (person_id, phone, hamlet, ethnicity)
                select * from unnest(?, ?, ?, ?)
                on conflict (person_id) do update
                  set phone = excluded.phone, hamlet = excluded.hamlet, ethnicity = excluded.ethnicity
                """,
                Contacts.Keys.ToArray(),
                Contacts.Values.Select(c => c.Phone).ToArray(),
                Contacts.Values.Select(c => c.Hamlet).ToArray(),
                Contacts.Values.Select(c => c.Ethnicity).ToArray());
        }

        if (Statements.Count == 0) return;
        session.QueueSqlCommand(
            """
            insert into hub.register_row (dossier, content_hash) select * from unnest(?, ?)
            on conflict (dossier) do update set content_hash = excluded.content_hash
            """,
            Statements.Keys.ToArray(), Statements.Values.ToArray());
    }
}
