namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// What an answer (pain.002, pacs.002, camt.029) says of a whole message and of its batches. Single payments are
/// entries. Nothing is spread here: what a status means for payments that are not listed is for the caller, who knows
/// what was instructed.
/// </summary>
/// <param name="OriginalMessageId">The message that is answered; null where the bank does not name it.</param>
/// <param name="Status">Status of the whole message, or null.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Batches">The batches that the answer names, in file order.</param>
public sealed record IncomingAnswer(
    string? OriginalMessageId, string? Status, ReturnReason? Reason, IReadOnlyList<AnsweredBatch> Batches)
{
    /// <summary>
    /// The request to cancel that is answered (camt.029: <c>OrgnlGrpCxlId</c>, or the resolved case); null where the
    /// bank names none.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>The counts that the answer declares for the whole message.</summary>
    public DeclaredLines Declared { get; init; } = DeclaredLines.None;
}

/// <summary>What an answer says of one batch (<c>OrgnlPmtInfAndSts</c>); a null status says nothing.</summary>
public sealed record AnsweredBatch(string? PaymentInformationId, string? Status, ReturnReason? Reason)
{
    /// <summary>The counts that the answer declares for the batch.</summary>
    public DeclaredLines Declared { get; init; } = DeclaredLines.None;
}

/// <summary>
/// How many transactions an answer counts, listed or not: <c>OrgnlNbOfTxs</c> and <c>NbOfTxsPerSts</c>.
/// </summary>
/// <param name="Count">Transactions of the original message or batch; null where not declared.</param>
/// <param name="ByStatus">Transactions of each status, in file order; empty where not declared.</param>
public sealed record DeclaredLines(long? Count, IReadOnlyList<StatusCount> ByStatus)
{
    public static readonly DeclaredLines None = new(null, []);
}

/// <summary>Number of transactions of one status (<c>DtldNbOfTxs</c> of a <c>DtldSts</c>).</summary>
public sealed record StatusCount(string Status, long Count);
