using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using PaymentHub.Tests.BankExchange;
using PaymentHub.Tests.BankExchange.Seals;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Processes;

/// <summary>A bank's program signs in with the certificate of its TLS connection, over real TLS.</summary>
public sealed class ClientCertificateTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_registered_certificate_signs_in_and_its_token_serves_on_its_own_connections_only()
    {
        var port = ServiceProcess.FreePort();
        using var server = new TlsServerKey();
        await using var service = await ServiceProcess.StartAsync(
            await postgres.CreateDatabaseAsync(), null, ("ASPNETCORE_URLS", $"https://localhost:{port}"),
            ("Kestrel__Certificates__Default__Path", server.Path), ("PAYMENTHUB_CLIENT_CERTIFICATES", "on"));
        using var own = SealedKeys.Certificate("CN=AGRI program");
        using var program = Client(port, own);
        (await TokenAsync(program)).Status.ShouldBe(HttpStatusCode.Unauthorized, "not registered yet");
        await RegisterAsync(service, own);

        var signedIn = await TokenAsync(program);

        signedIn.Status.ShouldBe(HttpStatusCode.OK, signedIn.Text);
        var token = $"{signedIn.Json["access_token"]}";
        (await WaitingAsync(program, token)).ShouldBe(HttpStatusCode.OK);
        using var stranger = Client(port, SealedKeys.Stranger);
        (await TokenAsync(stranger)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await WaitingAsync(stranger, token)).ShouldBe(HttpStatusCode.Forbidden, "a stolen token");
        using var bare = Client(port, null);
        (await TokenAsync(bare)).Status.ShouldBe(HttpStatusCode.BadRequest, "neither secret nor certificate");
        (await WaitingAsync(bare, token)).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task RegisterAsync(ServiceProcess service, X509Certificate2 certificate)
    {
        var proposed = await service.As("quantri").PostAsync("/api/banks/AGRI/keys", new JsonObject
        {
            ["use"] = "ClientCertificate",
            ["pem"] = certificate.ExportCertificatePem(),
            ["from"] = "2026-10-01",
            ["until"] = "2027-04-01",
            ["reason"] = PartnerSteps.Why,
        });
        var no = Items(proposed["waiting"]).Max(w => (int)w["no"]!);
        await service.As("khobac").PostAsync($"/api/banks/AGRI/changes/{no}/agree");
    }

    private static async Task<Answer> TokenAsync(HttpClient http)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "AGRI",
        });
        return await BankProgram.AnswerAsync(await http.PostAsync("/api/bank/token", form));
    }

    private static async Task<HttpStatusCode> WaitingAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/bank/files");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static HttpClient Client(int port, X509Certificate2? certificate)
    {
        // The test's own server key; what is tried here is the client's.
        var handler = new HttpClientHandler
        {
            ClientCertificateOptions = ClientCertificateOption.Manual,
            ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
        };
        if (certificate is not null) handler.ClientCertificates.Add(certificate);
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{port}") };
    }

    private sealed class TlsServerKey : IDisposable
    {
        public TlsServerKey()
        {
            using var certificate = SealedKeys.Certificate("CN=localhost");
            File.WriteAllBytes(Path, certificate.Export(X509ContentType.Pkcs12));
        }

        public string Path { get; } =
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"tls-{Guid.NewGuid():N}.pfx");

        public void Dispose() => File.Delete(Path);
    }
}
