using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>
/// The whole month beside the month before (chênh lệch cả kỳ), dossier by dossier. Other than the differences of its
/// batches it also finds who is gone where no batch of the month is left to compare with: the last dossier of a
/// commune's programme, or one whose commune has no batch at all.
/// </summary>
public sealed class CompareMonth : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/difference", HandleAsync).RequirePermission(Permissions.BatchesView)
            .WithTags("Runs").Answers<DifferencePage>("GetMonthDifference");

    /// <summary>What is other than last month in the whole month: the bridge of sums, and the dossiers.</summary>
    /// <remarks>Chênh lệch của cả kỳ so với kỳ trước, kể cả hồ sơ thôi hưởng không còn trong lô nào.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string? part, int? page, int? size, CurrentUser user, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var (items, total) = await ItemsAsync(
            source, user, month, CompareBatch.Parts.Contains(part) ? part : null, PageOf.From(page, size),
            cancellation);
        return Results.Ok(new DifferencePage(
            await SummaryAsync(source, user, month, cancellation), items, total));
    }

    /// <summary>The bridge from last month to this one, in the user's scope.</summary>
    public static async Task<BatchComparison> SummaryAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth period, CancellationToken cancellation)
    {
        await using var command = CommandOf(source, MonthDifferenceQueries.Summary, user, period);
        return await CompareBatch.SummaryOfAsync(command, period, cancellation);
    }

    /// <summary>The dossiers that differ, in the user's scope; the largest difference of money first.</summary>
    public static async Task<(List<DossierDifference> Items, long Total)> ItemsAsync(
        NpgsqlDataSource source, CurrentUser user, YearMonth period, string? part, PageOf page,
        CancellationToken cancellation)
    {
        await using var command = CommandOf(source, MonthDifferenceQueries.Items, user, period);
        command.Parameters.Add(Parameter.Of(part));
        command.Parameters.Add(Parameter.Of(page.Size));
        command.Parameters.Add(Parameter.Of(page.Offset));
        return await CompareBatch.ItemsOfAsync(command, cancellation);
    }

    private static NpgsqlCommand CommandOf(
        NpgsqlDataSource source, string query, CurrentUser user, YearMonth period)
    {
        var command = source.CreateCommand(query);
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BatchesView)));
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.Parameters.Add(Parameter.Of((YearMonth?)period.PlusMonths(-1)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BatchesView)));
        return command;
    }
}
