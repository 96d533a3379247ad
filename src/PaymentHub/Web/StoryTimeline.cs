using Microsoft.Extensions.Localization;
using PaymentHub.Batches;
using PaymentHub.Web.Components;
using PaymentHub.Web.Pages;

namespace PaymentHub.Web;

/// <summary>Puts the facts of a payment's story into one line of time, the earliest first.</summary>
public static class StoryTimeline
{
    /// <param name="linkFiles">Whether the reader may open the files that the facts come from.</param>
    public static IReadOnlyList<TimelineItem> Of(Story story, IStringLocalizer texts, bool linkFiles) =>
    [
        .. story.Steps.Select(s => StepOf(s, texts))
            .Concat(story.Holds.Select(h => HoldOf(h, texts)))
            .Concat(story.Outcomes.Select(o => OutcomeOf(o, texts, linkFiles)))
            .Concat(story.Reissues.Select(r => ReissueOf(r, texts)))
            .Concat(story.WriteBack is { } back ? [WriteBackOf(back, texts)] : [])
            .OrderBy(i => i.At),
    ];

    private static TimelineItem StepOf(StoryStep step, IStringLocalizer texts) => new(
        step.At, texts[$"Story.Step.{step.Status}"], step.ByUser, Code: step.MessageId,
        Tone: step.Status is "Approved" or "Signed" ? Tone.Good : Tone.Info);

    private static TimelineItem HoldOf(StoryHold hold, IStringLocalizer texts) => new(
        hold.At, texts[hold.Held ? "Story.Held" : "Story.HoldReleased"],
        hold.ByUser == PaymentHoldRows.ByRule ? texts["Story.ByRule"] : hold.ByUser, WhyOf(hold.Reason, texts),
        Tone: hold.Held ? Tone.Warn : Tone.Good);

    private static TimelineItem OutcomeOf(StoryOutcome outcome, IStringLocalizer texts, bool linkFiles)
    {
        var what = texts[$"Story.Outcome.{outcome.Status}"].Value;
        if (outcome.Amount is { } dong) what += $": {Shown.Money(dong)}";
        if (outcome.ValueDate is { } date) what += $" ({texts["ValueDate"]} {Shown.Date(date)})";
        var isInstructed = outcome.Status == "Instructed";
        return new(
            outcome.At, what, Why: isInstructed || outcome.Code is null ? null : WhyOf(outcome.Code, texts),
            Code: isInstructed ? outcome.Code : null, Tone: ToneOf(outcome.Status),
            Href: linkFiles ? FileOf(outcome) : null);
    }

    private static string? FileOf(StoryOutcome outcome) =>
        outcome is { Status: "Instructed", Code: { } messageId } ? InstructionFilePage.PathOf(messageId)
        : outcome.FileId is { } file ? BankFilePage.PathOf(file) : null;

    private static TimelineItem ReissueOf(StoryReissue link, IStringLocalizer texts) => new(
        link.At, texts[$"Story.Reissue.{link.Role}"], Code: link.EndToEndId,
        Href: Pages.PaymentPage.PathOf(link.EndToEndId));

    private static TimelineItem WriteBackOf(StoryWriteBack back, IStringLocalizer texts) => new(
        back.At, texts["Story.WrittenBack"], back.ByUser, back.Reason, Tone: Tone.Warn);

    private static string WhyOf(string code, IStringLocalizer texts) =>
        texts[$"Why.{code}"] is { ResourceNotFound: false } known ? $"{known.Value} ({code})" : code;

    private static Tone ToneOf(string status) => status switch
    {
        "Settled" => Tone.Good,
        "Rejected" or "Returned" or "Cancelled" => Tone.Bad,
        "Unknown" or "Voided" or "Removed" => Tone.Warn,
        _ => Tone.Info,
    };
}
