using JasperFx;
using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace PaymentHub.Web;

/// <summary>Maps what two people doing the same thing at once produce to a 409 that says what to do next.</summary>
public sealed class ExceptionProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (ConcurrencyException or ExistingStreamIdCollisionException)) return false;
        httpContext.Response.StatusCode = StatusCodes.Status409Conflict;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status409Conflict,
                Title = "Conflict",
                Detail = "Có người khác vừa thay đổi dữ liệu này. Hãy tải lại và thử lại.",
                Extensions =
                {
                    ["code"] = "changed-meanwhile",
                    ["detailEn"] = "Somebody else changed this just now. Reload and try again.",
                },
            },
        });
    }
}
