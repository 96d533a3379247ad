using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Access;

/// <summary>Too many requests in a minute are refused, by address for sign-ins and by user for all.</summary>
public sealed class RequestLimitTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Sign_ins_are_counted_by_address_and_requests_by_user()
    {
        await using var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), ("Access:SignInsPerMinute", "3"),
            ("Access:RequestsPerMinute", "8"));
        var officer = hub.As("doisoat");
        await officer.GetAsync("/api/bank-files");

        var guesses = new List<Answer>();
        for (var i = 0; i < 4; i++) guesses.Add(await GuessAsync(hub));

        guesses.ConvertAll(g => g.Status).ShouldBe(
        [
            HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests,
            HttpStatusCode.TooManyRequests,
        ]);
        guesses[3].Code.ShouldBe("too-many-requests");

        Answer last;
        var asked = 1;
        do last = await officer.TryGetAsync("/api/bank-files");
        while (++asked < 9);
        last.Code.ShouldBe("too-many-requests");
    }

    private static Task<Answer> GuessAsync(Hub hub) => hub.Anonymous().TryPostAsync(
        "/api/sign-in", new JsonObject { ["userName"] = "quantri", ["password"] = "sai-mat-khau" });
}
