using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// What an entry did: Matched (with the payment, or with funding, a charge, an advance), Break, or Known, since another
/// file had told it. Amounts in đồng.
/// </summary>
public sealed record EntryMove(string What, string? Kind, long Amount, string? EndToEndId, Guid? FileId);

/// <summary>One movement of a file as the bank told it; the amount is signed and exact.</summary>
/// <param name="Line">Line of the file on which the entry begins, from 1.</param>
/// <param name="RawHash">
/// XXH3-128 of the bytes that tell the entry, in hexadecimal: in XML from its start tag through its end tag, in text
/// its lines. Movements of one entry share it; null for files that came before it was kept.
/// </param>
public sealed record FileEntryItem(
    int No, int Line, string? Account, string Kind, LocalDate? Day, LocalDate? ValueDate, string AmountTold,
    string? Currency, bool IsBooked, string? BankReference, string? EndToEndId, string? Reason, string? Status,
    string? RawHash, IReadOnlyList<EntryMove> Moves);

/// <summary>One page of the movements of a file in its own order, and how many it has.</summary>
public sealed record FileEntryList(IReadOnlyList<FileEntryItem> Items, long Total);

/// <summary>
/// The file that told the same before, and how this one differs; of each list the first ones, of how many in all.
/// </summary>
/// <param name="AddedCount">All entries that only this file has.</param>
/// <param name="GoneCount">All entries that it lacks.</param>
/// <param name="ChangedCount">All entries that it tells otherwise.</param>
public sealed record FileDifference(
    Guid Earlier, EntryDifference Entries, bool IsCut, long AddedCount, long GoneCount, long ChangedCount);

/// <summary>
/// The movements of a file in (bút toán trong tệp), and how it differs from the one whose id it repeats.
/// </summary>
public sealed class ReadFileEntries : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bank-files/{fileId:guid}/entries", ListAsync).RequirePermission(Permissions.FilesView)
            .WithTags("Bank files").Answers<FileEntryList>("ListBankFileEntries");
        api.MapGet("/bank-files/{fileId:guid}/difference", DifferAsync).RequirePermission(Permissions.FilesView)
            .WithTags("Bank files").Answers<FileDifference>("GetBankFileDifference");
    }

    /// <summary>The movements of a file in its own order, each with what it moved.</summary>
    /// <remarks>Các bút toán của một tệp và kết quả của từng bút toán.</remarks>
    public static async Task<IResult> ListAsync(
        Guid fileId, int? page, int? size, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadBankFiles.FindAsync(source, user, fileId, cancellation) is null)
            return Problems.NotFound("tệp này", "such file");
        return Results.Ok(await OfFileAsync(source, fileId, PageOf.From(page, size), cancellation));
    }

    /// <summary>
    /// How the entries of a file differ from those of the earlier file whose identity it repeats: added, gone, changed.
    /// </summary>
    /// <remarks>So sánh tệp với tệp trước có cùng mã: bút toán thêm, mất, thay đổi.</remarks>
    public static async Task<IResult> DifferAsync(
        Guid fileId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (await ReadBankFiles.FindAsync(source, user, fileId, cancellation) is null
            || await DifferenceAsync(source, fileId, cancellation) is not { } difference)
        {
            return Problems.NotFound("tệp cùng mã", "file of the same identity");
        }

        return Results.Ok(difference);
    }

    /// <summary>One page of the movements; who may see the file may see them.</summary>
    public static async Task<FileEntryList> OfFileAsync(
        NpgsqlDataSource source, Guid fileId, PageOf page, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select item, line, account, kind, day, value_date, amount, scale, currency, booked, bank_reference,
                   end_to_end_id, reason, status, raw_hash, (select count(*) from hub.bank_entry c where c.file_id = $1)
            from hub.bank_entry where file_id = $1 order by item limit $2 offset $3
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        var (items, total) = (new List<FileEntryItem>(), 0L);
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation))
            {
                items.Add(new FileEntryItem(
                    r.GetInt32(0), r.GetInt32(1), Text(r, 2), r.GetString(3), DayOf(r, 4), DayOf(r, 5),
                    FileDifferences.Exact(r.GetInt64(6), r.GetInt32(7)), Text(r, 8), r.GetBoolean(9), Text(r, 10),
                    Text(r, 11), Text(r, 12), Text(r, 13), r.IsDBNull(14) ? null : r.GetGuid(14).ToString("N"), []));
                total = r.GetInt64(15);
            }
        }

        var moves = await MovesAsync(source, fileId, [.. items.Select(i => i.No)], cancellation);
        return new FileEntryList([.. items.Select(i => i with { Moves = [.. moves[i.No]] })], total);
    }

    /// <summary>The difference from the earlier file, or null where the file repeats none.</summary>
    public static async Task<FileDifference?> DifferenceAsync(
        NpgsqlDataSource source, Guid fileId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select original from hub.bank_file_step where file_id = $1 and status = 'Held' and original is not null");
        command.Parameters.Add(Parameter.Of(fileId));
        if (await command.ExecuteScalarAsync(cancellation) is not Guid earlier) return null;
        return await FileDifferences.OfAsync(source, earlier, fileId, cancellation);
    }

    private static async Task<ILookup<int, EntryMove>> MovesAsync(
        NpgsqlDataSource source, Guid fileId, int[] entries, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select m.entry, 'Matched', m.kind, m.amount, p.end_to_end_id, null::uuid
            from hub.entry_match m left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
            where m.file_id = $1 and m.entry = any($2)
            union all
            select entry, 'Break', kind, amount, null, null from hub.entry_break
            where file_id = $1 and entry = any($2)
            union all
            select entry, 'Known', null, amount, null, by_file from hub.entry_known
            where file_id = $1 and entry = any($2)
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(entries));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(int Entry, EntryMove Move)>();
        while (await r.ReadAsync(cancellation))
        {
            var (what, kind) = (r.GetString(1), Text(r, 2));
            if (what == "Break") kind = BreakWords.CodeOf(Enum.Parse<BreakKind>(kind!));
            found.Add((r.GetInt32(0), new EntryMove(
                what, kind, Math.Abs(r.GetInt64(3)), Text(r, 4), r.IsDBNull(5) ? null : r.GetGuid(5))));
        }

        return found.ToLookup(f => f.Entry, f => f.Move);
    }

    private static LocalDate? DayOf(NpgsqlDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetFieldValue<LocalDate>(column);

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
