namespace PaymentHub.BankFormats.Incoming;

/// <summary>What one account's statement in a file amounts to.</summary>
public sealed record InspectedAccount(
    string? Account, string? StatementId, string? Sequence, string? Opening, string? Closing, string? Currency,
    long Entries);

/// <summary>
/// The judgement over one file of any format, given after its last byte.
/// </summary>
/// <param name="Format">What it is, such as <c>camt.053.001.08</c>, <c>MT940</c>, <c>BAI2</c>.</param>
/// <param name="Outcome">Verdict, reasons, findings, hash.</param>
/// <param name="Statements">Statements, reports, notifications or accounts in it.</param>
/// <param name="Entries">Entries, status lines or payment transactions read.</param>
/// <param name="TransactionDetails">Transactions listed inside entries.</param>
/// <param name="CreditSum">Sum of the positive entries.</param>
/// <param name="DebitSum">Sum of the negative entries, as a positive amount.</param>
/// <param name="RawMarkers">Entry markers counted in the bytes, independently of the parser.</param>
public sealed record Inspection(
    string Format, FileOutcome Outcome, int Statements, long Entries, long TransactionDetails, ExactAmount CreditSum,
    ExactAmount DebitSum, long RawMarkers, IReadOnlyList<InspectedAccount> Accounts)
{
    /// <summary>The statements in file order, complete.</summary>
    public IReadOnlyList<IncomingStatement> StatementsRead { get; init; } = [];

    /// <summary>What messages of statuses say of whole messages and batches.</summary>
    public IReadOnlyList<IncomingAnswer> Answers { get; init; } = [];

    /// <summary>The senders' ids of the messages of the file (<c>GrpHdr/MsgId</c>).</summary>
    public IReadOnlyList<string> MessageIds { get; init; } = [];

    /// <summary>The judgement over a file whose bytes could not be had.</summary>
    public static Inspection Unreadable(string why) => new(
        "unknown",
        new FileOutcome(
            Verdict.Reject, [FileReason.UnsupportedType],
            [
                new FileFinding(
                    0, "", FileReason.UnsupportedType, $"Không đọc được tệp: {why}", $"The file cannot be read: {why}"),
            ],
            null, 0),
        0, 0, 0, ExactAmount.Zero, ExactAmount.Zero, 0, []);

    internal static Inspection Of(ReadContext read, FileOutcome outcome) => new(
        read.Format, outcome, read.Statements.Count, read.Entries, read.Details, read.Totals.Credits,
        read.Totals.Debits, read.RawMarkers, [.. read.Statements.Select(AccountOf)])
    {
        StatementsRead = read.Statements,
        Answers = read.Answers,
        MessageIds = read.MessageIds,
    };

    private static InspectedAccount AccountOf(IncomingStatement s) => new(
        s.Account, s.Id, s.Sequence, s.Opening?.Amount.ToString(), s.Closing?.Amount.ToString(), s.Currency,
        s.All.Count);
}
