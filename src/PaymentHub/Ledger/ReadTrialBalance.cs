using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>An account's debits, credits (both positive, đồng) and balance (debit positive).</summary>
public sealed record AccountBalance(string Account, long Debit, long Credit, long Balance);

/// <summary>The trial balance (bảng cân đối phát sinh) over everything posted so far.</summary>
public sealed class ReadTrialBalance : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/trial-balance", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger");

    /// <summary>The accounts belong to the whole province; a narrower scope sees none of them.</summary>
    public static async Task<IResult> HandleAsync(
        CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(new
        {
            items = user.CommuneFilter(Permissions.LedgerView) is null ? await QueryAsync(source, cancellation) : [],
        });

    /// <summary>One row for each account that was ever posted to, by name.</summary>
    public static async Task<List<AccountBalance>> QueryAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select account, coalesce(sum(amount) filter (where amount > 0), 0)::bigint,
                   coalesce(-sum(amount) filter (where amount < 0), 0)::bigint, sum(amount)::bigint
            from hub.posting group by account order by account
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<AccountBalance>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new AccountBalance(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return rows;
    }
}
