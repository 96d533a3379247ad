using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>What the gate holds, two people post or refuse, and everybody sees who did and why.</summary>
public sealed class HeldFileTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const string Reason = "Ngân hàng xác nhận bằng văn bản";

    private static readonly Dictionary<string, long> FirstSignature = new()
    {
        ["events.mt_events"] = 1,
        ["hub.bank_file_step"] = 1,
    };

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_statement_after_a_gap_is_posted_when_two_people_answer_for_it()
    {
        var id = await HeldAsync("AGRI", s => s with { Sequence = s.Sequence + 1 }, "SEQUENCE_GAP");
        var before = await Hub.FootprintAsync();
        (await DecideAsync("khobac", id, "post")).Json["status"]!.ToString().ShouldBe("Proposed");
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBe(FirstSignature, ignoreOrder: true);
        var alone = await DecideAsync("khobac", id, "post");
        (alone.Status, alone.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "segregation-of-duties"));

        (await DecideAsync("doisoat", id, "post")).Json["status"]!.ToString().ShouldBe("Accepted");

        var file = await Hub.As("doisoat").UntilAsync($"/api/bank-files/{id}", f => $"{f["status"]}" == "Reconciled");
        $"{file["entries"]}".ShouldBe("1");
        await Hub.IdentitiesShouldHoldAsync();
        var history = Items((await Hub.As("thanhtra").GetAsync($"/api/history/file/{id}"))["items"]);
        history.Select(h => $"{h["event"]} {h["user"]}").ShouldContain("file_release_proposed khobac");
        history.Select(h => $"{h["event"]} {h["user"]}").ShouldContain("file_released doisoat");
        (await DecideAsync("doisoat", id, "post")).Code.ShouldBe("file-not-held");
    }

    [Fact]
    public async Task A_statement_that_does_not_add_up_can_only_be_refused()
    {
        var next = await NextAsync("VCB");
        var amount = $"{next.Closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>";
        var off = $"{next.Closing + 9}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>";
        var id = await HeldAsync("VCB", next.Write().Replace(amount, off, StringComparison.Ordinal), "BALANCE");
        (await DecideAsync("khobac", id, "post")).Code.ShouldBe("file-not-postable");
        (await DecideAsync("khobac", id, "refuse", "sai")).Code.ShouldBe("reason-missing");

        (await DecideAsync("khobac", id, "refuse")).Json["status"]!.ToString().ShouldBe("Proposed");
        (await DecideAsync("khobac", id, "refuse")).Code.ShouldBe("segregation-of-duties");
        (await DecideAsync("doisoat", id, "refuse")).Json["status"]!.ToString().ShouldBe("Refused");

        var file = await Hub.As("bank-vcb").GetAsync($"/api/bank-files/{id}");
        $"{file["status"]} {Items(file["reasons"])[0]}".ShouldBe("Refused BALANCE");
        var finding = Items(file["findings"]).ShouldHaveSingleItem();
        $"{finding["textVi"]}".ShouldContain("Số dư");
        $"{finding["textEn"]}".ShouldContain("alance");
        (await DecideAsync("doisoat", id, "post")).Code.ShouldBe("file-not-held");
    }

    [Fact]
    public async Task Only_people_who_answer_for_the_account_decide_and_not_who_handed_the_file_in()
    {
        var id = await HeldAsync("VIETIN", s => s with { Sequence = s.Sequence + 3 }, "SEQUENCE_GAP", "doisoat");

        (await DecideAsync("doisoat", id, "post")).Code.ShouldBe("segregation-of-duties");
        (await DecideAsync("bank-vietin", id, "post")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await DecideAsync("thanhtra", id, "refuse")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await DecideAsync("khobac", Guid.NewGuid(), "post")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<StatementFile> NextAsync(string institution) =>
        (await StatementFile.NextAsync(Hub, institution)).Book(
            new Booking(100_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") });

    private async Task<Guid> HeldAsync(
        string institution, Func<StatementFile, StatementFile> change, string reason, string? by = null)
    {
        // A gap needs a statement before it.
        await (await NextAsync(institution)).SendAsync(Hub);
        return await HeldAsync(institution, change(await NextAsync(institution)).Write(), reason, by);
    }

    private async Task<Guid> HeldAsync(string institution, string text, string reason, string? by = null)
    {
        var sender = Hub.As(by ?? $"bank-{institution.ToLowerInvariant()}");
        var sent = await sender.UploadAsync(
            $"/api/bank-files?institution={institution}", "tam-giu.xml", Encoding.UTF8.GetBytes(text));
        var id = Guid.Parse((string)sent.Json["fileId"]!);
        var file = await Hub.As("khobac").GetAsync($"/api/bank-files/{id}");
        $"{file["status"]}".ShouldBe("Held", file.ToJsonString());
        Items(file["reasons"]).Select(r => (string)r!).ShouldBe([reason]);
        return id;
    }

    private Task<Answer> DecideAsync(string user, Guid file, string act, string reason = Reason) =>
        Hub.As(user).TryPostAsync($"/api/bank-files/{file}/{act}", new JsonObject { ["reason"] = reason });
}
