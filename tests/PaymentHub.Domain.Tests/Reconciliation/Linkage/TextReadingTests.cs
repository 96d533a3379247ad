using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>What is read out of memos that a bank cut, glued, shortened, or wrote our ids into.</summary>
public class TextReadingTests
{
    [Theory]
    [InlineData("MONADELTAINSULTD", "Monarch Delta Insurance Ltd", "MONA|DELTA|INSU|LTD")]
    [InlineData("BLUEBIRDTELECOM", "Bluebird Telecom", "BLUEBIRD|TELECOM")]
    [InlineData("BLUEBIRDTELEC", "Bluebird Telecom", "BLUEBIRD|TELEC")]
    [InlineData("INSURANCE", "Insurance Ltd", "INSURANCE")]
    [InlineData("QWERTYUIOP", "Bluebird Telecom", "QWERTYUIOP")]
    public void Words_written_together_are_taken_apart_by_the_words_of_the_other_side(
        string written, string other, string parts)
    {
        var (left, right) = (new TokenColumn([written]), new TokenColumn([other]));

        GluedWords.TakeApart(left, right);

        string.Join('|', left.Texts[0]).ShouldBe(parts);
    }

    [Theory]
    [InlineData("GRANITE EN", "Granite Energy", "Granite Foods")]
    [InlineData("GRANITE INV 4891", "Granite INV-489168", "Granite INV-222168")]
    [InlineData("GRNTE CNSLTNG", "Granite Consulting", "Granite Foods")]
    [InlineData("GRANITECONSULT", "Granite Consulting", "Granite Foods")]
    public void A_cut_or_shortened_word_speaks_for_the_text_that_has_it_whole(string memo, string its, string other)
    {
        var (left, right) = (new TokenColumn([memo, "CEDAR"]), new TokenColumn([its, other, "Cedar", "Atlas Motors"]));
        GluedWords.TakeApart(left, right);
        var index = new TextIndex(left, right, 1_000_000);

        index.Begin(0);

        index.Shared(0).ShouldBeGreaterThan(index.Shared(1));
        index.Shared(2).ShouldBe(0);
    }

    [Fact]
    public void An_id_that_the_other_side_names_becomes_a_token_of_both_rows()
    {
        LinkRow[] bank = [new("B1", null, 5, "PMT GL004512 RENT"), new("B2", null, 5, "PMT 004513")];
        LinkRow[] books = [new("GL004512", null, 5, "Rent"), new("GL004513", null, 5, "Rent"), new("GL9", null, 5)];

        var (left, right) = CitedIds.Of(bank, books);

        left[0].ShouldBe(["@GL004512"]);
        right[0].ShouldBe(["@GL004512"]);
        left[1].ShouldBeNull();
        right[1].ShouldBeNull();
    }

    [Fact]
    public void Ids_that_are_too_short_to_be_told_from_other_numbers_are_no_references()
    {
        var (left, right) = CitedIds.Of([new("B1", null, 5, "PMT 4512")], [new("4512", null, 5, "Rent")]);

        (left[0], right[0]).ShouldBe((null, null));
    }
}
