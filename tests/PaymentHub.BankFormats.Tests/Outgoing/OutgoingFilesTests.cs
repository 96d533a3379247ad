using System.Text;
using System.Xml.Linq;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Pain001;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Outgoing;

/// <summary>How a release becomes files: division, grouping, ids and texts.</summary>
public class OutgoingFilesTests
{
    public static TheoryData<string> Banks => [.. Samples.Codes.Where(c => c != "post")];

    [Fact]
    public void Whatever_the_limits_every_payment_stands_in_exactly_one_file_that_obeys_them()
    {
        var profile = Samples.Profile("agri");
        CsCheck.Gen.Select(
            Samples.Orders(40), CsCheck.Gen.Int[1, 9], CsCheck.Gen.Int[1, 5],
            CsCheck.Gen.Long[999_999_999, 4_000_000_000], CsCheck.Gen.Int[3_000, 12_000])
            .Holds((orders, most, inBatch, sum, bytes) =>
        {
            var limits = new FileLimits(most, inBatch, sum, bytes);
            var limited = profile with { Limits = limits };
            var files = OutgoingFiles.Compose(Samples.Instruction(profile, orders), limited);
            files.SelectMany(f => f.Batches).SelectMany(b => b.Orders).Select(o => o.EndToEndId).Order()
                .ShouldBe(orders.Select(o => o.EndToEndId));
            files.Select(f => f.MessageId).ShouldBeUnique();
            files.Select(f => f.FileName).ShouldBeUnique();
            files[0].MessageId.ShouldBe("PH26NOVEMBER2345");
            files.SelectMany(f => f.Batches).Select(b => b.PaymentInformationId).ShouldBeUnique();
            foreach (var file in files)
            {
                file.Count.ShouldBeInRange(1, most);
                file.SumDong.ShouldBeLessThanOrEqualTo(sum);
                Samples.Bytes(file).Length.ShouldBeLessThanOrEqualTo(bytes);
                foreach (var batch in file.Batches)
                {
                    batch.Orders.Count.ShouldBeLessThanOrEqualTo(inBatch);
                    batch.Orders.ShouldAllBe(o => o.BatchId == batch.BatchId && o.ValueDate == batch.ValueDate
                        && o.Debtor == batch.Debtor);
                }
            }
        }, iter: 100);
    }

    [Theory]
    [MemberData(nameof(Banks))]
    public void Files_of_every_bank_satisfy_the_schema_of_every_version_and_are_the_same_again(string code)
    {
        foreach (var version in Enum.GetValues<Pain001Version>())
        {
            var profile = Samples.Profile(code) with { Version = version, FileName = "PAIN001-{messageId}.xml" };
            var schema = OfficialSchema.Require(version.MessageName() + ".xsd");
            Samples.Orders(8).Holds(
                orders =>
                {
                    var instruction = Samples.Instruction(profile, orders);
                    var bytes = Samples.Bytes(OutgoingFiles.Compose(instruction, profile).Single());
                    OfficialSchema.ErrorsOf(bytes, schema).ShouldBeEmpty();
                    Samples.Bytes(OutgoingFiles.Compose(instruction, profile).Single()).ShouldBe(bytes);
                },
                iter: 10);
        }
    }

    [Fact]
    public void A_batch_of_two_days_and_two_accounts_becomes_four_parts_of_one_file()
    {
        var profile = Samples.Profile("agri");
        var orders = Enumerable.Range(0, 8).Select(i =>
        {
            var order = Samples.Order($"E{i}", 1_000, "HOA", "1");
            return order with
            {
                ValueDate = order.ValueDate.PlusDays(i & 1),
                Debtor = order.Debtor with { Number = (i & 2) == 0 ? "1" : "2" },
            };
        }).ToList();
        var file = OutgoingFiles.Compose(Samples.Instruction(profile, orders), profile).ShouldHaveSingleItem();
        file.Batches.Select(b => (b.ValueDate.Day, b.Debtor.Number, b.Orders.Count))
            .ShouldBe([(2, "1", 2), (3, "1", 2), (2, "2", 2), (3, "2", 2)]);
        file.Batches.Select(b => b.BatchId).Distinct().ShouldBe(["BATCHONE2345"]);
        file.Batches[0].PaymentInformationId.ShouldBe("BATCHONE2345");
        file.Batches[1].PaymentInformationId.ShouldBe(OutgoingFiles.DerivedId("BATCHONE2345", 1));
    }

    [Fact]
    public void A_list_has_one_day_and_one_account_so_two_days_are_two_lists()
    {
        var profile = Samples.ListProfile("vcb");
        var order = Samples.Order("E1", 1, "HOA", "1");
        var next = order with { EndToEndId = "E2", ValueDate = order.ValueDate.PlusDays(1) };
        var files = OutgoingFiles.Compose(Samples.Instruction(profile, [order, next]), profile);
        files.Select(f => ListReading.Rows(Samples.Bytes(f), profile.List!)[0][3]).ShouldBe(["20261102", "20261103"]);
    }

    [Fact]
    public void What_a_bank_does_not_take_of_a_name_is_in_the_result()
    {
        var profile = Samples.Profile("mb");
        var name = "Nguyễn Phúc Tôn Nữ Thị Bảo Quỳnh Như & Hương";
        var file = OutgoingFiles.Compose(
            Samples.Instruction(profile, [Samples.Order("E1", 1, name, "1"), Samples.Order("E2", 1, "Hoà", "1")]),
            profile).Single();
        file.Alterations.ShouldBe(
            [new TextAlteration("E1", "holder", "NGUYEN PHUC TON NU THI BAO QUYNH", "NHU HUONG", "&")]);
    }

    [Theory]
    [InlineData("pain.001.001.09", "unstructured", true, false)]
    [InlineData("pain.001.001.03", "structured", false, true)]
    [InlineData("pain.001.001.12", "both", true, true)]
    [InlineData("pain.001.001.11", "none", false, false)]
    public void Remittance_stands_where_the_profile_says(string version, string form, bool text, bool reference)
    {
        var profile = Samples.Read("agri", json => json
            .Replace("pain.001.001.09", version, StringComparison.Ordinal)
            .Replace("\"unstructured\"", $"\"{form}\"", StringComparison.Ordinal)).Profile!;
        var document = XDocument.Load(new MemoryStream(
            Samples.Bytes(OutgoingFiles.Compose(Samples.Three(profile), profile).Single())));
        XNamespace n = "urn:iso:std:iso:20022:tech:xsd:" + version;
        document.Descendants(n + "Ustrd").Select(e => e.Value).FirstOrDefault()
            .ShouldBe(text ? "ABCDEFGHIJKLMNOP CHI TRA AN SINH XA HOI T11/2026" : null);
        document.Descendants(n + "Ref").Select(e => e.Value).FirstOrDefault()
            .ShouldBe(reference ? "ABCDEFGHIJKLMNOP" : null);
        document.Descendants(n + "Purp").First().Value.ShouldBe("SSBE");
    }

    [Fact]
    public void Money_of_a_fund_and_an_advance_is_a_government_payment()
    {
        var profile = Samples.Profile("bidv");
        var order = Samples.Order("E1", 1, "BAO HIEM XA HOI", "1") with { Purpose = OrderPurpose.Advance };
        var instruction = Samples.Instruction(profile, [order]) with { CoveredMessageId = "LIST234567" };
        var text = Encoding.UTF8.GetString(Samples.Bytes(OutgoingFiles.Compose(instruction, profile).Single()));
        text.ShouldContain("<CtgyPurp>\n<Cd>GOVT</Cd>");
        text.ShouldContain("<Purp>\n<Cd>GOVT</Cd>");
        text.ShouldContain("<Ustrd>E1 TAM UNG CHI TRA LIST234567</Ustrd>");
    }

    [Fact]
    public void What_cannot_be_ordered_at_all_is_refused_with_the_payment()
    {
        var profile = Samples.Profile("agri") with { Limits = new FileLimits(SumPerFile: 1_000, BytesPerFile: 1_000) };
        Refused(Samples.Order("E1", 1_001, "HOA", "1")).ShouldBe("E1/InstdAmt");
        Refused(Samples.Order("E1", 1_000, "&&", "1")).ShouldBe("E1/holder");
        Refused(Samples.Order("E1", 1, new string('A', 60), "1")).ShouldBe("E1");
        Refused(Samples.Order("E1", 1, "HOA", "1"), Samples.Order("E1", 1, "HOA", "1")).ShouldBe("E1/EndToEndId");
        Refused().ShouldBe("PH26NOVEMBER2345");

        string Refused(params PaymentOrder[] orders) => Should.Throw<FileWriteException>(
            () => OutgoingFiles.Compose(Samples.Instruction(profile, orders), profile)).Where;
    }

    [Fact]
    public void The_id_of_a_part_follows_from_the_id_and_its_number()
    {
        OutgoingFiles.DerivedId("PH26NOVEMBER2345", 0).ShouldBe("PH26NOVEMBER2345");
        var ids = Enumerable.Range(0, 1_000).Select(n => OutgoingFiles.DerivedId("PH26NOVEMBER2345", n)).ToList();
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.Length == 16 && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));
    }
}
