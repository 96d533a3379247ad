using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Access;

/// <summary>
/// Every endpoint of the API as the running application knows it, so that a new one without a policy fails here.
/// </summary>
public sealed class EndpointTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private static readonly (string User, Role Role)[] People =
    [
        ("lap", Role.Planner), ("duyet1", Role.Approver), ("khobac", Role.Treasurer), ("doisoat", Role.Reconciler),
        ("bank-vcb", Role.Bank), ("thanhtra", Role.Inspector), ("quantri", Role.Administrator),
        ("coquan", Role.Agency),
    ];

    private Hub Hub => fixture.Hub;

    /// <summary>
    /// Sign-in and the change of a password prove themselves by the password, a bank's program by its secret; the
    /// API's own description is for everybody who signed in.
    /// </summary>
    [Fact]
    public void Every_endpoint_of_the_API_names_a_permission_but_four()
    {
        var endpoints = Endpoints();
        endpoints.Count.ShouldBeGreaterThan(20);

        endpoints.Where(e => e.Permission is null).Select(e => e.Text).ShouldBe(
            ["POST /api/sign-in", "POST /api/password", "GET /api/openapi.json", "POST /api/bank/token"],
            ignoreOrder: true);
        endpoints.Select(e => e.Permission).OfType<string>().ShouldAllBe(p => Permissions.All.Contains(p));
    }

    [Fact]
    public async Task Without_a_token_every_endpoint_answers_401_with_a_problem()
    {
        var open = new[] { "/api/sign-in", "/api/password", "/api/bank/token" };
        foreach (var endpoint in Endpoints().Where(e => !open.Contains(e.Path)))
        {
            var answer = await Hub.Anonymous().SendAsync(endpoint.Method, endpoint.Path, Body(endpoint.Method));
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized, endpoint.Text);
            answer.Code.ShouldNotBeNull(endpoint.Text);
        }
    }

    [Fact]
    public async Task A_forged_token_is_no_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Hub.Url + "api/batches?period=2026-11");
        request.Headers.Authorization = new("Bearer", Convert.ToBase64String(Encoding.UTF8.GetBytes("quantri")));
        using var http = new HttpClient();

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_role_that_lacks_the_permission_gets_403_and_one_that_has_it_does_not()
    {
        foreach (var (user, role) in People)
        {
            // Addresses of banks' programs take no person's token: BankProgramTests shows whom they take.
            foreach (var endpoint in Endpoints().Where(
                e => e.Permission is not null && !e.Path.StartsWith("/api/bank/", StringComparison.Ordinal)))
            {
                var answer = await Hub.As(user).SendAsync(endpoint.Method, endpoint.Path, Body(endpoint.Method));
                var isPermitted = Permissions.Of(role).Contains(endpoint.Permission!);
                (answer.Status != HttpStatusCode.Forbidden).ShouldBe(isPermitted, $"{user} {endpoint.Text}");
                answer.Status.ShouldNotBe(HttpStatusCode.InternalServerError,
                    $"{user} {endpoint.Text} {answer.Text} {Hub.Log.LastOrDefault()}");
            }
        }
    }

    /// <summary>Who may move money, written down apart from the tables that the service works with.</summary>
    [Theory]
    [InlineData("/api/register/imports?kind=register", "lap")]
    [InlineData("/api/runs/2026-13/plan", "lap")]
    [InlineData("/api/batches/submit", "lap")]
    [InlineData("/api/batches/approve", "duyet1")]
    [InlineData("/api/batches/return", "duyet1")]
    [InlineData("/api/batches/release", "khobac")]
    [InlineData("/api/bank-files?institution=VCB", "bank-vcb", "doisoat")]
    [InlineData("/api/flags/screen?period=2026-13", "lap", "thanhtra")]
    [InlineData("/api/verify", "thanhtra")]
    [InlineData("/api/demo/clock", "quantri")]
    public async Task An_act_belongs_to_the_people_who_are_there_for_it(string path, params string[] permitted)
    {
        foreach (var (user, _) in People)
        {
            var answer = await Hub.As(user).SendAsync(HttpMethod.Post, path, Body(HttpMethod.Post));
            (answer.Status != HttpStatusCode.Forbidden).ShouldBe(permitted.Contains(user), $"{user} {path}");
        }
    }

    // Nothing that could act: a body that no endpoint can read, and keys that name nothing.
    private static StringContent? Body(HttpMethod method) =>
        method == HttpMethod.Get ? null : new StringContent("\"\"", Encoding.UTF8, "application/json");

    private List<(HttpMethod Method, string Path, string? Permission, string Text)> Endpoints() =>
    [
        .. Hub.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .DistinctBy(e => e)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (
                new HttpMethod(method),
                PathOf(e),
                e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().FirstOrDefault(),
                $"{method} /{e.RoutePattern.RawText!.TrimStart('/')}"))),
    ];

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments
        .Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "no" or "year" or "entry" } => "0",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "period" } => "2026-13",
            _ => Guid.Empty.ToString(),
        }))));
}
