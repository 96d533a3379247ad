using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// <c>bench --stage entitlement --people N</c>: the pure computation of a month for N people with two years of history,
/// on one core, without a database. A person-month is one month of one person with the whole history read and netted.
/// People are made in portions outside the measured time, so memory does not grow with N.
/// </summary>
public static class EntitlementStage
{
    /// <summary>Person-months a second on one core.</summary>
    public const double Floor = 400_000;

    private const int Portion = 1_000;

    private const int WarmUp = 100;

    private static readonly YearMonth Month = new(2026, 11);

    /// <summary>The number of people asked for, or null where another stage is.</summary>
    public static int? PeopleOf(string[] args)
    {
        var stage = Array.IndexOf(args, "--stage");
        if (stage < 0 || stage + 1 >= args.Length || args[stage + 1] != "entitlement") return null;
        var people = Array.IndexOf(args, "--people");
        return people >= 0 && people + 1 < args.Length
            && int.TryParse(args[people + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 1_000_000;
    }

    /// <returns>0 when the floor holds.</returns>
    public static int Run(TextWriter to, int people)
    {
        var rates = Book().KnownOn(new LocalDate(2026, 10, 22), acceptUnverified: true);
        // The first portions warm the code up and price the groups.
        var warm = HistoryPeople.Make(Portion, 0);
        for (var n = 0; n < WarmUp; n++) Compute(warm, rates, out _, out _);
        var watch = new Stopwatch();
        var processor = TimeSpan.Zero;
        var (lines, amount) = (0L, 0L);
        for (var first = 0; first < people; first += Portion)
        {
            var portion = HistoryPeople.Make(Math.Min(Portion, people - first), first);
            var before = Environment.CpuUsage.TotalTime;
            watch.Start();
            Compute(portion, rates, out var made, out var sum);
            watch.Stop();
            processor += Environment.CpuUsage.TotalTime - before;
            lines += made;
            amount += sum;
        }

        using var process = Process.GetCurrentProcess();
        // Time of the processor, collection of garbage included: neighbours on the machine take none of it.
        var perSecond = people / processor.TotalSeconds;
        to.WriteLine(JsonSerializer.Serialize(new
        {
            stage = "entitlement",
            people,
            historyMonths = HistoryPeople.Months,
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
            processorSeconds = Math.Round(processor.TotalSeconds, 3),
            personMonthsPerSecondPerCore = (long)perSecond,
            lines,
            amount,
            peakMemoryMb = process.PeakWorkingSet64 / (1024 * 1024),
            floor = Floor,
            holds = perSecond >= Floor,
        }));
        return perSecond >= Floor ? 0 : 1;
    }

    // The explanation's code is written too, because a plan stores it with every line.
    private static void Compute(PersonClaims[] people, RateView rates, out long lines, out long amount)
    {
        (lines, amount) = (0, 0);
        foreach (var person in people)
        {
            foreach (var line in AmountDue.Compute(person, rates, Month).Lines)
            {
                lines++;
                amount += line.Amount.Dong;
                if (line.Explanation.Code.Length == 0) throw new InvalidOperationException("A line without a reason.");
            }
        }
    }

    private static RateBook Book() => RateBook.Of(RateFiles.Read(ReferenceData.Folder).Select(offered =>
    {
        var recorded = Instant.FromUtc(2026, 9, 1, 0, 0);
        var id = RateTable.IdOf(offered.Table);
        return RateTableDecisions.Publish(offered, null, recorded, "bench").Events
            .Aggregate((RateTable?)null, (state, e) => RateTable.Evolve(state, id, e))!;
    }));
}

/// <summary>
/// People of every programme with two years of monthly payments, some with two decisions, some dead, moved on by age,
/// suspended or paid too much; the same number always gives the same person.
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
            second is null ? [main] : new DecisionFacts[] { main, second }, committed.ToArray(),
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
                programme, group, null, "12/QĐ-UBND", "Lê Minh Sơn", new LocalDate(2024, 11, 5), First, null, "21025"),
            null, suspensions);
    }
}
