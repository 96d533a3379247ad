using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Audit;

/// <summary>What is looked for. It travels in the body, because personal ids must not stand in addresses.</summary>
public sealed record SearchFor(string? Text);

/// <summary>
/// Something found. <paramref name="Kind"/> is person, payment, batch, file-out or file-in; <paramref name="Key"/>
/// names it in addresses and is never a personal id or an account; names and numbers are masked.
/// </summary>
public sealed record SearchHit(string Kind, string Key, string Title, string? Detail, string? Status, long? Amount);

/// <summary>Everything that the text names exactly, by kind.</summary>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Items);

/// <summary>
/// One box for everything (tra cứu): any number that a person holds or held, dossier, end-to-end id, batch code,
/// message id, account, file name or hash. Only exact matches count, so that nobody can browse people; what a
/// permission does not cover is not looked up.
/// </summary>
public sealed class Search(NpgsqlDataSource source, CurrentUser user) : IUseCase
{
    private const int MostOfAKind = 50;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/search", HandleAsync).RequirePermission(Permissions.PaymentsView).WithTags("Audit")
            .Answers<SearchAnswer>("Search");

    /// <summary>Finds what a text names exactly. It travels in the body because it may be a personal id.</summary>
    /// <remarks>Tra cứu theo mã đầy đủ.</remarks>
    public static async Task<IResult> HandleAsync(SearchFor body, Search search, CancellationToken cancellation) =>
        Results.Ok(new SearchAnswer(await search.RunAsync(body.Text, cancellation)));

    /// <summary>Everything that the text names exactly, by kind.</summary>
    public async Task<List<SearchHit>> RunAsync(string? text, CancellationToken cancellation)
    {
        var key = (text ?? "").Trim();
        var hits = new List<SearchHit>();
        if (key.Length is < 3 or > 200) return hits;
        if (user.Can(Permissions.RegisterView)) hits.AddRange(await PeopleAsync(key, cancellation));
        hits.AddRange(await PaymentsAsync(new(EndToEndId: key.ToUpperInvariant()), cancellation));
        if (user.Can(Permissions.AuditView)) hits.AddRange(await PaymentsAsync(new(Account: key), cancellation));
        if (user.Can(Permissions.BatchesView)) hits.AddRange(await BatchesAsync(key, cancellation));
        if (user.Can(Permissions.FilesView)) hits.AddRange(await FilesAsync(key, cancellation));
        return hits;
    }

    private async Task<List<SearchHit>> PeopleAsync(string key, CancellationToken cancellation)
    {
        // An inspector may look for a person by the personal id; everybody else by the dossier that they work on.
        await using var command = source.CreateCommand("""
            select n.dossier, '*** ' || regexp_replace(p.full_name, '^.* ', ''),
                   left(p.personal_id, 3) || '*******' || right(p.personal_id, 2), p.commune
            from hub.entitlement n
            join lateral (select full_name, personal_id, commune from hub.beneficiary b
                          where b.person_id = n.person_id order by version desc limit 1) p on true
            where (n.dossier = upper($1) or ($2 and n.person_id in (
                    select person_id from hub.identifier where value = $6)))
              and ($3::text[] is null or p.commune = any($3)) and $4::text[] is null
            order by n.dossier limit $5
            """);
        command.Parameters.Add(Parameter.Of(key));
        command.Parameters.Add(new() { Value = user.Can(Permissions.AuditView) });
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.RegisterView)));
        command.Parameters.Add(Parameter.Of(MostOfAKind));
        command.Parameters.Add(Parameter.Of(Identifier.Clean(key)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var hits = new List<SearchHit>();
        while (await r.ReadAsync(cancellation))
        {
            hits.Add(new SearchHit(
                "person", r.GetString(0), $"{r.GetString(1)} · {r.GetString(2)}", r.GetString(3), null, null));
        }

        return hits;
    }

    private async Task<IEnumerable<SearchHit>> PaymentsAsync(PaymentFilter filter, CancellationToken cancellation)
    {
        var (found, _) = await ReadPayments.QueryAsync(
            source, user, Permissions.PaymentsView, filter, new PageOf(1, MostOfAKind), cancellation);
        return found.Select(p => new SearchHit(
            "payment", p.EndToEndId, p.EndToEndId, p.BatchCode, p.Held && p.Status == "Placed" ? "Held" : p.Status,
            p.Amount));
    }

    private async Task<List<SearchHit>> BatchesAsync(string key, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select b.batch_id, b.code, b.commune from hub.batch b
            where (b.code = upper($1) or b.pmtinf_id = upper($1))
              and ($2::text[] is null or b.commune = any($2)) and ($3::text[] is null or b.institution = any($3))
            """);
        command.Parameters.Add(Parameter.Of(key));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BatchesView)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BatchesView)));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var hits = new List<SearchHit>();
        while (await r.ReadAsync(cancellation))
        {
            hits.Add(new SearchHit("batch", r.GetGuid(0).ToString(), r.GetString(1), r.GetString(2), null, null));
        }

        return hits;
    }

    private async Task<IEnumerable<SearchHit>> FilesAsync(string key, CancellationToken cancellation)
    {
        var filesOut = await ReadFiles.QueryAsync(
            source, user, new(MessageId: key.ToUpperInvariant()), cancellation);
        filesOut.AddRange(await ReadFiles.QueryAsync(source, user, new(NameOrHash: key), cancellation));
        var (filesIn, _) = await ReadBankFiles.QueryAsync(
            source, user, new(NameOrHash: key), new PageOf(1, MostOfAKind), cancellation);
        return filesOut
            .Select(f => new SearchHit("file-out", f.MessageId, f.FileName, f.Institution, f.Status, f.Amount))
            .Concat(filesIn.Select(f => new SearchHit(
                "file-in", f.FileId.ToString(), f.FileName, f.Institution, f.Status, null)));
    }
}
