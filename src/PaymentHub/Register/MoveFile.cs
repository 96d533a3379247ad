using Npgsql;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// Moves (chuyển đi, chuyển đến): the person and all current decisions go to the other commune together, so that no
/// month is without a payer and none has two. Who leaves the province is paid up to the month of leaving.
/// </summary>
public sealed class MoveFile : FileKind
{
    private const string Column = "Số định danh cá nhân";

    public override ImportKind Kind => ImportKind.Moves;

    public override FileColumns Columns => MoveRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, MoveRow.Parse(new MoveRow(row, cells), reference));

    // A move concerns both communes; either of them may report it.
    public override IEnumerable<string> CommunesOf(object record) => [((MoveRecord)record).From];

    public override string KeyOf(object record) => ((MoveRecord)record).PersonalId.Masked;

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<MoveRecord>().ToList();
        var people = await work.HoldersAsync(IdentifierKind.PersonalId, rows.Select(r => r.PersonalId.Value));
        var persons = await work.StreamsAsync<Beneficiary>(people.Values);
        var dossiers = await DossiersAsync(work, [.. people.Values]);
        var decisions = await work.StreamsAsync<Entitlement>(dossiers.SelectMany(d => d));
        foreach (var row in rows)
        {
            var id = people.GetValueOrDefault(row.PersonalId.Value);
            var before = persons.StateOf(id);
            var decision = BeneficiaryDecisions.Move(row, before, work.Now, work.User);
            if (decision.Refusal is { } refusal)
            {
                work.Result.Refuse(row.Row, Column, refusal);
                continue;
            }

            persons.Append(id, decision.Events);
            if (decision.Events.Count > 0) Follow(work, row, persons.StateOf(id)!, dossiers[id], decisions);
            var outcome = decision.Events.Count == 0 ? RowOutcome.Unchanged
                : row.To is null ? RowOutcome.Ended : RowOutcome.Corrected;
            work.Result.Count(row.Row, KeyOf(row), outcome, RowChanges.Differing(
                ("Mã xã", before?.Person.Commune, row.To ?? row.Place)));
        }

        persons.Save();
        decisions.Save();
    }

    private static void Follow(
        ChunkWork work, MoveRecord row, Beneficiary person, IEnumerable<Guid> dossiers,
        StreamBook<Entitlement> decisions)
    {
        var place = new LivingPlace(PlaceKind.Residence, row.To, row.Place, row.MovedOn, row.Document);
        foreach (var id in dossiers)
        {
            if (decisions.StateOf(id) is not { } state) continue;
            var decision = Relocation.Of(place, person, state, work.Rules, work.Now, work.User);
            decisions.Append(id, decision.Events);
        }
    }

    /// <summary>The decisions of some people.</summary>
    internal static async Task<ILookup<Guid, Guid>> DossiersAsync(ChunkWork work, Guid[] people)
    {
        await using var command = new NpgsqlCommand(
            "select person_id, entitlement_id from hub.entitlement where person_id = any($1)");
        command.Parameters.Add(Parameter.Of(people));
        await using var reader = await work.Session.ExecuteReaderAsync(command, work.Cancellation);
        var found = new List<(Guid Person, Guid Decision)>();
        while (await reader.ReadAsync(work.Cancellation)) found.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return found.ToLookup(f => f.Person, f => f.Decision);
    }
}
