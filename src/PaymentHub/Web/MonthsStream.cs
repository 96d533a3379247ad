using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Marten;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Web.Components;
using PaymentHub.Web.Pages;

namespace PaymentHub.Web;

/// <summary>
/// The months identity while it is computed, as server-sent events: <c>progress</c> carries the bar, and at last the
/// table; <c>done</c> ends the stream.
/// </summary>
public sealed class MonthsStream(
    CurrentUser user, IDocumentStore store, RateBooks books, ReferenceData reference, HubSettings settings,
    IClock clock, IServiceProvider services, ILoggerFactory logs, IStringLocalizer<Ui> texts)
{
    /// <summary>The address of the stream of a month.</summary>
    public static string PathOf(YearMonth month) => $"/months/{PeriodIso.Format(month)}/identity/stream";

    /// <summary>Answers with the stream; 404 where the text is no month.</summary>
    public static IResult Answer(string period, MonthsStream stream, CancellationToken cancellation) =>
        PeriodIso.TryParse(period, out var month)
            ? TypedResults.ServerSentEvents(stream.EventsAsync(month, cancellation))
            : Results.NotFound();

    /// <summary>The identity commune by commune, in the scope of the request's user.</summary>
    public IAsyncEnumerable<MonthsSoFar> ComputeAsync(YearMonth month, CancellationToken cancellation) =>
        TieMonths.RunAsync(month, user, store, books, reference, settings, clock, cancellation);

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        YearMonth month, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        MonthsSoFar? last = null;
        await foreach (var soFar in ComputeAsync(month, cancellation))
        {
            last = soFar;
            if (soFar.Communes == soFar.Total) break;
            yield return new SseItem<string>(
                await renderer.DrawAsync<ProgressBar>(new Dictionary<string, object?>
                {
                    [nameof(ProgressBar.Id)] = "months-progress",
                    [nameof(ProgressBar.Label)] = texts["Months.Progress"].Value,
                    [nameof(ProgressBar.Value)] = (long)soFar.Communes,
                    [nameof(ProgressBar.Total)] = (long)soFar.Total,
                }),
                "progress");
        }

        var sums = last?.Sums ?? new MonthsIdentity(PeriodIso.Format(month), true, []);
        yield return new SseItem<string>(
            await renderer.DrawAsync<MonthsTable>(
                new Dictionary<string, object?> { [nameof(MonthsTable.Sums)] = sums }),
            "progress");
        yield return new SseItem<string>("", "done");
    }
}
