using NodaTime;
using Npgsql;
using PaymentHub.Batches;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// A share of an entry and its partner; without a payment it was funding, a charge or an advance. What a person took
/// back stays in the list.
/// </summary>
public sealed record MatchItem(
    int EntryNo, string Kind, string Rule, long Amount, string BankReference, LocalDate ValueDate, string? EndToEndId,
    string? BatchCode, bool IsUndone, int RuleVersion);

/// <summary>The matches of one file; who may see the file may see them.</summary>
public static class ReadMatches
{
    /// <summary>One page of the matches in the order of the entries, and how many there are.</summary>
    public static async Task<(List<MatchItem> Items, long Total)> OfFileAsync(
        NpgsqlDataSource source, Guid fileId, PageOf page, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select m.entry, m.kind, m.rule, m.amount, m.bank_reference, m.value_date, p.end_to_end_id, b.code,
                   (select count(*) from hub.entry_match c where c.file_id = $1),
                   exists (select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry
                           and u.kind = m.kind and u.batch_id is not distinct from m.batch_id
                           and u.no is not distinct from m.no), m.rule_version
            from (select * from hub.entry_match where file_id = $1
                  order by entry, version, item limit $2 offset $3) m
            left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
            left join hub.batch b on b.batch_id = m.batch_id
            order by m.entry, m.version, m.item
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<MatchItem>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new MatchItem(
                r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4),
                r.GetFieldValue<LocalDate>(5), r.IsDBNull(6) ? null : r.GetString(6),
                r.IsDBNull(7) ? null : r.GetString(7), r.GetBoolean(9), r.GetInt32(10)));
            total = r.GetInt64(8);
        }

        return (items, total);
    }
}
