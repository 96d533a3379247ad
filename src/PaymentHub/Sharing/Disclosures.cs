using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Sharing;

/// <summary>One reading of other people's data: who, when, why, how much, and for a file its hash.</summary>
public sealed record Disclosure(
    Guid DisclosureId, Instant At, string ByUser, string Purpose, string Reason, string Form,
    IReadOnlyList<string>? Communes, IReadOnlyList<string>? Programmes, int People, string? Sha256, string? ByRole);

/// <summary>One page of the log of readings.</summary>
public sealed record DisclosureList(IReadOnlyList<Disclosure> Items, long Total);

/// <summary>What is asked for, so that the log says it.</summary>
public sealed record DisclosureAsked(
    SharingPurpose Purpose, string Reason, string Form, string[]? Communes, string[]? Programmes);

/// <summary>
/// The log of who read what and why (nhật ký chia sẻ dữ liệu, Luật 91/2025/QH15). It is written before the data leaves.
/// </summary>
public sealed class Disclosures(NpgsqlDataSource source, CurrentUser user, IClock clock) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sharing/log", ListAsync).RequirePermission(Permissions.AuditView).WithTags("Sharing")
            .Answers<DisclosureList>("ListDisclosures");

    /// <summary>Who read data of the register for whom, when and why, the latest first.</summary>
    /// <remarks>Nhật ký chia sẻ dữ liệu.</remarks>
    public static async Task<IResult> ListAsync(
        int? page, int? size, Disclosures log, CancellationToken cancellation)
    {
        var limit = Math.Clamp(size ?? 50, 1, 500);
        return Results.Ok(await log.ReadAsync((Math.Max(1, page ?? 1) - 1) * limit, limit, cancellation));
    }

    /// <summary>Records a reading of some people.</summary>
    public Task RecordAsync(DisclosureAsked asked, int people, string? sha256, CancellationToken cancellation) =>
        RecordAsync(
            asked.Purpose.ToString(), asked.Reason, asked.Form, asked.Communes, asked.Programmes, people, sha256,
            cancellation);

    /// <summary>
    /// Records an official list with full names and accounts, whose duty the law names, or a page that tells as much.
    /// </summary>
    public Task RecordListAsync(
        string reason, string form, string commune, string? programme, int people, string? sha256,
        CancellationToken cancellation) => RecordAsync(
            "OfficialList", reason, form, [commune], programme is null ? null : [programme], people, sha256,
            cancellation);

    private async Task RecordAsync(
        string purpose, string reason, string form, string[]? communes, string[]? programmes, int people,
        string? sha256, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            insert into hub.disclosure (disclosure_id, at, by_user, purpose, reason, form, communes, programmes, people,
              sha256, by_role)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """);
        var now = clock.GetCurrentInstant();
        command.Parameters.Add(Parameter.Of(Keys.GuidOf("disclosure", user.UserName, $"{now}", $"{Guid.NewGuid()}")));
        command.Parameters.Add(Parameter.Of(now));
        command.Parameters.Add(Parameter.Of(user.UserName));
        command.Parameters.Add(Parameter.Of(purpose));
        command.Parameters.Add(Parameter.Of(reason));
        command.Parameters.Add(Parameter.Of(form));
        command.Parameters.Add(Parameter.Of(communes));
        command.Parameters.Add(Parameter.Of(programmes));
        command.Parameters.Add(Parameter.Of(people));
        command.Parameters.Add(Parameter.Of(sha256));
        command.Parameters.Add(Parameter.Of(string.Join(", ", user.Roles)));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<DisclosureList> ReadAsync(int offset, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select disclosure_id, at, by_user, purpose, reason, form, communes, programmes, people, sha256,
              by_role, count(*) over ()
            from hub.disclosure order by at desc, disclosure_id limit $1 offset $2
            """);
        command.Parameters.Add(Parameter.Of(limit));
        command.Parameters.Add(Parameter.Of(offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<Disclosure>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new Disclosure(
                r.GetGuid(0), r.GetFieldValue<Instant>(1), r.GetString(2), r.GetString(3), r.GetString(4),
                r.GetString(5), r.IsDBNull(6) ? null : r.GetFieldValue<string[]>(6),
                r.IsDBNull(7) ? null : r.GetFieldValue<string[]>(7), r.GetInt32(8),
                r.IsDBNull(9) ? null : r.GetString(9), r.IsDBNull(10) ? null : r.GetString(10)));
            total = r.GetInt64(11);
        }

        return new DisclosureList(items, total);
    }
}
