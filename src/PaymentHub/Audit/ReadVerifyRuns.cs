using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Audit;

/// <summary>
/// A verification that the service made by itself: what it compared, and the names of what did not hold.
/// </summary>
public sealed record VerifyRunItem(
    Instant StartedAt, long TookMs, bool Holds, int Tables, long Rows, int Checks, string[] Findings);

/// <summary>The last verifications, latest first.</summary>
public sealed record VerifyRunList(IReadOnlyList<VerifyRunItem> Items);

/// <summary>The verifications of the last nights (kết quả kiểm tra hằng đêm).</summary>
public sealed class ReadVerifyRuns : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/verify/runs", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Audit")
            .Answers<VerifyRunList>("ListVerifyRuns");

    /// <summary>The verifications that the service made by itself in the last two weeks.</summary>
    /// <remarks>Kết quả kiểm tra hằng đêm của hai tuần gần nhất.</remarks>
    public static async Task<IResult> HandleAsync(NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(new VerifyRunList(await QueryAsync(source, cancellation)));

    /// <summary>The last fourteen.</summary>
    public static async Task<List<VerifyRunItem>> QueryAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select started_at, took_ms, holds, tables, rows, checks, findings from hub.verify_run
            order by started_at desc limit 14
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var runs = new List<VerifyRunItem>();
        while (await reader.ReadAsync(cancellation))
        {
            runs.Add(new VerifyRunItem(
                reader.GetFieldValue<Instant>(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetInt32(3),
                reader.GetInt64(4), reader.GetInt32(5), reader.GetFieldValue<string[]>(6)));
        }

        return runs;
    }
}
