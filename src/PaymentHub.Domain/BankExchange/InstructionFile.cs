using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.BankExchange;

/// <summary>What kind of file leaves.</summary>
public enum InstructionKind
{
    /// <summary>pain.001: credit transfers to payees.</summary>
    CreditTransfers,

    /// <summary>Pay list of the post office (danh sách chi trả).</summary>
    PayList,

    /// <summary>pain.001 with one transfer: the advance (tạm ứng) to the organisation that pays cash.</summary>
    Advance,

    /// <summary>camt.055: asks a file of transfers back; it moves no money, its amount is zero.</summary>
    Recall,
}

/// <summary>
/// The treasurer released batches to one institution; the file's content follows from them alone, so producing it again
/// gives the same bytes.
/// </summary>
public sealed record ReleaseOrdered(
    Instant At, string ByUser, string MessageId, InstructionKind Kind, string Institution, YearMonth Period,
    Guid[] Batches, LocalDate ExecutionDate);

/// <summary>
/// The bytes are fixed; the file may be collected. <paramref name="Format"/> is the format of the institution's profile
/// at that moment, such as pain.001.001.09 or csv; null in files from before the formats were told apart.
/// </summary>
public sealed record FileProduced(
    Instant At, string MessageId, InstructionKind Kind, string Institution, YearMonth Period, string FileName,
    string Sha256, int Count, Money Amount, string? CoversMessageId, string? EndToEndId,
    string? Format = null);

/// <summary>
/// The file lies where the institution takes it, or the institution collected it; <see cref="ByUser"/> is empty where
/// the service found it there.
/// </summary>
public sealed record FileDelivered(Instant At, string ByUser, string MessageId);

/// <summary>
/// A file to an institution, from the release act to its delivery. <see cref="MessageId"/> is GrpHdr/MsgId.
/// </summary>
public sealed record InstructionFile : IFold<InstructionFile>
{
    public required Guid Id { get; init; }

    public required string MessageId { get; init; }

    public ReleaseOrdered? Ordered { get; init; }

    public FileProduced? Produced { get; init; }

    public bool IsDelivered => Delivery.State is DeliveryState.Delivered or DeliveryState.Acknowledged;

    /// <summary>How its sending went so far.</summary>
    public FileDelivery Delivery { get; init; } = new();

    /// <summary>The latest request to give it back unexecuted, or null.</summary>
    public FileRecall? Recall { get; init; }

    public static Guid IdOf(string messageId) => Keys.GuidOf("instruction-file", messageId);

    /// <summary>16 base-32 characters that name this institution and exactly these batches.</summary>
    public static string MessageIdOf(string purpose, string institution, IEnumerable<Guid> batches)
    {
        var parts = batches.Order().Select(b => b.ToString("N")).Prepend(institution).Prepend(purpose).ToArray();
        return Base32.Encode(Keys.HashOf(parts), 16);
    }

    public static InstructionFile? Evolve(InstructionFile? state, Guid id, object @event)
    {
        var next = @event switch
        {
            ReleaseOrdered e => new InstructionFile { Id = id, MessageId = e.MessageId, Ordered = e },
            FileProduced e => (state ?? new InstructionFile { Id = id, MessageId = e.MessageId }) with { Produced = e },
            _ => state,
        };
        return next is null
            ? null
            : next with { Delivery = next.Delivery.After(@event), Recall = FileRecall.After(next.Recall, @event) };
    }
}
