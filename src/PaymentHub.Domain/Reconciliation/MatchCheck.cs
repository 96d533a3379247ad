using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// A person looked at a sampled match that a rule had made, and says whether it is right. What is wrong is taken back
/// by an act of its own.
/// </summary>
public sealed record MatchChecked(
    Instant At, string ByUser, YearMonth Period, Guid FileId, int Entry, Guid? Batch, int? No, MatchRule Rule,
    bool IsRight, string? Note);

/// <summary>The sampled match is not among the month's matches, or was taken back.</summary>
public sealed record SampledMatchUnknown() : Refusal(
    "sampled-match-unknown",
    "Khớp này không thuộc mẫu của tháng, hoặc đã bị hủy.",
    "The match is not in the month's sample, or was taken back.");

/// <summary>Somebody judged the match already; one judgement of each is counted.</summary>
public sealed record MatchCheckedAlready() : Refusal(
    "match-checked-already",
    "Khớp này đã được kiểm tra.",
    "The match has been checked already.");

/// <summary>The checks of one month's matches (kiểm tra mẫu), by the value date of the bank's entries.</summary>
public sealed record MatchChecks : IFold<MatchChecks>
{
    public required Guid Id { get; init; }

    /// <summary>The matches that were judged.</summary>
    public ImmutableHashSet<string> Done { get; init; } = [];

    public static Guid IdOf(YearMonth period) => Keys.GuidOf("match-checks", PeriodIso.Format(period));

    /// <summary>A match's place as one text.</summary>
    public static string KeyOf(Guid file, int entry, Guid? batch, int? no) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}/{entry}/{batch}/{no}");

    public static MatchChecks? Evolve(MatchChecks? state, Guid id, object @event) => @event switch
    {
        MatchChecked e => (state ?? new MatchChecks { Id = id }) with
        {
            Done = (state?.Done ?? []).Add(KeyOf(e.FileId, e.Entry, e.Batch, e.No)),
        },
        _ => state,
    };
}

/// <summary>Judging sampled matches.</summary>
public static class MatchCheckDecisions
{
    /// <summary>One judgement for each sampled match; a wrong one needs a note that says what is wrong.</summary>
    public static Decision Check(MatchChecks? state, MatchChecked judged)
    {
        if (!judged.IsRight && BreakRules.IsMissing(judged.Note)) return new BreakReasonMissing();
        return state?.Done.Contains(MatchChecks.KeyOf(judged.FileId, judged.Entry, judged.Batch, judged.No)) == true
            ? new MatchCheckedAlready()
            : Decision.Accept(judged);
    }
}
