using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>
/// A statement that tells what was booked otherwise: a person sees entry by entry how, and two of them refuse it.
/// </summary>
public sealed class ConflictFileTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private const string Why = "Ngân hàng xác nhận bản trước đúng";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_difference_names_what_was_added_is_gone_and_has_changed_and_two_people_refuse()
    {
        var (same, changed) = (ReleasedMonth.Agri[0], ReleasedMonth.Agri[1]);
        var first = await StatementFile.NextAsync(Hub, "AGRI");
        first.Book(await DebitAsync(same), await DebitAsync(changed), new Booking(7_000) { EndToEndId = "LE-7000" });
        var booked = await first.SendAsync(Hub);
        $"{booked["status"]}".ShouldBe("Reconciled", booked.ToJsonString());
        var again = new StatementFile(first.Institution, first.Account, first.Sequence, first.Opening, first.Date)
            .Book(
                await DebitAsync(same), await DebitAsync(changed) with { Amount = -Pension - 1 },
                new Booking(9_000) { EndToEndId = "THEM-9000" });

        var held = await BankFiles.SendAsync(Hub, "AGRI", "lai.xml", Encoding.UTF8.GetBytes(again.Write()));

        $"{held["status"]} {Items(held["reasons"])[0]}".ShouldBe("Held CONFLICT", held.ToJsonString());
        var differs = await Hub.As("khobac").GetAsync($"/api/bank-files/{held["fileId"]}/difference");
        $"{differs["earlier"]}".ShouldBe($"{booked["fileId"]}");
        var entries = differs["entries"]!;
        $"{Items(entries["added"]).ShouldHaveSingleItem()["endToEndId"]}".ShouldBe("THEM-9000");
        $"{Items(entries["gone"]).ShouldHaveSingleItem()["endToEndId"]}".ShouldBe("LE-7000");
        var change = Items(entries["changed"]).ShouldHaveSingleItem();
        $"{change["before"]!["amountTold"]} {change["now"]!["amountTold"]}".ShouldBe($"{-Pension} {-Pension - 1}");
        await RefusedByTwoAsync($"{held["fileId"]}");
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task The_entries_of_a_file_are_listed_in_pages_with_what_each_moved()
    {
        var who = ReleasedMonth.Agri[2];
        var next = (await StatementFile.NextAsync(Hub, "AGRI")).Book(await DebitAsync(who), new Booking(-4_000));
        var file = await next.SendAsync(Hub);

        var page = await Hub.As("doisoat").GetAsync($"/api/bank-files/{file["fileId"]}/entries?size=1");

        $"{page["total"]}".ShouldBe("2");
        var entry = Items(page["items"]).ShouldHaveSingleItem();
        $"{entry["amountTold"]} {entry["endToEndId"]}".ShouldBe($"{-Pension} {await Hub.EndToEndIdAsync(who)}");
        var move = Items(entry["moves"]).ShouldHaveSingleItem();
        $"{move["what"]} {move["kind"]} {move["amount"]} {move["endToEndId"]}".ShouldBe(
            $"Matched Payment {Pension} {await Hub.EndToEndIdAsync(who)}");
        page = await Hub.As("doisoat").GetAsync($"/api/bank-files/{file["fileId"]}/entries?size=1&page=2");
        move = Items(Items(page["items"]).ShouldHaveSingleItem()["moves"]).ShouldHaveSingleItem();
        $"{move["what"]} {move["kind"]} {move["amount"]}".ShouldBe("Break UNEXPLAINED_DEBIT 4000");
        (await Hub.As("bank-vcb").TryGetAsync($"/api/bank-files/{file["fileId"]}/entries")).Status
            .ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task RefusedByTwoAsync(string file)
    {
        (await RefuseAsync("khobac", file)).Json["status"]!.ToString().ShouldBe("Proposed");
        (await RefuseAsync("khobac", file)).ShouldBeRefused("segregation-of-duties");
        (await RefuseAsync("doisoat", file)).Json["status"]!.ToString().ShouldBe("Refused");
        (await RefuseAsync("doisoat", file)).ShouldBeRefused("file-not-held");
    }

    private Task<Answer> RefuseAsync(string user, string file) =>
        Hub.As(user).TryPostAsync($"/api/bank-files/{file}/refuse", new JsonObject { ["reason"] = Why });

    private async Task<Booking> DebitAsync(RegisterLine who) =>
        new(-Pension) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account };
}
