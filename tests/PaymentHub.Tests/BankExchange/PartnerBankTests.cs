using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>A bank becomes a partner: data, keys, certification, and what it may do in which stage.</summary>
public sealed class PartnerBankTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_key_counts_when_a_second_person_agreed_and_its_private_part_is_never_taken()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=agri", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));
        (await KeyAsync(rsa.ExportPkcs8PrivateKeyPem())).ShouldBeRefused("key-unfit");
        (await KeyAsync("không phải khóa")).ShouldBeRefused("key-unfit");

        var proposed = (await KeyAsync(certificate.ExportCertificatePem())).Json;

        Items(proposed["keys"]).ShouldNotContain(k => $"{k["use"]}" == "Signature");
        var no = (int)Items(proposed["waiting"]).Last()["no"]!;
        foreach (var user in new[] { "quantri", "doisoat" })
        {
            (await Hub.As(user).TryPostAsync($"/api/banks/AGRI/changes/{no}/agree")).Status
                .ShouldBe(HttpStatusCode.Forbidden, user);
        }

        var agreed = await Hub.As("khobac").PostAsync($"/api/banks/AGRI/changes/{no}/agree");
        var print = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        Items(agreed["keys"]).ShouldContain(k => $"{k["fingerprint"]}" == print && $"{k["use"]}" == "Signature");
        var ended = await Hub.As("khobac").PostAsync(
            $"/api/banks/AGRI/keys/{print}/end", new JsonObject { ["until"] = "2026-10-20", ["reason"] = "Lộ khóa" });
        Items(ended["keys"]).ShouldContain(k => $"{k["fingerprint"]}" == print && $"{k["until"]}" == "2026-10-20");
    }

    [Fact]
    public async Task A_secret_is_told_once_and_only_its_hash_is_kept()
    {
        var secret = await Hub.SecretAsync("BIDV", "2026-10-01", "2027-10-01");

        secret.Length.ShouldBe(64);
        (await Hub.AskAsync<long>(
            "select count(*) from events.mt_events where data::text like '%' || $1 || '%'", secret))
            .ShouldBe(0);
        (await Hub.As("quantri").GetAsync("/api/banks/BIDV")).ToJsonString().ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_bank_that_was_suspended_passes_its_certification_again_and_nothing_of_it_is_posted()
    {
        await TermsAsync("VCB", "camt.053");
        await PostAsync("VCB", "suspend", new() { ["reason"] = "Nghi lộ khóa" });
        var started = await PostAsync("VCB", "certification", []);
        $"{started["stage"]}".ShouldBe("Testing");
        Items(started["certification"]!["steps"]).Select(s => $"{s["step"]}")
            .ShouldBe(["GOOD.camt.053", "DUPLICATE", "TRUNCATED", "WRONG_TOTAL"]);
        var statement = new StatementFile(
            "VCB", StatementFile.AccountOf("VCB"), 1, 100_000, "2026-10-20").Book(new Booking(-5_000));
        var good = statement.Write();
        var before = await Hub.FootprintAsync();

        (await StepAsync("GOOD.camt.053", good)).ShouldBe("ACCEPT True");
        (await StepAsync("DUPLICATE", good.Replace("VCB-", "VCX-", StringComparison.Ordinal))).ShouldBe("ACCEPT False");
        (await StepAsync("DUPLICATE", good)).ShouldBe("DUPLICATE True");
        (await StepAsync("TRUNCATED", good[..^40])).ShouldBe("REJECT True");
        (await Hub.As("quantri").TryPostAsync(
            "/api/banks/VCB/changes", new JsonObject { ["goesLive"] = true, ["reason"] = PartnerSteps.Why }))
            .ShouldBeRefused("bank-not-certified");
        (await StepAsync("WRONG_TOTAL", good.Replace("95000<", "95001<", StringComparison.Ordinal)))
            .ShouldBe("HOLD True");

        (await Hub.FootprintAsync()).ChangedSince(before).Keys
            .ShouldBe(["events.mt_events", "hub.raw_file"], ignoreOrder: true);
        var live = await Hub.ChangeAsync("VCB", new JsonObject { ["goesLive"] = true });
        $"{live["stage"]}".ShouldBe("Live");
        (await SendStepAsync("TRUNCATED", good)).ShouldBeRefused("certification-over");
    }

    [Fact]
    public async Task A_bank_sees_and_certifies_nothing_of_another_bank()
    {
        (await Hub.As("bank-agri").TryGetAsync("/api/banks/AGRI")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var answer = await Hub.As("bank-agri").UploadAsync(
            "/api/banks/VIETIN/certification/GOOD.camt.053", "a.xml", Encoding.UTF8.GetBytes("<a/>"));
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        (await Hub.As("lap").TryGetAsync("/api/banks")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Terms_that_cannot_be_right_are_refused_with_their_field()
    {
        var answer = await Hub.As("quantri").TryPostAsync("/api/banks/AGRI/terms", TermsOf("camt.053", hours: 0));

        answer.ShouldBeRefused("bank-data-unfit");
        answer.Text.ShouldContain("AnswerHours");
        (await Hub.As("quantri").TryPostAsync("/api/banks/NONE/terms", TermsOf("camt.053"))).Status
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_agreement_says_which_types_a_bank_may_send()
    {
        await TermsAsync("VIETIN", "MT940");
        var statement = new StatementFile("VIETIN", StatementFile.AccountOf("VIETIN"), 1, 0, "2026-10-20");

        var file = await BankFiles.SendAsync(Hub, "VIETIN", "s.xml", Encoding.UTF8.GetBytes(statement.Write()));

        $"{file["status"]} {Items(file["reasons"])[0]}".ShouldBe("Refused UNSUPPORTED_TYPE", file.ToJsonString());
        $"{Items(file["findings"]).Last()["textEn"]}".ShouldContain("it sends: MT940");
        var swift = FormatFile.Of(statement).Book(new Booking(5_000)).Write("MT940");
        $"{(await BankFiles.SendAsync(Hub, "VIETIN", "s.sta", swift))["status"]}".ShouldBe("Reconciled");
    }

    [Fact]
    public async Task Types_that_nobody_agreed_on_follow_the_profile_and_agreed_ones_stay()
    {
        var (store, start) = (
            Hub.Services.GetRequiredService<IDocumentStore>(),
            Hub.Services.GetServices<IHostedService>().OfType<LoadPartnerBanks>().Single());
        var id = PartnerBank.IdOf("BIDV");
        var now = await FormatsInAsync("BIDV");
        now.Length.ShouldBeGreaterThan(2);
        await using (var session = store.LightweightSession())
        {
            var bank = await session.Events.AggregateStreamAsync<PartnerBank>(id);
            session.Events.Append(id, new BankTermsSet(
                default, "system:reference", "BIDV",
                bank!.Terms! with { FormatsIn = ["camt.053", "pain.002"] }, PartnerSteps.Why));
            await session.SaveChangesAsync();
        }

        (await FormatsInAsync("BIDV")).ShouldBe(["camt.053", "pain.002"]);
        await start.StartAsync(TestContext.Current.CancellationToken);
        (await FormatsInAsync("BIDV")).ShouldBe(now);
        await TermsAsync("BIDV", "MT940");
        await start.StartAsync(TestContext.Current.CancellationToken);
        (await FormatsInAsync("BIDV")).ShouldBe(["MT940"]);

        async Task<string[]> FormatsInAsync(string code)
        {
            await using var session = store.QuerySession();
            return (await session.Events.AggregateStreamAsync<PartnerBank>(PartnerBank.IdOf(code)))!.Terms!.FormatsIn;
        }
    }

    private Task<Answer> KeyAsync(string pem) => Hub.As("quantri").TryPostAsync("/api/banks/AGRI/keys", new JsonObject
    {
        ["use"] = "Signature",
        ["pem"] = pem,
        ["from"] = "2026-10-01",
        ["until"] = "2027-10-01",
        ["reason"] = PartnerSteps.Why,
    });

    private Task<JsonNode> PostAsync(string bank, string act, JsonObject body) =>
        Hub.As("quantri").PostAsync($"/api/banks/{bank}/{act}", body);

    private Task<JsonNode> TermsAsync(string bank, string format) => PostAsync(bank, "terms", TermsOf(format));

    private static JsonObject TermsOf(string format, int hours = 24) => new()
    {
        ["terms"] = new JsonObject
        {
            ["profile"] = "VCB",
            ["formatsOut"] = new JsonArray("pain.001.001.09"),
            ["formatsIn"] = new JsonArray(format),
            ["paymentsPerFile"] = 100,
            ["sumPerFile"] = null,
            ["cutOff"] = "15:30:00",
            ["holidays"] = new JsonArray("2027-02-05"),
            ["answerHours"] = hours,
        },
        ["reason"] = PartnerSteps.Why,
    };

    private Task<Answer> SendStepAsync(string step, string text) => Hub.As("bank-vcb").UploadAsync(
        $"/api/banks/VCB/certification/{step}", "f.xml", Encoding.UTF8.GetBytes(text));

    private async Task<string> StepAsync(string step, string text)
    {
        var answer = await SendStepAsync(step, text);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var judged = Items(answer.Json["certification"]!["steps"]).Single(s => $"{s["step"]}" == step);
        return $"{judged["verdict"]} {(bool)judged["isAsExpected"]!}";
    }
}
