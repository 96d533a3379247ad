using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// A file that came in, and how far it is. Its money is what it tells in đồng; null where it tells none or another
/// currency.
/// </summary>
public sealed record BankFileItem(
    Guid FileId, string Institution, string FileName, string Format, string Sha256, string Status, string[] Reasons,
    int Entries, int Matched, int Breaks, Instant At, int Known = 0,
    long? Credits = null, long? Debits = null);

/// <summary>
/// A step of a file: received, accepted, held, proposed, released, refused, reconciled. Where a person decided,
/// <paramref name="ByUser"/> says who and <paramref name="Why"/> the reason.
/// </summary>
public sealed record BankFileStage(
    string Status, string[] Reasons, IReadOnlyList<FoundInFile> Findings, Instant At, string? ByUser, string? Why)
{
    /// <summary>What is proposed is to refuse the file, not to post it.</summary>
    public bool IsRefusal { get; init; }
}

/// <summary>What a statement of the file says of itself; amounts in đồng.</summary>
public sealed record StatementItem(
    string Account, string StatementId, long? Sequence, long Opening, long Closing, LocalDate? From, LocalDate? To);

/// <summary>What a list of files in is limited to; a null part does not limit.</summary>
public sealed record BankFileFilter(
    YearMonth? Month = null, string? Institution = null, string? Status = null, Guid? FileId = null,
    string? NameOrHash = null);

/// <summary>
/// Files in, from their rows. A statement tells of a whole account and of all communes, so a scope of communes shows
/// none; a bank sees its own.
/// </summary>
public static class ReadBankFiles
{
    /// <summary>The file inside the user's scope, or null.</summary>
    public static async Task<BankFileItem?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, Guid fileId, CancellationToken cancellation) =>
        (await QueryAsync(source, user, new(FileId: fileId), new(1, 1), cancellation)).Items.SingleOrDefault();

    /// <summary>One page of the files, the latest first, and how many there are.</summary>
    public static async Task<(List<BankFileItem> Items, long Total)> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, BankFileFilter filter, PageOf page, CancellationToken cancellation)
    {
        if (user.CommuneFilter(Permissions.FilesView) is not null) return ([], 0);
        await using var command = source.CreateCommand(Query);
        var (from, until) = Bounds(filter.Month);
        command.Parameters.Add(new() { Value = (object?)from ?? DBNull.Value, DataTypeName = "timestamptz" });
        command.Parameters.Add(new() { Value = (object?)until ?? DBNull.Value, DataTypeName = "timestamptz" });
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.Status));
        command.Parameters.Add(Parameter.Of(filter.FileId is { } id ? [id] : (Guid[]?)null));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.FilesView)));
        command.Parameters.Add(Parameter.Of(filter.NameOrHash));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<BankFileItem>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            items.Add(new BankFileItem(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
                r.GetFieldValue<string[]>(6), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9),
                r.GetFieldValue<Instant>(10), r.GetInt32(12), r.IsDBNull(13) ? null : r.GetInt64(13),
                r.IsDBNull(14) ? null : r.GetInt64(14)));
            total = r.GetInt64(11);
        }

        return (items, total);
    }

    /// <summary>The steps in order, with everything that was found.</summary>
    public static async Task<List<BankFileStage>> StepsAsync(
        NpgsqlDataSource source, Guid fileId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select status, reasons, findings, findings_en, at, by_user, why, refusing from hub.bank_file_step
            where file_id = $1 order by version
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var steps = new List<BankFileStage>();
        while (await r.ReadAsync(cancellation))
        {
            steps.Add(new BankFileStage(
                r.GetString(0), r.GetFieldValue<string[]>(1),
                [.. FoundInFile.Of(r.GetFieldValue<string[]>(2), r.GetFieldValue<string[]>(3))],
                r.GetFieldValue<Instant>(4), r.IsDBNull(5) ? null : r.GetString(5),
                r.IsDBNull(6) ? null : r.GetString(6))
            {
                IsRefusal = r.GetBoolean(7),
            });
        }

        return steps;
    }

    /// <summary>The statements of the file.</summary>
    public static async Task<List<StatementItem>> StatementsAsync(
        NpgsqlDataSource source, Guid fileId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select account, statement_id, sequence, opening, closing, from_date, to_date from hub.statement
            where file_id = $1 order by item
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<StatementItem>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new StatementItem(
                r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetInt64(2), r.GetInt64(3), r.GetInt64(4),
                r.IsDBNull(5) ? null : r.GetFieldValue<LocalDate>(5),
                r.IsDBNull(6) ? null : r.GetFieldValue<LocalDate>(6)));
        }

        return found;
    }

    private static (Instant? From, Instant? Until) Bounds(YearMonth? month) => month is { } m
        ? (HubClock.Zone.AtStartOfDay(m.OnDayOfMonth(1)).ToInstant(),
            HubClock.Zone.AtStartOfDay(m.PlusMonths(1).OnDayOfMonth(1)).ToInstant())
        : (null, null);

    private const string Query = """
        select r.file_id, r.institution, r.file_name, r.format, r.sha256, l.status, l.reasons,
               coalesce(l.entries, 0), coalesce(l.matched, 0), coalesce(l.broken, 0), r.at, count(*) over (),
               coalesce(l.known, 0), r.credits, r.debits
        from hub.bank_file_step r
        join lateral (select status, reasons, entries, matched, broken, known from hub.bank_file_step s
                      where s.file_id = r.file_id order by version desc limit 1) l on true
        where r.status = 'Received' and ($1::timestamptz is null or (r.at >= $1 and r.at < $2))
          and ($3::text is null or r.institution = $3) and ($4::text is null or l.status = $4)
          and ($5::uuid[] is null or r.file_id = any($5)) and ($6::text[] is null or r.institution = any($6))
          and ($7::text is null or r.sha256 = lower($7) or lower(r.file_name) = lower($7))
        order by r.at desc, r.file_id limit $8 offset $9
        """;
}
