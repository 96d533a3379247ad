using System.Diagnostics;
using System.Text;
using Marten;
using Microsoft.AspNetCore.Components;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>What draft rates or rules would cost; the draft is read, computed with and forgotten.</summary>
public sealed partial class WhatIfPage(
    IDocumentStore store, RateBooks books, ReferenceData reference, HubSettings settings, IClock clock,
    CurrentUser me, ProgrammeNames programmes)
{
    private WhatIfResult? _result;
    private IReadOnlyList<WhatIfItem> _communes = [];
    private Refusal? _refusal;
    private string? _problem;
    private TimeSpan _took;

    [SupplyParameterFromQuery]
    public string? Month { get; set; }

    [SupplyParameterFromForm(FormName = "what-if")]
    public DraftForm? Form { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>The address with a month filled in.</summary>
    public static string PathOf(YearMonth month) => $"/what-if?month={PeriodIso.Format(month)}";

    private async Task SubmitAsync()
    {
        if (!PeriodIso.TryParse(Form?.Month, out var month))
        {
            _problem = "WhatIf.NoMonth";
            return;
        }

        _problem = UploadedFile.ProblemOf(Form!.File);
        if (_problem is not null) return;
        var (_, bytes) = await UploadedFile.ReadAsync(Form.File!, Http.RequestAborted);
        var started = Stopwatch.GetTimestamp();
        (_result, _refusal) = await WhatIf.RunAsync(
            month, Encoding.UTF8.GetString(bytes), me, store, books, reference, settings, clock, Http.RequestAborted);
        _took = Stopwatch.GetElapsedTime(started);
        _communes = [.. (_result?.Communes ?? []).Where(c => c.PeopleAffected > 0)];
    }

    private Tile[] TilesOf(WhatIfResult result) =>
    [
        new(T["WhatIf.Affected"], Shown.Count(result.PeopleAffected), T["WhatIf.Of", Shown.Count(result.People)]),
        new(T["WhatIf.Before"], Shown.Money(result.MonthBefore)),
        new(T["WhatIf.After"], Shown.Money(result.MonthAfter)),
        new(T["WhatIf.Difference"], Shown.Money(result.MonthAfter - result.MonthBefore)),
        new(T["WhatIf.BackPay"], Shown.Money(result.BackPay)),
    ];

    private TableColumn[] Columns(bool byCommune) =>
    [
        new(byCommune ? T["Commune"] : T["Programme"]),
        .. byCommune ? [new TableColumn(T["Programme"])] : Array.Empty<TableColumn>(),
        new(T["WhatIf.Affected"], Numeric: true), new(T["WhatIf.Before"], Numeric: true),
        new(T["WhatIf.After"], Numeric: true), new(T["WhatIf.Difference"], Numeric: true),
        new(T["WhatIf.BackPay"], Numeric: true),
    ];

    /// <summary>The draft and the month to compute.</summary>
    public sealed class DraftForm
    {
        public string? Month { get; set; }

        public IFormFile? File { get; set; }
    }
}
