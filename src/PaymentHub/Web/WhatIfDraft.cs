using System.Diagnostics;
using System.Text;
using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;

namespace PaymentHub.Web;

/// <summary>
/// What came of a draft: a result, a refusal, or the key of the text that says what is wrong with the form.
/// </summary>
public sealed record WhatIfOutcome(WhatIfResult? Result, Refusal? Refusal, string? Problem, TimeSpan Took);

/// <summary>Reads the form of a draft and computes with it, for the page and for its stream.</summary>
public sealed class WhatIfDraft(
    IDocumentStore store, RateBooks books, ReferenceData reference, HubSettings settings, IClock clock,
    CurrentUser user)
{
    /// <summary>Name of the form value with the month, yyyy-MM.</summary>
    public const string MonthField = "Form.Month";

    /// <summary>Name of the form value with the draft.</summary>
    public const string FileField = "Form.File";

    /// <summary>The result for the form's user; nothing of the draft is kept.</summary>
    public async Task<WhatIfOutcome> ComputeAsync(
        string? month, IFormFile? file, CancellationToken cancellation, IProgress<WhatIfSoFar>? soFar = null)
    {
        if (!PeriodIso.TryParse(month ?? "", out var period))
            return new WhatIfOutcome(null, null, "WhatIf.NoMonth", TimeSpan.Zero);
        if (UploadedFile.ProblemOf(file) is { } problem)
            return new WhatIfOutcome(null, null, problem, TimeSpan.Zero);
        var (_, bytes) = await UploadedFile.ReadAsync(file!, cancellation);
        var started = Stopwatch.GetTimestamp();
        var (result, refusal) = await WhatIf.RunAsync(
            period, Encoding.UTF8.GetString(bytes), user, store, books, reference, settings, clock, cancellation,
            soFar);
        return new WhatIfOutcome(result, refusal, null, Stopwatch.GetElapsedTime(started));
    }
}
