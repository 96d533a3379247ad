using System.Text.Json.Nodes;
using PaymentHub.Tests.BankExchange;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>A batch by the places of its bank and its commune.</summary>
public readonly record struct Spot(int Bank, int Commune)
{
    /// <summary>The batch whose payees stand in the opposite order.</summary>
    public static readonly Spot Turned = new(2, 1);

    /// <summary>The batch whose payees get twice as much.</summary>
    public static readonly Spot Doubled = new(3, 1);
}

/// <summary>
/// A month of eight batches, of two communes at each of four banks, approved and not released. Batches have seven like
/// pensions, so that what happens to one can be compared with what happens to another.
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

    /// <summary>Payments of a batch.</summary>
    public const int Places = 7;

    // The months that each pension pays. The fourth and the fifth share an account and differ; the last two share
    // another one and are equal.
    private static readonly int[] Usual = [1, 1, 2, 1, 2, 1, 1];
    private static readonly int[] WithLong = [1, 1, 2, 4, 1, 1, 1];
    private static readonly int[] SharesAccountWith = [0, 1, 2, 3, 3, 5, 5];

    /// <summary>The place's number in its batch: that of the place, but for the batch that is turned.</summary>
    public static int NumberOf(Spot of, int place) => of == Spot.Turned ? Places - 1 - place : place;

    /// <summary>How often the usual amount the pensions of a batch are.</summary>
    public static int FactorOf(Spot of) => of == Spot.Doubled ? 2 : 1;

    /// <summary>Starts a service on a copy of the month.</summary>
    public static async Task<Hub> StartAsync(PostgresFixture postgres) =>
        await Hub.StartAsync(await postgres.CreateDatabaseAsync("matching", PrepareAsync));

    // The number of a place decides its dossier, and with it where it stands in the batch.
    private static RegisterLine Person(int bank, int commune, int place)
    {
        var of = new Spot(bank, commune);
        var first = 100 + (bank * 20) + (commune * 10);
        var (code, name) = Communes[commune];
        var months = Banks[bank] == WithFees ? WithLong[place] : Usual[place] * FactorOf(of);
        return PaidFor(
            RegisterLine.Of(first + NumberOf(of, place)).In(code, name).At(Banks[bank]), months,
            first + SharesAccountWith[place]);
    }

    // So many months to be paid to November, on the account of a number.
    private static RegisterLine PaidFor(RegisterLine who, int months, int account)
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
            from place in Enumerable.Range(0, Places)
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
