using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>
/// What stands along the asked dimensions (dimension → value; null where a posting has none): debits and credits, both
/// positive, and the balance, debit positive, in đồng.
/// </summary>
public sealed record Balance(IReadOnlyDictionary<string, string?> Of, long Debit, long Credit, long Amount);

/// <summary>The balances at a value date as they were known at a moment; null: no limit.</summary>
public sealed record BalanceList(LocalDate? ValueDate, Instant? KnownAt, IReadOnlyList<Balance> Items, long Total);

/// <summary>
/// Balances at any (value date, known at), along any dimension (số dư theo ngày giá trị và thời điểm biết).
/// </summary>
public sealed class ReadBalances : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/balances", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger")
            .Answers<BalanceList>("GetBalances");

    /// <summary>
    /// Balances of what has a value date up to <paramref name="valueDate"/> (yyyy-MM-dd), as known at
    /// <paramref name="knownAt"/> (ISO-8601), by account, subAccount, commune, programme, institution, source, month
    /// (of entitlement), year (of budget) or booked (month of the books).
    /// </summary>
    /// <remarks>Số dư theo ngày giá trị, như đã biết tại một thời điểm, theo các chiều được chọn.</remarks>
    public static async Task<IResult> HandleAsync(
        string? dimensions, string? valueDate, string? knownAt, string? ledgerAccount, CurrentUser user,
        NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (BalanceQuery.Read(dimensions, valueDate, knownAt, ledgerAccount) is not { } query)
        {
            return Problems.BadRequest(
                "balance-question-invalid",
                "Chiều phải là một trong: " + string.Join(", ", BalanceQuery.Dimensions)
                    + "; ngày giá trị dạng 2026-11-30; thời điểm biết dạng 2026-12-01T03:00:00Z.",
                "A dimension is one of: " + string.Join(", ", BalanceQuery.Dimensions)
                    + "; the value date looks like 2026-11-30; known at like 2026-12-01T03:00:00Z.");
        }

        var items = await query.AskAsync(source, user, cancellation);
        return Results.Ok(new BalanceList(query.ValueDate, query.KnownAt, items, items.Sum(i => i.Amount)));
    }
}
