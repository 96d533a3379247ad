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
    public async Task An_unknown_profile_is_told()
    {
        var answer = await Hub.As("bank-agri").UploadAsync(
            "/api/bank-files/inspect?profile=none", "thu.sta", Encoding.UTF8.GetBytes(Swift));

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
