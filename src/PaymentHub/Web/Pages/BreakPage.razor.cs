using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reconciliation;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>
/// One break: the bank's line beside our payments, what people said of it, and what can be done. After a break is
/// cleared the next one opens, so that the queue is worked through without going back to the list.
/// </summary>
public sealed partial class BreakPage(
    ReadBreak read, NpgsqlDataSource source, CurrentUser me, AreaNames names, ActOnBreak act, BreakRules rules,
    IClock clock, NavigationManager navigation)
{
    private const int MostOthers = 20;

    private BreakDetail? _detail;
    private bool _looked;
    private Refusal? _refusal;
    private List<Choice> _others = [];

    [Parameter]
    public Guid BreakId { get; set; }

    /// <summary>The break that was changed, after a form was sent.</summary>
    [SupplyParameterFromQuery]
    public Guid? Saved { get; set; }

    [SupplyParameterFromForm(FormName = "explain")]
    public ExplainForm? Explain { get; set; }

    /// <summary>Each payment beside the bank's line has a form of its own.</summary>
    [SupplyParameterFromForm]
    public MatchForm? Match { get; set; }

    [SupplyParameterFromForm(FormName = "decline")]
    public ReasonForm? Decline { get; set; }

    [SupplyParameterFromForm(FormName = "reopen")]
    public ReasonForm? Reopen { get; set; }

    [SupplyParameterFromForm(FormName = "assign")]
    public AssignForm? Assign { get; set; }

    [SupplyParameterFromForm(FormName = "comment")]
    public CommentForm? Comment { get; set; }

    [SupplyParameterFromForm(FormName = "attach")]
    public AttachForm? Attach { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private bool MayTouch => _detail is { } detail && act.May(Permissions.BreaksConfirm, detail.Break.Institution);

    private bool MayResolve => _detail is { } detail && act.May(Permissions.BreaksResolve, detail.Break.Institution);

    private bool MayExplain => MayResolve && _detail!.Break.Status == BreakStatus.Open;

    private TimelineItem[] Steps =>
    [
        .. _detail!.Steps.Reverse().Select(s => new TimelineItem(
            s.At, WhatOf(s), s.ByUser, TextOf(s), Tone: s.Step switch
            {
                "Resolved" => Tone.Good,
                "Declined" or "Reopened" => Tone.Bad,
                _ => Tone.Info,
            })),
    ];

    private string? TextOf(BreakStep step) => step.Step switch
    {
        "Assigned" or "Attached" => null,
        "Resolved" when step.ByUser == Reconsidering.ByUser => T["Break.MatchedLater", T[$"Match.Rule.{step.Text}"]],
        _ => step.Text,
    };

    /// <summary>The address of the page of a break.</summary>
    public static string PathOf(Guid breakId) => $"/exceptions/{breakId}";

    protected override async Task OnInitializedAsync()
    {
        _detail = await read.FindAsync(BreakId, Http.RequestAborted);
        _looked = true;
        if (_detail is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (MayExplain) _others = await OthersAsync(_detail.Break);
    }

    // What the bank may have corrected itself: the other direction, at the same bank, not cleared.
    private async Task<List<Choice>> OthersAsync(BreakItem of)
    {
        var open = await ReadBreaks.QueryAsync(
            source, me, new(Institution: of.Institution, Status: BreakStatus.Open), new(1, PageOf.MaxSize), rules,
            clock, "-date", Http.RequestAborted);
        return
        [
            .. open.Items.Where(o => o.IsDebit != of.IsDebit && o.Amount == of.Amount).Take(MostOthers)
                .Select(o => new Choice(
                    $"{o.BreakId}",
                    $"{Shown.Date(o.ValueDate)} · {T[$"Break.{BreakWordOf(o)}"]} · {Shown.Money(o.Amount)} · "
                        + o.BankReference)),
        ];

        static string BreakWordOf(BreakItem item) => item.Kind;
    }

    private Task ExplainAsync() => Enum.TryParse<ExplanationKind>(Explain?.Kind, out var kind)
        ? DoneAsync(act.ExplainAsync(BreakId, PartsOf(kind, Explain!), Explain!.Reason, Http.RequestAborted), true)
        : Task.CompletedTask;

    private Task MatchAsync()
    {
        var of = _detail!.Break;
        var kind = of.IsDebit ? ExplanationKind.Payment : ExplanationKind.Return;
        return DoneAsync(
            act.ExplainAsync(
                BreakId, [new ExplanationPart(kind, of.Amount, Match?.EndToEndId)], Match?.Reason, Http.RequestAborted),
            true);
    }

    private Task RejectAsync() =>
        DoneAsync(act.RejectAsync(BreakId, Match?.EndToEndId, Match?.Reason, Http.RequestAborted));

    private Task ConfirmAsync() => DoneAsync(act.ConfirmAsync(BreakId, Http.RequestAborted), true);

    private Task DeclineAsync() => DoneAsync(act.DeclineAsync(BreakId, Decline?.Reason, Http.RequestAborted));

    private Task ReopenAsync() => DoneAsync(act.ReopenAsync(BreakId, Reopen?.Reason, Http.RequestAborted));

    private Task AssignAsync() => DoneAsync(act.AssignAsync(
        BreakId, Assign?.Owner,
        Assign?.Due is { } due && LocalDatePattern.Iso.Parse(due) is { Success: true } day ? day.Value : null,
        Http.RequestAborted));

    private Task CommentAsync() => DoneAsync(act.CommentAsync(BreakId, Comment?.Text, Http.RequestAborted));

    private async Task AttachAsync()
    {
        if (Attach?.File is not { Length: > 0 } file || file.Length > rules.AttachmentBytes)
        {
            _refusal = rules.RefusedPaper;
            return;
        }

        var (name, bytes) = await UploadedFile.ReadAsync(file, Http.RequestAborted);
        await DoneAsync(act.AttachAsync(BreakId, name, bytes, Http.RequestAborted));
    }

    // The page is then read anew, so that a reload does nothing twice.
    private async Task DoneAsync(Task<Refusal?> action, bool goesOn = false)
    {
        if (!MayTouch) return;
        _refusal = await action;
        if (_refusal is not null) return;
        var next = goesOn ? await NextAsync() : null;
        navigation.NavigateTo($"{PathOf(next ?? BreakId)}?saved={BreakId}");
    }

    private async Task<Guid?> NextAsync()
    {
        var waiting = await ReadBreaks.QueryAsync(
            source, me, new(Status: BreakStatus.Open), new(1, 2), rules, clock, "due", Http.RequestAborted);
        return waiting.Items.FirstOrDefault(i => i.BreakId != BreakId)?.BreakId;
    }

    // One line a part, "order amount"; without lines the whole amount is one part.
    private ExplanationPart[] PartsOf(ExplanationKind kind, ExplainForm form)
    {
        var other = Guid.TryParse(form.OtherBreak, out var id) ? id : (Guid?)null;
        if (string.IsNullOrWhiteSpace(form.Parts))
        {
            return
            [
                new ExplanationPart(
                    kind, _detail!.Break.Amount, kind is ExplanationKind.Payment or ExplanationKind.Return
                        or ExplanationKind.ReturnReversed ? form.EndToEndId : null,
                    form.MessageId, kind == ExplanationKind.Offset ? other : null),
            ];
        }

        return
        [
            .. form.Parts.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries))
                .Select(cells => new ExplanationPart(
                    kind, cells.Length == 2 ? AmountOf(cells[1]) : 0, cells.Length > 0 ? cells[0] : null)),
        ];
    }

    // People group thousands with dots, spaces or commas; anything else is no amount, and zero is refused.
    private static long AmountOf(string text)
    {
        var digits = string.Concat(text.Where(c => c is not ('.' or ',' or ' ' or '\u00A0')));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var dong) ? dong : 0;
    }

    private string WhatOf(BreakStep step)
    {
        var what = T[$"Break.Step.{step.Step}"].Value;
        if (step.Step is "Assigned" or "Attached") what += $": {step.Text}";
        foreach (var part in step.Parts ?? [])
        {
            what += $" · {T[$"Explanation.{part.Kind}"]} {Shown.Money(part.Amount)}";
            if (part.EndToEndId is { } id) what += $" ({id})";
        }

        return what;
    }

    /// <summary>What the money was.</summary>
    public sealed class ExplainForm
    {
        public string? Kind { get; set; }

        public string? EndToEndId { get; set; }

        public string? Parts { get; set; }

        public string? OtherBreak { get; set; }

        public string? MessageId { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>The payment beside the line.</summary>
    public sealed class MatchForm
    {
        public string? EndToEndId { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>Why.</summary>
    public sealed class ReasonForm
    {
        public string? Reason { get; set; }
    }

    /// <summary>Who, and until when.</summary>
    public sealed class AssignForm
    {
        public string? Owner { get; set; }

        public string? Due { get; set; }
    }

    /// <summary>A remark.</summary>
    public sealed class CommentForm
    {
        public string? Text { get; set; }
    }

    /// <summary>A paper.</summary>
    public sealed class AttachForm
    {
        public IFormFile? File { get; set; }
    }
}
