using System.Text.Json;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// How a source names our columns: its header → our column (empty: not wanted), and fixed values for columns that it
/// does not have.
/// </summary>
public sealed record MappingBody(Dictionary<string, string> Headers, Dictionary<string, string>? Constants);

/// <summary>A saved mapping in its latest version.</summary>
public sealed record SavedMapping(
    string Kind, string Source, int Version, ColumnMapping Mapping, string ByUser, Instant At);

/// <summary>Every saved mapping, and the columns of each kind of file.</summary>
public sealed record MappingList(
    IReadOnlyList<SavedMapping> Items, IReadOnlyDictionary<string, IReadOnlyList<string>> Columns);

/// <summary>Saves how the files of a source name our columns (ánh xạ cột), once, and uses it again.</summary>
public sealed class ImportMappings : IUseCase
{
    private const int LongestName = 60;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/register/mappings", ListAsync)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<MappingList>("ListMappings");
        api.MapPut("/register/mappings/{kind}/{source}", SaveAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .Answers("SaveMapping", StatusCodes.Status204NoContent);
    }

    /// <summary>The saved mappings of columns, and the columns that each kind of file has.</summary>
    /// <remarks>Các ánh xạ cột đã lưu theo nguồn dữ liệu.</remarks>
    public static async Task<IResult> ListAsync(NpgsqlDataSource data, CancellationToken cancellation) =>
        Results.Ok(new MappingList(
            await AllAsync(data, cancellation),
            FileKind.All.ToDictionary(k => k.Key, k => k.Value.Columns.Names)));

    /// <summary>Saves a mapping as the next version of the source; imports keep the version that they used.</summary>
    /// <remarks>Lưu ánh xạ cột của một nguồn dữ liệu.</remarks>
    public static async Task<IResult> SaveAsync(
        string kind, string source, MappingBody body, CurrentUser user, NpgsqlDataSource data, IClock clock,
        CancellationToken cancellation)
    {
        if (ImportRegister.KindOf(kind) is not { } known) return Problems.NotFound("loại tệp này", "such kind of file");
        if (source.Trim().Length is 0 or > LongestName)
        {
            return Problems.BadRequest(
                "mapping-source-invalid", "Tên nguồn dữ liệu phải có từ 1 đến 60 ký tự.",
                "The name of the source has 1 to 60 characters.");
        }

        var mapping = MappingOf(body);
        var unknown = mapping.UnknownColumns(FileKind.Of(known).Columns);
        if (unknown.Count > 0)
        {
            return Problems.BadRequest(
                "mapping-column-unknown", $"Mẫu không có cột: {string.Join("; ", unknown)}.",
                $"The template has no such column: {string.Join("; ", unknown)}.");
        }

        await StoreAsync(data, known, source.Trim(), mapping, user.UserName, clock.GetCurrentInstant(), cancellation);
        return Results.NoContent();
    }

    /// <summary>Stores the next version of a mapping.</summary>
    public static async Task StoreAsync(
        NpgsqlDataSource data, ImportKind kind, string source, ColumnMapping mapping, string byUser, Instant now,
        CancellationToken cancellation)
    {
        await using var command = data.CreateCommand("""
            insert into hub.import_mapping (kind, source, version, headers, constants, by_user, at)
            select $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4::jsonb, $5, $6
            from hub.import_mapping where kind = $1 and source = $2
            """);
        command.Parameters.Add(Parameter.Of(kind.ToString()));
        command.Parameters.Add(Parameter.Of(source));
        command.Parameters.Add(Parameter.Of(JsonSerializer.Serialize(mapping.Headers)));
        command.Parameters.Add(Parameter.Of(JsonSerializer.Serialize(mapping.Constants)));
        command.Parameters.Add(Parameter.Of(byUser));
        command.Parameters.Add(Parameter.Of(now));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The mapping of a source as it is now, or null.</summary>
    public static async Task<ColumnMapping?> FindAsync(
        NpgsqlDataSource data, ImportKind kind, string source, CancellationToken cancellation) =>
        (await AllAsync(data, cancellation)).FirstOrDefault(m => m.Kind == FileKind.Of(kind).Word && m.Source == source)
            ?.Mapping;

    /// <summary>All mappings in their latest versions, by kind and source.</summary>
    public static async Task<List<SavedMapping>> AllAsync(NpgsqlDataSource data, CancellationToken cancellation)
    {
        await using var command = data.CreateCommand("""
            select distinct on (kind, source) kind, source, version, headers::text, constants::text, by_user, at
            from hub.import_mapping order by kind, source, version desc
            """);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<SavedMapping>();
        while (await r.ReadAsync(cancellation))
        {
            var mapping = new ColumnMapping(Read(r.GetString(3)), Read(r.GetString(4)));
            found.Add(new SavedMapping(
                FileKind.Of(Enum.Parse<ImportKind>(r.GetString(0))).Word, r.GetString(1), r.GetInt32(2), mapping,
                r.GetString(5), r.GetFieldValue<Instant>(6)));
        }

        return found;
    }

    /// <summary>The mapping with the headers as they are compared.</summary>
    public static ColumnMapping MappingOf(MappingBody body) => new(
        body.Headers.GroupBy(h => FileColumns.CleanName(h.Key), h => h.Value.Trim())
            .ToDictionary(h => h.Key, h => h.Last(), StringComparer.Ordinal),
        body.Constants ?? []);

    private static Dictionary<string, string> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
