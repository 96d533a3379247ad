using System.Globalization;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Ledger;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>
/// An account's debits, credits (both positive, đồng) and balance (debit positive), with its place in the public-sector
/// chart; <paramref name="PublicVerified"/> is false where that place rests on no text of the circular.
/// </summary>
public sealed record AccountBalance(
    string Account, long Debit, long Credit, long Balance, string PublicCode, string PublicNameVi,
    string PublicNameEn, bool PublicOffBalance, bool PublicVerified);

/// <summary>One row for each account that was ever posted to.</summary>
public sealed record TrialBalance(IReadOnlyList<AccountBalance> Items);

/// <summary>The trial balance (bảng cân đối phát sinh) over everything posted so far.</summary>
public sealed class ReadTrialBalance : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/trial-balance", HandleAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger")
            .Answers<TrialBalance>("GetTrialBalance");
        api.MapGet("/trial-balance/file", FileAsync).RequirePermission(Permissions.LedgerView).WithTags("Ledger")
            .AnswersFile("GetTrialBalanceFile", TableFile.CsvType, TableFile.XlsxType);
    }

    /// <summary>
    /// Debits, credits and balance of every account; they belong to the whole province, so a narrower scope sees none.
    /// </summary>
    /// <remarks>Bảng cân đối phát sinh của toàn sổ.</remarks>
    public static async Task<IResult> HandleAsync(
        CurrentUser user, NpgsqlDataSource source, ChartOfAccounts chart, CancellationToken cancellation) =>
        Results.Ok(new TrialBalance(await SeenByAsync(user, source, chart, cancellation)));

    /// <summary>The trial balance in the public-sector chart as a file: csv, or xlsx.</summary>
    /// <remarks>Bảng cân đối phát sinh theo hệ thống tài khoản hành chính, sự nghiệp (csv, xlsx).</remarks>
    public static async Task<IResult> FileAsync(
        string? format, CurrentUser user, NpgsqlDataSource source, ChartOfAccounts chart,
        CancellationToken cancellation)
    {
        var rows = await SeenByAsync(user, source, chart, cancellation);
        string[] header =
        [
            "Số hiệu tài khoản", "Tên tài khoản", "Ngoài bảng", "Tài khoản của hệ thống", "Phát sinh nợ",
            "Phát sinh có", "Dư nợ", "Dư có", "Đối chiếu văn bản",
        ];
        return TableFile.Answer(
            [header, .. rows.OrderBy(r => r.PublicCode, StringComparer.Ordinal).Select(Cells)], "can-doi-phat-sinh",
            TableFile.IsWorkbook(format));
    }

    /// <summary>One row for each account and place in the chart that was ever posted to.</summary>
    public static async Task<List<AccountBalance>> QueryAsync(
        NpgsqlDataSource source, ChartOfAccounts chart, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select account, programme, source, sum(debit)::bigint, sum(credit)::bigint
            from kept.balance group by 1, 2, 3 having sum(debit) <> 0 or sum(credit) <> 0
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(string Account, PublicAccount Public, long Debit, long Credit)>();
        while (await reader.ReadAsync(cancellation))
        {
            var account = reader.GetString(0);
            var place = chart.Of(
                Enum.Parse<LedgerAccount>(account), reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2));
            found.Add((account, place, reader.GetInt64(3), reader.GetInt64(4)));
        }

        return
        [
            .. found.GroupBy(f => (f.Account, f.Public))
                .OrderBy(g => g.Key.Account, StringComparer.Ordinal).ThenBy(g => g.Key.Public.Code)
                .Select(g => RowOf(g.Key.Account, g.Key.Public, g.Sum(f => f.Debit), g.Sum(f => f.Credit))),
        ];
    }

    private static async Task<List<AccountBalance>> SeenByAsync(
        CurrentUser user, NpgsqlDataSource source, ChartOfAccounts chart, CancellationToken cancellation) =>
        user.CommuneFilter(Permissions.LedgerView) is null ? await QueryAsync(source, chart, cancellation) : [];

    private static AccountBalance RowOf(string account, PublicAccount place, long debit, long credit) => new(
        account, debit, credit, debit - credit, place.Code, place.NameVi, place.NameEn, place.IsOffBalance,
        place.IsVerified);

    private static string[] Cells(AccountBalance row) =>
    [
        row.PublicCode, row.PublicNameVi, row.PublicOffBalance ? "có" : "", row.Account, Number(row.Debit),
        Number(row.Credit), Number(Math.Max(0, row.Balance)), Number(Math.Max(0, -row.Balance)),
        row.PublicVerified ? "đã đối chiếu" : "chưa đối chiếu",
    ];

    private static string Number(long dong) => dong.ToString(CultureInfo.InvariantCulture);
}
