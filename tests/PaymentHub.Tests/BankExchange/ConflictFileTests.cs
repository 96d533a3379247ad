using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>
/// A statement that tells what was booked otherwise: a person sees entry by entry how, and two of them refuse it or let
/// it take the other's place.
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

    /// <summary>
    /// The bank corrects itself: one debit stays, one changes its amount, one vanishes, one is new. The ledger ends
    /// where the new statement does, no payment is debited twice, and what vanished waits for a person.
    /// </summary>
    [Fact]
    public async Task Two_people_let_a_statement_take_the_place_of_the_one_it_contradicts()
    {
        var (same, changed, gone, added) = (
            ReleasedMonth.Agri[3], ReleasedMonth.Agri[4], ReleasedMonth.Agri[5], ReleasedMonth.Agri[6]);
        var first = await StatementFile.NextAsync(Hub, "AGRI");
        first.Book(await DebitAsync(same), await DebitAsync(changed), await DebitAsync(gone));
        $"{(await first.SendAsync(Hub))["status"]}".ShouldBe("Reconciled");
        var again = new StatementFile(first.Institution, first.Account, first.Sequence, first.Opening, first.Date)
            .Book(
                await DebitAsync(same), await DebitAsync(changed) with { Amount = -Pension - 1 },
                await DebitAsync(added));
        var held = await BankFiles.SendAsync(Hub, "AGRI", "thay.xml", Encoding.UTF8.GetBytes(again.Write()));
        $"{held["status"]} {Items(held["reasons"])[0]}".ShouldBe("Held CONFLICT", held.ToJsonString());
        var file = $"{held["fileId"]}";

        (await PostAsync("khobac", file)).Json["status"]!.ToString().ShouldBe("Proposed");
        (await PostAsync("khobac", file)).ShouldBeRefused("segregation-of-duties");
        (await PostAsync("doisoat", file)).Json["status"]!.ToString().ShouldBe("Accepted");
        await Hub.As("doisoat").UntilAsync($"/api/bank-files/{file}", f => $"{f["status"]}" == "Reconciled");

        await Hub.IdentitiesShouldHoldAsync();
        foreach (var (who, status) in new[]
            { (same, "Settled"), (changed, "Settled"), (gone, "Unknown"), (added, "Settled") })
            $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe(status, who.Account);
        (await KindsAsync(file)).ShouldBe(
            [$"ENTRY_WITHDRAWN {Pension}", $"ENTRY_WITHDRAWN {Pension}", "EXCESS_DEBIT 1"]);
        (await PostAsync("doisoat", file)).ShouldBeRefused("file-not-held");
        var next = (await StatementFile.NextAsync(Hub, "AGRI")).Book(new Booking(5_000));
        next.Opening.ShouldBe(again.Closing);
        $"{(await next.SendAsync(Hub))["status"]}".ShouldBe("Reconciled", "the chain goes on from what replaced");
        await Hub.IdentitiesShouldHoldAsync();
    }

    /// <summary>
    /// A long statement is compared in the database: all differences are counted, the first listed, and of equal
    /// entries without a reference as many are the same as were told.
    /// </summary>
    [Fact]
    public async Task A_long_statement_takes_the_place_of_another_and_every_difference_is_counted()
    {
        const int Credits = 600, Same = 40;
        var first = await StatementFile.NextAsync(Hub, "VIETIN");
        first.Book([
            .. Enumerable.Range(0, Credits).Select(i => new Booking(1_000 + i) { EndToEndId = $"K-{i:000}" }),
            new Booking(-5_000), new Booking(-5_000), new Booking(-5_000)]);
        $"{(await first.SendAsync(Hub))["status"]}".ShouldBe("Reconciled");
        var again = new StatementFile(first.Institution, first.Account, first.Sequence, first.Opening, first.Date)
            .Book([
                .. Enumerable.Range(0, Credits).Select(i => new Booking(i < Same ? 1_000 + i : 10_000 + i)
                    { EndToEndId = $"K-{i:000}" }),
                new Booking(-5_000), new Booking(-5_000)]);
        var held = await BankFiles.SendAsync(Hub, "VIETIN", "dai.xml", Encoding.UTF8.GetBytes(again.Write()));
        $"{held["status"]} {Items(held["reasons"])[0]}".ShouldBe("Held CONFLICT", held.ToJsonString());
        var file = $"{held["fileId"]}";

        var differs = await Hub.As("khobac").GetAsync($"/api/bank-files/{file}/difference");
        $"{differs["changedCount"]} {differs["addedCount"]} {differs["goneCount"]} {differs["isCut"]}"
            .ShouldBe($"{Credits - Same} 0 1 true");
        Items(differs["entries"]!["changed"]).Count.ShouldBe(500);
        (await PostAsync("khobac", file)).Json["status"]!.ToString().ShouldBe("Proposed");
        (await PostAsync("doisoat", file)).Json["status"]!.ToString().ShouldBe("Accepted");
        await Hub.As("doisoat").UntilAsync($"/api/bank-files/{file}", f => $"{f["status"]}" == "Reconciled");

        await Hub.IdentitiesShouldHoldAsync();
        (await Hub.AskAsync<long>(
            $"select count(*) from hub.entry_break where file_id = '{file}' and kind = 'EntryWithdrawn'"))
            .ShouldBe(Credits - Same + 1);
        (await Hub.AskAsync<long>(
            $"select count(*) from hub.entry_break where file_id = '{file}' and kind = 'UnexplainedCredit'"))
            .ShouldBe(Credits - Same);
    }

    /// <summary>
    /// A bank that sends several statements in one file corrects one of them: the file that tells them all again, and a
    /// further one, takes the place of the first; the balances behind the correction move with it.
    /// </summary>
    [Fact]
    public async Task A_file_of_several_statements_takes_the_place_of_the_one_that_told_them_first()
    {
        var morning = (await StatementFile.NextAsync(Hub, "BIDV")).Book(new Booking(7_000) { EndToEndId = "S-7000" });
        var evening = After(morning, "2026-11-02").Book(new Booking(-2_000) { EndToEndId = "C-2000" });
        var booked = await SentAsync("hai-so-phu.xml", morning, evening);
        $"{booked["status"]}".ShouldBe("Reconciled", booked.ToJsonString());
        var right = new StatementFile("BIDV", morning.Account, morning.Sequence, morning.Opening, morning.Date)
            .Book(new Booking(7_500) { EndToEndId = "S-7500" });
        var moved = After(right, "2026-11-02").Book(new Booking(-2_000) { EndToEndId = "C-2000" });
        var next = After(moved, "2026-11-03").Book(new Booking(400) { EndToEndId = "M-400" });

        var torn = await SentAsync("dut.xml", right, After(morning, "2026-11-02").Book(new Booking(-1)), next);
        (await PostAsync("khobac", $"{torn["fileId"]}")).ShouldBeRefused("file-not-postable");
        var part = await SentAsync("mot-phan.xml", right);
        (await PostAsync("khobac", $"{part["fileId"]}")).ShouldBeRefused("file-not-postable");
        var held = await SentAsync("ba-so-phu.xml", right, moved, next);
        $"{held["status"]} {Items(held["reasons"])[0]}".ShouldBe("Held CONFLICT", held.ToJsonString());
        var file = $"{held["fileId"]}";
        foreach (var user in new[] { "khobac", "doisoat" }) await PostAsync(user, file);
        await Hub.As("doisoat").UntilAsync($"/api/bank-files/{file}", f => $"{f["status"]}" == "Reconciled");

        (await KindsAsync(file)).ShouldBe(
            ["ENTRY_WITHDRAWN 7000", "UNEXPLAINED_CREDIT 400", "UNEXPLAINED_CREDIT 7500"]);
        (await Hub.AskAsync<long>($"select count(*) from hub.entry_known where file_id = '{file}'")).ShouldBe(2);
        (await StatementFile.NextAsync(Hub, "BIDV")).Opening.ShouldBe(next.Closing);
        (await Hub.BrokenChecksAsync()).ShouldBeEmpty();
        await Hub.IdentitiesShouldHoldAsync();
    }

    /// <summary>
    /// What the corrected statement adds may have been told by a notification meanwhile: it is booked once.
    /// </summary>
    [Fact]
    public async Task What_a_notification_told_is_not_booked_again_by_a_statement_that_takes_anothers_place()
    {
        var first = (await StatementFile.NextAsync(Hub, "VCB")).Book(new Booking(-3_000) { EndToEndId = "P-3000" });
        var booked = await first.SendAsync(Hub);
        $"{booked["status"]}".ShouldBe("Reconciled", booked.ToJsonString());
        var late = new Booking(6_000) { EndToEndId = "P-6000" };
        var notice = Encoding.UTF8.GetString(FormatFile.Of(first).Book(late).Write("camt.054"))
            .Replace("0000</AcctSvcrRef>", "0001</AcctSvcrRef>", StringComparison.Ordinal);
        var told = await BankFiles.SendAsync(Hub, "VCB", "bao-co.xml", Encoding.UTF8.GetBytes(notice));
        $"{told["status"]}".ShouldBe("Reconciled", told.ToJsonString());
        var again = new StatementFile(first.Institution, first.Account, first.Sequence, first.Opening, first.Date)
            .Book(new Booking(-3_000) { EndToEndId = "P-3000" }, late);

        var file = $"{(await SentAsync("day-du.xml", again))["fileId"]}";
        foreach (var user in new[] { "khobac", "doisoat" }) await PostAsync(user, file);
        await Hub.As("doisoat").UntilAsync($"/api/bank-files/{file}", f => $"{f["status"]}" == "Reconciled");

        (await KindsAsync(file)).ShouldBeEmpty();
        (await Hub.AskAsync<string[]>(
            $"""
            select array_agg(entry || ' ' || by_file order by entry) from hub.entry_known where file_id = '{file}'
            """)).ShouldBe([$"0 {booked["fileId"]}", $"1 {told["fileId"]}"]);
        await Hub.IdentitiesShouldHoldAsync();
    }

    [Fact]
    public async Task Nothing_takes_the_place_of_a_statement_on_which_later_ones_rest()
    {
        var first = (await StatementFile.NextAsync(Hub, "VCB")).Book(new Booking(7_000) { EndToEndId = "A-1" });
        $"{(await first.SendAsync(Hub))["status"]}".ShouldBe("Reconciled");
        var later = (await StatementFile.NextAsync(Hub, "VCB")).Book(new Booking(1_000));
        $"{(await later.SendAsync(Hub))["status"]}".ShouldBe("Reconciled");
        var again = new StatementFile(first.Institution, first.Account, first.Sequence, first.Opening, first.Date)
            .Book(new Booking(7_001) { EndToEndId = "A-1" });

        var held = await BankFiles.SendAsync(Hub, "VCB", "thay.xml", Encoding.UTF8.GetBytes(again.Write()));

        (await PostAsync("khobac", $"{held["fileId"]}")).ShouldBeRefused("file-not-postable");
    }

    private static StatementFile After(StatementFile before, string date) =>
        new(before.Institution, before.Account, before.Sequence + 1, before.Closing, date);

    // All statements in one message, under the heading of the first.
    private Task<JsonNode> SentAsync(string name, params StatementFile[] statements)
    {
        const string End = "</Stmt>";
        var parts = statements.Select(s => s.Write()).ToArray();
        var further = parts.Skip(1).Select(p => p[p.IndexOf("<Stmt>", StringComparison.Ordinal)..])
            .Select(p => p[..(p.IndexOf(End, StringComparison.Ordinal) + End.Length)]);
        var text = parts[0].Replace(End, End + string.Concat(further), StringComparison.Ordinal);
        return BankFiles.SendAsync(Hub, statements[0].Institution, name, Encoding.UTF8.GetBytes(text));
    }

    private async Task<IEnumerable<string>> KindsAsync(string file)
    {
        var breaks = await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={file}");
        return Items(breaks["items"]).Select(b => $"{b["kind"]} {b["amount"]}").Order(StringComparer.Ordinal);
    }

    private Task<Answer> PostAsync(string user, string file) =>
        Hub.As(user).TryPostAsync($"/api/bank-files/{file}/post", new JsonObject { ["reason"] = Why });

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
        var text = next.Write();
        var element = text[text.IndexOf("<Ntry>", StringComparison.Ordinal)..];
        element = element[..(element.IndexOf("</Ntry>", StringComparison.Ordinal) + "</Ntry>".Length)];
        $"{entry["rawHash"]}".ShouldBe(
            Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(Encoding.UTF8.GetBytes(element))));
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
