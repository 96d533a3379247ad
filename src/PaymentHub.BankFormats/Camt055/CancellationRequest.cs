using NodaTime;

namespace PaymentHub.BankFormats.Camt055;

/// <summary>
/// Yêu cầu hủy lệnh chi: asks the bank not to execute a payment file, or parts of it, that it has received
/// (camt.055.001.08). It asks; only the bank's answer (camt.029, or a pain.002 with CANC) says what became of it.
/// </summary>
public sealed record CancellationRequest
{
    /// <summary>Ours, unique for ever, at most 16 characters: the id of the assignment, which the answer
    /// names.</summary>
    public required string Id { get; init; }

    /// <summary>When the bytes were fixed; part of the message.</summary>
    public required OffsetDateTime CreatedAt { get; init; }

    /// <summary>Name of the paying authority, at most 140 characters.</summary>
    public required string Requester { get; init; }

    /// <summary>BIC of the bank that has the file.</summary>
    public required string BankBic { get; init; }

    /// <summary>Message id of the payment file.</summary>
    public required string OriginalMessageId { get; init; }

    /// <summary>Its message name, such as <c>pain.001.001.09</c>.</summary>
    public required string OriginalMessageName { get; init; }

    /// <summary>Creation time of the payment file, as it stands in it.</summary>
    public required OffsetDateTime OriginalCreatedAt { get; init; }

    /// <summary>Why; one of <see cref="CancellationReason.All"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>How many payments are to be cancelled.</summary>
    public required int Count { get; init; }

    /// <summary>Their sum in đồng.</summary>
    public required long ControlSum { get; init; }

    /// <summary>The batches concerned; empty asks for the whole file.</summary>
    public IReadOnlyList<CancelledBatch> Batches { get; init; } = [];
}

/// <summary>
/// Payments of one batch (<c>PmtInf</c>) of the original file.
/// </summary>
/// <param name="PaymentInformationId">Id of the batch in the payment file.</param>
/// <param name="Count">How many payments are to be cancelled.</param>
/// <param name="ControlSum">Their sum in đồng.</param>
/// <param name="Payments">Which; empty asks for the whole batch.</param>
public sealed record CancelledBatch(
    string PaymentInformationId, int Count, long ControlSum, IReadOnlyList<CancelledPayment> Payments);

/// <summary>
/// One payment to be cancelled.
/// </summary>
/// <param name="EndToEndId">As in the payment file.</param>
/// <param name="AmountDong">As in the payment file.</param>
/// <param name="ExecutionDate">The day asked for in the payment file.</param>
public sealed record CancelledPayment(string EndToEndId, long AmountDong, LocalDate ExecutionDate);

/// <summary>
/// The codes of the ISO 20022 external cancellation reason set that a paying authority may give. None tells of a
/// person: why one payment is recalled is nobody's business but ours.
/// </summary>
public static class CancellationReason
{
    /// <summary>CUST, RequestedByCustomer.</summary>
    public const string Requested = "CUST";

    /// <summary>DUPL, DuplicatePayment.</summary>
    public const string Duplicate = "DUPL";

    /// <summary>TECH, TechnicalProblem.</summary>
    public const string Technical = "TECH";

    /// <summary>UPAY, UnduePayment.</summary>
    public const string Undue = "UPAY";

    /// <summary>The codes that may be written.</summary>
    public static IReadOnlyList<string> All { get; } = [Requested, Duplicate, Technical, Undue];
}
