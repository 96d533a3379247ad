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

    [Theory]
    [InlineData("B1", null, null, "E1", true)]
    [InlineData(null, "E1", "B1", null, true)]
    [InlineData(null, null, "B1", "E1", true)]
    [InlineData("B1", "E1", null, null, true)]
    [InlineData("B1", null, "B2", null, false)]
    [InlineData(null, "E1", null, "E2", false)]
    [InlineData("B1", "E1", "B2", null, false)]
    [InlineData("B1", "E1", null, "E2", false)]
    public void Day_and_amount_are_enough_where_no_reference_contradicts(
        string? bank, string? id, string? otherBank, string? otherId, bool isSame)
    {
        EntriesTold.Find([Of(Here, 1, -500, bank, id)], [Of(There, 1, -500, otherBank, otherId)])
            .ContainsKey(1).ShouldBe(isSame);
    }

    [Fact]
    public void The_same_end_to_end_id_is_found_before_an_entry_without_any()
    {
        var told = EntriesTold.Find(
            [Of(Here, 1, -500, null, "E1")], [Of(There, 1, -500, null, null), Of(There, 2, -500, "B2", "E1")]);
        told[1].EntryNo.ShouldBe(2);
    }

    [Fact]
    public void The_fewest_references_are_taken_first_where_nothing_contradicts()
    {
        var told = EntriesTold.Find(
            [Of(Here, 1, -500, null, null)], [Of(There, 1, -500, "B1", "E1"), Of(There, 2, -500, null, null)]);
        told[1].EntryNo.ShouldBe(2);
    }

    [Fact]
    public void What_came_back_of_a_batch_is_no_part_of_its_line()
    {
        ToldEntry[] all = [Paid(There, 1, -300), Paid(There, 2, -200), Paid(There, 3, 300)];
        var line = Of(Here, 1, -500, "B9", null) with { BatchBooking = "LO1" };
        EntriesTold.Find([line], all).Keys.ShouldBe([1], "its payments were told");
        EntriesTold.Find(all, [line]).Keys.ShouldBe([1, 2], "the return was not");
    }

    [Fact]
    public void The_payments_of_a_line_are_used_once()
    {
        ToldEntry[] payments = [Paid(There, 1, -300), Paid(There, 2, -200)];
        var line = Of(Here, 1, -500, "B8", null) with { BatchBooking = "LO1" };
        EntriesTold.Find([line, line with { EntryNo = 2, BankReference = "B9" }], payments).Keys.ShouldBe([1]);
    }

    [Theory]
    [InlineData(-300, -200, -500, 2)]
    [InlineData(-300, -100, -500, 2)]
    [InlineData(300, 200, -500, 0)]
    [InlineData(300, 200, 500, 2)]
    public void Payments_are_of_a_line_on_its_side_up_to_its_amount(long one, long two, long whole, int known)
    {
        var line = Of(There, 1, whole, "B9", null) with { BatchBooking = "LO1" };
        EntriesTold.Find([Paid(Here, 1, one), Paid(Here, 2, two)], [line]).Count.ShouldBe(known);
        EntriesTold.Find(
            [Paid(Here, 1, one) with { Day = Day.PlusDays(1) }], [line with { BatchBooking = "LO2" }]).ShouldBeEmpty();
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
