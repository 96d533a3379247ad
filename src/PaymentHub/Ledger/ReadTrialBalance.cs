using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>An account's debits, credits (both positive, đồng) and balance (debit positive).</summary>
public sealed record AccountBalance(string Account, long Debit, long Credit, long Balance);

/// <summary>One row for each account that was ever posted to.</summary>
public sealed record TrialBalance(IReadOnlyList<AccountBalance> Items);

/// <summary>The trial balance (bảng cân đối phát sinh) over everything posted so far.</summary>
public sealed class ReadTrialBalance : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/trial-balance", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger")
            .Answers<TrialBalance>("GetTrialBalance");

    /// <summary>
    /// Debits, credits and balance of every account; they belong to the whole province, so a narrower scope sees none.
    /// </summary>
    /// <remarks>Bảng cân đối phát sinh của toàn sổ.</remarks>
    public static async Task<IResult> HandleAsync(
        CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(new TrialBalance(
            user.CommuneFilter(Permissions.LedgerView) is null ? await QueryAsync(source, cancellation) : []));

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
