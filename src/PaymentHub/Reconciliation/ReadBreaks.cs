using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// A share of a bank entry without a partner, with what to do next, where it stands, who is to clear it and until when.
/// The account is masked, and so are the names and the numbers in the bank's words.
/// </summary>
/// <param name="BankName">Whom the bank names on the other side.</param>
/// <param name="BankText">The bank's free text.</param>
/// <param name="OurName">The payee of our order that the bank names, or of the only candidate.</param>
public sealed record BreakItem(
    Guid FileId, int EntryNo, string Kind, long Amount, string BankReference, string? EndToEndId, string? Account,
    string[] Candidates, string TextVi, string TextEn, string FileName, string Institution, LocalDate ValueDate,
    bool IsDebit, Guid BreakId, BreakStatus Status, string? Owner, LocalDate Due, string? BankName, string? BankText,
    string? OurName);

/// <summary>
/// One page of the exceptions, oldest value date first, how many there are in all, and their money in đồng.
/// </summary>
public sealed record BreakList(
    IReadOnlyList<BreakItem> Items, long Total, long Debits = 0, long Credits = 0);

/// <summary>
/// The exceptions (khoản chưa giải thích) that bank files left. A break belongs to the month of its value date: that is
/// when the money moved, it is always there (an unexplained debit names no payment and so no period), and the misuse
/// screening counts the same way.
/// </summary>
public sealed class ReadBreaks : IUseCase
{
    // A list without a page is for programs; beyond this number they must ask page by page.
    private const int WholeList = 5_000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/breaks", HandleAsync).RequirePermission(Permissions.BreaksView).WithTags("Reconciliation")
            .Answers<BreakList>("ListBreaks");

    /// <summary>
    /// Bank entries, or shares of them, that no payment explained when they came, with what to do next; a resolved one
    /// stays in the list with what became of it.
    /// </summary>
    /// <remarks>Các khoản chưa giải thích được và việc cần làm tiếp.</remarks>
    public static async Task<IResult> HandleAsync(
        string? period, string? kind, string? institution, Guid? fileId, string? status, string? owner, bool? late,
        string? sort, int? page, int? size, CurrentUser user, NpgsqlDataSource source, BreakRules rules, IClock clock,
        CancellationToken cancellation)
    {
        var filter = new BreakFilter(
            null, BreakWords.KindOf(kind), Set(institution), fileId, BreakWords.StatusOf(status),
            Owner: owner, IsLate: late == true);
        if (!string.IsNullOrEmpty(period))
        {
            if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
            filter = filter with { Period = month };
        }

        if (filter.Kind is null && Set(kind) is not null)
        {
            return Problems.BadRequest(
                "break-kind-invalid", "Không có loại khoản chưa giải thích này.", "There is no such kind of break.");
        }

        if (filter.Status is null && Set(status) is not null)
        {
            return Problems.BadRequest(
                "break-status-invalid", "Không có tình trạng này.", "There is no such status of a break.");
        }

        var stretch = page is null && size is null ? new PageOf(1, WholeList) : PageOf.From(page, size);
        return Results.Ok(await QueryAsync(source, user, filter, stretch, rules, clock, sort, cancellation));
    }

    /// <summary>One page of the breaks that the user may see, and how many there are.</summary>
    public static async Task<BreakList> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, BreakFilter filter, PageOf page, BreakRules rules, IClock clock,
        string? sort, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"{BreakQuery.Chosen} {BreakQuery.Page} order by {BreakOrder.SqlOf(sort)} limit $15 offset $16");
        BreakQuery.AddFilter(command, user, filter, rules, clock);
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<BreakItem>();
        var (total, debits, credits) = (0L, 0L, 0L);
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(ItemOf(reader));
            (total, debits, credits) = (reader.GetInt64(16), reader.GetInt64(17), reader.GetInt64(18));
        }

        return new BreakList(items, total, debits, credits);
    }

    /// <summary>One break in the user's scope, or null.</summary>
    public static async Task<BreakItem?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, Guid breakId, BreakRules rules, IClock clock,
        CancellationToken cancellation)
    {
        var found = await QueryAsync(
            source, user, new BreakFilter(BreakId: breakId), new PageOf(1, 1), rules, clock, null, cancellation);
        return found.Items is [var item] ? item : null;
    }

    private static BreakItem ItemOf(NpgsqlDataReader reader)
    {
        var kind = Enum.Parse<BreakKind>(reader.GetString(2));
        var (vi, en) = BreakWords.Next(kind);
        return new BreakItem(
            reader.GetGuid(0), reader.GetInt32(1), BreakWords.CodeOf(kind), reader.GetInt64(3), reader.GetString(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.IsDBNull(6) ? null : Masked(reader.GetString(6)), reader.GetFieldValue<string[]>(7), vi, en,
            reader.GetString(8), reader.GetString(9), reader.GetFieldValue<LocalDate>(10), reader.GetBoolean(11),
            reader.GetGuid(12), Enum.Parse<BreakStatus>(reader.GetString(13)),
            reader.IsDBNull(14) ? null : reader.GetString(14), reader.GetFieldValue<LocalDate>(15),
            MaskedWords.Name(Text(reader, 19)),
            MaskedWords.Text(Text(reader, 20), Text(reader, 19), Text(reader, 21)),
            MaskedWords.Name(Text(reader, 21)));
    }

    /// <summary>An account with all but its last four characters hidden.</summary>
    public static string Masked(string account) =>
        account.Length <= 4 ? account : new string('*', account.Length - 4) + account[^4..];

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
