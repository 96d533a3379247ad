using System.Text;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>
/// What a bank puts into the one text field of forms that have no place of their own for it: the
/// <c>/EREF/…/REMI/…</c> form.
/// </summary>
internal static class TaggedWords
{
    /// <summary>Our order number, the reason of a return and the words, and the other side where asked for.</summary>
    public static string Of(Booking booking, bool withParty)
    {
        var words = new StringBuilder();
        if (booking is { Payment: { } payment, Shown: IdShown.Yes })
            words.Append("/EREF/").Append(payment.EndToEndId);
        if (withParty && AccountOf(booking) is { } account)
            words.Append("/ACCT/").Append(account);
        if (withParty && NameOf(booking) is { Length: > 0 } name)
            words.Append("/NAME/").Append(name);
        if (ReasonOf(booking) is { } code)
            words.Append("/RTRN/").Append(code);
        return words.Append("/REMI/").Append(booking.Text).ToString();
    }

    /// <summary>Account of the other side.</summary>
    public static string? AccountOf(Booking booking) => booking.OtherAccount ?? booking.Payment?.Account;

    /// <summary>Name of the other side.</summary>
    public static string? NameOf(Booking booking) => booking.OtherName ?? booking.Payment?.PayeeName;

    /// <summary>Why the money of an order came back.</summary>
    public static string? ReasonOf(Booking booking) =>
        booking is { Kind: EntryKind.Return, Payment.Code: { } code } ? code : null;

    /// <summary>Our order number as a column of its own shows it.</summary>
    public static string IdOf(Booking booking) => booking switch
    {
        { Payment: { } payment, Shown: IdShown.Yes } => payment.EndToEndId,
        { Payment: not null, Shown: IdShown.NotProvided } => "NOTPROVIDED",
        _ => "",
    };
}
