using CsCheck;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

/// <summary>What is said of communes' areas through time, and who comes first.</summary>
public sealed class AreaBookTests
{
    private static readonly AreaAttribute[] Attributes =
    [
        new("ISLAND", "Hải đảo", "Island", true, "", true), new("BORDER", "Biên giới", "Border", false, "", false),
    ];

    private static readonly LocalDate Start = new(2025, 7, 1);

    [Fact]
    public void An_attribute_holds_from_its_first_to_its_last_day()
    {
        var book = new AreaBook(Attributes, [Row("21548", "ISLAND", Start, new LocalDate(2026, 6, 30))]);

        book.Of("21548", Start.PlusDays(-1)).ShouldBeEmpty();
        book.HasPriority("21548", Start).ShouldBeTrue();
        book.HasPriority("21548", new LocalDate(2026, 6, 30)).ShouldBeTrue();
        book.HasPriority("21548", new LocalDate(2026, 7, 1)).ShouldBeFalse();
        book.GroupOf("21548", new LocalDate(2026, 7, 1)).ShouldBe(AreaBook.None);
    }

    [Fact]
    public void Several_attributes_are_one_group_and_only_some_have_priority()
    {
        var book = new AreaBook(
            Attributes, [Row("1", "BORDER", Start), Row("1", "ISLAND", Start), Row("2", "BORDER", Start)]);

        book.GroupOf("1", Start).ShouldBe("ISLAND+BORDER");
        (book.HasPriority("1", Start), book.HasPriority("2", Start)).ShouldBe((true, false));
        book.Among(["1", "2", "3"], "BORDER", Start).ShouldBe(["1", "2"]);
        book.Among(["1", "2", "3"], AreaBook.Priority, Start).ShouldBe(["1"]);
        book.Among(["1", "2", "3"], AreaBook.None, Start).ShouldBe(["3"]);
    }

    [Fact]
    public void A_table_that_contradicts_itself_is_refused()
    {
        Should.Throw<InvalidDataException>(() => new AreaBook(Attributes, [Row("1", "MARS", Start)]))
            .Message.ShouldContain("MARS");
        Should.Throw<InvalidDataException>(
            () => new AreaBook(Attributes, [Row("1", "ISLAND", Start, Start.PlusDays(-1))]));
        Should.Throw<InvalidDataException>(
            () => new AreaBook(Attributes, [Row("1", "ISLAND", Start), Row("1", "ISLAND", Start.PlusDays(9))]));
        new AreaBook(
            Attributes, [Row("1", "ISLAND", Start, Start.PlusDays(8)), Row("1", "ISLAND", Start.PlusDays(9))])
            .Of("1").Count.ShouldBe(2);
    }

    [Fact]
    public void Communes_with_priority_come_first_and_nothing_else_changes_places()
    {
        Gen.Select(Gen.Int[0, 9].List[0, 12], Gen.Int[0, 9].Array[0, 4]).Holds((communes, islands) =>
        {
            var book = new AreaBook(Attributes, islands.Distinct().Select(i => Row($"{i}", "ISLAND", Start)));

            var ordered = book.InOrder(communes, c => $"{c}", Start).ToList();

            ordered.Order().ShouldBe(communes.Order());
            var first = communes.Where(islands.Contains).ToList();
            ordered.Take(first.Count).ShouldBe(first);
            ordered.Skip(first.Count).ShouldBe(communes.Where(c => !islands.Contains(c)));
        });
    }

    private static CommuneArea Row(string commune, string attribute, LocalDate from, LocalDate? until = null) =>
        new(commune, attribute, from, until, "test", true);
}
