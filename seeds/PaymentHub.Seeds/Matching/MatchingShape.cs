using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>
/// How hard a scenario is: drawn from its seed within the bounds of its variant, so that no two seeds are alike and an
/// engine cannot be fitted to one of them.
/// </summary>
internal sealed record MatchingShape
{
    /// <summary>Parties that payments go to.</summary>
    public required int Vendors { get; init; }

    /// <summary>Least and greatest amount, in hundredths; drawn evenly on a logarithmic scale.</summary>
    public required (int Least, int Most) Amounts { get; init; }

    /// <summary>Percent of payments that belong to a monthly chain of equal or nearly equal ones.</summary>
    public required int Chains { get; init; }

    /// <summary>Per mille of payments that are done twice, the same day and amount.</summary>
    public required int Twins { get; init; }

    /// <summary>Percent of pairs of equal amount, less a flat fee, less a percentage; else exchanged.</summary>
    public required (int Exact, int Flat, int Rate) Fees { get; init; }

    /// <summary>Half of the greatest relative difference that an exchange makes, per mille.</summary>
    public required int Exchange { get; init; }

    /// <summary>The longest time between books and bank, in days.</summary>
    public required int Lag { get; init; }

    /// <summary>Shortest and longest width of the bank's memo.</summary>
    public required (int Least, int Most) Width { get; init; }

    /// <summary>Percent of bank lines whose memo says nothing, and of lines in the books.</summary>
    public required (int Bank, int Books) Silent { get; init; }

    /// <summary>Percent of payments with a number that both sides may write.</summary>
    public required int References { get; init; }

    /// <summary>Percent of true pairs that as many rows of either side are without a partner.</summary>
    public required int Strangers { get; init; }

    /// <summary>Percent of bank memos with a word mistyped, with words glued or reordered, and shortened.</summary>
    public required (int Typos, int Glued, int Short) Faults { get; init; }

    public static MatchingShape Of(MatchingVariant variant, int seed)
    {
        var draw = new Draw(seed, $"shape-{variant}");
        var any = Any(draw);
        return variant switch
        {
            MatchingVariant.Tight => any with
            {
                Amounts = (2_000, draw.Between(100_000, 400_000)),
                Vendors = draw.Between(150, 400),
                Width = (8, draw.Between(18, 24)),
            },
            MatchingVariant.Reference => any with
            {
                References = draw.Between(55, 80),
                Width = (draw.Between(12, 16), 35),
                Silent = (draw.Between(2, 4), 1),
            },
            MatchingVariant.Sparse => any with { Vendors = draw.Between(900, 2_000), Width = (12, 28), Chains = 2 },
            MatchingVariant.Bare => any with
            {
                Fees = (draw.Between(60, 80), 12, 8),
                Lag = draw.Between(4, 12),
                Exchange = 10,
                Amounts = (1_000, 50_000_000),
                Chains = 0,
            },
            MatchingVariant.TextOnly => any with
            {
                References = draw.Between(80, 92),
                Width = (16, 40),
                Chains = 4,
                Silent = (2, 1),
            },
            _ => any,
        };
    }

    private static MatchingShape Any(Draw draw) => new()
    {
        Vendors = draw.Between(300, 900),
        Amounts = (1_000, draw.Between(3_000_000, 20_000_000)),
        Chains = draw.Between(4, 14),
        Twins = draw.Between(2, 8),
        Fees = (draw.Between(22, 32), draw.Between(20, 30), draw.Between(20, 30)),
        Exchange = draw.Between(8, 30),
        Lag = draw.Between(20, 30),
        Width = (8, draw.Between(24, 32)),
        Silent = (draw.Between(2, 5), draw.Between(1, 3)),
        References = draw.Between(40, 65),
        Strangers = draw.Between(5, 20),
        Faults = (draw.Between(3, 10), draw.Between(5, 15), draw.Between(10, 25)),
    };
}
