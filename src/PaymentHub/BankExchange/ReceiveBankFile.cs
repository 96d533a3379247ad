using System.Text.Json.Serialization;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>The file that the bytes are; <paramref name="DuplicateOf"/> is there where they came before.</summary>
public sealed record BankFileTaken(
    Guid FileId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? DuplicateOf = null);

/// <summary>
/// A received file: its status (Received, Accepted, Held, Proposed, Refused or Reconciled), the reasons and findings of
/// its gate, how many entries it has, how many are matched, are breaks, or were told before by another file, and its
/// statements.
/// </summary>
public sealed record BankFileState(
    Guid FileId, string Institution, string FileName, string Format, string Status, IReadOnlyList<string> Reasons,
    IReadOnlyList<FoundInFile> Findings, int Entries, int Matched, int Breaks, int Known,
    IReadOnlyList<StatementItem> Statements);

/// <summary>One page of the files in, the latest first, and how many there are in all.</summary>
public sealed record BankFileList(IReadOnlyList<BankFileItem> Items, long Total);

/// <summary>Files in: an institution hands one over, and everybody concerned sees what became of it.</summary>
public sealed class ReceiveBankFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/bank-files", HandleAsync).RequirePermission(Permissions.FilesReceive).WithTags("Bank files")
            .TakesFile().Answers<BankFileTaken>("ReceiveBankFile", StatusCodes.Status202Accepted)
            .Produces<BankFileTaken>();
        api.MapGet("/bank-files", ListAsync).RequirePermission(Permissions.FilesView).WithTags("Bank files")
            .Answers<BankFileList>("ListBankFiles");
        api.MapGet("/bank-files/{fileId:guid}", ReadAsync).RequirePermission(Permissions.FilesView)
            .WithTags("Bank files").Answers<BankFileState>("GetBankFile");
    }

    /// <summary>
    /// Receives a status report, a statement or a cash report. It is checked at once and reconciled afterwards; the
    /// same bytes again are answered with 200 and the file that they are.
    /// </summary>
    /// <remarks>Nhận tệp trạng thái, sao kê hoặc báo cáo chi tiền mặt của đơn vị chi trả.</remarks>
    public static async Task<IResult> HandleAsync(
        string institution, HttpRequest request, AcceptBankFile accept, CancellationToken cancellation)
    {
        var (name, content) = await UploadLimits.ReceiveAsync(request, cancellation);
        using (content)
        {
            if (await accept.RunAsync(institution, name, content, ChannelKind.Https, cancellation) is not { } file)
                return Problems.NotFound("đơn vị chi trả này", "such institution");
            return file.IsDuplicate
                ? Results.Ok(new BankFileTaken(file.AnsweredBy, file.AnsweredBy))
                : Results.Accepted($"/api/bank-files/{file.FileId}", new BankFileTaken(file.FileId));
        }
    }

    /// <summary>The files that came in a month (by the day of receipt in Vietnam), the latest first.</summary>
    /// <remarks>Các tệp ngân hàng, bưu điện gửi về trong tháng.</remarks>
    public static async Task<IResult> ListAsync(
        string? period, string? institution, string? status, int? page, int? size, CurrentUser user,
        NpgsqlDataSource source, CancellationToken cancellation)
    {
        BankFileFilter filter = new(Institution: Set(institution), Status: Set(status));
        if (!string.IsNullOrEmpty(period))
        {
            if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
            filter = filter with { Month = month };
        }

        var (items, total) = await ReadBankFiles.QueryAsync(
            source, user, filter, PageOf.From(page, size), cancellation);
        return Results.Ok(new BankFileList(items, total));
    }

    /// <summary>What became of a received file, and why.</summary>
    /// <remarks>Kết quả xử lý một tệp đã nhận.</remarks>
    public static async Task<IResult> ReadAsync(
        Guid fileId, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var file = await ReadBankFiles.FindAsync(source, user, fileId, cancellation);
        if (file is null) return Problems.NotFound("tệp này", "such file");
        var steps = await ReadBankFiles.StepsAsync(source, fileId, cancellation);
        return Results.Ok(new BankFileState(
            fileId, file.Institution, file.FileName, file.Format, file.Status, file.Reasons,
            [.. steps.SelectMany(s => s.Findings)], file.Entries, file.Matched, file.Breaks, file.Known,
            await ReadBankFiles.StatementsAsync(source, fileId, cancellation)));
    }

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
