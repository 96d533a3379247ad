using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.BankExchange;
using PaymentHub.BankExchange.Seals;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange.Seals;

/// <summary>
/// Files of banks that sign and encrypt, handed in over HTTP: opened with registered certificates and posted, or
/// refused with the place of what is wrong.
/// </summary>
public sealed class SealedFileTests(SealedHub fixture) : IClassFixture<SealedHub>
{
    private Hub Hub => fixture.Hub;

    [Theory]
    [InlineData("AGRI")]
    [InlineData("VCB")]
    [InlineData("VIETIN")]
    [InlineData("BIDV")]
    public async Task A_sealed_statement_is_opened_and_posted_and_both_forms_of_it_are_kept(string bank)
    {
        var text = await StatementAsync(bank);
        var sealedBytes = SealedHub.Seal(bank, text);

        var file = await BankFiles.SendAsync(Hub, bank, "sao-ke.xml.zip", sealedBytes);

        $"{file["status"]} {file["matched"]}".ShouldBe("Reconciled 1", file.ToJsonString());
        (await IsKeptAsync(HashOf(sealedBytes))).ShouldBe(1, "as it came");
        if (SealedHub.Profiles[bank].Signature != SignatureForm.Xml)
            (await IsKeptAsync(HashOf(text))).ShouldBe(1, "as it was read");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_a_seal_is_said_with_its_place_and_nothing_is_posted()
    {
        var text = await StatementAsync("AGRI");
        var (bytes, parts) = FileSeal.Seal(text, SealedHub.Profiles["AGRI"], SealedKeys.Banks, SealedKeys.Now);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text) + " ");
        await RefusedAsync("AGRI", text, "SIGNATURE_MISSING", ".zip");
        await RefusedAsync(
            "AGRI", SealedHub.Pack(("a.xml", bytes), ("b.p7s", parts[0].Bytes)), "SIGNATURE_MISSING", ".zip");
        await RefusedAsync(
            "AGRI", SealedHub.Pack(("a.xml", changed), ("a.xml.p7s", parts[0].Bytes)), "SIGNATURE_WRONG",
            "SignerInfo[1]");
        await RefusedAsync(
            "AGRI", SealedHub.Pack(("a.xml", bytes), ("a.xml.p7s", [1, 2, 3])), "SIGNATURE_FORM", "");
        await RefusedAsync(
            "AGRI", SealedHub.Seal("AGRI", text, SealedKeys.Banks with { OwnSigning = SealedKeys.Stranger }),
            "SIGNER_UNKNOWN", "SignerInfo[1]");
        await RefusedAsync("VIETIN", SealedHub.Pack(("a", text), ("a.p7s", parts[0].Bytes)), "NOT_ENCRYPTED", "");
        await RefusedAsync(
            "BIDV", SealedHub.Seal("BIDV", text, SealedKeys.Banks with { TheirPgpKey = SealedKeys.StrangerPgp.Public }),
            "NOT_FOR_US", "OpenPGP");
        await RefusedAsync(
            "BIDV", SealedHub.Seal("BIDV", text, SealedKeys.Banks with { OwnPgpKey = SealedKeys.StrangerPgp.Secret }),
            "SIGNER_UNKNOWN", "Signature[1]");
        var xml = Encoding.UTF8.GetString(SealedHub.Seal("VCB", await StatementAsync("VCB")));
        await RefusedAsync(
            "VCB", Encoding.UTF8.GetBytes(xml.Replace(">3000<", ">3001<", StringComparison.Ordinal)),
            "SIGNATURE_WRONG", "Signature");
        await RefusedAsync("VCB", await StatementAsync("VCB"), "SIGNATURE_MISSING", "");
    }

    [Fact]
    public async Task While_certificates_are_changed_both_count_and_the_old_one_not_after_its_end()
    {
        using var successor = SealedKeys.Certificate("CN=Bank signing 2");
        var next = SealedKeys.Banks with { OwnSigning = successor };
        var early = SealedHub.Seal("VIETIN", await StatementAsync("VIETIN"), next);
        await RefusedAsync("VIETIN", early, "SIGNER_UNKNOWN", "");
        var again = await BankFiles.SendAsync(Hub, "VIETIN", "lai.zip", early);
        $"{again["status"]}".ShouldBe("Refused", "nothing has changed since");
        (await FilesOfAsync(early)).ShouldBe(1);
        await fixture.RegisterAsync("VIETIN", successor);
        $"{(await BankFiles.SendAsync(Hub, "VIETIN", "lai.zip", early))["status"]}".ShouldBe("Reconciled");
        var known = await BankFiles.SendAsync(Hub, "VIETIN", "lai.zip", early);
        $"{known["status"]}".ShouldBe("Reconciled");
        (await FilesOfAsync(early)).ShouldBe(2, "the refusal stays, and posted was once");
        foreach (var keys in new[] { SealedKeys.Banks, next })
        {
            var sent = SealedHub.Seal("VIETIN", await StatementAsync("VIETIN"), keys);
            $"{(await BankFiles.SendAsync(Hub, "VIETIN", "s.zip", sent))["status"]}".ShouldBe("Reconciled");
        }

        var old = Convert.ToHexStringLower(SHA256.HashData(SealedKeys.Banks.OwnSigning!.RawData));
        await Hub.As("khobac").PostAsync(
            $"/api/banks/VIETIN/keys/{old}/end", new JsonObject { ["until"] = "2026-11-01", ["reason"] = "Đổi khóa" });

        await RefusedAsync("VIETIN", SealedHub.Seal("VIETIN", await StatementAsync("VIETIN")), "SIGNER_UNKNOWN", "");
        var last = SealedHub.Seal("VIETIN", await StatementAsync("VIETIN"), next);
        $"{(await BankFiles.SendAsync(Hub, "VIETIN", "s.zip", last))["status"]}".ShouldBe("Reconciled");
        await fixture.RegisterAsync("VIETIN", SealedKeys.Banks.OwnSigning!);
    }

    [Fact]
    public async Task A_long_file_is_opened_whole()
    {
        var piece = RandomNumberGenerator.GetBytes(1 << 20);
        using var plain = await FileContent.WrittenAsync(async to =>
        {
            for (var i = 0; i < 32; i++) await to.WriteAsync(piece);
        });
        using var packed = await FileContent.WrittenAsync(to =>
        {
            using var zip = new System.IO.Compression.ZipArchive(
                to, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true);
            IReadOnlyList<DetachedPart> parts;
            using (var file = zip.CreateEntry("a", System.IO.Compression.CompressionLevel.NoCompression).Open())
            using (var from = plain.Open())
                parts = FileSeal.Seal(from, file, SealedHub.Profiles["VIETIN"], SealedKeys.Banks, SealedKeys.Now);
            using var signature = zip.CreateEntry("a.p7s").Open();
            signature.Write(parts[0].Bytes);
            return Task.CompletedTask;
        });
        var seal = Hub.Services.GetRequiredService<ISenderProof>();
        var sender = Hub.Services.GetRequiredService<ReferenceData>().Institutions["VIETIN"];

        var opened = await seal.OpenAsync(sender, "a.zip", packed, TestContext.Current.CancellationToken);

        opened.Objection.ShouldBeNull();
        (await opened.Content.HashAsync(default)).ShouldBe(await plain.HashAsync(default));
        opened.Content.Dispose();
    }

    private async Task<byte[]> StatementAsync(string bank) => Encoding.UTF8.GetBytes(
        (await StatementFile.NextAsync(Hub, bank)).Book(
            new Booking(3_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") }).Write());

    private async Task RefusedAsync(string bank, byte[] bytes, string rule, string where)
    {
        var file = await BankFiles.SendAsync(Hub, bank, "tep.zip", bytes);
        $"{file["status"]} {Items(file["reasons"])[0]}".ShouldBe($"Refused {rule}", file.ToJsonString());
        var finding = Items(file["findings"]).ShouldHaveSingleItem();
        $"{finding["where"]}".ShouldContain(where);
        $"{finding["textVi"]}".Length.ShouldBeGreaterThan(10);
        $"{finding["textEn"]}".Length.ShouldBeGreaterThan(10);
        (await Hub.AskAsync<long>(
            $"select count(*) from hub.bank_entry where file_id = '{file["fileId"]}'")).ShouldBe(0);
    }

    private Task<long> FilesOfAsync(byte[] bytes) => Hub.AskAsync<long>(
        "select count(*) from hub.bank_file_step where status = 'Received' and sha256 = $1", HashOf(bytes));

    private Task<long> IsKeptAsync(string hash) =>
        Hub.AskAsync<long>("select count(*) from hub.raw_file where sha256 = $1", hash);

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
