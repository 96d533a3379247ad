using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Components;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Misuse;
using PaymentHub.Misuse;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>One case: why it was opened, what it rests on, what was concluded, and the money to come back.</summary>
public sealed partial class CasePage(
    NpgsqlDataSource source, IQuerySession session, ActOnCase act, CurrentUser me, NavigationManager navigation)
{
    private CaseDetail? _detail;
    private IReadOnlyList<PaymentItem> _payments = [];
    private bool _looked;
    private Refusal? _refusal;

    [Parameter]
    public Guid CaseId { get; set; }

    /// <summary>Shown after a change was stored (the form redirects here, so that a reload repeats nothing).</summary>
    [SupplyParameterFromQuery]
    public bool Saved { get; set; }

    [SupplyParameterFromForm(FormName = "decide")]
    public DecisionForm? Decision { get; set; }

    [SupplyParameterFromForm(FormName = "order")]
    public MoneyForm? Order { get; set; }

    [SupplyParameterFromForm(FormName = "receive")]
    public MoneyForm? Receipt { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private TimelineItem[] Steps =>
    [
        .. _detail!.Steps.Reverse().Select(s => new TimelineItem(
            s.At, WhatOf(s), s.ByUser, s.Reason, Tone: s.Step switch
            {
                "Decided" => Tone.Good,
                "Opened" or "Evidence" => Tone.Warn,
                _ => Tone.Info,
            })),
    ];

    /// <summary>The address of the page of a case.</summary>
    public static string PathOf(Guid caseId) => $"/cases/{caseId}";

    protected override async Task OnInitializedAsync()
    {
        _detail = await ReadCase.FindAsync(CaseId, me, source, session, Http.RequestAborted);
        _looked = true;
        if (_detail is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (_detail.Case.EndToEndIds.Length == 0 || !me.Can(Permissions.PaymentsView)) return;
        (_payments, _) = await ReadPayments.QueryAsync(
            source, me, Permissions.PaymentsView, new(EndToEndIds: _detail.Case.EndToEndIds),
            new(1, PageOf.MaxSize), Http.RequestAborted);
    }

    private Task DecideAsync() => Enum.TryParse<CaseOutcome>(Decision?.Outcome, out var outcome)
        ? DoneAsync(act.DecideAsync(CaseId, new(outcome, Decision!.Reason), Http.RequestAborted))
        : Task.CompletedTask;

    private Task OrderAsync() => DoneAsync(act.OrderAsync(
        CaseId, new(Order?.Dossier, AmountOf(Order), Order?.Paper), Http.RequestAborted));

    private Task ReceiveAsync() => DoneAsync(act.RecordAsync(
        CaseId, new(AmountOf(Receipt), Receipt?.Paper), Http.RequestAborted));

    private async Task DoneAsync(Task<Refusal?> action)
    {
        if (!me.Can(Permissions.CasesDecide)) return;
        _refusal = await action;
        if (_refusal is null) navigation.NavigateTo(PathOf(CaseId) + "?saved=true");
    }

    // People group thousands with dots, spaces or commas; anything else is no amount, and zero is refused.
    private static long AmountOf(MoneyForm? form)
    {
        var digits = string.Concat((form?.Amount ?? "").Where(c => c is not ('.' or ',' or ' ' or '\u00A0')));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var dong) ? dong : 0;
    }

    private string WhatOf(CaseStep step)
    {
        var what = T[$"Case.Step.{step.Step}"].Value;
        if (step.Outcome is { } outcome) what += $": {T[$"Case.Outcome.{outcome}"]}";
        if (step.Evidence is { } pieces) what += $" ({T["Case.Pieces", Shown.Count(pieces)]})";
        if (step.Dossier is { } dossier) what += $" {dossier}";
        if (step.Step is "Ordered" or "Received" && step.Amount is { } dong) what += $": {Shown.Money(dong)}";
        return what;
    }

    /// <summary>What the inspector concludes.</summary>
    public sealed class DecisionForm
    {
        public string? Outcome { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>An amount with the paper that it rests on.</summary>
    public sealed class MoneyForm
    {
        public string? Dossier { get; set; }

        public string? Amount { get; set; }

        public string? Paper { get; set; }
    }
}
