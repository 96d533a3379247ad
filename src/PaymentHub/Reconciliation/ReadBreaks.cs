using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>A share of a bank entry without a partner, with what to do next.</summary>
public sealed record BreakItem(
    Guid FileId, int EntryNo, string Kind, long Amount, string BankReference, string? EndToEndId, string? Account,
    string[] Candidates, string TextVi, string TextEn);

/// <summary>The exceptions, oldest value date first.</summary>
public sealed record BreakList(IReadOnlyList<BreakItem> Items);

/// <summary>The exceptions (khoản chưa giải thích) that bank files left.</summary>
public sealed class ReadBreaks : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/breaks", HandleAsync).RequirePermission(Permissions.BreaksView).WithTags("Reconciliation")
            .Answers<BreakList>("ListBreaks");

    /// <summary>Bank entries, or shares of them, that no payment explains, with what to do next.</summary>
    /// <remarks>Các khoản chưa giải thích được và việc cần làm tiếp.</remarks>
    public static async Task<IResult> HandleAsync(NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(new BreakList(await QueryAsync(source, cancellation)));

    public static async Task<List<BreakItem>> QueryAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select file_id, entry, kind, amount, bank_reference, end_to_end_id, account, candidates from hub.entry_break
            order by value_date, bank_reference, version, item limit 5000
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<BreakItem>();
        while (await reader.ReadAsync(cancellation))
        {
            var kind = Enum.Parse<BreakKind>(reader.GetString(2));
            var account = reader.IsDBNull(6) ? null : Masked(reader.GetString(6));
            var (vi, en) = Next(kind);
            items.Add(new BreakItem(
                reader.GetGuid(0), reader.GetInt32(1), CodeOf(kind), reader.GetInt64(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), account, reader.GetFieldValue<string[]>(7), vi, en));
        }

        return items;
    }

    private static string Masked(string account) =>
        account.Length <= 4 ? account : new string('*', account.Length - 4) + account[^4..];

    private static string CodeOf(BreakKind kind) => kind switch
    {
        BreakKind.UnexplainedDebit => "UNEXPLAINED_DEBIT",
        BreakKind.UnexplainedCredit => "UNEXPLAINED_CREDIT",
        BreakKind.ExcessDebit => "EXCESS_DEBIT",
        BreakKind.SecondDebit => "SECOND_DEBIT",
        BreakKind.WrongAccount => "WRONG_ACCOUNT",
        _ => "AMBIGUOUS",
    };

    private static (string Vi, string En) Next(BreakKind kind) => kind switch
    {
        BreakKind.UnexplainedDebit => (
            "Ngân hàng ghi nợ mà không có lệnh của ta. Yêu cầu ngân hàng giải trình.",
            "The bank debited without an order of ours. Ask the bank to explain."),
        BreakKind.UnexplainedCredit => (
            "Tiền vào không rõ nguồn. Hỏi ngân hàng người chuyển.",
            "Money of unknown origin came in. Ask the bank who sent it."),
        BreakKind.ExcessDebit => (
            "Ngân hàng ghi nợ nhiều hơn lệnh. Yêu cầu hoàn phần vượt.",
            "The bank debited more than ordered. Claim the excess back."),
        BreakKind.SecondDebit => (
            "Ngân hàng ghi nợ lần thứ hai cho cùng một lệnh. Yêu cầu hoàn tiền.",
            "The bank debited the same order twice. Claim it back."),
        BreakKind.WrongAccount => (
            "Tiền đi vào tài khoản khác tài khoản trong lệnh. Khoản chi vẫn đang chuyển; yêu cầu tra soát.",
            "The money went to another account than ordered. The payment stays in transit; start an enquiry."),
        _ => (
            "Nhiều khoản chi khớp như nhau; cần mã lệnh từ ngân hàng mới phân định được.",
            "Several payments fit equally; the bank's order reference is needed to decide."),
    };
}
