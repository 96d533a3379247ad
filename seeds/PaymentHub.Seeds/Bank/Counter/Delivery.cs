using NodaTime;

namespace PaymentHub.Seeds.Bank.Counter;

/// <summary>What goes wrong between a bank's books and the counter where its files are handed in.</summary>
public enum DeliveryFault
{
    /// <summary>Nothing: the file comes once, whole and in its turn.</summary>
    None,

    /// <summary>A statement comes after the two that follow it.</summary>
    Late,

    /// <summary>Two statements that follow each other come in the wrong order.</summary>
    Reordered,

    /// <summary>The statement of the first debits comes before the bank has said that it accepts them.</summary>
    StatementBeforeStatus,

    /// <summary>The status report comes after the last statement, when nobody waits for it any more.</summary>
    AnswerAfterTimeOut,

    /// <summary>The same bytes come again under another name.</summary>
    Duplicated,

    /// <summary>The transfer breaks off; the whole file follows.</summary>
    Truncated,

    /// <summary>A posted statement comes again under its id with another amount.</summary>
    ResentChanged,

    /// <summary>A letter is written in another character set than the file declares; the right file
    /// follows.</summary>
    WrongCharset,

    /// <summary>The totals the file declares are not those of its entries; the right file follows.</summary>
    WrongTotals,

    /// <summary>A notification tells the day's entries before the statement books them.</summary>
    Announced,

    /// <summary>Two days come in one file.</summary>
    Merged,

    /// <summary>Everything of one bank comes days later than it could.</summary>
    SlowChannel,

    /// <summary>Nothing of one bank comes for a while, then all of it at once.</summary>
    DeadChannel,
}

/// <summary>What a careful receiver does with a delivered file.</summary>
public enum Expectation
{
    /// <summary>Posts it.</summary>
    Posted,

    /// <summary>Says that it knows these bytes, and changes nothing.</summary>
    Duplicate,

    /// <summary>Refuses it or sets it aside; a person refuses what was set aside.</summary>
    NotPosted,

    /// <summary>
    /// Sets it aside because something before it is missing; two people post it once that has come. It is asked again
    /// at the delivery that fills the gap.
    /// </summary>
    PostedAfterGap,
}

/// <summary>One file on its way to the counter.</summary>
/// <param name="File">The bytes as they arrive.</param>
/// <param name="At">Local time of arrival (Asia/Ho_Chi_Minh).</param>
/// <param name="Fault">What went wrong with this delivery.</param>
/// <param name="Expected">What a careful receiver does.</param>
/// <param name="FillsGap">True for the file after which those set aside for a gap can be posted in their
/// order.</param>
public sealed record Delivery(
    BankFile File, LocalDateTime At, DeliveryFault Fault, Expectation Expected, bool FillsGap = false);
