using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>Why a file is sent again; at least five characters, kept for ever.</summary>
public sealed record ResendReason(string? Reason);

/// <summary>
/// What people do about a file whose delivery failed or is unknown (xử lý tệp chưa rõ kết quả gửi): ask where it is, or
/// send the same bytes again, which takes two people.
/// </summary>
public sealed class DecideDelivery : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/files/{messageId}/resend", ResendAsync).RequirePermission(Permissions.FilesSend)
            .RequireSecondFactor().WithTags("Files").Answers<FileDeliveryState>("ResendFile");
        api.MapPost("/files/{messageId}/enquire", EnquireAsync).RequirePermission(Permissions.FilesSend)
            .WithTags("Files").Answers<FileDeliveryState>("EnquireFile");
    }

    /// <summary>
    /// Proposes to send a file again, or as the second person agrees; it goes out with the same ids and bytes. Refused
    /// where the bank has told anything of its payments.
    /// </summary>
    /// <remarks>Đề nghị hoặc đồng ý gửi lại một tệp; cần hai người, giữ nguyên mã và nội dung.</remarks>
    public static async Task<IResult> ResendAsync(
        string messageId, ResendReason body, ActOnDelivery act, CancellationToken cancellation) =>
        AnswerOf(await act.ResendAsync(messageId, body.Reason, cancellation));

    /// <summary>Asks where a file is whose delivery is unknown.</summary>
    /// <remarks>Tra soát một tệp chưa rõ kết quả gửi.</remarks>
    public static async Task<IResult> EnquireAsync(
        string messageId, ActOnDelivery act, CancellationToken cancellation) =>
        AnswerOf(await act.EnquireAsync(messageId, cancellation));

    internal static IResult AnswerOf(DeliveryResult result) => result switch
    {
        { Refusal: { } refusal } => Problems.Of(refusal),
        { State: { } state } => Results.Ok(state),
        _ => Problems.NotFound("tệp này", "such file"),
    };
}
