using CsCheck;
using NodaTime;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>Which entries of a file other files told before.</summary>
public sealed class EntriesToldTests
{
    private static readonly Guid Here = Keys.GuidOf("here");
    private static readonly Guid There = Keys.GuidOf("there");
    private static readonly LocalDate Day = new(2026, 11, 2);

    [Fact]
    public void The_same_day_amount_and_reference_is_the_same_entry()
    {
        var told = EntriesTold.Find([Of(Here, 1, -500, "B1", "E1")], [Of(There, 9, -500, "B1", "E1")]);

        told[1].EntryNo.ShouldBe(9);
    }

    [Theory]
    [InlineData(-501, "B1", "E1", 0)]
    [InlineData(500, "B1", "E1", 0)]
    [InlineData(-500, "B2", "E2", 0)]
    [InlineData(-500, "B1", null, 0)]
    [InlineData(-500, "B1", "E1", 1)]
    public void Another_amount_side_day_or_reference_is_another_entry(
        long amount, string? bank, string? id, int daysLater)
    {
        var earlier = Of(There, 1, amount, bank, id) with { Day = Day.PlusDays(daysLater) };
        var isOther = bank == "B1" && id is null;

        EntriesTold.Find([Of(Here, 1, -500, "B1", "E1")], [earlier]).ContainsKey(1).ShouldBe(isOther);
    }

    [Fact]
    public void A_second_equal_entry_is_a_second_one()
    {
        var told = EntriesTold.Find(
            [Of(Here, 1, -500, "B1", "E1"), Of(Here, 2, -500, "B1", "E1")], [Of(There, 1, -500, "B1", "E1")]);

        told.Keys.ShouldBe([1]);
    }

    [Fact]
    public void One_bank_reference_for_two_end_to_end_ids_is_two_entries()
    {
        EntriesTold.Find([Of(Here, 1, -500, "B1", "E2")], [Of(There, 1, -500, "B1", "E1")]).ShouldBeEmpty();

        var told = EntriesTold.Find(
            [Of(Here, 1, -500, "B1", "E2"), Of(Here, 2, -500, "B1", "E1"), Of(Here, 3, -500, "B1", null)],
            [Of(There, 1, -500, "B1", "E1"), Of(There, 2, -500, "B1", "E3")]);

        told.ToDictionary(t => t.Key, t => t.Value.EndToEndId).ShouldBe(
            new Dictionary<int, string?> { [2] = "E1", [3] = "E3" }, ignoreOrder: true);
    }

    [Fact]
    public void A_batch_in_one_line_is_its_payments_only_where_they_are_all_of_it()
    {
        ToldEntry[] payments = [Paid(There, 1, -300), Paid(There, 2, -200)];
        var line = Of(Here, 1, -500, "B9", null) with { BatchBooking = "LO1" };

        EntriesTold.Find([line], payments).Keys.ShouldBe([1]);
        EntriesTold.Find([line with { Amount = new Money(-501) }], payments).ShouldBeEmpty();
        EntriesTold.Find([line with { BatchBooking = "LO2" }], payments).ShouldBeEmpty();
    }

    [Fact]
    public void Payments_told_after_their_batch_was_booked_in_one_line_are_known()
    {
        var line = Of(There, 1, -500, "B9", null) with { BatchBooking = "LO1" };

        EntriesTold.Find([Paid(Here, 1, -300), Paid(Here, 2, -200)], [line]).Keys.ShouldBe([1, 2]);
        EntriesTold.Find([Paid(Here, 1, -300), Paid(Here, 2, -201)], [line]).ShouldBeEmpty();
    }

    [Fact]
    public void Of_any_entries_as_many_are_known_as_were_told_in_any_order() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 2], Gen.Int[0, 3]).Array[0, 40].Holds(facts =>
        {
            var all = facts.Select((f, i) => Of(
                Here, i + 1, -100 * f.Item2, f.Item1 == 0 ? null : $"B{i}", f.Item3 == 0 ? null : $"E{i}")).ToList();
            var before = all.Where((_, i) => i % 3 != 0).Select(e => e with { File = There }).Reverse().ToList();

            var told = EntriesTold.Find(all, before);

            told.Count.ShouldBe(before.Count);
            told.Values.Distinct().Count().ShouldBe(before.Count, "each earlier entry at most once");
            told.Sum(t => all[t.Key - 1].Amount.Dong).ShouldBe(before.Sum(b => b.Amount.Dong));
        });

    private static ToldEntry Of(Guid file, int no, long amount, string? bank, string? id) =>
        new(file, no, Day, new Money(amount), bank, id, null, null);

    private static ToldEntry Paid(Guid file, int no, long amount) =>
        Of(file, no, amount, $"P{no}", $"E{no}") with { BatchOfPayment = "LO1" };
}
