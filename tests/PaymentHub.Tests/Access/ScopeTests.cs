using System.Net;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Access;

/// <summary>A grant reaches as far as its scope, for seeing and for doing; and the demo stays a demo.</summary>
public sealed class ScopeTests(PostgresFixture postgres, ScopeTests.TwoCommunes fixture)
    : IClassFixture<ScopeTests.TwoCommunes>
{
    private const string Inside = "2026-11/21028/HTXH/AGRI/0";
    private const string Outside = "2026-11/21025/HTXH/AGRI/0";
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_planner_of_one_commune_sees_only_its_batches_and_payments()
    {
        (await Hub.BatchesAsync(TwoCommunes.Planner)).Keys.ShouldBe([Inside]);
        var payments = await Hub.As(TwoCommunes.Planner).GetAsync($"/api/payments?period={Period}");
        Items(payments["items"]).Select(p => (string?)p["commune"]).ShouldBe(["21028"]);

        var outside = await Hub.BatchAsync(Outside);
        foreach (var path in new[] { "", "/payments" })
        {
            (await Hub.As(TwoCommunes.Planner).TryGetAsync($"/api/batches/{outside}{path}")).Status
                .ShouldBe(HttpStatusCode.NotFound, path);
        }

        var foreign = await Hub.EndToEndIdAsync(RegisterLine.Of(1));
        (await Hub.As(TwoCommunes.Planner).TryGetAsync($"/api/payments/{foreign}")).Status
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_planner_of_one_commune_submits_and_holds_nothing_of_another()
    {
        var (inside, outside) = (await Hub.BatchAsync(Inside), await Hub.BatchAsync(Outside));

        var answer = await Hub.ActAsync(TwoCommunes.Planner, "submit");

        Items(answer["acted"]).Select(a => Guid.Parse((string)a!)).ShouldBe([inside]);
        Items((await Hub.ActAsync(TwoCommunes.Planner, "submit", outside))["acted"]).ShouldBeEmpty();
        var hold = new System.Text.Json.Nodes.JsonObject { ["reason"] = "Chờ xác minh" };
        (await Hub.As(TwoCommunes.Planner).TryPostAsync($"/api/batches/{outside}/payments/0/hold", hold)).Status
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_planner_of_one_commune_imports_no_row_of_another()
    {
        var import = await Hub.ImportAsync(
            "register",
            RegisterLine.FileOf(RegisterLine.Of(7), RegisterLine.Of(8).In("21028", "Phường Nghĩa Lộ")),
            TwoCommunes.Planner);

        $"{import["status"]}".ShouldBe("Refused");
        Items(import["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldBe(["2 COMMUNE_OUT_OF_SCOPE"]);
        (await Hub.AskAsync<long>("select count(*) from hub.beneficiary where personal_id in ($1, $2)",
            RegisterLine.Of(7).PersonalId, RegisterLine.Of(8).PersonalId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_five_of_them_lock_the_account()
    {
        await HubSetup.AddUserAsync(Hub, "hay-quen", Role.Planner, AccessScope.Province);
        for (var i = 0; i < 5; i++) (await SignInAsync("hay-quen", "sai-mat-khau")).Code.ShouldBe("sign-in-refused");

        (await SignInAsync("hay-quen", HubSetup.Password)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync("lap", HubSetup.Password)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_profile_but_the_demo_starts_on_a_database_with_demo_users()
    {
        var database = await postgres.CreateDatabaseAsync();

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            () => Hub.StartAsync(database, ("PAYMENTHUB_PROFILE", "production")));

        refusal.Message.ShouldContain("demo users");
    }

    [Fact]
    public async Task The_demo_refuses_to_listen_beyond_loopback()
    {
        var database = await postgres.CreateDatabaseAsync();

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            () => Hub.StartAsync(database, ("urls", "http://*:0")));

        refusal.Message.ShouldContain("loopback");
    }

    private Task<Answer> SignInAsync(string user, string password) => Hub.Anonymous().TryPostAsync(
        "/api/sign-in", new System.Text.Json.Nodes.JsonObject { ["userName"] = user, ["password"] = password });

    /// <summary>One person in each of two communes, planned; and a planner of the second commune.</summary>
    public sealed class TwoCommunes(PostgresFixture postgres) : IAsyncLifetime
    {
        public const string Planner = "lap-21028";

        public Hub Hub { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
            await HubSetup.AddUserAsync(Hub, Planner, Role.Planner, AccessScope.OfCommunes("21028"));
            await Hub.RegisterAsync(RegisterLine.Of(1), RegisterLine.Of(2).In("21028", "Phường Nghĩa Lộ"));
            await Hub.PlanAsync();
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
