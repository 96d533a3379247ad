using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>
/// The planner hands batches to the approvers (trình duyệt); the content is fixed by its hash from here on.
/// </summary>
public sealed class SubmitBatches : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/batches/submit", HandleAsync).RequirePermission(Permissions.BatchesSubmit).WithTags("Batches")
            .Answers<BatchActResult>("SubmitBatches");

    /// <summary>Submits the selected batches; each is submitted or refused on its own.</summary>
    /// <remarks>Trình duyệt các lô đã chọn.</remarks>
    public static async Task<IResult> HandleAsync(
        BatchSelection selection, CurrentUser user, ActOnBatches act, NpgsqlDataSource source, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(selection.Period, out var period)) return PeriodProblem.Result;
        return Results.Ok(await RunAsync(selection, period, user, act, source, clock, cancellation));
    }

    /// <summary>The act itself, for the API and for the pages.</summary>
    public static async Task<BatchActResult> RunAsync(
        BatchSelection selection, YearMonth period, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var batches = await selection.ResolveAsync(
            connection, user, Permissions.BatchesSubmit, period, cancellation);
        return await act.RunAsync(user, batches, batch =>
            PaymentBatchDecisions.Submit(batch, user.UserName, clock.GetCurrentInstant()), cancellation);
    }
}

/// <summary>The answer to a period that is none.</summary>
public static class PeriodProblem
{
    public static IResult Result => Problems.BadRequest(
        "period-invalid",
        "Kỳ chi trả phải có dạng yyyy-MM, ví dụ 2026-11.",
        "The period must look like yyyy-MM, e.g. 2026-11.");
}
