using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The matches that stand for entries which a replacing statement tells no more, in whichever file they were made: an
/// entry that its own file only repeated was matched where it was told first.
/// </summary>
internal static class ReplacedMatches
{
    private const string Query = """
        with recursive place(file_id, item) as (
            select e.file_id, e.item from hub.bank_entry e where e.file_id = $1 and e.entry = any($2)
            union
            select t.file_id, t.item from place x
            join hub.entry_known k on k.file_id = x.file_id and k.entry = x.item
            join hub.bank_entry t on t.file_id = k.by_file and t.entry = k.entry_there)
        select m.file_id, m.entry, m.kind, m.rule, m.amount, m.batch_id, m.no, m.bank_reference, m.value_date,
               p.end_to_end_id, p.account, a.counterpart, case when a.counterpart is not null then a.reference end
        from place x join hub.entry_match m on m.file_id = x.file_id and m.entry = x.item
        left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
        left join hub.account_movement a on a.file_id = m.file_id and a.entry = m.entry and a.kind = m.kind
            and a.amount = m.amount
        where not exists (select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry
                          and u.kind = m.kind and u.batch_id is not distinct from m.batch_id
                          and u.no is not distinct from m.no)
        order by m.file_id, m.entry, m.version, m.item
        """;

    public static async Task<IReadOnlyList<MatchToUndo>> OfAsync(
        IDocumentSession session, EntrySource source, Guid earlier, IReadOnlyList<ToldEntry> gone,
        CancellationToken cancellation)
    {
        if (gone.Count == 0) return [];
        await using var command = new NpgsqlCommand(Query);
        command.Parameters.Add(Parameter.Of(earlier));
        command.Parameters.Add(Parameter.Of([.. gone.Select(g => g.EntryNo)]));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<MatchToUndo>();
        while (await r.ReadAsync(cancellation))
        {
            var match = new EntryMatch(
                r.GetInt32(1), Enum.Parse<MatchKind>(r.GetString(2)), Enum.Parse<MatchRule>(r.GetString(3)),
                new Money(r.GetInt64(4)), r.IsDBNull(5) ? null : r.GetGuid(5), r.IsDBNull(6) ? null : r.GetInt32(6),
                r.GetString(7), r.GetFieldValue<LocalDate>(8));
            var from = source with { FileId = r.GetGuid(0) };
            found.Add(new MatchToUndo(match, from, Text(r, 9), Text(r, 10), Text(r, 11), Text(r, 12)));
        }

        return found;
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
