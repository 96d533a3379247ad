using Microsoft.AspNetCore.Components;
using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;

namespace PaymentHub.Web.Pages;

/// <summary>
/// What draft rates or rules would cost; the draft is read, computed with and forgotten. With JavaScript the form is
/// answered in pieces (<see cref="WhatIfStream"/>), without it by this page.
/// </summary>
public sealed partial class WhatIfPage(WhatIfDraft draft, IClock clock)
{
    private WhatIfOutcome? _outcome;

    [SupplyParameterFromQuery]
    public string? Month { get; set; }

    [SupplyParameterFromForm(FormName = "what-if")]
    public DraftForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>The address with a month filled in.</summary>
    public static string PathOf(YearMonth month) => $"/what-if?month={PeriodIso.Format(month)}";

    private string Next =>
        PeriodIso.Format(clock.GetCurrentInstant().InZone(HubClock.Zone).Date.ToYearMonth().PlusMonths(1));

    private async Task SubmitAsync() =>
        _outcome = await draft.ComputeAsync(Form?.Month, Form?.File, Http.RequestAborted);

    /// <summary>The draft and the month to compute.</summary>
    public sealed class DraftForm
    {
        public string? Month { get; set; }

        public IFormFile? File { get; set; }
    }
}
