using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>A payment's place.</summary>
public readonly record struct PaymentRef(Guid Batch, int No);

/// <summary>An advance that we ordered: its end-to-end id stands on the order to the bank.</summary>
public sealed record AdvanceOrder(
    string EndToEndId, string MessageId, string ToInstitution, string Account, Money Amount, bool IsGiven);

/// <summary>
/// What the matcher may know: our payments by reference, the payments of batches booked in one line, candidates by
/// account, ordered advances, and how each of these payments stands. Everything is loaded before the decision; the
/// decision itself asks nobody.
/// </summary>
public sealed record MatchFacts(
    IReadOnlyDictionary<string, PaymentRef> ByEndToEndId,
    IReadOnlyDictionary<string, PaymentRef[]> ByPaymentInformationId,
    ILookup<string, PaymentRef> ByAccount,
    IReadOnlyDictionary<string, AdvanceOrder> Advances,
    IReadOnlyDictionary<PaymentRef, BatchPayment> Payments)
{
    /// <summary>
    /// Payments that the bank gave back though it never showed their debit; by our reference, with the earliest day of
    /// the return.
    /// </summary>
    public IReadOnlyDictionary<string, LocalDate> ReturnsWaiting { get; init; } = new Dictionary<string, LocalDate>();

    /// <summary>
    /// Batches of which a booking waits because nobody can tell of which of their payments it is.
    /// </summary>
    public IReadOnlySet<Guid> BookingsWaiting { get; init; } = new HashSet<Guid>();

    /// <summary>What the contract lets the bank charge for a transfer; empty where nothing was agreed.</summary>
    public IReadOnlyList<FeeSchedule> Fees { get; init; } = [];

    /// <summary>The same, as if none but these payments had been ordered.</summary>
    public MatchFacts Among(IReadOnlySet<PaymentRef> payments) => this with
    {
        ByEndToEndId = ByEndToEndId.Where(p => payments.Contains(p.Value)).ToDictionary(),
        ByPaymentInformationId = ByPaymentInformationId.ToDictionary(
            b => b.Key, b => Array.FindAll(b.Value, payments.Contains)),
        ByAccount = ByAccount.SelectMany(a => a, (a, p) => (a.Key, Payment: p)).Where(p => payments.Contains(p.Payment))
            .ToLookup(p => p.Key, p => p.Payment),
    };
}

/// <summary>
/// Where the entries come from: a payer account's statement, or a pay-out organisation's cash report.
/// </summary>
public sealed record EntrySource(Guid FileId, string Institution, string Account, bool FromAdvance)
{
    /// <summary>Which months the books are still open for; decides under which day an entry is booked.</summary>
    public OpenBooks Books { get; init; } = OpenBooks.Always;

    /// <summary>The version of the passes that judges the entries; an earlier one shows what it would make.</summary>
    public int RuleVersion { get; init; } = EntryMatching.RuleVersion;
}

/// <summary>The events of one transaction, by stream.</summary>
public sealed record MatchResult(
    IReadOnlyDictionary<Guid, object[]> ByBatch, object[] ForAccount, EntryMatch[] Matches, FoundBreak[] Breaks);
