using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reconciliation;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>A sample of what the rules matched, judged by people, and the precision that it measures.</summary>
public sealed partial class MatchChecksPage(
    NpgsqlDataSource source, CurrentUser me, AreaNames names, CheckMatches check, NavigationManager navigation)
{
    private List<YearMonth> _periods = [];
    private MatchSample? _sample;
    private Refusal? _refusal;
    private string? _period;

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    /// <summary>Each match has forms of its own.</summary>
    [SupplyParameterFromForm]
    public JudgeForm? Judged { get; set; }

    private TableColumn[] Columns =>
        [new(T["Payment"]), new(T["BankReference"]), new(T["Amount"], Numeric: true), new(T["Checks.Judgement"])];

    protected override async Task OnInitializedAsync()
    {
        _periods = await KnownPeriods.ListAsync(source, Http.RequestAborted);
        if (!PeriodIso.TryParse(Period, out var month))
        {
            if (_periods.Count == 0) return;
            month = _periods[0];
        }

        _period = PeriodIso.Format(month);
        _sample = await check.SampleAsync(month, Http.RequestAborted);
    }

    private Tile[] TilesOf(MeasuredPrecision measured) =>
    [
        new(T["Checks.Matches"], Shown.Count(measured.Matches)),
        new(T["Checks.Checked"], Shown.Count(measured.Checked)),
        new(
            T["Checks.Precision"], measured.PerMille is { } share ? Shown.PerMille(share) : T["NoValue"],
            measured.AtLeastPerMille is { } least ? T["Checks.AtLeast", Shown.PerMille(least)].Value : null,
            measured.Checked > measured.Right ? Tone.Warn : Tone.Idle),
    ];

    private Task RightAsync() => JudgeAsync(true);

    private Task WrongAsync() => JudgeAsync(false);

    private async Task JudgeAsync(bool isRight)
    {
        if (Judged is not { } form || !me.Can(Permissions.BreaksConfirm)) return;
        if (!PeriodIso.TryParse(_period, out var month)) return;
        _refusal = await check.RunAsync(
            month, new(_period, form.FileId, form.Entry, form.EndToEndId, isRight, form.Note), Http.RequestAborted);
        if (_refusal is null) navigation.NavigateTo($"/exceptions/checks?period={_period}#sample");
    }

    /// <summary>The match and what is wrong with it.</summary>
    public sealed class JudgeForm
    {
        public Guid FileId { get; set; }

        public int Entry { get; set; }

        public string? EndToEndId { get; set; }

        public string? Note { get; set; }
    }
}
