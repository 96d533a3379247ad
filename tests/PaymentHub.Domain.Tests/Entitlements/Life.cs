using NodaTime;
using PaymentHub.Domain.Entitlements;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>
/// Everything that is true of a person in the end. Each fact has a number, so a test can say when it becomes known:
/// 0..2 the decisions, 3..5 their ends, 6 the death, 7 the birth date, 8 the pension.
/// </summary>
internal sealed record Life(
    (string Programme, string Group)[] Groups,
    YearMonth[] Starts,
    YearMonth?[] Ends,
    YearMonth? Death,
    LocalDate Born,
    PensionFact? Pension)
{
    public const int Decisions = 3;

    public const int Facts = 9;

    /// <summary>The person with the facts that are known; what was committed stays.</summary>
    public PersonClaims Knowing(PersonClaims before, Func<int, bool> isKnown)
    {
        var decisions = new List<DecisionFacts>();
        for (var i = 0; i < Groups.Length; i++)
        {
            if (!isKnown(i)) continue;
            var until = isKnown(Decisions + i) ? Ends[i] : null;
            decisions.Add(Given.Decision($"D{i}", Groups[i].Programme, Groups[i].Group, Starts[i], until));
        }

        return before with
        {
            Decisions = decisions,
            MonthOfDeath = isKnown(6) ? Death : null,
            Born = isKnown(7) ? Born : null,
            Pensions = isKnown(8) && Pension is { } pension ? [pension] : [],
        };
    }
}
