using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Story;

/// <summary>
/// A month with one of everything that a page can show: paid, returned and unexplained money, a misuse case, a held and
/// a refused file, a person who is gone. Prepared once, copied for every class that needs it; read it only.
/// </summary>
public static class FinishedMonth
{
    /// <summary>Paid.</summary>
    public static RegisterLine Paid => ReleasedMonth.Agri[0];

    /// <summary>Paid and come back; may be paid again.</summary>
    public static RegisterLine Returned => ReleasedMonth.Agri[1];

    /// <summary>Died before the month; paid nevertheless.</summary>
    public static RegisterLine Dead => ReleasedMonth.Agri[2];

    /// <summary>Paid by the earlier system, and entitled no more: no batch of the month knows the dossier.</summary>
    public static RegisterLine Gone { get; } = RegisterLine.Of(61).In("21028", "Phường Nghĩa Lộ").With(
        ("Ngày ký", "05/01/2026"), ("Hưởng từ tháng", "01/2026"), ("Thôi hưởng từ tháng", "11/2026"),
        ("Đã chi từ tháng", "01/2026"), ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "540000"));

    /// <summary>Starts a service on a copy of the finished month.</summary>
    public static async Task<Hub> StartAsync(PostgresFixture postgres) =>
        await Hub.StartAsync(await postgres.CreateDatabaseAsync("finished", PrepareAsync));

    private static async Task PrepareAsync(string database)
    {
        await ReleasedMonth.PrepareAsync(database);
        await using var hub = await Hub.StartAsync(database);
        await hub.RegisterAsync(Gone);
        await hub.DeathAsync(Dead, "09/2026");
        await SettleAsync(hub);
        var next = await StatementFile.NextAsync(hub, "AGRI", "2026-11-02");
        var gap = next with { Sequence = next.Sequence + 1 };
        await BankFiles.SendAsync(hub, "AGRI", "thieu-mot-ngay.xml", Encoding.UTF8.GetBytes(gap.Write()));
        await BankFiles.SendAsync(hub, "AGRI", "khong-phai-sao-ke.pdf", "%PDF-1.7"u8.ToArray());
        await hub.As("thanhtra").GetAsync($"/api/flags?period={Period}");
        await hub.As("lap").PostAsync("/api/receivables", new JsonObject
        {
            ["dossier"] = Dead.Dossier,
            ["fromHeirs"] = true,
            ["source"] = "TINH",
            ["amount"] = RegisterLine.Pension,
            ["decisionNumber"] = "7/QĐ-UBND",
            ["dueOn"] = "2026-12-31",
            ["reason"] = "Đã chi sau khi mất",
        });
    }

    private static async Task SettleAsync(Hub hub)
    {
        var statement = (await StatementFile.NextAsync(hub, "AGRI")).Book(
            new Booking(100_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-123_456) { Text = "PHI KHAC", Account = "9999999999" });
        foreach (var who in ReleasedMonth.Agri.Take(10)) statement.Book(await DebitAsync(hub, who));
        var returned = await DebitAsync(hub, Returned);
        statement.Book(returned with { Amount = -returned.Amount, ReturnReason = "AC04" });
        await statement.SendAsync(hub);
    }

    private static async Task<Booking> DebitAsync(Hub hub, RegisterLine who)
    {
        var id = await hub.EndToEndIdAsync(who);
        return new Booking(-RegisterLine.Pension)
        {
            EndToEndId = id,
            Account = await hub.AskAsync<string>("select account from hub.payment where end_to_end_id = $1", id),
        };
    }
}
