using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Delivery;

/// <summary>
/// A step of a file out between its making and the bank's word. <paramref name="State"/> is where the file stands from
/// then on; null where the step does not change that.
/// </summary>
public sealed record FileDeliveryStep(
    string MessageId, long Version, string What, string? State, int? Attempt, string? Channel, string? ByUser,
    string? Detail, Instant At);

/// <summary>One row a step of sending, enquiring, sending again and asking back.</summary>
public sealed class FileDeliveryStepRows : FactTable<FileDeliveryStep>
{
    public override string Name => "file_delivery_step";

    public override string Columns => "message_id, version, what, state, attempt, channel, by_user, detail, at";

    public override IEnumerable<FileDeliveryStep> RowsOf(IEvent e)
    {
        var v = e.Version;
        FileDeliveryStep? step = e.Data switch
        {
            DeliveryBegun b => new(
                b.MessageId, v, "Begun", nameof(DeliveryState.Sending), b.Attempt, b.Channel.ToString(), null, null,
                b.At),
            DeliveryFailed f => new(
                f.MessageId, v, "Failed", nameof(DeliveryState.Failed), f.Attempt, f.Channel.ToString(), null,
                f.Reason, f.At),
            DeliveryUnknown u => new(
                u.MessageId, v, "Unknown", nameof(DeliveryState.Unknown), u.Attempt, u.Channel.ToString(), null,
                u.Reason, u.At),
            DeliveryEnquired q => new(
                q.MessageId, v, $"Enquired{q.Finding}", null, null, null, Known(q.ByUser), q.Evidence, q.At),
            FileDelivered d => new(
                d.MessageId, v, "Delivered", nameof(DeliveryState.Delivered), null, null, Known(d.ByUser), null, d.At),
            FileAcknowledged a => new(
                a.MessageId, v, "Acknowledged", nameof(DeliveryState.Acknowledged), null, null, Known(a.ByUser),
                a.Evidence, a.At),
            FileDeclined d => new(
                d.MessageId, v, "Declined", nameof(DeliveryState.Declined), null, null, d.ByUser, d.Reason, d.At),
            ResendProposed p => new(p.MessageId, v, "ResendProposed", null, null, null, p.ByUser, p.Reason, p.At),
            ResendAgreed a => new(
                a.MessageId, v, "ResendAgreed", nameof(DeliveryState.Produced), a.Attempt, null, a.ByUser, null, a.At),
            _ => RecallStep(e.Data, v),
        };
        return step is null ? [] : [step];
    }

    private static FileDeliveryStep? RecallStep(object e, long version) => e switch
    {
        RecallProposed p => new(
            p.MessageId, version, "RecallProposed", null, null, null, p.ByUser, $"{p.ReasonCode} {p.Reason}", p.At),
        RecallAsked a => new(
            a.MessageId, version, "RecallAsked", null, null, null, a.ByUser, a.RequestId, a.At),
        RecallAnswered a => new(
            a.MessageId, version, WordOf(a), null, null, null, null, $"{a.Status} {a.ReasonCode}".TrimEnd(), a.At),
        _ => null,
    };

    private static string WordOf(RecallAnswered answer) => FileRecall.StateOf(answer) switch
    {
        RecallState.Accepted => "RecallAccepted",
        RecallState.Partly => "RecallPartly",
        _ => "RecallRefused",
    };

    private static string? Known(string user) => user.Length == 0 ? null : user;

    protected override void Write(RowWriter to, FileDeliveryStep row)
    {
        to.Text(row.MessageId);
        to.Long(row.Version);
        to.Text(row.What);
        to.Text(row.State);
        to.Int(row.Attempt);
        to.Text(row.Channel);
        to.Text(row.ByUser);
        to.Text(row.Detail);
        to.At(row.At);
    }
}
