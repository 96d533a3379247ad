using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Why a share of an entry was matched: pass, version, each field, and of the payments that could have taken its money
/// on the account the closest other one with its distance in đồng. Accounts and names are masked.
/// </summary>
public sealed record MatchEvidenceItem(
    string Kind, string Rule, int RuleVersion, long Amount, string? EndToEndId, bool IsUndone,
    IReadOnlyList<FieldEvidence> Fields, string? RunnerUp, long? RunnerUpOff);

/// <summary>The evidence of an entry's matches; of a batch booked in one line the first ones.</summary>
public sealed record MatchEvidenceList(IReadOnlyList<MatchEvidenceItem> Items, long Total);

/// <summary>Evidence per field of the matches that the deterministic passes made.</summary>
public sealed class ReadMatchEvidence(CurrentUser user, NpgsqlDataSource source) : IUseCase
{
    private const int Most = 50;

    // How the payments of an account stood before the match; those of the entry itself compete with nobody.
    private static readonly string Query = $"""
        with matched as (
            select m.*, count(*) over () as total from hub.entry_match m where m.file_id = $1 and m.entry = $2
        )
        select m.kind, m.rule, m.rule_version, m.amount, e.kind, e.is_debit, abs(e.amount), m.value_date,
               m.bank_reference, e.end_to_end_id, e.counter_account, e.batch_booking, e.counter_name,
               p.end_to_end_id, b.pmtinf_id, p.account, p.payee_name,
               (s.at at time zone 'Asia/Ho_Chi_Minh')::date,
               case when m.batch_id is null then null
                   when m.kind = 'Return' then coalesce(o.settled, 0) - coalesce(o.returned, 0)
                   else p.amount - coalesce(o.settled, 0) end::bigint,
               exists (select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry
                       and u.kind = m.kind and u.batch_id is not distinct from m.batch_id
                       and u.no is not distinct from m.no),
               r.end_to_end_id, r.off, m.total
        from matched m
        join hub.bank_entry e on e.file_id = m.file_id and e.item = m.entry
        left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
        left join hub.batch b on b.batch_id = m.batch_id
        left join lateral (select at from hub.batch_step s where s.batch_id = b.batch_id and s.status = 'Released'
                           order by version limit 1) s on true
        left join lateral (
            select sum(x.amount) filter (where x.status = 'Settled') as settled,
                   sum(x.amount) filter (where x.status = 'Returned') as returned
            from hub.payment_outcome x where x.batch_id = p.batch_id and x.no = p.no and x.at < m.at) o on true
        left join lateral (
            select q.end_to_end_id, abs(q.amount - coalesce(w.settled, 0) - m.amount)::bigint as off
            from hub.payment q join hub.batch c on c.batch_id = q.batch_id and c.institution = b.institution
            cross join lateral (
                select bool_or(x.status = 'Instructed')
                           and not bool_or(x.status in ('Rejected', 'Cancelled')) as is_out,
                       sum(x.amount) filter (where x.status = 'Settled') as settled
                from hub.payment_outcome x where x.batch_id = q.batch_id and x.no = q.no and x.at < m.at) w
            where m.kind = 'Payment' and m.rule in ('{nameof(MatchRule.AccountAndAmount)}',
                  '{nameof(MatchRule.AccountAndSum)}')
              and q.account = p.account and w.is_out and q.amount > coalesce(w.settled, 0)
              and c.period >= m.value_date - interval '3 months'
              and not exists (select from matched y where y.batch_id = q.batch_id and y.no = q.no)
            order by off, q.end_to_end_id limit 1) r on true
        order by m.version, m.item limit {Most}
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bank-files/{fileId:guid}/matches/{entry:int}", HandleAsync)
            .RequirePermission(Permissions.FilesView).WithTags("Reconciliation")
            .Answers<MatchEvidenceList>("GetMatchEvidence");

    /// <summary>Why an entry was matched with its payments, field by field.</summary>
    /// <remarks>Căn cứ từng trường của một khớp: quy tắc, phiên bản, so sánh, và khoản sát nhất.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid fileId, int entry, ReadMatchEvidence read, CancellationToken cancellation) =>
        await read.FindAsync(fileId, entry, cancellation) is { } found
            ? Results.Ok(found)
            : Problems.NotFound("tệp này", "such file");

    /// <summary>The evidence of the entry with this number, from 0; null where the user may not see the file.</summary>
    public async Task<MatchEvidenceList?> FindAsync(Guid fileId, int entry, CancellationToken cancellation)
    {
        if (await ReadBankFiles.FindAsync(source, user, fileId, cancellation) is null) return null;
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(entry));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<MatchEvidenceItem>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(ItemOf(r, entry));
            total = r.GetInt64(22);
        }

        return new MatchEvidenceList(items, total);
    }

    private static MatchEvidenceItem ItemOf(NpgsqlDataReader r, int no)
    {
        var entry = new BankEntry(
            no, Enum.Parse<EntryClass>(r.GetString(4)), r.GetBoolean(5), new Money(r.GetInt64(6)),
            r.GetFieldValue<LocalDate>(7), r.GetString(8), Text(r, 9), Text(r, 10), Text(r, 11), null, null);
        var facts = new MatchedFacts(
            Enum.Parse<MatchRule>(r.GetString(1)), new Money(r.GetInt64(3)), entry, Text(r, 12), Text(r, 13),
            Text(r, 14), Text(r, 15), Text(r, 16), r.IsDBNull(17) ? null : r.GetFieldValue<LocalDate>(17),
            r.IsDBNull(18) ? null : new Money(r.GetInt64(18)));
        return new MatchEvidenceItem(
            r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt64(3), Text(r, 13), r.GetBoolean(19),
            [.. MatchEvidence.Of(facts).Select(Masked)], Text(r, 20), r.IsDBNull(21) ? null : r.GetInt64(21));
    }

    // Compared whole, shown masked.
    private static FieldEvidence Masked(FieldEvidence f) => f.Field switch
    {
        "account" => f with { Ours = Account(f.Ours), Bank = Account(f.Bank) },
        "name" => f with { Ours = MaskedWords.Name(f.Ours), Bank = MaskedWords.Name(f.Bank) },
        _ => f,
    };

    private static string? Account(string? account) => account is null ? null : ReadBreaks.Masked(account);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
