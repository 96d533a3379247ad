using CsCheck;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Tests.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

public class DueTextTests
{
    [Fact]
    public void The_code_of_an_arrears_line_names_rows_months_and_amounts()
    {
        var due = Claims(Pensioner(Month(2026, 10))).Due();

        due.Lines[1].Explanation.Code.ShouldBe(
            "ARREARS;KNOWN:2026-10-22;M:2026-07..2026-10;DUE:540000;PAID:500000;RATE:HTXH/75+@2025-07-01;"
            + "BASE:SOCIAL_PENSION@2026-07-01=540000;X:1;UNVERIFIED;PAY:2026-07..2026-10=40000");
    }

    [Fact]
    public void The_code_reads_as_Vietnamese_sentences_with_the_legal_basis()
    {
        var code = Claims(Pensioner(Month(2026, 10))).Due().Lines[1].Explanation.Code;

        DueText.Explain(code, ReferenceRates.Book, ExplanationLanguage.Vietnamese).ShouldBe(
        [
            "Truy lĩnh: phần còn thiếu của các tháng trước.",
            "Tính theo các mức hưởng đã ban hành và có hiệu lực đến ngày 22/10/2026.",
            "Từ tháng 07/2026 đến tháng 10/2026: được hưởng 540.000 đ/tháng, đã bố trí chi 500.000 đ/tháng.",
            "Nhóm HTXH/75+ (Công dân từ đủ 75 tuổi không lương hưu/trợ cấp BHXH hoặc mức hưởng thấp hơn), "
            + "áp dụng từ ngày 01/07/2025. Căn cứ: Luật BHXH 41/2024/QH15 Điều 21; NĐ 176/2025/NĐ-CP.",
            "Mức trợ cấp hưu trí xã hội 540.000 đ, áp dụng từ ngày 01/07/2026. Căn cứ: NĐ 335/2026/NĐ-CP.",
            "Nhân với hệ số 1.",
            "Mức này chưa được đối chiếu với văn bản gốc.",
            "Từ tháng 07/2026 đến tháng 10/2026: số tiền của dòng này là 40.000 đ × 4 tháng = 160.000 đ.",
        ]);
    }

    [Fact]
    public void The_code_reads_as_English_sentences()
    {
        var decision = Decision("QN-1", "TCXH", "K6.C", November);
        var code = (Claims(decision) with { MonthOfDeath = November }).Due().Lines[0].Explanation.Code;

        var text = DueText.Explain(code, ReferenceRates.Book, ExplanationLanguage.English);

        text[0].ShouldBe("Regular benefit of the month.");
        text[2].ShouldBe("Month 11/2026: due 810,000 đ a month, committed 0 đ a month.");
        text.ShouldContain("Times coefficient 1.5.");
        text[^1].ShouldBe("The beneficiary is dead: payable only to the recorded heir.");
    }

    [Theory]
    [InlineData("BHYT", "CN", "Hỗ trợ 70% mức đóng BHYT (mức đóng bằng 4,5% lương cơ sở).")]
    [InlineData("BHXHTN", "DTTS", "Hỗ trợ 30% của 22% chuẩn nghèo khu vực nông thôn.")]
    [InlineData("TCXH", "K6.C", "Nhân với hệ số 1,5.")]
    public void Each_kind_of_value_is_worded_by_its_own_rule(string programme, string group, string sentence)
    {
        var code = Claims(Decision("QN-1", programme, group, November)).Due().Lines[0].Explanation.Code;

        DueText.Explain(code, ReferenceRates.Book, ExplanationLanguage.Vietnamese).ShouldContain(sentence);
    }

    [Fact]
    public void A_percent_table_row_is_found_again_by_its_code()
    {
        var code = Claims(Decision("QN-1", "NCC", "TB", November, percent: 61)).Due().Lines[0].Explanation.Code;

        code.ShouldContain("RATE:NCC/TB/61@2024-07-01");
        DueText.Explain(code, ReferenceRates.Book, ExplanationLanguage.Vietnamese)
            .ShouldContain(s => s.Contains("NĐ 77/2024/NĐ-CP Phụ lục II", StringComparison.Ordinal));
    }

    [Fact]
    public void A_correction_later_on_the_same_day_does_not_change_what_was_told_before()
    {
        var (morning, noon) = (Instant.FromUtc(2026, 10, 22, 1, 0), Instant.FromUtc(2026, 10, 22, 5, 0));
        var tables = ReferenceRates.Tables().ToList();
        var place = tables.FindIndex(t => t.Table == "HTXH");
        var row = ReferenceRates.Rates.Single(r => (r.Programme, r.Group) == ("HTXH", "75+"));
        tables[place] = ReferenceRates.Recorded(
            new("HTXH", [row with { LegalBasis = "Đính chính" }], [], [], "x"), noon, tables[place]);
        var (before, after) = (ReferenceRates.Book, RateBook.Of(tables));

        Told(after, morning).ShouldBe(Told(before, morning));
        Told(after, noon).ShouldContain(s => s.Contains("Đính chính", StringComparison.Ordinal));

        static IReadOnlyList<string> Told(RateBook book, Instant at)
        {
            var due = AmountDue.Compute(
                Claims(Pensioner(Month(2026, 10))), book.KnownAt(at, acceptUnverified: true), November);
            return DueText.Explain(due.Lines[1].Explanation.Code, book, ExplanationLanguage.Vietnamese);
        }
    }

    [Fact]
    public void What_is_not_due_names_its_article()
    {
        var dead = Claims(Pensioner(Month(2026, 10))) with { MonthOfDeath = Month(2026, 8) };
        Basis(dead).ShouldContain("Căn cứ: TT 02/2021/TT-BLĐTBXH Điều 2.");
        var grown = Claims(Decision("A", "TCXH", "K7", Month(2026, 1))) with
        {
            Born = new LocalDate(2023, 8, 5),
            Committed = [new(Entitlement.IdOf("A"), Month(2026, 10), new Money(810_000))],
        };
        Basis(grown).ShouldContain("Căn cứ: NĐ 20/2021/NĐ-CP Điều 5, 6, 8 khoản 1.");
        Basis(grown, showGroup: false).ShouldNotContain(s => s.Contains("8 khoản 1", StringComparison.Ordinal));

        static string[] Basis(PersonClaims person, bool showGroup = true) =>
        [
            .. person.Due().Lines.SelectMany(l => DueText.Explain(
                l.Explanation.Code, ReferenceRates.Book, ExplanationLanguage.Vietnamese, showGroup)),
        ];
    }

    /// <summary>
    /// The clause of a group would tell a disease, the articles of its programme do not: with the group left out the
    /// reader still learns on which articles the amount rests.
    /// </summary>
    [Theory]
    [InlineData("TCXH", "K8", "Chế độ: Trợ giúp xã hội hằng tháng. Căn cứ: NĐ 20/2021/NĐ-CP Điều 5, 6.")]
    [InlineData("HTXH", "75+", "Chế độ: Trợ cấp hưu trí xã hội. Căn cứ: Luật BHXH 41/2024/QH15 Điều 21; "
        + "NĐ 176/2025/NĐ-CP.")]
    [InlineData("NCC", "TB", "Chế độ: Ưu đãi người có công với cách mạng. Căn cứ: NĐ 75/2021/NĐ-CP Điều 3; "
        + "NĐ 55/2023/NĐ-CP; NĐ 77/2024/NĐ-CP.")]
    public void Without_its_group_an_amount_still_names_the_articles_of_its_programme(
        string programme, string group, string sentence)
    {
        var code = Claims(Decision("QN-1", programme, group, November, percent: group == "TB" ? 61 : null)).Due()
            .Lines[0].Explanation.Code;

        var text = DueText.Explain(code, ReferenceRates.Book, ExplanationLanguage.Vietnamese, showGroup: false);

        text.ShouldContain(sentence);
        text.ShouldNotContain(s => s.Contains($"/{group}", StringComparison.Ordinal) || s.Contains("khoản"));
    }

    [Fact]
    public void A_damaged_code_is_not_explained_away()
    {
        Should.Throw<FormatException>(
            () => DueText.Explain("REGULAR;WHATEVER", ReferenceRates.Book, ExplanationLanguage.English));
        Should.Throw<FormatException>(() => DueExplanation.MonthsOf("REGULAR;PAY:2026-07"));
    }

    [Fact]
    public void Every_refusal_of_a_price_has_words_in_both_languages() =>
        Gen.Enum<PaymentHub.Domain.Programmes.NoRateReason>().Holds(reason =>
        {
            var code = $"HELD;KNOWN:2026-10-22;M:2026-11..2026-11;DUE:0;PAID:0;NORATE:{reason}";
            foreach (var language in Enum.GetValues<ExplanationLanguage>())
                DueText.Explain(code, ReferenceRates.Book, language).Count.ShouldBe(4);
        });
}
