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
    public void A_text_has_only_the_levels_that_it_can_share()
    {
        var right = Enumerable.Range(0, 40).Select(i => i < 10 ? $"Granite {Word(i)}" : $"{Word(i)} {Word(i + 40)}");
        var left = new TokenColumn(["GRANITE", "GRANITE " + Word(3), .. Enumerable.Range(0, 60).Select(Word)]);
        var index = new TextIndex(left, new TokenColumn(right), 1_000_000);

        index.Begin(0);
        index.Begin(1);

        KindsOf(index, 0).ShouldBe([0, 0.75f, 0, 0, 0, 0, 0, 0, 1], 1e-5, "one word is shared whole or not at all");
        KindsOf(index, 1)[8].ShouldBe(1, 0.01, "one right text shares both words");
        KindsOf(index, 1)[2..8].Sum().ShouldBe(0.9f, 0.05f, "nine others share one of them");
        index.TellingRows.ShouldBe(40);
    }

    private static float[] KindsOf(TextIndex index, int text) =>
        [.. index.Kinds.Skip(text * LinkModel.TextLevels).Take(LinkModel.TextLevels)];

    // Words of which none is another's beginning, slip or skeleton.
    private static string Word(int i) => new([.. $"{i:000}".SelectMany(d => new string((char)('A' + (d - '0')), 3))]);

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
