using System.Text.Json.Serialization;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>What may be done with many breaks for one reason.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkAct>))]
public enum BulkAct
{
    /// <summary>Each is what the bank names: a debit of its order, a credit of its order's return.</summary>
    AsNamed,

    /// <summary>Each debit is a charge.</summary>
    Charge,

    /// <summary>Each credit is from the treasury.</summary>
    Funding,

    /// <summary>The caller, or somebody else, is to clear them.</summary>
    Assign,

    /// <summary>The second person agrees with how each was explained.</summary>
    Confirm,

    /// <summary>The same remark on each.</summary>
    Comment,
}

/// <summary>
/// Breaks with an equal reason, at most 500, and what to do with them; the reason is the remark of a comment, and the
/// owner counts for an assignment.
/// </summary>
public sealed record BreaksToClear(Guid[]? BreakIds, BulkAct Act, string? Reason = null, string? Owner = null);

/// <summary>A break that stayed as it was, and why.</summary>
public sealed record RefusedBreak(Guid BreakId, string Code, string TextVi, string TextEn);

/// <summary>How many were done, and which were not; each was judged on its own.</summary>
public sealed record BreaksCleared(int Done, IReadOnlyList<RefusedBreak> Refused);

/// <summary>Clears many breaks (giải quyết hàng loạt); each is a decision and a transaction of its own.</summary>
public sealed class ClearBreaks(
    CurrentUser user, NpgsqlDataSource source, ActOnBreak act, BreakRules rules, IClock clock) : IUseCase
{
    /// <summary>The most breaks of one call.</summary>
    public const int Most = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/breaks/clear", HandleAsync).RequirePermission(Permissions.BreaksConfirm)
            .WithTags("Reconciliation").Answers<BreaksCleared>("ClearBreaks");

    /// <summary>Does the same with many breaks; each is done or refused on its own.</summary>
    /// <remarks>Giải quyết nhiều khoản cùng nguyên nhân; từng khoản được xét riêng.</remarks>
    public static async Task<IResult> HandleAsync(
        BreaksToClear body, ClearBreaks clear, CancellationToken cancellation) =>
        (body.BreakIds?.Length ?? 0) is > 0 and <= Most
            ? Results.Ok(await clear.RunAsync(body, cancellation))
            : Problems.BadRequest(
                "break-ids-invalid", $"Chọn từ 1 đến {Most} khoản.", $"Choose 1 to {Most} breaks.");

    /// <summary>Runs the act on each break in the order given.</summary>
    public async Task<BreaksCleared> RunAsync(BreaksToClear asked, CancellationToken cancellation)
    {
        var done = 0;
        var refused = new List<RefusedBreak>();
        foreach (var id in (asked.BreakIds ?? []).Distinct().Take(Most))
        {
            if (await OneAsync(id, asked, cancellation) is { } refusal)
                refused.Add(new RefusedBreak(id, refusal.Code, refusal.Vietnamese, refusal.English));
            else done++;
        }

        return new BreaksCleared(done, refused);
    }

    private async Task<Refusal?> OneAsync(Guid id, BreaksToClear asked, CancellationToken cancellation)
    {
        switch (asked.Act)
        {
            case BulkAct.Assign: return await act.AssignAsync(id, asked.Owner, null, cancellation);
            case BulkAct.Comment: return await act.CommentAsync(id, asked.Reason, cancellation);
            case BulkAct.Confirm: return await act.ConfirmAsync(id, cancellation);
            default: break;
        }

        var item = await ReadBreaks.FindAsync(source, user, id, rules, clock, cancellation);
        if (item is null) return new BreakUnknown();
        var part = asked.Act switch
        {
            BulkAct.Charge => new ExplanationPart(ExplanationKind.Charge, item.Amount),
            BulkAct.Funding => new ExplanationPart(ExplanationKind.Funding, item.Amount),
            _ => new ExplanationPart(
                item.IsDebit ? ExplanationKind.Payment : ExplanationKind.Return, item.Amount, item.EndToEndId),
        };
        return await act.ExplainAsync(id, [part], asked.Reason, cancellation);
    }
}
