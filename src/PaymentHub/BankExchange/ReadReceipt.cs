using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>
/// Every entry marker counted in the bytes has its place: markers = posted + waiting + held + refused. Known entries
/// are posted ones that another file had told before.
/// </summary>
public sealed record ReceiptCounts(long Markers, long Posted, long Waiting, long Held, long Refused, int Known);

/// <summary>
/// What the service says to the sender of a file (biên nhận): what came, when, how, what it was read as and what became
/// of it. Credits and debits are đồng, null where an amount is none. <paramref name="DuplicateOf"/> names the file that
/// this one repeats.
/// </summary>
public sealed record BankFileReceipt(
    Guid FileId, string Institution, string FileName, string Sha256, long? Size, string? Channel, string? Type,
    string? MessageId, Instant ReceivedAt, string Status, Instant StatusAt, IReadOnlyList<string> Reasons,
    Guid? DuplicateOf, ReceiptCounts Counts, long? Credits, long? Debits, IReadOnlyList<StatementItem> Statements,
    IReadOnlyList<FoundInFile> Findings);

/// <summary>The receipt of a file, for the program of its sender; the page of the same name is for people.</summary>
public sealed class ReadReceipt : IUseCase
{
    private const string Query = """
        select r.institution, r.file_name, r.sha256, r.size, r.channel, r.type, r.message_id, r.at, l.status, l.at,
               l.reasons, l.original, coalesce(r.markers, l.entries, 0), coalesce(l.known, 0), r.credits, r.debits
        from hub.bank_file_step r
        join lateral (select * from hub.bank_file_step s where s.file_id = r.file_id
                      order by version desc limit 1) l on true
        where r.file_id = $1 and r.status = 'Received'
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bank-files/{fileId:guid}/receipt", HandleAsync).RequirePermission(Permissions.FilesView)
            .WithTags("Bank files").Answers<BankFileReceipt>("GetBankFileReceipt");

    /// <summary>What became of every entry of a file that was handed in, as its sender may keep it.</summary>
    /// <remarks>Biên nhận của một tệp đã nộp: từng bút toán đi về đâu.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid fileId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation) =>
        await FindAsync(source, user, fileId, cancellation) is { } receipt
            ? Results.Ok(receipt)
            : Problems.NotFound("tệp này", "such file");

    /// <summary>The receipt of a file inside the user's scope, or null.</summary>
    public static async Task<BankFileReceipt?> FindAsync(
        NpgsqlDataSource source, CurrentUser user, Guid fileId, CancellationToken cancellation)
    {
        if (await ReadBankFiles.FindAsync(source, user, fileId, cancellation) is null) return null;
        return await OfAsync(source, fileId, cancellation);
    }

    /// <summary>The receipt of a file that there is, for whoever handed it in.</summary>
    internal static async Task<BankFileReceipt> OfAsync(
        NpgsqlDataSource source, Guid fileId, CancellationToken cancellation)
    {
        var statements = await ReadBankFiles.StatementsAsync(source, fileId, cancellation);
        var steps = await ReadBankFiles.StepsAsync(source, fileId, cancellation);
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(fileId));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        var status = r.GetString(8);
        return new BankFileReceipt(
            fileId, r.GetString(0), r.GetString(1), r.GetString(2), Number(r, 3), Text(r, 4), Text(r, 5), Text(r, 6),
            r.GetFieldValue<Instant>(7), status, r.GetFieldValue<Instant>(9), r.GetFieldValue<string[]>(10),
            r.IsDBNull(11) ? null : r.GetGuid(11), CountsOf(status, r.GetInt64(12), r.GetInt32(13)), Number(r, 14),
            Number(r, 15), statements, [.. steps.SelectMany(s => s.Findings)]);
    }

    private static ReceiptCounts CountsOf(string status, long markers, int known)
    {
        return new ReceiptCounts(
            markers, In("Reconciled"), In("Received", "Accepted", "Released"), In("Held", "Proposed"),
            In("Refused", "Duplicate"), known);

        long In(params string[] states) => states.Contains(status) ? markers : 0;
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static long? Number(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetInt64(column);
}
