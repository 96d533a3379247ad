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
    string? OriginalMessageId, string? Status, ReturnReason? Reason, IReadOnlyList<AnsweredBatch> Batches);

/// <summary>What an answer says of one batch (<c>OrgnlPmtInfAndSts</c>); a null status says nothing.</summary>
public sealed record AnsweredBatch(string? PaymentInformationId, string? Status, ReturnReason? Reason);
