using System.Text.Json.Nodes;
using PaymentHub.Tests.BankExchange;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>
/// A month of eight batches, of two communes at each of four banks, approved and not released. Every batch has the same
/// seven pensions, so that what happens at one bank can be compared with what happens at another.
/// </summary>
public static class MatchingMonth
{
    /// <summary>The banks, each with a batch in each commune.</summary>
    public static readonly string[] Banks = ["AGRI", "VIETIN", "BIDV", "VCB"];

    /// <summary>The bank whose contract has a fee schedule.</summary>
    public const string WithFees = "AGRI";

    /// <summary>The communes with their official names.</summary>
    public static readonly (string Code, string Name)[] Communes =
        [("21025", "Phường Cẩm Thành"), ("21028", "Phường Nghĩa Lộ")];

    /// <summary>
    /// The months that each pension of a batch pays. The fourth and the fifth share an account and differ; the last two
    /// share another one and are equal.
    /// </summary>
    public static readonly int[] Months = [1, 1, 2, 4, 1, 1, 1];

    private static readonly int[] SharesAccountWith = [0, 1, 2, 3, 3, 5, 5];

    /// <summary>Starts a service on a copy of the month.</summary>
    public static async Task<Hub> StartAsync(PostgresFixture postgres) =>
        await Hub.StartAsync(await postgres.CreateDatabaseAsync("matching", PrepareAsync));

    /// <summary>The register row of a place of a batch; the places count from 0.</summary>
    public static RegisterLine Person(int bank, int commune, int place)
    {
        var no = 100 + (bank * 20) + (commune * 10) + place;
        var (code, name) = Communes[commune];
        return PaidFor(
            RegisterLine.Of(no).In(code, name).At(Banks[bank]), Months[place], no - place + SharesAccountWith[place]);
    }

    /// <summary>The same person with so many months to be paid, on the account of a number.</summary>
    internal static RegisterLine PaidFor(RegisterLine who, int months, int account)
    {
        var first = 12 - months;
        return who.With(
            ("Ngày ký", $"05/{Math.Min(first, 10):00}/2026"), ("Hưởng từ tháng", $"{first:00}/2026"),
            ("Số tài khoản", $"4500207{account:000000}"), ("Tên chủ tài khoản", "TRAN THI BA"),
            ("Người nhận", "Người giám hộ"), ("Họ tên người nhận", "Trần Thị Ba"),
            ("Số định danh người nhận", $"051165{account:000000}"));
    }

    private static async Task PrepareAsync(string database)
    {
        await using var hub = await Hub.StartAsync(database);
        await hub.SetClockAsync("2026-10-22T01:00:00Z");
        foreach (var (commune, _) in Communes) await hub.AllotAsync(commune, pension: 1_000_000_000);
        await hub.RegisterAsync(
            from bank in Enumerable.Range(0, Banks.Length)
            from commune in Enumerable.Range(0, Communes.Length)
            from place in Enumerable.Range(0, Months.Length)
            select Person(bank, commune, place));
        await hub.ChangeAsync(WithFees, new JsonObject
        {
            ["fees"] = new JsonObject
            {
                ["from"] = "2026-11-01",
                ["fixed"] = 1_000,
                ["perMillion"] = 200,
                ["least"] = 0,
                ["most"] = 50_000,
                ["vatPercent"] = 10,
            },
        });
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");
        await hub.ActAsync("duyet1", "approve");
        await hub.SetClockAsync("2026-11-27T01:00:00Z");
    }
}
