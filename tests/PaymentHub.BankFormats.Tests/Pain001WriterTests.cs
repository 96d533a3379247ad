using System.Text;
using NodaTime;
using PaymentHub.BankFormats.Pain001;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class Pain001WriterTests
{
    private const string GoldenName = "pain001-two-batches-one-booked-in-one-sum.xml";

    [Fact]
    public void The_bytes_are_those_of_the_golden_file() =>
        Encoding.UTF8.GetString(Write(Sample())).ShouldBe(Golden.Text(GoldenName));

    [Fact]
    public void The_same_records_give_the_same_bytes_without_byte_order_mark()
    {
        var first = Write(Sample());
        Write(Sample()).ShouldBe(first);
        first[0].ShouldBe((byte)'<');
        first.ShouldNotContain((byte)'\r');
    }

    [Fact]
    public void Payments_are_enumerated_once_and_not_kept()
    {
        var enumerated = 0;
        var file = Sample() with
        {
            Batches =
            [
                Batch("B1", 100_000, 100_000) with { Payments = Lazy() },
            ],
        };
        Write(file).Length.ShouldBeGreaterThan(100_000);
        enumerated.ShouldBe(100_000);

        IEnumerable<Pain001Payment> Lazy()
        {
            for (var i = 0; i < 100_000; i++)
            {
                enumerated++;
                yield return Payment($"E{i}", 1);
            }
        }
    }

    [Theory]
    [InlineData(2, 566_000)]
    [InlineData(1, 566_001)]
    [InlineData(1, 565_999)]
    public void A_count_or_sum_that_the_payments_do_not_have_is_refused(int count, long sum)
    {
        var file = Sample() with
        {
            Batches = [Batch("B1", count, sum) with { Payments = [Payment("E1", 566_000)] }],
        };
        var error = Should.Throw<FileWriteException>(() => Write(file));
        error.Where.ShouldBe("B1/CtrlSum");
        error.Vietnamese.ShouldContain("566.000 đồng");
    }

    [Theory]
    [InlineData("EndToEndId", "")]
    [InlineData("EndToEndId", "ABCDEFGHIJKLMNOPQ")]
    [InlineData("EndToEndId", "AB CD")]
    [InlineData("EndToEndId", "/ABC")]
    [InlineData("EndToEndId", "MÃLỆNH")]
    [InlineData("CdtrAgt", "97040")]
    [InlineData("CdtrAgt", "VBAAVNV")]
    [InlineData("CdtrAgt", "VBAA12VX")]
    [InlineData("CdtrAgt", "vbaavnvx")]
    [InlineData("Cdtr/Nm", "")]
    [InlineData("Cdtr/Nm", " HOA")]
    [InlineData("Cdtr/Nm", "HOA\u0001")]
    [InlineData("CdtrAcct", "4500-205")]
    [InlineData("CdtrAcct", "12345678901234567890123456789012345")]
    [InlineData("RmtInf/Ustrd", "")]
    [InlineData("RmtInf/Ustrd", "dòng\nmới")]
    [InlineData("Purp", "ssbe")]
    [InlineData("Purp", "BENE")]
    [InlineData("RmtInf/Strd", "123456789012345678901234567890123456")]
    public void A_value_the_schema_or_the_banks_refuse_is_not_written(string element, string value)
    {
        var payment = Payment("E1", 566_000);
        payment = element switch
        {
            "EndToEndId" => payment with { EndToEndId = value },
            "CdtrAgt" => payment with { CreditorAgent = value },
            "Cdtr/Nm" => payment with { CreditorName = value },
            "CdtrAcct" => payment with { CreditorAccount = value },
            "Purp" => payment with { Purpose = value },
            "RmtInf/Strd" => payment with { Reference = value },
            _ => payment with { Remittance = value },
        };
        var file = Sample() with { Batches = [Batch("B1", 1, 566_000) with { Payments = [payment] }] };
        Should.Throw<FileWriteException>(() => Write(file)).Where.ShouldEndWith("/" + element);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000_000_000_000)]
    public void An_amount_out_of_range_is_not_written(long amount)
    {
        var file = Sample() with
        {
            Batches = [Batch("B1", 1, Math.Clamp(amount, 1, 999)) with { Payments = [Payment("E1", amount)] }],
        };
        Should.Throw<FileWriteException>(() => Write(file)).Where.ShouldBe("E1/InstdAmt");
    }

    [Fact]
    public void An_id_that_occurs_twice_is_not_written()
    {
        var twice = Batch("B1", 2, 2) with { Payments = [Payment("E1", 1), Payment("E1", 1)] };
        Should.Throw<FileWriteException>(()
            => Write(Sample() with { Batches = [twice] })).Where.ShouldBe("E1/EndToEndId");
        var batches = new[] { Batch("B1", 1, 1), Batch("B1", 1, 1) };
        Should.Throw<FileWriteException>(()
            => Write(Sample() with { Batches = batches })).Where.ShouldBe("B1/PmtInfId");
    }

    [Fact]
    public void A_file_without_batches_is_not_written() =>
        Should.Throw<FileWriteException>(() => Write(Sample() with { Batches = [] }));

    [Fact]
    public void A_name_of_140_characters_is_counted_in_characters_not_in_code_units()
    {
        var name = string.Concat(Enumerable.Repeat("𠀀", 140));
        var file = Sample() with
        {
            Batches = [Batch("B1", 1, 1) with { Payments = [Payment("E1", 1) with { CreditorName = name }] }],
        };
        Encoding.UTF8.GetString(Write(file)).ShouldContain(name);
    }

    internal static byte[] Write(Pain001File file, Pain001Version version = Pain001Version.V09)
    {
        using var output = new MemoryStream();
        Pain001Writer.Write(output, file, version);
        return output.ToArray();
    }

    internal static Pain001File Sample() => new(
        "PH26NOVEMBER2345",
        new LocalDateTime(2026, 10, 30, 9, 15, 0).WithOffset(Offset.FromHours(7)),
        "SO TAI CHINH TINH QUANG NGAI",
        [
            Batch("B2102500001TCXHA", 2, 1_066_000) with
            {
                Payments =
                [
                    Payment("ABCDEFGHIJKLMNOP", 500_000),
                    new("QRSTUVWXYZ234567", 566_000, "VBAAVNVX", "DINH VAN RE", "4500205999999", null, null),
                ],
            },
            Batch("B2102500001HTXHA", 1, 43_000_000) with
            {
                BatchBooking = true,
                CategoryPurpose = Pain001Purpose.GovernmentPayment,
                Payments =
                [
                    new(
                        "BCDEFGHIJKLMNOPQ", 43_000_000, "970418", "BAO HIEM XA HOI TINH QUANG NGAI", "57010000999991",
                        "Kinh phí đóng BHYT <tháng 11/2026> & truy lĩnh", Pain001Purpose.GovernmentPayment),
                ],
            },
        ]);

    private static Pain001Batch Batch(string id, int count, long sum) => new()
    {
        PaymentInformationId = id,
        BatchBooking = false,
        RequestedExecutionDate = new LocalDate(2026, 11, 2),
        DebtorName = "SO TAI CHINH TINH QUANG NGAI",
        DebtorAccount = "4500201000018",
        DebtorBic = "VBAAVNVX",
        Count = count,
        ControlSum = sum,
        Payments = [],
    };

    private static Pain001Payment Payment(string id, long amount) => new(
        id, amount, "970405", "NGUYEN THI HOA", "4500205123456", "Trợ cấp xã hội tháng 11/2026 hồ sơ QN-21025-000123");
}
