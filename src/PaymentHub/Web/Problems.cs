using Microsoft.AspNetCore.Mvc;
using PaymentHub.Domain;

namespace PaymentHub.Web;

/// <summary>The one mapping from refusals to problem details: stable code, Vietnamese and English text.</summary>
public static class Problems
{
    /// <summary>422: understood and refused.</summary>
    public static IResult Of(Refusal refusal) => Of(
        StatusCodes.Status422UnprocessableEntity, refusal.Code, refusal.Vietnamese, refusal.English);

    public static IResult NotFound(string whatVi, string whatEn) => Of(
        StatusCodes.Status404NotFound,
        "not-found",
        $"Không tìm thấy {whatVi}, hoặc nằm ngoài phạm vi của bạn.",
        $"No {whatEn} here, or it lies outside your scope.");

    /// <summary>400: the request itself cannot be read.</summary>
    public static IResult BadRequest(string code, string vietnamese, string english) =>
        Of(StatusCodes.Status400BadRequest, code, vietnamese, english);

    public static IResult Of(int status, string code, string vietnamese, string english) =>
        Results.Problem(new ProblemDetails
        {
            Status = status,
            Title = code,
            Detail = vietnamese,
            Extensions = { ["code"] = code, ["detailEn"] = english },
        });
}
