using System.Globalization;
using System.Text;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Text;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Outgoing;

/// <summary>The pay lists of the committed profiles.</summary>
public class PayListTests
{
    public static TheoryData<string> Codes => [.. Samples.Codes];

    [Fact]
    public void There_are_lists_of_six_banks_and_of_the_post_office()
    {
        Samples.Codes.Count(c => c != "post").ShouldBeGreaterThanOrEqualTo(6);
        Samples.Codes.ShouldContain("post");
        Samples.Codes.Select(c => Samples.ListProfile(c).List!.Kind).Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_list_of_three_payments_is_that_of_the_sample_file(string code)
    {
        var profile = Samples.ListProfile(code);
        var file = OutgoingFiles.Compose(Samples.Three(profile), profile).ShouldHaveSingleItem();
        var bytes = Samples.Bytes(file);
        Samples.Bytes(file).ShouldBe(bytes);
        var isSheet = profile.List!.Kind == ListKind.Xlsx;
        var shown = isSheet ? ListReading.SheetXml(bytes) : Encoding.UTF8.GetString(bytes);
        var sample = Golden.Bytes(Path.Combine("outgoing", code + (isSheet ? ".sheet.xml" : ".txt")));
        shown.ShouldBe(Encoding.UTF8.GetString(sample));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Random_lists_read_back_equal(string code)
    {
        var profile = Samples.ListProfile(code);
        Samples.Orders(12).Holds(
            orders =>
            {
                var instruction = Samples.Instruction(profile, orders);
                foreach (var file in OutgoingFiles.Compose(instruction, profile)) CheckList(file, profile);
            },
            iter: 150);
    }

    [Fact]
    public void The_same_list_in_every_kind_says_the_same()
    {
        var profile = Samples.ListProfile("vietin");
        var wide = profile.List! with { Columns = [.. profile.List!.Columns.Select(c => c with { Width = 90 })] };
        var read = Enum.GetValues<ListKind>().Select(kind =>
        {
            var other = profile with { List = wide with { Kind = kind, HasTitles = false } };
            var file = OutgoingFiles.Compose(Samples.Three(other), other).Single();
            return ListReading.Rows(Samples.Bytes(file), other.List).Select(r => string.Join('|', r)).ToList();
        }).ToList();
        read[1].ShouldBe(read[0]);
        read[2].ShouldBe(read[0]);
        read[0].Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+84905")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public void A_name_that_a_spreadsheet_would_run_is_guarded(string name)
    {
        var profile = Samples.ListProfile("post");
        var file = OutgoingFiles.Compose(
            Samples.Instruction(profile, [Samples.Order("E1", 1, name, "1")]), profile).Single();
        ListReading.Rows(Samples.Bytes(file), profile.List!)[1][2].ShouldBe("'" + name);
    }

    [Fact]
    public void A_workbook_has_no_formula_and_keeps_leading_zeros()
    {
        var profile = Samples.ListProfile("agri") with
        {
            Names = new TextRule(LetterForm.Composed, CharacterSet.Unicode, 70),
        };
        var xml = ListReading.SheetXml(Samples.Bytes(OutgoingFiles.Compose(Samples.Three(profile), profile).Single()));
        xml.ShouldNotContain("<f>");
        xml.ShouldContain("<c t=\"inlineStr\"><is><t>=Phạm Thị Ưng</t></is></c>");
        xml.ShouldContain("<c t=\"inlineStr\"><is><t>0004500205123456</t></is></c>");
        xml.ShouldContain("<c><v>500000</v></c>");
    }

    [Fact]
    public void An_account_longer_than_its_column_is_not_cut_but_refused()
    {
        var profile = Samples.ListProfile("lpb");
        var order = Samples.Order("E1", 1, "HOA", "123456789012345678901");
        Should.Throw<FileWriteException>(
            () => OutgoingFiles.Compose(Samples.Instruction(profile, [order]), profile).ToList())
            .Where.ShouldBe("E1/Account");
    }

    [Fact]
    public void A_list_of_cash_does_not_take_a_transfer_nor_the_reverse()
    {
        var post = Samples.ListProfile("post");
        var transfer = Samples.Three(Samples.Profile("agri"));
        Should.Throw<FileWriteException>(() => Samples.Bytes(OutgoingFiles.Compose(transfer, post).Single()))
            .Where.ShouldBe("ABCDEFGHIJKLMNOP/payee");
        var agri = Samples.ListProfile("agri");
        Should.Throw<FileWriteException>(
            () => OutgoingFiles.Compose(Samples.Three(post), agri).Select(Samples.Bytes).ToList())
            .Where.ShouldBe("ABCDEFGHIJKLMNOP/account");
    }

    private static void CheckList(OutgoingFile file, OutgoingProfile profile)
    {
        var layout = profile.List!;
        var rows = ListReading.Rows(Samples.Bytes(file), layout);
        var first = layout.Before.Count + (layout.HasTitles ? 1 : 0);
        var orders = file.Batches.SelectMany(b => b.Orders).ToList();
        rows.Count.ShouldBe(first + orders.Count + layout.After.Count);
        for (var i = 0; i < orders.Count; i++)
        {
            for (var c = 0; c < layout.Columns.Count; c++)
                if (Expected(orders[i], layout.Columns[c], profile) is { } expected)
                    Unguarded(rows[first + i][c], layout).ShouldBe(expected, layout.Columns[c].Field.ToString());
        }

        foreach (var (row, cells) in rows.Take(layout.Before.Count).Zip(layout.Before)
            .Concat(rows.Skip(first + orders.Count).Zip(layout.After)))
        {
            for (var c = 0; c < cells.Count; c++)
            {
                if (cells[c].Field == ListField.Count) row[c].ShouldBe(Digits(orders.Count));
                if (cells[c].Field == ListField.Sum) row[c].ShouldBe(Digits(orders.Sum(o => o.AmountDong)));
            }
        }
    }

    private static string? Expected(PaymentOrder order, ListCell cell, OutgoingProfile profile) => cell.Field switch
    {
        ListField.EndToEndId => order.EndToEndId,
        ListField.Amount => Digits(order.AmountDong),
        ListField.Account => order.Creditor!.Number,
        ListField.BankBin => order.Creditor!.Bin,
        ListField.Dossier => order.Cash!.Dossier,
        ListField.BirthYear => order.Cash!.BirthYear == 0 ? "" : Digits(order.Cash.BirthYear),
        ListField.Holder => Name(order.Creditor!.Holder, cell, profile),
        ListField.PersonName => Name(order.Cash!.FullName, cell, profile),
        ListField.Payee => Name(order.Cash!.Payee, cell, profile),
        ListField.DebtorAccount => order.Debtor.Number,
        _ => null,
    };

    private static string Name(string name, ListCell cell, OutgoingProfile profile) => BankText.Write(
        name, profile.Names with { Longest = Math.Min(profile.Names.Longest, cell.Width ?? int.MaxValue) }).Text;

    private static string Unguarded(string text, ListLayout layout) =>
        layout.Kind == ListKind.Csv && text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
