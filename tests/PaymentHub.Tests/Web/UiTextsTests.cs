using PaymentHub.Web;
using Shouldly;

namespace PaymentHub.Tests.Web;

public sealed class UiTextsTests
{
    [Theory]
    [InlineData("Approve 1 batches", "Approve 1 batch")]
    [InlineData("1 batches were refused", "1 batch was refused")]
    [InlineData("1 batches need two signatures", "1 batch needs two signatures")]
    [InlineData("1 entries: 1 matched, 0 unexplained.", "1 entry: 1 matched, 0 unexplained.")]
    [InlineData("1 dossiers have no earlier month", "1 dossier has no earlier month")]
    [InlineData("21 batches with 1,001 payments", "21 batches with 1,001 payments")]
    [InlineData("2 batches with 1 payments, 11 rows", "2 batches with 1 payment, 11 rows")]
    public void A_count_of_one_makes_an_English_text_singular(string plural, string shown) =>
        UiTexts.Singular(plural).ShouldBe(shown);
}
