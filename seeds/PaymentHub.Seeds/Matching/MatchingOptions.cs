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
}

/// <summary>A scenario of two files with known truth.</summary>
/// <param name="Seed">Every choice follows from it.</param>
/// <param name="Variant">What the files know.</param>
/// <param name="Pairs">Number of true pairs; about a tenth as many rows on each side have no partner.</param>
public sealed record MatchingOptions(int Seed, MatchingVariant Variant, int Pairs);

/// <summary>One row of either file; amounts in hundredths, or đồng in <see cref="MatchingVariant.Names"/>.</summary>
internal sealed record MatchingRow(
    string Id, NodaTime.LocalDate Date, long Amount, string Memo, string Account, string Name);

/// <summary>The payment behind a pair, before either side wrote it down.</summary>
internal sealed record TrueEvent(
    int No, NodaTime.LocalDate Date, long Amount, string Party, string Account, string Purpose, string Reference,
    int Channel);
