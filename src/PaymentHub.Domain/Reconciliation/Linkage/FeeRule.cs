using System.Globalization;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// A fee found in the files: the right amount is the left one less <see cref="BasisPoints"/> of it and less
/// <see cref="Fixed"/>; with <see cref="OnRight"/> it is the left amount that remains of the right one.
/// <see cref="Share"/> is the share of pairs it explained when it was found.
/// </summary>
public sealed record FeeRule(int BasisPoints, long Fixed, bool OnRight, double Share)
{
    private const int Whole = 10_000;

    /// <summary>The right amount that a left amount becomes; it may be one unit off by rounding.</summary>
    public long Of(long left) => OnRight ? ((left + Fixed) * Whole + (Whole - BasisPoints) / 2) / (Whole - BasisPoints)
        : left - Rounded(left) - Fixed;

    /// <summary>In words: "2.9% + 30".</summary>
    public string Words
    {
        get
        {
            var rate = (BasisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture);
            var side = OnRight ? "right" : "left";
            return BasisPoints == 0 ? $"fee of {Fixed} units off the {side} amount"
                : $"fee of {rate}% + {Fixed} units off the {side} amount";
        }
    }

    private long Rounded(long amount) => ((amount * BasisPoints) + (Whole / 2)) / Whole;
}
