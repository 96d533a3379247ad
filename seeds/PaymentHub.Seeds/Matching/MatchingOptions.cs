namespace PaymentHub.Seeds.Matching;

/// <summary>What the two files of a matching scenario know about a payment.</summary>
public enum MatchingVariant
{
    /// <summary>Payments to persons against a statement: names and account numbers on both sides.</summary>
    Names,

    /// <summary>A general ledger against a statement: nothing but date, amount and memo.</summary>
    Memo,

    /// <summary>As <see cref="Memo"/>, and part of the payments repeat monthly, nearly or exactly alike.</summary>
    Recurring,

    /// <summary>A bank feed against a ledger, as hard as its seed says (<see cref="MatchingShape"/>).</summary>
    Feed,

    /// <summary>As <see cref="Feed"/>, amounts close together and memos cut short.</summary>
    Tight,

    /// <summary>As <see cref="Feed"/>, and the bank's memo often holds the id of the line in the books.</summary>
    Reference,

    /// <summary>The bank has only a memo, the books only a name.</summary>
    Sparse,

    /// <summary>Dates and amounts, nothing else.</summary>
    Bare,

    /// <summary>As <see cref="Feed"/> without amounts.</summary>
    TextOnly,
}

/// <summary>A scenario of two files with known truth.</summary>
/// <param name="Seed">Every choice follows from it.</param>
/// <param name="Variant">What the files know.</param>
/// <param name="Pairs">Number of true pairs; about a tenth as many rows on each side have no partner.</param>
/// <param name="Form">How the files are written.</param>
public sealed record MatchingOptions(
    int Seed, MatchingVariant Variant, int Pairs, MatchingForm Form = MatchingForm.Plain);

/// <summary>How the two files of a scenario are written; what they say is the same in all of them.</summary>
public enum MatchingForm
{
    /// <summary>Commas, UTF-8, ISO dates, decimal points.</summary>
    Plain,

    /// <summary>Semicolons, UTF-8 with a mark, day before month, points for thousands, decimal comma.</summary>
    Vietnam,

    /// <summary>Quoted titles, month before day, $ and commas; brackets for debits on the left.</summary>
    America,

    /// <summary>Tabs, UTF-16, days with points, currency behind the amount, minus on the left only.</summary>
    Wide,

    /// <summary>Semicolons, Windows-1258, day before month, DR behind the amounts on the left only.</summary>
    Legacy,
}

/// <summary>One row of either file; amounts in hundredths, or đồng in <see cref="MatchingVariant.Names"/>.</summary>
internal sealed record MatchingRow(
    string Id, NodaTime.LocalDate Date, long Amount, string Memo, string Account, string Name);

/// <summary>The payment behind a pair, before either side wrote it down.</summary>
internal sealed record TrueEvent(
    int No, NodaTime.LocalDate Date, long Amount, string Party, string Account, string Purpose, string Reference,
    int Channel);
