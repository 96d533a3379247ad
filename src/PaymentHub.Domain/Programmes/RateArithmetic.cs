namespace PaymentHub.Domain.Programmes;

/// <summary>
/// The products that turn a rate row into đồng. All integer; one rounding at the end (half up), because rounding an
/// intermediate premium would move the subsidy by a đồng.
/// </summary>
public static class RateArithmetic
{
    /// <summary>Monthly health premium: 4.5 % of the base salary, in basis points (NĐ 146/2018/NĐ-CP Điều 7).</summary>
    public const long PremiumBasisPoints = 450;

    /// <summary>
    /// Voluntary contribution: 22 % of the chosen income, in basis points (NĐ 159/2025/NĐ-CP Điều 5).
    /// </summary>
    public const long ContributionBasisPoints = 2200;

    private const long OneInBasisPoints = 10_000;

    /// <summary>
    /// The amount of a row in whole đồng and whether a remainder was rounded. Throws for a row in kind, or for a row
    /// that needs a base amount and gets none: callers ask the rate book, which answers those cases itself.
    /// </summary>
    public static (Money Amount, bool Rounded) AmountOf(RateRow row, Money? baseAmount) => row.Kind switch
    {
        ValueKind.Amount => Divide(row.Value.Count, 100),
        ValueKind.Coefficient => Divide(Base(row, baseAmount) * row.Value.Count, 100),
        ValueKind.PercentOfPremium => OfShare(Base(row, baseAmount), PremiumBasisPoints, row.Value.Count),
        ValueKind.PercentOfContribution => OfShare(Base(row, baseAmount), ContributionBasisPoints, row.Value.Count),
        _ => throw new InvalidOperationException($"{row.Programme}/{row.Group} is in kind and has no amount."),
    };

    /// <summary>A whole percent of an amount, rounded half up to the đồng.</summary>
    public static long PercentOf(long dong, long percent) => Divide(dong * percent, 100).Item1.Dong;

    private static long Base(RateRow row, Money? baseAmount) => baseAmount?.Dong
        ?? throw new InvalidOperationException($"{row.Programme}/{row.Group} needs a base amount.");

    private static (Money, bool) OfShare(long dong, long shareBasisPoints, long percentBasisPoints) =>
        Divide(dong * shareBasisPoints * percentBasisPoints, OneInBasisPoints * OneInBasisPoints);

    private static (Money, bool) Divide(long product, long by)
    {
        var (whole, rest) = Math.DivRem(product, by);
        return (new Money(rest * 2 >= by ? whole + 1 : whole), rest != 0);
    }
}
