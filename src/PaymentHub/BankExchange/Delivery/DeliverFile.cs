using PaymentHub.Domain.BankExchange;
using Wolverine;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>The bytes of a file are fixed, or two people agreed to send it again: send it.</summary>
public sealed record DeliverFile(string MessageId);

/// <summary>A file may have arrived or not: ask, for the <paramref name="Time"/>-th time.</summary>
public sealed record EnquireDelivery(string MessageId, int Time);

/// <summary>
/// Sends a file. While surely nothing arrived it is tried again, later and later; when the outcome is unknown, only an
/// enquiry follows.
/// </summary>
public static class DeliverFileHandler
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(4),
    ];

    public static async Task Handle(
        DeliverFile message, FileSender sender, IMessageContext context, CancellationToken cancellation)
    {
        var delivery = await sender.SendAsync(message.MessageId, cancellation);
        switch (delivery.State)
        {
            case DeliveryState.Failed when delivery.Attempts < FileDeliveryDecisions.OwnAttempts:
                await context.ScheduleAsync(message, Pauses[Math.Min(delivery.Attempts, Pauses.Length) - 1]);
                break;
            case DeliveryState.Unknown:
                await context.PublishAsync(new EnquireDelivery(message.MessageId, 1));
                break;
        }
    }
}

/// <summary>Asks where an unknown file is, at once and then ever more seldom, for about a day.</summary>
public static class EnquireDeliveryHandler
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(4),
        TimeSpan.FromHours(12),
    ];

    public static async Task Handle(
        EnquireDelivery message, FileSender sender, IMessageContext context, CancellationToken cancellation)
    {
        var delivery = await sender.EnquireAsync(message.MessageId, "", cancellation);
        if (delivery.State == DeliveryState.Unknown && message.Time <= Pauses.Length)
            await context.ScheduleAsync(message with { Time = message.Time + 1 }, Pauses[message.Time - 1]);
    }
}
