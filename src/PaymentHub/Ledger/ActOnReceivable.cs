using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Ledger;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>A demand for money that was paid without entitlement; the amount in đồng.</summary>
public sealed record DemandBody(
    string? Dossier, bool FromHeirs, string? Source, long Amount, string? DecisionNumber, LocalDate DueOn,
    string? Reason);

/// <summary>One part of an instalment plan.</summary>
public sealed record InstalmentBody(LocalDate DueOn, long Amount);

/// <summary>Parts without interest, and the paper in which they were agreed.</summary>
public sealed record PlanBody(IReadOnlyList<InstalmentBody>? Parts, string? Paper);

/// <summary>Money that came back: Treasury, Cash or Netted, and the document that proves it.</summary>
public sealed record CollectedBody(
    long Amount, LocalDate ValueDate, CollectionChannel Channel, string? Reference, string? PaidBy);

/// <summary>Why what is left is given up, by a decision.</summary>
public sealed record WriteOffBody(string? DecisionNumber, string? Reason);

/// <summary>Where a receivable was recorded.</summary>
public sealed record ReceivableRef(Guid ReceivableId);

/// <summary>Demanding, collecting and giving up money that must come back (thu hồi, trả dần, xóa nợ).</summary>
public sealed class ActOnReceivable : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/receivables").WithTags("Ledger");
        all.MapPost("", DemandAsync).RequirePermission(Permissions.EntitlementsDecide)
            .Answers<ReceivableRef>("DemandRecovery");
        all.MapPost("/{receivableId:guid}/instalments", AgreeAsync).RequirePermission(Permissions.EntitlementsDecide)
            .Answers("AgreeInstalments", StatusCodes.Status204NoContent);
        all.MapPost("/{receivableId:guid}/collected", CollectAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("RecordCollected", StatusCodes.Status204NoContent);
        all.MapPost("/{receivableId:guid}/write-off", ProposeAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("ProposeWriteOff", StatusCodes.Status204NoContent);
        all.MapPost("/{receivableId:guid}/write-off/agree", WriteOffAsync).RequirePermission(Permissions.LedgerClose)
            .Answers("AgreeWriteOff", StatusCodes.Status204NoContent);
    }

    /// <summary>Demands money back from a beneficiary or the heirs, by a decision.</summary>
    /// <remarks>Ghi quyết định thu hồi từ người hưởng hoặc người thừa kế.</remarks>
    public static async Task<IResult> DemandAsync(
        DemandBody body, ReceivableBooks books, CancellationToken cancellation)
    {
        var (id, refusal) = await books.DemandAsync(body, cancellation);
        if (refusal is not null) return Problems.Of(refusal);
        return id is { } known
            ? Results.Ok(new ReceivableRef(known))
            : Problems.NotFound("hồ sơ này", "such dossier");
    }

    /// <summary>Agrees on parts without interest; together they are what is left.</summary>
    /// <remarks>Ghi thỏa thuận trả dần, không tính lãi.</remarks>
    public static async Task<IResult> AgreeAsync(
        Guid receivableId, PlanBody body, ReceivableBooks books, CancellationToken cancellation) =>
        AnswerOf(await books.AgreeAsync(receivableId, body, cancellation));

    /// <summary>Records money that came back; the same document counts once.</summary>
    /// <remarks>Ghi tiền đã thu hồi theo chứng từ.</remarks>
    public static async Task<IResult> CollectAsync(
        Guid receivableId, CollectedBody body, ReceivableBooks books, CancellationToken cancellation) =>
        AnswerOf(await books.CollectAsync(receivableId, body, cancellation));

    /// <summary>Proposes to give up what is left, by a decision.</summary>
    /// <remarks>Đề nghị xóa nợ phần còn lại.</remarks>
    public static async Task<IResult> ProposeAsync(
        Guid receivableId, WriteOffBody body, ReceivableBooks books, CancellationToken cancellation) =>
        AnswerOf(await books.ProposeWriteOffAsync(receivableId, body, cancellation));

    /// <summary>Agrees as another person to give up what is left.</summary>
    /// <remarks>Người thứ hai đồng ý xóa nợ.</remarks>
    public static async Task<IResult> WriteOffAsync(
        Guid receivableId, ReceivableBooks books, CancellationToken cancellation) =>
        AnswerOf(await books.WriteOffAsync(receivableId, cancellation));

    private static IResult AnswerOf((bool Found, Refusal? Refusal) result) => result switch
    {
        (false, _) => Problems.NotFound("khoản phải thu hồi này", "such receivable"),
        (_, { } refusal) => Problems.Of(refusal),
        _ => Results.NoContent(),
    };
}
