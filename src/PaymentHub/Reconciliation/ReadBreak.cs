using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// A step of a break: Opened, Assigned, Commented, Attached, PairRejected, Explained, Declined, Resolved or Reopened;
/// <paramref name="Text"/> is the reason, the remark, the owner or the paper's name.
/// </summary>
public sealed record BreakStep(
    string Step, string ByUser, Instant At, string? Text = null, IReadOnlyList<ExplanationPart>? Parts = null);

/// <summary>A paper of a break.</summary>
public sealed record BreakPaper(
    string FileName, string ContentType, string Sha256, long Size, string ByUser, Instant At);

/// <summary>A break with its history, its papers, and the payments that may be behind it.</summary>
/// <param name="Explained">The explanation that waits for the second person.</param>
/// <param name="NeedsTwo">Whether two people are needed for its amount.</param>
public sealed record BreakDetail(
    BreakItem Break, IReadOnlyList<BreakStep> Steps, IReadOnlyList<BreakPaper> Papers,
    IReadOnlyList<BreakEvidence> Evidence, IReadOnlyList<BreakProposal> Proposals, BreakStep? Explained,
    bool NeedsTwo);

/// <summary>One break with everything that is known of it.</summary>
public sealed class ReadBreak(
    CurrentUser user, NpgsqlDataSource source, IQuerySession session, BreakRules rules, IClock clock)
    : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/breaks/{breakId:guid}", HandleAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").Answers<BreakDetail>("GetBreak");
        api.MapGet("/breaks/{breakId:guid}/files/{sha256}", FileAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").AnswersFile("GetBreakFile", "application/pdf", "image/png", "image/jpeg");
    }

    /// <summary>A break with its history, papers and the payments side by side with the bank's line.</summary>
    /// <remarks>Một khoản chưa giải thích: lịch sử, văn bản, và khoản chi đặt cạnh dòng ngân hàng.</remarks>
    public static async Task<IResult> HandleAsync(Guid breakId, ReadBreak read, CancellationToken cancellation) =>
        await read.FindAsync(breakId, cancellation) is { } found
            ? Results.Ok(found)
            : Problems.NotFound("khoản chưa giải thích này", "such break");

    /// <summary>The bytes of a paper.</summary>
    /// <remarks>Nội dung văn bản đính kèm.</remarks>
    public static async Task<IResult> FileAsync(
        Guid breakId, string sha256, ReadBreak read, RawFiles files, CancellationToken cancellation)
    {
        var found = await read.FindAsync(breakId, cancellation);
        var paper = found?.Papers.FirstOrDefault(p => p.Sha256 == sha256);
        var bytes = paper is null ? null : await files.ReadAsync(sha256, cancellation);
        return bytes is null
            ? Problems.NotFound("văn bản này", "such paper")
            : Results.File(bytes, paper!.ContentType, paper.FileName);
    }

    /// <summary>The break inside the user's scope, or null.</summary>
    public async Task<BreakDetail?> FindAsync(Guid breakId, CancellationToken cancellation)
    {
        if (await ReadBreaks.FindAsync(source, user, breakId, rules, clock, cancellation) is not { } item) return null;
        var events = await session.Events.FetchStreamAsync(breakId, token: cancellation);
        var data = events.Select(e => e.Data).ToList();
        var state = data.Aggregate((EntryBreak?)null, (s, e) => EntryBreak.Evolve(s, breakId, e));
        return new BreakDetail(
            item, [.. data.Select(StepOf).OfType<BreakStep>()],
            [.. data.OfType<BreakFileAttached>().Select(f => new BreakPaper(
                f.FileName, f.ContentType, f.Sha256, f.Size, f.ByUser, f.At))],
            await BreakEvidenceRows.OfAsync(source, user, item, cancellation),
            await ReadProposals.OfAsync(source, user, breakId, cancellation),
            state?.Explained is { } explained ? StepOf(explained) : null,
            item.Amount >= rules.SecondPersonFrom.Dong);
    }

    private static BreakStep? StepOf(object e) => e switch
    {
        BreakOpened x => new("Opened", x.ByUser, x.At),
        BreakAssigned x => new("Assigned", x.ByUser, x.At, x.Owner),
        BreakCommented x => new("Commented", x.ByUser, x.At, x.Text),
        BreakFileAttached x => new("Attached", x.ByUser, x.At, x.FileName),
        BreakPairRejected x => new("PairRejected", x.ByUser, x.At, $"{x.EndToEndId}: {x.Reason}"),
        BreakExplained x => new("Explained", x.ByUser, x.At, x.Reason, PartsOf(x.Parts)),
        BreakExplanationDeclined x => new("Declined", x.ByUser, x.At, x.Reason),
        BreakResolved x => new("Resolved", x.ByUser, x.At, x.Reason, PartsOf(x.Parts)),
        BreakReopened x => new("Reopened", x.ByUser, x.At, x.Reason),
        _ => null,
    };

    private static ExplanationPart[] PartsOf(Explanation[] parts) => [.. parts.Select(p => new ExplanationPart(
        p.Kind, p.Amount.Dong, p.EndToEndId, p.MessageId, p.OtherBreak))];
}
