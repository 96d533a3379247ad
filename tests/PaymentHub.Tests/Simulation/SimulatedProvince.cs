using System.Globalization;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Simulation;

/// <summary>
/// The month that every simulation starts from: 560 approved payments of two communes at four banks and the post
/// office, imported, planned and approved as people would. Prepared once, copied for every seed.
/// </summary>
internal static class SimulatedProvince
{
    public const int Payments = 560;
    private const int SharedAccounts = 8;
    private static readonly string[] Institutions = ["AGRI", "VIETIN", "BIDV", "VCB", "AGRI", "VCB", "POST"];
    private static readonly (string Code, string Name)[] Places =
        [("21025", "Phường Cẩm Thành"), ("21028", "Phường Nghĩa Lộ")];

    /// <summary>A copy of the approved month.</summary>
    public static Task<string> CreateAsync(PostgresFixture postgres) =>
        postgres.CreateDatabaseAsync("simulated", PrepareAsync);

    private static async Task PrepareAsync(string database)
    {
        await using var hub = await Hub.StartAsync(database);
        await hub.SetClockAsync("2026-10-22T01:00:00Z");
        foreach (var (code, _) in Places) await hub.AllotAsync(code, pension: 1_000_000_000);
        await hub.RegisterAsync(Enumerable.Range(1, Payments).Select(LineOf));
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");
        await hub.ActAsync("duyet1", "approve");
        (await hub.AskAsync<long>("select count(*) from hub.payment")).ShouldBe(Payments);
    }

    // A few pairs of people share a guardian's account: payments that differ in nothing but their reference.
    private static RegisterLine LineOf(int no)
    {
        var line = RegisterLine.Of(no).In(Places[no % 2].Code, Places[no % 2].Name);
        var institution = Institutions[no % Institutions.Length];
        if (institution == "POST") return line.InCash();
        line = line.At(institution);
        var pair = no / (2 * Institutions.Length);
        if (pair >= SharedAccounts) return line;
        var six = (900_000 + pair * 10 + no % Institutions.Length).ToString("000000", CultureInfo.InvariantCulture);
        return line.With(
            ("Số tài khoản", $"4500205{six}"), ("Tên chủ tài khoản", "TRAN THI BA"), ("Người nhận", "Người giám hộ"),
            ("Họ tên người nhận", "Trần Thị Ba"), ("Số định danh người nhận", $"051165{six}"));
    }
}
