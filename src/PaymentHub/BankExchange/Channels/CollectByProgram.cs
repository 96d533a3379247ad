using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Channels;

/// <summary>The hash of the bytes that the bank has.</summary>
public sealed record HaveFile(string? Sha256);

/// <summary>Why the bank executes nothing of a file; at least five characters.</summary>
public sealed record DeclineReason(string? Reason);

/// <summary>Files for a bank's program: what waits, its bytes, the bank's word about it, and receipts.</summary>
public sealed class CollectByProgram : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var bank = api.MapGroup("/bank").WithTags("Bank programs");
        bank.MapGet("/files", ListAsync).RequirePermission(Permissions.FilesView).Answers<FileList>("ListWaitingFiles");
        bank.MapGet("/files/{messageId}/content", ContentAsync).RequirePermission(Permissions.FilesView).AnswersFile(
            "CollectFile", "application/xml", TableFile.CsvType, TableFile.XlsxType, "text/plain");
        bank.MapPost("/files/{messageId}/acknowledge", AcknowledgeAsync).RequirePermission(Permissions.FilesReceive)
            .Answers<FileDeliveryState>("AcknowledgeFile");
        bank.MapPost("/files/{messageId}/decline", DeclineAsync).RequirePermission(Permissions.FilesReceive)
            .Answers<FileDeliveryState>("DeclineFile");
        bank.MapGet("/receipts/{fileId:guid}", ReceiptAsync).RequirePermission(Permissions.FilesView)
            .Answers<BankFileState>("GetReceipt");
    }

    /// <summary>The files that wait for the bank's acknowledgement, in the order of their making.</summary>
    /// <remarks>Các tệp lệnh chi đang chờ ngân hàng lấy hoặc xác nhận.</remarks>
    public static async Task<IResult> ListAsync(
        CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation) => Results.Ok(new FileList(
        [
            .. (await ReadFiles.QueryAsync(source, user, new(), cancellation))
                .Where(f => f.Status is not ("Acknowledged" or "Declined")).OrderBy(f => f.At),
        ]));

    /// <summary>The bytes of a file; the header X-Content-SHA256 tells their hash. Recorded as collected.</summary>
    /// <remarks>Tải nội dung tệp lệnh chi; được ghi nhận là đã giao.</remarks>
    public static async Task<IResult> ContentAsync(
        string messageId, HttpResponse response, CurrentUser user, NpgsqlDataSource source, RawFiles files,
        ActOnDelivery act, CancellationToken cancellation)
    {
        var found = await ReadFiles.QueryAsync(source, user, new(MessageId: messageId), cancellation);
        if (found is [var file]) response.Headers["X-Content-SHA256"] = file.Sha256;
        return await ReadFiles.ContentAsync(messageId, user, source, files, act, cancellation);
    }

    /// <summary>The bank has the file: it names the hash of what it has.</summary>
    /// <remarks>Ngân hàng xác nhận đã nhận đúng tệp (nêu mã SHA-256).</remarks>
    public static async Task<IResult> AcknowledgeAsync(
        string messageId, HaveFile body, ActOnDelivery act, CancellationToken cancellation) =>
        DecideDelivery.AnswerOf(await act.AcknowledgeAsync(messageId, body.Sha256, cancellation));

    /// <summary>The bank executes nothing of the file.</summary>
    /// <remarks>Ngân hàng từ chối toàn bộ tệp, có nêu lý do.</remarks>
    public static async Task<IResult> DeclineAsync(
        string messageId, DeclineReason body, ActOnDelivery act, CancellationToken cancellation) =>
        DecideDelivery.AnswerOf(await act.DeclineAsync(messageId, body.Reason, cancellation));

    /// <summary>What became of a file that the bank sent.</summary>
    /// <remarks>Biên nhận: kết quả xử lý một tệp ngân hàng đã gửi.</remarks>
    public static Task<IResult> ReceiptAsync(
        Guid fileId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation) =>
        ReceiveBankFile.ReadAsync(fileId, user, source, cancellation);
}
