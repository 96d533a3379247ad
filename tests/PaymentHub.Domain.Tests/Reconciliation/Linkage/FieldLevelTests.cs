using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>Worked tables: what each field says about two values.</summary>
public class FieldLevelTests
{
    [Theory]
    [InlineData("Nguyễn Văn Đức", "Nguyễn Văn Đức", NameLevel.Same)]
    [InlineData("Trần Thị Hòa", "trần thị hoà", NameLevel.Same)]
    [InlineData("Nguyễn Văn Đức", "NGUYEN VAN DUC", NameLevel.WithoutMarks)]
    [InlineData("Nguyễn Văn Tơ", "Nguyễn Văn Tô", NameLevel.WithoutMarks)]
    [InlineData("Nguyễn Văn Đức", "DUC NGUYEN VAN", NameLevel.OtherOrder)]
    [InlineData("Nguyễn Thị Hồng Phượng", "NGUYEN THI HONG", NameLevel.Cut)]
    [InlineData("Nguyễn Thị Hồng Phượng", "NGUYEN THI HO", NameLevel.Cut)]
    [InlineData("Nguyễn Văn Đức", "N V DUC", NameLevel.Initials)]
    [InlineData("Nguyễn Văn Đức", "NGUYEN VAN DUCC", NameLevel.Cut)]
    [InlineData("Nguyễn Văn Đức", "NGUYNE VAN DUC", NameLevel.OneSlip)]
    [InlineData("Nguyễn Văn Đức", "NGUYEN THI DUC", NameLevel.MostWords)]
    [InlineData("Nguyễn Văn Đức", "NGUYEN THI HOA", NameLevel.SomeWords)]
    [InlineData("Nguyễn Văn Đức", "TRAN THI HOA", NameLevel.Different)]
    [InlineData("Y Nhung", "A Thút", NameLevel.Different)]
    [InlineData("", "TRAN THI HOA", NameLevel.Missing)]
    [InlineData("TRAN THI HOA", null, NameLevel.Missing)]
    [InlineData("TRAN THI HOA", "---", NameLevel.Missing)]
    public void A_name(string? a, string? b, NameLevel level)
    {
        NameLevels.Of(a, b).ShouldBe(level);
        NameLevels.Of(b, a).ShouldBe(level, "the order of the two does not matter");
    }

    [Theory]
    [InlineData("108438178684", "108438178684", AccountLevel.Equal)]
    [InlineData("0108438178684", "108 438 178 684", AccountLevel.Equal)]
    [InlineData("108438178684", "xxxx8684", AccountLevel.Part)]
    [InlineData("108438178684", "10843817", AccountLevel.Part)]
    [InlineData("108438178684", "108438718684", AccountLevel.OneSlip)]
    [InlineData("108438178684", "10843817868", AccountLevel.Part)]
    [InlineData("108438178684", "108438178694", AccountLevel.OneSlip)]
    [InlineData("108438178684", "108438179694", AccountLevel.TwoSlips)]
    [InlineData("108438178684", "101200920241", AccountLevel.Different)]
    [InlineData("684", "108438178684", AccountLevel.Different)]
    [InlineData("", "108438178684", AccountLevel.Missing)]
    public void An_account(string a, string b, AccountLevel level)
    {
        var (x, y) = (AccountField.Normalised(a), AccountField.Normalised(b));
        AccountField.Level(x, y).ShouldBe(level);
        AccountField.Level(y, x).ShouldBe(level, "the order of the two does not matter");
    }

    [Theory]
    [InlineData("KITTEN", "SITTEN", 1)]
    [InlineData("KITTEN", "KITETN", 1)]
    [InlineData("KITTEN", "SITTING", 3)]
    [InlineData("", "ABC", 3)]
    [InlineData("SUPPLIES", "SUPLIES", 1)]
    public void A_distance(string a, string b, int distance)
    {
        TextDistance.Between(a, b, 5).ShouldBe(distance);
        TextDistance.IsOneSlip(a, b).ShouldBe(distance == 1);
        TextDistance.Between(a, b, distance - 1).ShouldBe(distance, "one more than was asked for");
    }

    [Theory]
    [InlineData("ACH DEBIT Công ty Sông Trà", "ACH|DEBIT|CONG|TY|SONG|TRA")]
    [InlineData("INV-422998", "INV|422998")]
    [InlineData("INV422998 PO75635", "INV|422998|PO|75635")]
    [InlineData("A1B2C3", "A1B2C3")]
    [InlineData("000123", "123")]
    [InlineData("T5 T5", "T5")]
    [InlineData("  --  ", "")]
    [InlineData(null, "")]
    public void The_tokens_of_a_memo(string? memo, string tokens) => string.Join('|', Tokens.Of(memo)).ShouldBe(tokens);

    [Theory]
    [InlineData(290, 30, false, 10_000, 9_680)]
    [InlineData(0, 1_100, false, 450_000, 448_900)]
    [InlineData(350, 0, false, 50_000, 48_250)]
    [InlineData(290, 30, true, 9_680, 10_000)]
    [InlineData(0, 1_100, true, 448_900, 450_000)]
    public void A_fee(int rate, long part, bool onRight, long left, long right) =>
        new FeeRule(rate, part, onRight, 1).Of(left).ShouldBe(right);
}
