using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NodaTime;
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
        WarmTheCode(rates);
        var watch = new Stopwatch();
        var processor = TimeSpan.Zero;
        var (lines, amount) = (0L, 0L);
        for (var first = 0; first < people; first += Portion)
        {
            var portion = HistoryPeople.Make(Math.Min(Portion, people - first), first);
            Settle();
            var before = Environment.CpuUsage.TotalTime;
            watch.Start();
            Compute(portion, rates, out var made, out var sum);
            // What the computation left behind is collected within its time.
            GC.Collect(0);
            watch.Stop();
            processor += Environment.CpuUsage.TotalTime - before;
            lines += made;
            amount += sum;
        }

        // Time of the processor, collection of garbage included: neighbours on the machine take none of it.
        var perSecond = people / processor.TotalSeconds;
        to.WriteLine(LineOf(people, watch.Elapsed, processor, perSecond, lines, amount));
        return perSecond >= Floor ? 0 : 1;
    }

    private static string LineOf(
        int people, TimeSpan elapsed, TimeSpan processor, double perSecond, long lines, long amount)
    {
        using var process = Process.GetCurrentProcess();
        return JsonSerializer.Serialize(new
        {
            stage = "entitlement",
            people,
            historyMonths = HistoryPeople.Months,
            seconds = Math.Round(elapsed.TotalSeconds, 3),
            processorSeconds = Math.Round(processor.TotalSeconds, 3),
            personMonthsPerSecondPerCore = (long)perSecond,
            lines,
            amount,
            peakMemoryMb = process.PeakWorkingSet64 / (1024 * 1024),
            floor = Floor,
            holds = perSecond >= Floor,
        });
    }

    // The first portions compile the code and price the groups.
    private static void WarmTheCode(RateView rates)
    {
        var warm = HistoryPeople.Make(Portion, 0);
        for (var n = 0; n < WarmUp; n++) Compute(warm, rates, out _, out _);
    }

    // Without this, collections within the measured time would move the people just made, which are not its work.
    private static void Settle()
    {
        GC.Collect(1);
        GC.Collect(1);
    }

    // A plan stores the code of the explanation and the months of every line, so both are part of the work.
    private static void Compute(PersonClaims[] people, RateView rates, out long lines, out long amount)
    {
        (lines, amount) = (0, 0);
        foreach (var person in people)
        {
            foreach (var line in AmountDue.Compute(person, rates, Month).Lines)
            {
                lines++;
                amount += line.Amount.Dong;
                if (line.Explanation.Code.Length == 0 || line.Months.Count == 0)
                    throw new InvalidOperationException("A line without a reason.");
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
