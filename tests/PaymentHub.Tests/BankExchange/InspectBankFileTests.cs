using System.Net;
using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.BankExchange;

/// <summary>Trying a file: judged as it would be, and nothing in the hub changes.</summary>
public sealed class InspectBankFileTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const string Swift = ":20:S1\n:25:4500201000018\n:60F:C261102VND0,\n:61:2611021102C100,NTRFNONREF\n"
        + ":62F:C261102VND101,\n-\n";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_tried_file_is_judged_and_changes_nothing()
    {
        var before = await Hub.FootprintAsync();

        var answer = await Hub.As("bank-agri").UploadAsync(
            "/api/bank-files/inspect", "thu.sta", Encoding.UTF8.GetBytes(Swift));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var json = answer.Json;
        ((string?)json["verdict"], (string?)json["format"], (int?)json["rawMarkers"]).ShouldBe(("HOLD", "MT940", 1));
        ((string?)json["reasons"]![0]).ShouldBe("BALANCE");
        ((string?)json["accounts"]![0]!["closing"], (string?)json["creditSum"]).ShouldBe(("101", "100"));
        ((string?)json["findings"]![0]!["rule"]).ShouldNotBeNull();
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pay_list_of_ours_is_known_again()
    {
        const string List = "\"H\",\"PH26NOVEMBER2345\",\"0271000400042\",\"20261102\",\"1\",\"500000\"\r\n"
            + "\"D\",\"ABCDEFGHIJKLMNOP\",\"0004500205123456\",\"NGUYEN THI HOA\",\"970405\",\"500000\",\"CHI TRA\","
            + "\"BATCHONE2345\"\r\n\"T\",\"1\",\"500001\"\r\n";

        var answer = await Hub.As("bank-agri").UploadAsync(
            "/api/bank-files/inspect", "ds.csv", Encoding.UTF8.GetBytes(List));

        ((string?)answer.Json["format"], (int?)answer.Json["entries"], (string?)answer.Json["debitSum"])
            .ShouldBe(("paylist.csv", 1, "500000"));
        answer.Json["reasons"]!.ToJsonString().ShouldBe("[\"CONTROL_MISMATCH\"]");
    }

    [Theory]
    [InlineData("tolerant", "ACCEPT")]
    [InlineData("strict", "REJECT")]
    public async Task A_tried_message_is_compared_with_its_schema_under_every_profile(string profile, string verdict)
    {
        const StringComparison Ordinal = StringComparison.Ordinal;
        var text = new StatementFile("AGRI", StatementFile.AccountOf("AGRI"), 1, 100, "2026-11-02")
            .Book(new Booking(-40)).Write().Replace("<Sts><Cd>BOOK", "<RvslInd>maybe</RvslInd><Sts><Cd>BOOK", Ordinal);

        var answer = await Hub.As("bank-agri").UploadAsync(
            $"/api/bank-files/inspect?profile={profile}", "thu.xml", Encoding.UTF8.GetBytes(text));

        ((string?)answer.Json["verdict"]).ShouldBe(verdict, answer.Json.ToJsonString());
        var told = answer.Json["findings"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)told["rule"], (string?)told["where"]).ShouldBe(("SCHEMA", "Stmt[1]/Ntry[1]/RvslInd"));
    }

    [Theory]
    [InlineData("profile=none", "inspection-profile-unknown", "tolerant, strict, ACB, AGRI, BIDV, LPB, MB, POST")]
    [InlineData("profile=", "inspection-profile-unknown", "tolerant, strict")]
    [InlineData("format=bogus", "inspection-format-unknown", "auto, camt, pain, pacs, xml, mt940, mt942, mt, bai2")]
    [InlineData("profile=strict&format=", "inspection-format-unknown", "csv, xlsx, fixed, paylist")]
    public async Task An_unknown_profile_or_format_is_told_with_those_there_are(
        string query, string code, string allowed)
    {
        var answer = await Hub.As("bank-agri").UploadAsync(
            $"/api/bank-files/inspect?{query}", "thu.sta", Encoding.UTF8.GetBytes(Swift));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)answer.Json["code"]).ShouldBe(code);
        ((string?)answer.Json["detail"]).ShouldNotBeNull().ShouldContain(allowed);
        ((string?)answer.Json["detailEn"]).ShouldNotBeNull().ShouldContain(allowed);
    }

    [Theory]
    [InlineData("MT940", "HOLD")]
    [InlineData("auto", "HOLD")]
    [InlineData("camt", "REJECT")]
    public async Task A_file_must_be_of_the_format_that_is_asked_for(string format, string verdict)
    {
        var answer = await Hub.As("bank-agri").UploadAsync(
            $"/api/bank-files/inspect?format={format}", "thu.sta", Encoding.UTF8.GetBytes(Swift));

        ((string?)answer.Json["verdict"]).ShouldBe(verdict);
    }
}
