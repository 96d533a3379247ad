using PaymentHub.BankFormats.Outgoing;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Outgoing;

public class ProfileReaderTests
{
    public static TheoryData<string> Codes => [.. Samples.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_committed_profile_is_read_without_a_finding(string code)
    {
        var reading = Samples.Read(code);
        reading.Findings.ShouldBeEmpty();
        reading.Profile!.Code.ShouldBe(code.ToUpperInvariant());
        reading.Profile.List.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("\"format\": \"list\",", "", "$.outgoing.format", ProfileRule.Missing)]
    [InlineData("\"format\": \"list\"", "\"format\": \"pain.001.001.08\"", "$.outgoing.format", ProfileRule.Value)]
    [InlineData("\"code\": \"MB\",", "", "$.code", ProfileRule.Missing)]
    [InlineData("\"longest\": 35", "\"longest\": 0", "$.outgoing.names.longest", ProfileRule.Value)]
    [InlineData("\"longest\": 35", "\"longest\": \"35\"", "$.outgoing.names.longest", ProfileRule.Type)]
    [InlineData("\"longest\": 35", "\"longets\": 35", "$.outgoing.names.longets", ProfileRule.Unknown)]
    [InlineData("\"limits\": {", "\"limits\": { \"days\": 3,", "$.outgoing.limits.days", ProfileRule.Unknown)]
    [InlineData("\"SSBE\"", "\"BENE\"", "$.outgoing.benefitPurpose", ProfileRule.Wording)]
    [InlineData("{messageId}.txt", ".txt", "$.outgoing.list.fileName", ProfileRule.Template)]
    [InlineData("CHITRA-{date}", "TCXH-{date}", "$.outgoing.list.fileName", ProfileRule.Wording)]
    [InlineData("T{month}", "T{group}", "$.outgoing.remittance.text", ProfileRule.Template)]
    [InlineData("XA HOI T", "XA HOI KHUYET TAT T", "$.outgoing.remittance.text", ProfileRule.Wording)]
    [InlineData("\"field\": \"amount\"", "\"field\": \"money\"", "$.outgoing.list.columns[5].field", ProfileRule.Value)]
    [InlineData(
        "\"text\": \"VND\"", "\"text\": \"Người có HIV\"", "$.outgoing.list.columns[6].text", ProfileRule.Wording)]
    [InlineData("\"titles\": false", "\"titles\": true", "$.outgoing.list.columns", ProfileRule.Missing)]
    [InlineData("\"titles\": false", "\"titles\": 0", "$.outgoing.list.titles", ProfileRule.Type)]
    [InlineData("\"kind\": \"csv\"", "\"kind\": \"pdf\"", "$.outgoing.list.kind", ProfileRule.Value)]
    [InlineData(
        "\"letters\": \"upper-unmarked\",\n      \"characters\": \"swift-x\",\n      \"longest\": 35",
        "\"letters\": \"composed\",\n      \"longest\": 35", "$.outgoing.list.encoding", ProfileRule.Conflict)]
    public void A_slip_is_found_with_file_place_and_rule(string old, string changed, string path, string rule)
    {
        Samples.Json("mb").ShouldContain(old);
        var reading = Samples.Read("mb", json => Once(json, old, changed));
        reading.Profile.ShouldBeNull();
        var finding = reading.Findings.Where(f => f.Path == path).ShouldHaveSingleItem();
        finding.Rule.ShouldBe(rule);
        finding.File.ShouldBe("mb.json");
        finding.TextVi.ShouldNotBeEmpty();
        finding.TextEn.ShouldNotBeEmpty();
    }

    [Fact]
    public void All_slips_come_at_once()
    {
        var reading = Samples.Read("mb", json => Once(
            Once(Once(json, "\"SSBE\"", "\"BENE\""), "\"longest\": 35", "\"longest\": 0"), "\"GOVT\"", "7"));
        reading.Findings.Select(f => f.Path).ShouldBe(
            ["$.outgoing.names.longest", "$.outgoing.benefitPurpose", "$.outgoing.fundPurpose"], ignoreOrder: true);
    }

    [Fact]
    public void A_text_that_a_bank_may_cut_begins_with_our_reference()
    {
        var reading = Samples.Read("agri", json => json
            .Replace("{endToEndId} CHI TRA", "CHI TRA", StringComparison.Ordinal)
            .Replace("\"field\": \"endToEndId\"", "\"field\": \"number\"", StringComparison.Ordinal));
        reading.Findings.ShouldHaveSingleItem().Path.ShouldBe("$.outgoing.remittance.text");
    }

    [Theory]
    [InlineData("{ \"code\": ", "line 1")]
    [InlineData("{\n// why\n}", "line 2")]
    public void What_is_not_JSON_is_located(string json, string place)
    {
        var finding = Samples.Read("mb", _ => json).Findings.ShouldHaveSingleItem();
        finding.Rule.ShouldBe(ProfileRule.Json);
        finding.Path.ShouldContain(place);
    }

    [Theory]
    [InlineData("\"code\": \"MB\",", "\"code\": \"MB\", \"code\": \"MC\",", "$.code")]
    [InlineData("\"longest\": 35", "\"longest\": 35, \"longest\": 70", "$.outgoing.names.longest")]
    public void A_name_that_stands_twice_is_a_slip(string old, string changed, string path)
    {
        var finding = Samples.Read("mb", json => Once(json, old, changed)).Findings.ShouldHaveSingleItem();
        finding.Rule.ShouldBe(ProfileRule.Conflict);
        finding.Path.ShouldBe(path);
    }

    [Fact]
    public void Another_kind_of_JSON_is_no_profile() =>
        Samples.Read("mb", _ => "[]").Findings.ShouldHaveSingleItem().Rule.ShouldBe(ProfileRule.Type);

    private static string Once(string text, string old, string changed)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + changed + text[(at + old.Length)..];
    }
}
