using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Audit;

/// <summary>
/// A part of a stream: all of it, one event of it (<paramref name="Version"/>), or what concerns one payment of a
/// batch.
/// </summary>
public readonly record struct HistoryPart(Guid Stream, long? Version = null, int? Payment = null);

/// <summary>
/// Finds the streams that tell of a thing, from the read rows and within the user's scope. Keys are what people have at
/// hand: an end-to-end id, a dossier or personal id, a batch's code, a file's message id, id, name or hash, an account;
/// an account may also be named by the payment or the dossier that uses it, so that no link shows its number.
/// </summary>
public sealed class HistoryStreams(NpgsqlDataSource source)
{
    /// <summary>The kinds of things that have a history.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["payment", "person", "batch", "file", "account"];

    /// <summary>The parts, none where the thing does not exist in the user's scope.</summary>
    public async Task<IReadOnlyList<HistoryPart>> FindAsync(
        string kind, string key, CurrentUser user, CancellationToken cancellation)
    {
        if (kind == "file") return await FilesAsync(key, user, cancellation);
        if (kind != "account") return QueryOf(kind) is { } sql ? await ReadAsync(sql, key, user, cancellation) : [];
        var account = await AccountAsync(key, user, cancellation) ?? key;
        return await ReadAsync(Account, account, user, cancellation);
    }

    private static string? QueryOf(string kind) => kind switch
    {
        "payment" => Payment,
        "person" => Person,
        "batch" => Batch,
        _ => null,
    };

    private async Task<IReadOnlyList<HistoryPart>> FilesAsync(
        string key, CurrentUser user, CancellationToken cancellation)
    {
        var filesOut = await ReadFiles.QueryAsync(source, user, new(MessageId: key), cancellation);
        filesOut.AddRange(await ReadFiles.QueryAsync(source, user, new(NameOrHash: key), cancellation));
        var filter = Guid.TryParse(key, out var id) ? new BankFileFilter(FileId: id) : new(NameOrHash: key);
        var (filesIn, _) = await ReadBankFiles.QueryAsync(source, user, filter, new(1, 100), cancellation);
        return
        [
            .. filesOut.Select(f => new HistoryPart(ReadInstructionFile.StreamOf(f.MessageId))),
            .. filesIn.Select(f => new HistoryPart(f.FileId)),
        ];
    }

    private async Task<string?> AccountAsync(string key, CurrentUser user, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select account from (
                select p.account, 1 as rank from hub.payment p join hub.batch b on b.batch_id = p.batch_id
                where p.end_to_end_id = upper($1)
                union all
                (select o.account, 2 from hub.payout o where o.dossier = upper($1) order by o.version desc limit 1)) k
            where account is not null order by rank limit 1
            """);
        command.Parameters.Add(Parameter.Of(key));
        return user.Can(Permissions.AuditView) ? await command.ExecuteScalarAsync(cancellation) as string : null;
    }

    private async Task<IReadOnlyList<HistoryPart>> ReadAsync(
        string sql, string key, CurrentUser user, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(Parameter.Of(key));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.AuditView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.AuditView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<HistoryPart>();
        while (await r.ReadAsync(cancellation))
        {
            parts.Add(new HistoryPart(
                r.GetGuid(0), r.IsDBNull(1) ? null : r.GetInt64(1), r.IsDBNull(2) ? null : r.GetInt32(2)));
        }

        return parts;
    }

    private const string InScope =
        "($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))";

    private const string Payment = $"""
        select p.batch_id, null::bigint, p.no from hub.payment p join hub.batch b on b.batch_id = p.batch_id
        where p.end_to_end_id = upper($1) and {InScope}
        """;

    private const string Batch = $"""
        with found as (select b.batch_id from hub.batch b where (b.code = upper($1) or b.batch_id::text = lower($1))
                       and {InScope})
        select batch_id, null::bigint, null::int from found
        union all
        select m.fund_id, m.version, null from hub.fund_movement m join found f on f.batch_id = m.batch_id
        """;

    // The person, the decisions, the payments with a line of the person, and the cases about a dossier.
    private const string Person = $"""
        with found as (
            select p.person_id from hub.beneficiary p
            where (p.person_id in (select person_id from hub.identifier
                                   where value = upper(regexp_replace($1, '[^0-9A-Za-z]', '', 'g')))
                   or p.person_id::text = lower($1) or p.person_id in (
                select person_id from hub.entitlement where dossier = upper($1)))
              and ($2::text[] is null or (select commune from hub.beneficiary c where c.person_id = p.person_id
                                          order by version desc limit 1) = any($2))
              and $3::text[] is null),
        decision as (select * from hub.entitlement where person_id in (select person_id from found))
        select distinct person_id, null::bigint, null::int from found
        union all
        select entitlement_id, null, null from decision
        union all
        select distinct l.batch_id, null::bigint, l.no from hub.payment_line l
        where l.person_id in (select person_id from found)
        union all
        select distinct c.case_id, null::bigint, null::int from hub.misuse_case c
        where c.dossiers && array(select dossier from decision)
        """;

    private const string Account = $"""
        select o.person_id, o.version, null::int from hub.payout o
        where o.account = $1 and $3::text[] is null and ($2::text[] is null or (
            select commune from hub.beneficiary c where c.person_id = o.person_id
            order by version desc limit 1) = any($2))
        union all
        select p.batch_id, null::bigint, p.no from hub.payment p join hub.batch b on b.batch_id = p.batch_id
        where p.account = $1 and {InScope}
        union all
        select distinct k.file_id, k.version, null::int from hub.entry_break k
        where k.account = $1 and $2::text[] is null and ($3::text[] is null or (
            select institution from hub.bank_file_step s where s.file_id = k.file_id and s.status = 'Received')
            = any($3))
        union all
        select m.stream_id, m.version, null::int from hub.account_movement m
        where m.account = $1 and $2::text[] is null and $3::text[] is null
        """;
}
