using PaymentHub.Tests.Harness;

namespace PaymentHub.Tests.Story;

/// <summary>
/// A month whose payments are instructed and wait for the banks: prepared once, copied for every class that needs it.
/// </summary>
public static class ReleasedMonth
{
    private const string Sibling = "4500205999999";

    /// <summary>Twenty pensions, each to its own account at Agribank.</summary>
    public static IReadOnlyList<RegisterLine> Agri { get; } =
        [.. Enumerable.Range(1, 20).Select(RegisterLine.Of)];

    /// <summary>Two pensions that one guardian receives on one account: equal but for the reference.</summary>
    public static IReadOnlyList<RegisterLine> Siblings { get; } =
    [
        .. Enumerable.Range(21, 2).Select(no => RegisterLine.Of(no).With(
            ("Số tài khoản", Sibling), ("Tên chủ tài khoản", "TRAN THI BA"), ("Người nhận", "Người giám hộ"),
            ("Họ tên người nhận", "Trần Thị Ba"), ("Số định danh người nhận", "051165000001"))),
    ];

    /// <summary>Three pensions at BIDV, which books a batch in one line.</summary>
    public static IReadOnlyList<RegisterLine> Bidv { get; } =
        [.. Enumerable.Range(31, 3).Select(no => RegisterLine.Of(no).At("BIDV"))];

    /// <summary>Six pensions at VietinBank.</summary>
    public static IReadOnlyList<RegisterLine> Vietin { get; } =
        [.. Enumerable.Range(41, 6).Select(no => RegisterLine.Of(no).At("VIETIN"))];

    /// <summary>Three pensions in cash.</summary>
    public static IReadOnlyList<RegisterLine> Cash { get; } =
        [.. Enumerable.Range(51, 3).Select(no => RegisterLine.Of(no).InCash())];

    /// <summary>Starts a service on a copy of the released month.</summary>
    public static async Task<Hub> StartAsync(PostgresFixture postgres) =>
        await Hub.StartAsync(await postgres.CreateDatabaseAsync("released", PrepareAsync));

    /// <summary>Plays the month up to its release.</summary>
    internal static async Task PrepareAsync(string database)
    {
        await using var hub = await Hub.StartAsync(database);
        await hub.SetClockAsync("2026-10-22T01:00:00Z");
        await hub.AllotAsync("21025", pension: 1_000_000_000);
        await hub.RegisterAsync([.. Agri, .. Siblings, .. Bidv, .. Vietin, .. Cash]);
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");
        await hub.ActAsync("duyet1", "approve");
        await hub.SetClockAsync("2026-10-30T01:00:00Z");
        await hub.ReleaseAsync();
        await hub.SetClockAsync("2026-11-02T01:00:00Z");
    }
}
