using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>A share of a bank entry without a partner, with what to do next. The account is masked.</summary>
public sealed record BreakItem(
    Guid FileId, int EntryNo, string Kind, long Amount, string BankReference, string? EndToEndId, string? Account,
    string[] Candidates, string TextVi, string TextEn, string FileName, string Institution, LocalDate ValueDate,
    bool IsDebit);

/// <summary>One page of the exceptions, oldest value date first, and how many there are in all.</summary>
public sealed record BreakList(IReadOnlyList<BreakItem> Items, long Total);

/// <summary>What a list of breaks is limited to; a null part does not limit.</summary>
public sealed record BreakFilter(
    YearMonth? Period = null, BreakKind? Kind = null, string? Institution = null, Guid? FileId = null);

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

    /// <summary>Bank entries, or shares of them, that no payment explains, with what to do next.</summary>
    /// <remarks>Các khoản chưa giải thích được và việc cần làm tiếp.</remarks>
    public static async Task<IResult> HandleAsync(
        string? period, string? kind, string? institution, Guid? fileId, int? page, int? size, CurrentUser user,
        NpgsqlDataSource source, CancellationToken cancellation)
    {
        var filter = new BreakFilter(null, BreakWords.KindOf(kind), Set(institution), fileId);
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

        var stretch = page is null && size is null ? new PageOf(1, WholeList) : PageOf.From(page, size);
        var (items, total) = await QueryAsync(source, user, filter, stretch, cancellation);
        return Results.Ok(new BreakList(items, total));
    }

    /// <summary>One page of the breaks that the user may see, by value date, and how many there are.</summary>
    public static async Task<(List<BreakItem> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, BreakFilter filter, PageOf page, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(filter.Kind?.ToString()));
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.FileId is { } id ? [id] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<BreakItem>();
        var total = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(ItemOf(reader));
            total = reader.GetInt64(12);
        }

        return (items, total);
    }

    private static BreakItem ItemOf(NpgsqlDataReader reader)
    {
        var kind = Enum.Parse<BreakKind>(reader.GetString(2));
        var (vi, en) = BreakWords.Next(kind);
        return new BreakItem(
            reader.GetGuid(0), reader.GetInt32(1), BreakWords.CodeOf(kind), reader.GetInt64(3), reader.GetString(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.IsDBNull(6) ? null : Masked(reader.GetString(6)), reader.GetFieldValue<string[]>(7), vi, en,
            reader.GetString(8), reader.GetString(9), reader.GetFieldValue<LocalDate>(10), reader.GetBoolean(11));
    }

    private static string Masked(string account) =>
        account.Length <= 4 ? account : new string('*', account.Length - 4) + account[^4..];

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // A scope of communes sees the breaks that name one of its payments, as the order told or as a candidate.
    private const string Query = """
        select k.file_id, k.entry, k.kind, k.amount, k.bank_reference, k.end_to_end_id, k.account, k.candidates,
               f.file_name, f.institution, k.value_date, k.is_debit, count(*) over ()
        from hub.entry_break k
        join hub.bank_file_step f on f.file_id = k.file_id and f.status = 'Received'
        where ($1::date is null or (k.value_date >= $1 and k.value_date < $1::date + interval '1 month'))
          and ($2::text is null or k.kind = $2) and ($3::text is null or f.institution = $3)
          and ($4::uuid[] is null or k.file_id = any($4)) and ($5::text[] is null or f.institution = any($5))
          and ($6::text[] is null or exists (
                select from hub.payment p join hub.batch b on b.batch_id = p.batch_id
                where (p.end_to_end_id = k.end_to_end_id or p.end_to_end_id = any(k.candidates))
                  and b.commune = any($6)))
        order by k.value_date, k.bank_reference, k.version, k.item limit $7 offset $8
        """;
}
