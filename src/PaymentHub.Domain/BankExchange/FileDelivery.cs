using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>
/// The file is about to be sent: recorded before the first byte leaves, so that whoever finds this without an outcome
/// knows that the bank may have it. Name and hash are those of <see cref="FileProduced"/>.
/// </summary>
public sealed record DeliveryBegun(
    Instant At, string MessageId, int Attempt, ChannelKind Channel, string FileName, string Sha256);

/// <summary>Surely nothing arrived: the bank could not be reached, or it took no byte under the file's name.</summary>
public sealed record DeliveryFailed(Instant At, string MessageId, int Attempt, ChannelKind Channel, string Reason);

/// <summary>The bank may have the file or not; nothing is sent again by itself.</summary>
public sealed record DeliveryUnknown(Instant At, string MessageId, int Attempt, ChannelKind Channel, string Reason);

/// <summary>What was found when the bank was asked, or its answers were looked through.</summary>
public enum DeliveryFinding
{
    /// <summary>It cannot be told yet.</summary>
    Undecided,

    /// <summary>The file is not where it would have arrived. The bank may have taken it, so a person decides.</summary>
    Absent,

    /// <summary>The file is there, whole.</summary>
    Arrived,
}

/// <summary>
/// The bank was asked where the file is; <paramref name="ByUser"/> is empty where the service asked by itself.
/// </summary>
public sealed record DeliveryEnquired(
    Instant At, string ByUser, string MessageId, DeliveryFinding Finding, string Evidence);

/// <summary>
/// The bank has the file: it said so, or a status report or a statement shows it. <paramref name="ByUser"/> is empty
/// where evidence decided.
/// </summary>
public sealed record FileAcknowledged(Instant At, string ByUser, string MessageId, string Evidence);

/// <summary>The bank refuses the file as a whole; no payment of it was executed.</summary>
public sealed record FileDeclined(Instant At, string ByUser, string MessageId, string Reason);

/// <summary>The first of two people proposes to send the same bytes under the same ids again.</summary>
public sealed record ResendProposed(Instant At, string ByUser, string MessageId, string Reason);

/// <summary>The second person agrees.</summary>
public sealed record ResendAgreed(
    Instant At, string ByUser, string MessageId, string ProposedBy, int Attempt, string Sha256);

/// <summary>Where a file out stands.</summary>
public enum DeliveryState
{
    /// <summary>Released; its bytes are being made.</summary>
    Ordered,

    /// <summary>The bytes are fixed; it waits to be sent or collected.</summary>
    Produced,

    /// <summary>Under way; what came of it is not recorded yet.</summary>
    Sending,

    /// <summary>Surely not arrived; it is tried again, or a person looks.</summary>
    Failed,

    /// <summary>Arrived or not: an enquiry, a statement or a person decides.</summary>
    Unknown,

    /// <summary>It lies where the bank takes it, or the bank collected it.</summary>
    Delivered,

    /// <summary>The bank has it, on its own word or by its deeds.</summary>
    Acknowledged,

    /// <summary>The bank refused it as a whole.</summary>
    Declined,
}

/// <summary>How the sending of a file went so far.</summary>
public sealed record FileDelivery
{
    public DeliveryState State { get; init; }

    /// <summary>How often it was sent, the present attempt included.</summary>
    public int Attempts { get; init; }

    /// <summary>The proposal that waits for a second person, or null.</summary>
    public ResendProposed? Resend { get; init; }

    /// <summary>What the latest enquiry found since the file became unknown.</summary>
    public DeliveryFinding? Finding { get; init; }

    /// <summary>The delivery after one more event of the file's stream.</summary>
    public FileDelivery After(object @event) => @event switch
    {
        FileProduced => this with { State = DeliveryState.Produced },
        DeliveryBegun e => this with { State = DeliveryState.Sending, Attempts = e.Attempt, Finding = null },
        DeliveryFailed => this with { State = DeliveryState.Failed },
        DeliveryUnknown => this with { State = DeliveryState.Unknown },
        DeliveryEnquired e => this with { Finding = e.Finding },
        FileDelivered => State >= DeliveryState.Acknowledged ? this : this with { State = DeliveryState.Delivered },
        FileAcknowledged => this with { State = DeliveryState.Acknowledged, Resend = null },
        FileDeclined => this with { State = DeliveryState.Declined, Resend = null },
        ResendProposed e => this with { Resend = e },
        ResendAgreed => this with { State = DeliveryState.Produced, Resend = null },
        _ => this,
    };
}
