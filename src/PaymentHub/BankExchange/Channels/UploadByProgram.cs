using System.Text.RegularExpressions;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Channels;

/// <summary>A file to come: its own name, its size in bytes, its SHA-256 in hex.</summary>
public sealed record UploadAnnounced(string? FileName, long Size, string? Sha256);

/// <summary>
/// Files from a bank's program: announced with an idempotency key, sent in parts, ended by a check of the whole.
/// </summary>
public sealed partial class UploadByProgram : IUseCase
{
    /// <summary>Header that names the intent: the same key is the same file, whatever happens on the way.</summary>
    public const string KeyHeader = "Idempotency-Key";

    public static void Map(IEndpointRouteBuilder api)
    {
        var bank = api.MapGroup("/bank/uploads").RequirePermission(Permissions.FilesReceive)
            .WithTags("Bank programs");
        bank.MapPost("", BeginAsync).Answers<UploadState>("BeginUpload", StatusCodes.Status201Created)
            .Produces<UploadState>();
        bank.MapGet("/{uploadId:guid}", ReadAsync).Answers<UploadState>("GetUpload");
        bank.MapPut("/{uploadId:guid}/parts/{offset:long}", AppendAsync).TakesFile().Answers<UploadState>("SendPart");
        bank.MapPost("/{uploadId:guid}/commit", CommitAsync).Answers<UploadState>("CommitUpload");
    }

    /// <summary>
    /// Announces a file. The header Idempotency-Key names the intent: the same key with the same announcement is
    /// answered with the same upload, with another one it is a conflict.
    /// </summary>
    /// <remarks>Khai báo một tệp sẽ tải lên; khóa Idempotency-Key bảo đảm không gửi hai lần.</remarks>
    public static async Task<IResult> BeginAsync(
        UploadAnnounced body, HttpRequest request, CurrentUser user, BankUploads uploads,
        CancellationToken cancellation)
    {
        var key = request.Headers[KeyHeader].ToString();
        if (!Key().IsMatch(key))
        {
            return Problems.BadRequest(
                "idempotency-key-invalid", "Thiếu hoặc sai tiêu đề Idempotency-Key (8–100 chữ, số, dấu gạch).",
                "The header Idempotency-Key is missing or not of 8 to 100 letters, digits or dashes.");
        }

        var name = Path.GetFileName(body.FileName ?? "");
        var hash = body.Sha256?.ToLowerInvariant() ?? "";
        if (name.Length is 0 or > 200 || body.Size is < 1 or > UploadLimits.MaxBytes || !Hash().IsMatch(hash))
        {
            return Problems.BadRequest(
                "upload-invalid", "Cần tên tệp, kích thước (tối đa 1 GiB) và SHA-256 của tệp.",
                "A file name, a size of at most 1 GiB and the SHA-256 of the file are needed.");
        }

        var begun = await uploads.BeginAsync(BankOf(user), key, name, body.Size, hash, cancellation);
        if (begun.Refusal is { } refusal) return Problems.Of(refusal);
        if (begun.State is not { } state)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict, "idempotency-conflict",
                "Khóa Idempotency-Key này đã dùng cho một tệp khác.",
                "This Idempotency-Key was used for another file.");
        }

        return begun.IsNew ? Results.Created($"/api/bank/uploads/{state.UploadId}", state) : Results.Ok(state);
    }

    /// <summary>How far an upload is; an interrupted one goes on at its offset.</summary>
    /// <remarks>Xem đã nhận được bao nhiêu byte để tải tiếp.</remarks>
    public static async Task<IResult> ReadAsync(
        Guid uploadId, CurrentUser user, BankUploads uploads, CancellationToken cancellation) =>
        AnswerOf(await uploads.FindAsync(BankOf(user), uploadId, cancellation), null);

    /// <summary>Sends the bytes from an offset on, at most 16 MiB; only the offset that was reached is taken.</summary>
    /// <remarks>Gửi một phần của tệp, bắt đầu từ vị trí đã nhận tới.</remarks>
    public static async Task<IResult> AppendAsync(
        Guid uploadId, long offset, HttpRequest request, CurrentUser user, BankUploads uploads,
        CancellationToken cancellation)
    {
        var part = await PartAsync(request, cancellation);
        if (part is null)
        {
            return Problems.Of(
                StatusCodes.Status413PayloadTooLarge, "part-too-large", "Mỗi phần tối đa 16 MiB.",
                "A part has at most 16 MiB.");
        }

        var (state, isTaken) = await uploads.AppendAsync(BankOf(user), uploadId, offset, part, cancellation);
        if (state is null || isTaken) return AnswerOf(state, null);
        return Problems.Of(
            StatusCodes.Status409Conflict, "offset-differs",
            $"Đã nhận đến byte {state.Offset} trong {state.Size}; hãy gửi tiếp từ đó.",
            $"Bytes up to {state.Offset} of {state.Size} are here; go on from there.");
    }

    /// <summary>
    /// Ends an upload. The whole must have the announced SHA-256; it then meets the same gates as any file, and its id
    /// leads to the receipt. Doing it again gives the same answer.
    /// </summary>
    /// <remarks>Kết thúc tải lên: kiểm tra mã băm rồi đưa tệp vào xử lý.</remarks>
    public static async Task<IResult> CommitAsync(
        Guid uploadId, CurrentUser user, BankUploads uploads, CancellationToken cancellation)
    {
        var (state, refusal) = await uploads.CommitAsync(BankOf(user), uploadId, cancellation);
        return AnswerOf(state, refusal);
    }

    /// <summary>The one institution for which a program acts.</summary>
    internal static string BankOf(CurrentUser user) =>
        user.InstitutionFilter(Permissions.FilesReceive) is [var only] ? only : "";

    private static IResult AnswerOf(UploadState? state, Domain.Refusal? refusal) => (state, refusal) switch
    {
        (_, { } r) => Problems.Of(r),
        ({ } s, _) => Results.Ok(s),
        _ => Problems.NotFound("lần tải lên này", "such upload"),
    };

    // What arrived before a connection broke is not a part: the caller asks for the offset and sends it anew.
    private static async Task<byte[]?> PartAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var part = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (part.Length + read > BankUploads.LongestPart) return null;
            part.Write(buffer, 0, read);
        }

        return part.ToArray();
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{8,100}$")]
    private static partial Regex Key();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();
}
