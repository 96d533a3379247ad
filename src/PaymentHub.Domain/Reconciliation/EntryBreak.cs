using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// The share of a bank entry that a break is about, as its file told it. <see cref="Account"/> is the payer account,
/// or the pay-out organisation's code when <see cref="FromAdvance"/>; <see cref="OtherAccount"/> stands on the bank's
/// line. <see cref="EndToEndId"/> is the order that the bank names.
/// </summary>
public sealed record BreakFacts(
    Guid FileId, int Entry, string Institution, string Account, bool FromAdvance, BreakKind Kind, Money Amount,
    bool IsDebit, LocalDate ValueDate, string BankReference, string? EndToEndId, string? OtherAccount);

/// <summary>What money of a break turned out to be.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExplanationKind>))]
public enum ExplanationKind
{
    /// <summary>A debit that pays one of our payments.</summary>
    Payment,

    /// <summary>A credit that brings money of a payment back.</summary>
    Return,

    /// <summary>A credit from the treasury.</summary>
    Funding,

    /// <summary>A debit that is a charge of the bank.</summary>
    Charge,

    /// <summary>A debit that gives an advance which we ordered.</summary>
    Advance,

    /// <summary>A credit of an advance that was not paid out.</summary>
    AdvanceReturned,

    /// <summary>A debit by which the bank reversed a return: the payee has the money after all.</summary>
    ReturnReversed,

    /// <summary>The bank's own correction: another break of the same account in the other direction.</summary>
    Offset,

    /// <summary>The bank takes its answer back: what is recorded of the payment stands.</summary>
    AnswerWithdrawn,

    /// <summary>The answer is right: the bank corrects by its entries what it booked or told before.</summary>
    AnswerStands,
}

/// <summary>
/// A part of a break's money and what it was. A payment is named by its place and its end-to-end id, an advance by the
/// message id of the list that it covers, the bank's correction by the other break.
/// </summary>
public sealed record Explanation(
    ExplanationKind Kind, Money Amount, Guid? Batch = null, int? No = null, string? EndToEndId = null,
    string? MessageId = null, Guid? OtherBreak = null)
{
    /// <summary>The payment, where the part is one's money.</summary>
    [JsonIgnore]
    public PaymentRef? Payment => Batch is { } batch && No is { } no ? new PaymentRef(batch, no) : null;
}

/// <summary>A person touched the break for the first time; from here it has a story of its own.</summary>
public sealed record BreakOpened(Instant At, string ByUser, BreakFacts Facts);

/// <summary>Somebody is to clear the break, until a day; without one the day of its kind holds.</summary>
public sealed record BreakAssigned(Instant At, string ByUser, string Owner, LocalDate? Due);

/// <summary>A remark, kept for ever.</summary>
public sealed record BreakCommented(Instant At, string ByUser, string Text);

/// <summary>A paper was added: the bank's letter, an enquiry. Its bytes are kept by their hash.</summary>
public sealed record BreakFileAttached(
    Instant At, string ByUser, string FileName, string ContentType, string Sha256, long Size);

/// <summary>The first of two people explains the break; nothing moves before the second agrees.</summary>
public sealed record BreakExplained(Instant At, string ByUser, Explanation[] Parts, string Reason);

/// <summary>The second person does not agree.</summary>
public sealed record BreakExplanationDeclined(Instant At, string ByUser, string Reason);

/// <summary>
/// The break's money is explained. <see cref="Moved"/> leaves the account of unexplained money here and is posted anew
/// by the facts that explain it, on their own streams and in the same transaction; what the bank corrected itself
/// stays there, where both directions cancel out. <see cref="ExplainedBy"/> is the first of two people. Where
/// <see cref="Reconsidering"/> matched it, the reason is the rule's name.
/// </summary>
public sealed record BreakResolved(
    Instant At, string ByUser, string? ExplainedBy, LocalDate ValueDate, string Account, bool FromAdvance, bool IsDebit,
    Money Moved, Explanation[] Parts, string Reason) : IValueDated
{
    /// <summary>The version of the passes that matched it; 0 where people explained it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int RuleVersion { get; init; }

    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>
/// The explanation was wrong: its facts are taken back in the same transaction, and the break is open again.
/// </summary>
public sealed record BreakReopened(
    Instant At, string ByUser, LocalDate ValueDate, string Account, bool FromAdvance, bool IsDebit, Money Moved,
    Explanation[] Parts, string Reason) : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>Where a break stands (tình trạng khoản chưa giải thích).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreakStatus>))]
public enum BreakStatus
{
    Open,

    /// <summary>One of two people explained it.</summary>
    Explained,
    Resolved,
}

/// <summary>A share of a bank entry without a partner, from when a person touches it (khoản chưa giải thích).</summary>
public sealed record EntryBreak : IFold<EntryBreak>
{
    public required Guid Id { get; init; }

    public required BreakFacts Facts { get; init; }

    public BreakStatus Status { get; init; }

    public string? Owner { get; init; }

    /// <summary>The day that a person set, or null.</summary>
    public LocalDate? Due { get; init; }

    /// <summary>The explanation that waits for the second person.</summary>
    public BreakExplained? Explained { get; init; }

    /// <summary>What explained the break, while it is resolved.</summary>
    public BreakResolved? Resolved { get; init; }

    /// <summary>
    /// A person took its explanation back; from then on people alone decide. Not so where a change of rules did.
    /// </summary>
    public bool IsForPeople { get; init; }

    /// <summary>Payments that a person said not to be the one.</summary>
    public PaymentRef[] Rejected { get; init; } = [];

    /// <summary>Hashes of the papers.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>The break at a place of a file's story: the event's version and the break's number in it.</summary>
    public static Guid IdOf(Guid fileId, long version, int item) => Keys.GuidOf(
        "break", fileId.ToString(), version.ToString(CultureInfo.InvariantCulture),
        item.ToString(CultureInfo.InvariantCulture));

    public static EntryBreak? Evolve(EntryBreak? state, Guid id, object @event) => @event switch
    {
        BreakOpened e => new EntryBreak { Id = id, Facts = e.Facts },
        _ when state is null => null,
        BreakAssigned e => state with { Owner = e.Owner, Due = e.Due ?? state.Due },
        BreakFileAttached e => state with { Files = [.. state.Files, e.Sha256] },
        BreakPairRejected e => state with { Rejected = [.. state.Rejected, new PaymentRef(e.Batch, e.No)] },
        BreakExplained e => state with { Status = BreakStatus.Explained, Explained = e },
        BreakExplanationDeclined => state with { Status = BreakStatus.Open, Explained = null },
        BreakResolved e => state with { Status = BreakStatus.Resolved, Resolved = e, Explained = null },
        BreakReopened e => state with
        {
            Status = BreakStatus.Open,
            Resolved = null,
            IsForPeople = state.IsForPeople || e.ByUser != Reconsidering.ByUser,
        },
        _ => state,
    };
}
