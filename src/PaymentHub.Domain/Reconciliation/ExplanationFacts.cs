using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// What an explanation is judged by, loaded and locked before: the named payments at the break's institution and how
/// they stand, the advances by the message id of the list that they cover, and the other breaks.
/// </summary>
public sealed record ExplanationFacts(
    IReadOnlyDictionary<PaymentRef, BatchPayment> Payments, IReadOnlyDictionary<string, AdvanceOrder> Advances,
    IReadOnlyDictionary<Guid, EntryBreak> Breaks);

/// <summary>
/// What comes of an explanation, by stream: the break's own events, those of batches, of the payer account, and of the
/// other breaks that the bank's correction takes in.
/// </summary>
public sealed record ExplanationResult
{
    public Refusal? Refusal { get; private init; }

    public object[] ForBreak { get; private init; } = [];

    public IReadOnlyDictionary<Guid, object[]> ByBatch { get; init; } = new Dictionary<Guid, object[]>();

    public object[] ForAccount { get; init; } = [];

    public IReadOnlyDictionary<Guid, object[]> ByOtherBreak { get; init; } = new Dictionary<Guid, object[]>();

    /// <summary>The same, booked in open months; the days of the bank's entries stay as they are.</summary>
    public ExplanationResult In(OpenBooks books) => this with
    {
        ForBreak = Array.ConvertAll(ForBreak, e => Booked(e, books)),
        ForAccount = Array.ConvertAll(ForAccount, e => Booked(e, books)),
        ByBatch = ByBatch.ToDictionary(b => b.Key, b => Array.ConvertAll(b.Value, e => Booked(e, books))),
        ByOtherBreak = ByOtherBreak.ToDictionary(b => b.Key, b => Array.ConvertAll(b.Value, e => Booked(e, books))),
    };

    /// <summary>The same, as made by this version of the passes.</summary>
    internal ExplanationResult WithRuleVersion(int version) => this with
    {
        ForBreak = Array.ConvertAll(
            ForBreak, e => e is BreakResolved resolved ? resolved with { RuleVersion = version } : e),
    };

    private static object Booked(object e, OpenBooks books) => e switch
    {
        BreakResolved x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        BreakReopened x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        MatchUndone x => x with { Break = x.Break with { BookedOn = books.BookedOn(x.Break.ValueDate) } },
        PaymentsSettled x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        PaymentsReturned x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        SettlementsUndone x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        ReturnsUndone x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        FundingReceived x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        ChargeBooked x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        AdvanceGiven x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        AdvanceReturned x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        MovementUndone x => x with { BookedOn = books.BookedOn(x.ValueDate) },
        _ => e,
    };

    public static ExplanationResult Of(params object[] forBreak) => new() { ForBreak = forBreak };

    public static implicit operator ExplanationResult(Refusal refusal) => new() { Refusal = refusal };
}
