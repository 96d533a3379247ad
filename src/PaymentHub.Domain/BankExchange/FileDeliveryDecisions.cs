using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>The file's bytes are not made yet.</summary>
public sealed record FileNotProduced() : Refusal(
    "file-not-produced", "Tệp lệnh chi chưa được tạo xong; hãy thử lại sau.", "The file is not made yet; try later.");

/// <summary>The bank has the file, or refused it: there is nothing to send.</summary>
public sealed record DeliveryDecided(DeliveryState State) : Refusal(
    "delivery-decided",
    "Tệp đã được ngân hàng xác nhận hoặc từ chối, hoặc đang gửi; không gửi lại được.",
    $"The file is {State}; it cannot be sent again.");

/// <summary>Payments of the file were answered or booked, so the bank has it.</summary>
public sealed record FileHasEvidence() : Refusal(
    "file-has-evidence",
    "Đã có báo cáo hoặc sao kê về các lệnh trong tệp, tức là ngân hàng đã nhận; gửi lại có thể chi hai lần.",
    "A report or statement tells of payments of this file, so the bank has it; sending again might pay twice.");

/// <summary>One person gives one of the two signatures.</summary>
public sealed record ResendSecondPerson(string User) : Refusal(
    "segregation-of-duties", $"{User} đã đề nghị gửi lại; cần một người khác đồng ý.",
    $"{User} proposed to send again; another person has to agree.");

/// <summary>Only the bytes that were agreed may answer for the file.</summary>
public sealed record FileHashDiffers() : Refusal(
    "file-hash-differs", "Mã băm không khớp với tệp đã phát hành; hãy tải lại tệp và kiểm tra.",
    "The hash is not that of the file; download it again and compare.");

/// <summary>
/// What may happen to a file between its making and the bank's word. It is sent once; only two people send it again,
/// and then the same bytes under the same ids, so that a bank that has it sees a duplicate.
/// </summary>
public static class FileDeliveryDecisions
{
    /// <summary>Attempts that the service makes by itself, while surely nothing arrived.</summary>
    public const int OwnAttempts = 6;

    private const int MinReasonLength = 5;
    private const string Lost = "gửi dở dang, không ghi nhận được kết quả / interrupted before an outcome was recorded";

    /// <summary>
    /// Whether the file goes out now. A file found under way was interrupted: it becomes unknown and stays where it is.
    /// </summary>
    public static Decision Begin(InstructionFile file, ChannelKind channel, Instant now)
    {
        if (file.Produced is not { } produced) return new FileNotProduced();
        var delivery = file.Delivery;
        var mayTry = delivery.State == DeliveryState.Produced
            || (delivery.State == DeliveryState.Failed && delivery.Attempts < OwnAttempts);
        if (mayTry)
        {
            return Decision.Accept(new DeliveryBegun(
                now, file.MessageId, delivery.Attempts + 1, channel, produced.FileName, produced.Sha256));
        }

        return delivery.State == DeliveryState.Sending
            ? Decision.Accept(new DeliveryUnknown(now, file.MessageId, delivery.Attempts, channel, Lost))
            : Decision.AlreadyDone;
    }

    /// <summary>What came of an enquiry; evidence of the payments themselves decides for good.</summary>
    public static Decision Enquired(
        InstructionFile file, DeliveryFinding finding, string evidence, bool hasOutcomes, string user, Instant now)
    {
        if (file.Produced is null) return new FileNotProduced();
        if (file.Delivery.State is DeliveryState.Acknowledged or DeliveryState.Declined) return Decision.AlreadyDone;
        if (hasOutcomes) return Decision.Accept(new FileAcknowledged(now, user, file.MessageId, evidence));
        if (file.Delivery.State != DeliveryState.Unknown) return Decision.AlreadyDone;
        var enquired = new DeliveryEnquired(now, user, file.MessageId, finding, evidence);
        return finding == DeliveryFinding.Arrived
            ? Decision.Accept(enquired, new FileDelivered(now, user, file.MessageId))
            : Decision.Accept(enquired);
    }

    /// <summary>The bank collected the file; <paramref name="user"/> is the bank's.</summary>
    public static Decision Collect(InstructionFile file, string user, Instant now)
    {
        if (file.Produced is null) return new FileNotProduced();
        return file.IsDelivered ? Decision.AlreadyDone : Decision.Accept(new FileDelivered(now, user, file.MessageId));
    }

    /// <summary>The bank says that it has the file; it names the hash of what it has.</summary>
    public static Decision Acknowledge(InstructionFile file, string? sha256, string user, Instant now)
    {
        if (file.Produced is not { } produced) return new FileNotProduced();
        if (!string.Equals(sha256?.Trim(), produced.Sha256, StringComparison.OrdinalIgnoreCase))
            return new FileHashDiffers();
        return file.Delivery.State switch
        {
            DeliveryState.Acknowledged => Decision.AlreadyDone,
            DeliveryState.Declined => new DeliveryDecided(file.Delivery.State),
            _ => Decision.Accept(new FileAcknowledged(now, user, file.MessageId, $"sha256 {produced.Sha256}")),
        };
    }

    /// <summary>The bank refuses the file as a whole, before anything of it was answered.</summary>
    public static Decision Decline(InstructionFile file, string? reason, bool hasOutcomes, string user, Instant now)
    {
        if (file.Produced is null) return new FileNotProduced();
        if (IsMissing(reason)) return new BankReasonMissing();
        if (hasOutcomes) return new FileHasEvidence();
        return file.Delivery.State switch
        {
            DeliveryState.Declined => Decision.AlreadyDone,
            _ => Decision.Accept(new FileDeclined(now, user, file.MessageId, reason!.Trim())),
        };
    }

    /// <summary>
    /// The first person proposes, another agrees. Not for a file of whose payments the bank has told anything.
    /// </summary>
    public static Decision Resend(InstructionFile file, string? reason, bool hasOutcomes, string user, Instant now)
    {
        if (file.Produced is not { } produced) return new FileNotProduced();
        if (IsMissing(reason)) return new BankReasonMissing();
        if (hasOutcomes) return new FileHasEvidence();
        var delivery = file.Delivery;
        if (delivery.State is not (DeliveryState.Unknown or DeliveryState.Failed or DeliveryState.Delivered))
            return new DeliveryDecided(delivery.State);
        if (delivery.Resend is not { } proposed)
            return Decision.Accept(new ResendProposed(now, user, file.MessageId, reason!.Trim()));
        if (string.Equals(proposed.ByUser, user, StringComparison.OrdinalIgnoreCase))
            return new ResendSecondPerson(user);
        return Decision.Accept(new ResendAgreed(
            now, user, file.MessageId, proposed.ByUser, delivery.Attempts + 1, produced.Sha256));
    }

    private static bool IsMissing(string? reason) => (reason?.Trim().Length ?? 0) < MinReasonLength;
}
