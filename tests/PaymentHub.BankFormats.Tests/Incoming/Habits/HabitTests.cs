using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>Every habit is judged as the issue says; the expectation was written before the file was tried.</summary>
public class HabitTests
{
    private static readonly Habit[] All =
    [
        .. Of("MT", SwiftHabits.All), .. Of("MT line", SwiftWords.All), .. Of("camt", CashHabits.All),
        .. Of("payment", PaymentHabits.All), .. Of("BAI2", Bai2Habits.All),
    ];

    public static TheoryData<string> Names() => [.. All.Select(h => h.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_judged_as_expected(string name)
    {
        var habit = All.Single(h => h.Name == name);
        var found = Inspected.Of(habit.Text, TableSamples.Options);
        Habit.Of(found).ShouldBe(habit.Expected, found.Findings());
        if (found.Outcome.Verdict != Verdict.Reject) found.RawMarkers.ShouldBe(found.Entries);
    }

    [Fact]
    public void There_are_enough_of_them() => All.Length.ShouldBeGreaterThan(150);

    private static IEnumerable<Habit> Of(string format, Habit[] habits) =>
        habits.Select(h => h with { Name = $"{format}: {h.Name}" });
}
