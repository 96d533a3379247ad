using JasperFx;
using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using PaymentHub.Access;

namespace PaymentHub.Web;

/// <summary>
/// What a program is told when something unexpected happens: what two people doing the same thing at once produce is a
/// 409 that says what to do next, an unreadable request is a 400 or 413, everything else a 500. Pages are left to the
/// error page, which a person can read.
/// </summary>
public sealed class ExceptionProblems : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!AccessAnswers.IsApi(httpContext)) return false;
        await WriteAsync(httpContext, StatusOf(exception));
        return true;
    }

    /// <summary>The status of an exception, for programs and for pages alike.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        ConcurrencyException or ExistingStreamIdCollisionException => StatusCodes.Status409Conflict,
        BadHttpRequestException request => request.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The problem of a status that no use case has explained.</summary>
    public static Task WriteAsync(HttpContext context, int status) => status switch
    {
        StatusCodes.Status404NotFound => AccessAnswers.WriteAsync(
            context, status, "not-found", "Không có địa chỉ này.", "There is no such address."),
        StatusCodes.Status405MethodNotAllowed => AccessAnswers.WriteAsync(
            context, status, "method-not-allowed", "Địa chỉ này không nhận phương thức đã dùng.",
            "This address does not take the method."),
        StatusCodes.Status409Conflict => AccessAnswers.WriteAsync(
            context, status, "changed-meanwhile", "Có người khác vừa thay đổi dữ liệu này. Hãy tải lại và thử lại.",
            "Somebody else changed this just now. Reload and try again."),
        StatusCodes.Status413PayloadTooLarge => AccessAnswers.WriteAsync(
            context, status, "too-large", "Tệp lớn hơn mức cho phép.", "The file is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => AccessAnswers.WriteAsync(
            context, status, "unsupported-media-type", "Kiểu nội dung không được hỗ trợ.",
            "The content type is not supported."),
        >= 400 and < 500 => AccessAnswers.WriteAsync(
            context, status, "request-unreadable",
            "Không đọc được yêu cầu: thiếu tham số hoặc nội dung sai định dạng.",
            "The request cannot be read: a parameter is missing or the content is malformed."),
        _ => AccessAnswers.WriteAsync(
            context, status, "internal-error", "Hệ thống gặp lỗi; hãy báo mã truy vết cho quản trị viên.",
            "The service failed; give the trace id to an administrator."),
    };
}
