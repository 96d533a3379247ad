namespace PaymentHub.Web.Components;

/// <summary>The tone in which the states of batches and payments are shown.</summary>
public static class StatusLook
{
    /// <summary>Tone of a batch's state; <c>Signed</c> has the first of two signatures.</summary>
    public static Tone OfBatch(string status) => status switch
    {
        "Submitted" or "Signed" => Tone.Info,
        "Approved" or "Released" => Tone.Good,
        _ => Tone.Idle,
    };

    /// <summary>Tone of a payment's state.</summary>
    public static Tone OfPayment(string status) => status switch
    {
        "Instructed" or "Accepted" => Tone.Info,
        "Settled" => Tone.Good,
        "Unknown" => Tone.Warn,
        "Rejected" or "Returned" or "Cancelled" => Tone.Bad,
        _ => Tone.Idle,
    };
}
