using System.Text;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Register;
using Shouldly;

namespace PaymentHub.Tests.Register;

/// <summary>
/// Files that are no workbook, or one that wants to hurt: one clear finding, bounded memory, no exception.
/// </summary>
public sealed class HostileWorkbookTests
{
    private static readonly RegisterReference Reference =
        RegisterReferences.Of(ReferenceData.Load(), new LocalDate(2026, 10, 20));

    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    [Fact]
    public void The_old_format_is_refused_by_name() =>
        RuleOf([.. Compound, .. new byte[512]]).ShouldBe(WorkbookRules.LegacyFormat);

    [Fact]
    public void A_password_is_told_from_the_old_format() =>
        RuleOf([.. Compound, .. new byte[512], .. Encoding.Unicode.GetBytes("EncryptedPackage")])
            .ShouldBe(WorkbookRules.Encrypted);

    [Fact]
    public void Several_sheets_with_data_are_not_guessed_between() =>
        RuleOf(TestWorkbook.OfSheets(new TestSheet("A", [["x"]]), new TestSheet("B", [["y"]])))
            .ShouldBe(WorkbookRules.SeveralSheets);

    [Fact]
    public void A_package_without_a_workbook_is_unreadable() =>
        RuleOf(TestWorkbook.OfParts(("content.xml", "<x/>"))).ShouldBe(WorkbookRules.Unreadable);

    [Fact]
    public void Half_a_file_is_unreadable()
    {
        var whole = TestWorkbook.Of(["STT"], ["1"]);

        RuleOf(whole[..(whole.Length / 2)]).ShouldBe(WorkbookRules.Unreadable);
    }

    [Fact]
    public void A_package_of_very_many_parts_is_not_unpacked() =>
        RuleOf(TestWorkbook.OfParts(
            [.. Enumerable.Range(0, RegisterWorkbook.MaxParts + 1).Select(i => ($"p{i}", "x"))]))
            .ShouldBe(WorkbookRules.TooLarge);

    [Fact]
    public void Shared_texts_that_unpack_to_gigabytes_are_refused_while_they_are_counted()
    {
        var text = new string('a', 8 << 20);
        var before = GC.GetTotalAllocatedBytes();
        var bomb = TestWorkbook.OfParts(("xl/sharedStrings.xml", string.Concat(Enumerable.Repeat(text, 17))));
        bomb.Length.ShouldBeLessThan(1 << 20);
        var made = GC.GetTotalAllocatedBytes();

        RuleOf(bomb).ShouldBe(WorkbookRules.TooLarge);

        (GC.GetTotalAllocatedBytes() - made).ShouldBeLessThan(32L << 20);
        made.ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2000000000\"><c r=\"A2\"><v>1</v></c></row>")]
    public void A_cell_far_outside_the_sheet_does_not_make_it_grow(string rows) =>
        RuleOf(WithSheet(rows)).ShouldBe(WorkbookRules.TooLarge);

    [Fact]
    public void A_document_type_is_not_expanded() =>
        RuleOf(WithSheet("&a;", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\">]>")).ShouldBe(WorkbookRules.Unreadable);

    private static byte[] WithSheet(string rows, string prefix = "")
    {
        var parts = TestWorkbook.Parts([new TestSheet("A", [["x"]])]).ToArray();
        parts[^1].Text = $"{prefix}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
            + $"<sheetData>{rows}</sheetData></worksheet>";
        return TestWorkbook.OfParts(parts);
    }

    private static string RuleOf(byte[] bytes)
    {
        var read = ExaminedFile.Read(bytes, Reference);
        read.HasErrors.ShouldBeTrue();
        return read.Findings.First(f => f.Row == 1 && f.Rule.StartsWith("WORKBOOK", StringComparison.Ordinal)).Rule;
    }
}
