using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using PaymentHub.Runs;
using PaymentHub.Web.Components;
using PaymentHub.Web.Pages;

namespace PaymentHub.Web;

/// <summary>
/// A draft while it is computed, as server-sent events: <c>progress</c> carries the bar, <c>done</c> what came of it.
/// The draft comes with the request and the answer goes with it, so nothing of it stays anywhere.
/// </summary>
public sealed class WhatIfStream(
    WhatIfDraft draft, IServiceProvider services, ILoggerFactory logs, IStringLocalizer<Ui> texts)
{
    /// <summary>Where the form of the page is sent to for an answer in pieces.</summary>
    public const string Path = "/what-if/stream";

    /// <summary>Answers with the stream.</summary>
    public static IResult Answer(IFormCollection form, WhatIfStream stream, CancellationToken cancellation) =>
        TypedResults.ServerSentEvents(stream.EventsAsync(
            form[WhatIfDraft.MonthField].ToString(), form.Files[WhatIfDraft.FileField], cancellation));

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        string month, IFormFile? file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var renderer = new HtmlRenderer(services, logs);
        var communes = Channel.CreateUnbounded<WhatIfSoFar>();
        var work = ComputeAsync(month, file, communes.Writer, cancellation);
        await foreach (var soFar in communes.Reader.ReadAllAsync(cancellation))
        {
            yield return new SseItem<string>(
                await renderer.DrawAsync<ProgressBar>(new Dictionary<string, object?>
                {
                    [nameof(ProgressBar.Id)] = "what-if-progress",
                    [nameof(ProgressBar.Label)] = texts["WhatIf.Progress"].Value,
                    [nameof(ProgressBar.Value)] = (long)soFar.Communes,
                    [nameof(ProgressBar.Total)] = (long)soFar.Total,
                    [nameof(ProgressBar.Done)] = true,
                }),
                "progress");
        }

        var outcome = await work;
        yield return new SseItem<string>(
            await renderer.DrawAsync<WhatIfOutcomeView>(
                new Dictionary<string, object?> { [nameof(WhatIfOutcomeView.Outcome)] = outcome }),
            "done");
    }

    private async Task<WhatIfOutcome> ComputeAsync(
        string month, IFormFile? file, ChannelWriter<WhatIfSoFar> communes, CancellationToken cancellation)
    {
        try
        {
            return await draft.ComputeAsync(month, file, cancellation, new Reporting(communes));
        }
        finally
        {
            communes.Complete();
        }
    }

    // The framework's own Progress posts to a thread of its own, so that reports could arrive after the end.
    private sealed class Reporting(ChannelWriter<WhatIfSoFar> to) : IProgress<WhatIfSoFar>
    {
        public void Report(WhatIfSoFar value) => to.TryWrite(value);
    }
}
