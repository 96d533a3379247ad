using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// People of every programme with two years of monthly payments, some with two decisions, some dead, moved on by age,
/// suspended or paid too much; the same number always gives the same person. They come as a plan reads them: texts are
/// each person's own, commitments are a list.
/// </summary>
internal static class HistoryPeople
{
    /// <summary>Months paid before the one computed.</summary>
    public const int Months = 24;

    private static readonly YearMonth First = new(2024, 11);

    private static readonly (string Programme, string Group, long Old, long New, int Born)[] Kinds =
    [
        ("HTXH", "75+", 500_000, 540_000, 1945), ("HTXH", "75+", 500_000, 500_000, 1940),
        ("TCXH", "K6.C", 750_000, 810_000, 1980), ("TCXH", "K6.D", 1_000_000, 1_000_000, 1950),
        ("NCC", "LS1", 2_789_000, 2_789_000, 1945), ("BHYT", "DT", 105_300, 113_850, 1990),
        ("BHYT", "CN", 73_710, 79_695, 1990), ("TCXH", "K1.A", 1_250_000, 1_350_000, 2023),
        ("BHXHTN", "KHAC", 66_000, 66_000, 1985), ("NCC", "BB61", 4_622_000, 4_992_000, 1950),
    ];

    public static PersonClaims[] Make(int count, int first)
    {
        var people = new PersonClaims[count];
        for (var i = 0; i < count; i++) people[i] = Of(first + i);
        return people;
    }

    private static PersonClaims Of(int no)
    {
        var kind = Kinds[no % Kinds.Length];
        var main = Decision(no, 'A', kind.Programme, kind.Group, no % 97 == 0);
        var second = (no % 10) switch
        {
            0 or 2 or 4 => Decision(no, 'B', "BHYT", kind.Programme == "NCC" ? "CC" : "BT", false),
            3 => Decision(no, 'B', "HTXH", "75+", false),
            _ => null,
        };
        var committed = new List<CommittedMonth>(Months * 2);
        for (var n = 0; n < Months; n++)
        {
            var amount = n < Months - 4 ? kind.Old : kind.New;
            committed.Add(new CommittedMonth(main.Id, First.PlusMonths(n), new Money(amount)));
            if (second is not null && second.Terms.Programme == "BHYT")
                committed.Add(new CommittedMonth(second.Id, First.PlusMonths(n), PremiumPaid(no, n)));
        }

        return new PersonClaims(
            second is null ? [main] : new DecisionFacts[] { main, second }, committed,
            no % 53 == 0 ? First.PlusMonths(Months - 1 - (no % 3)) : null)
        {
            Born = new LocalDate(kind.Born, 1 + (no % 12), 1 + (no % 28)),
        };
    }

    // Most premiums follow the base salary of July 2026 already; some wait for their arrears.
    private static Money PremiumPaid(int no, int month) =>
        new(month < Months - 4 || no % 7 == 0 ? 105_300 : 113_850);

    private static DecisionFacts Decision(int no, char letter, string programme, string group, bool rests)
    {
        var dossier = $"QN-21025-{no:000000}{letter}";
        Suspension[] suspensions = rests ? [new(First.PlusMonths(Months), null, "UNCOLLECTED")] : [];
        return new DecisionFacts(
            Entitlement.IdOf(dossier), dossier,
            new EntitlementTerms(
                new string(programme.AsSpan()), new string(group.AsSpan()), null,
                "12/QĐ-UBND", "Lê Minh Sơn", new LocalDate(2024, 11, 5), First, null, "21025"),
            null, suspensions);
    }
}
