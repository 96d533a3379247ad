using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.BankExchange;

/// <summary>
/// Which entries a statement repeats of the one whose place it takes: the same day and amount, and no reference of both
/// that contradicts.
/// </summary>
public sealed class ReplacingEntriesTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_statement_that_takes_anothers_place_repeats_what_it_tells_and_drops_the_rest()
    {
        var first = await SentAsync(
            (500, "B1", "E1"), (600, "B2", ""), (700, "", "E3"), (800, "", ""), (900, "B5", "E5"), (1_000, "B6", ""),
            (1_100, "", "E7"));
        $"{first["status"]}".ShouldBe("Reconciled", first.ToJsonString());

        var again = await SentAsync(
            (500, "B1", "E1"), (600, "B2", "E2"), (700, "B3", "E3"), (800, "B4", "E4"), (1_000, "B9", ""),
            (1_100, "", "E8"));

        $"{again["status"]} {Items(again["reasons"])[0]}".ShouldBe("Held CONFLICT", again.ToJsonString());
        var file = $"{again["fileId"]}";
        foreach (var user in new[] { "khobac", "doisoat" })
            await Hub.As(user).PostAsync(
                $"/api/bank-files/{file}/post", new JsonObject { ["reason"] = "Ngân hàng gửi lại" });
        await Hub.As("doisoat").UntilAsync($"/api/bank-files/{file}", f => $"{f["status"]}" == "Reconciled");
        (await Hub.AskAsync<string[]>(
            $"""
            select array_agg(entry || ' ' || entry_there order by entry) from hub.entry_known where file_id = '{file}'
            """)).ShouldBe(["0 1", "1 2", "2 3", "3 4", "6 5", "7 6", "8 7"]);
        (await Hub.AskAsync<string[]>(
            $"""
            select array_agg(kind || ' ' || amount order by kind, amount) from hub.entry_break where file_id = '{file}'
            """)).ShouldBe(
            [
                "EntryWithdrawn 900", "EntryWithdrawn 1000", "EntryWithdrawn 1100", "UnexplainedDebit 1000",
                "UnexplainedDebit 1100",
            ]);
        await Hub.IdentitiesShouldHoldAsync();
    }

    // The table of VietinBank's profile, which has a column for each reference.
    private async Task<JsonNode> SentAsync(params (long Amount, string Bank, string Id)[] debits)
    {
        var rows = string.Concat(debits.Select((d, i) => string.Create(
            CultureInfo.InvariantCulture, $"{i + 1};02-11-2026;{d.Bank};CHI TRA;{d.Amount};Nợ;;;{d.Id}\n")));
        const long Opening = 1_000_000;
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            Tài khoản;{StatementFile.AccountOf("VIETIN")};Tiền tệ;VND
            Số dư đầu;{Opening}
            STT;Ngày hạch toán;Mã giao dịch;Nội dung;Phát sinh;Nợ/Có;Tài khoản đối ứng;Tên đối ứng;Mã lệnh
            {rows}Tổng số giao dịch;{debits.Length}
            Số dư cuối;{Opening - debits.Sum(d => d.Amount)}

            """);
        return await BankFiles.SendAsync(Hub, "VIETIN", "bang.csv", Encoding.UTF8.GetBytes(text));
    }
}
