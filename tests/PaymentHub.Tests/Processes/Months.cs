using System.Globalization;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Reference;
using PaymentHub.Seeds.Province;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>
/// Databases at the moments from which the process tests start, made once for all of them and copied for each run.
/// </summary>
public sealed class Months(PostgresFixture postgres)
{
    public const string Period = "2026-11";

    /// <summary>Batches of the approved month: more than one transaction of a release takes along.</summary>
    public const int Batches = 60;

    /// <summary>
    /// Payments of the approved month, all at one bank, so that its statement has thousands of entries.
    /// </summary>
    public const int Payments = 3_000;

    /// <summary>The bank of the approved month.</summary>
    public const string Bank = "VCB";

    /// <summary>A copy of a province whose register is imported and whose month is not planned yet.</summary>
    public Task<string> RegisteredAsync() => postgres.CreateDatabaseAsync("process_registered", RegisterAsync);

    /// <summary>A copy of a province whose month is approved by the people whose duty it is.</summary>
    public Task<string> ApprovedAsync() => postgres.CreateDatabaseAsync("process_approved", ApproveAsync);

    private static async Task RegisterAsync(string database)
    {
        var folder = Directory.CreateTempSubdirectory("paymenthub-province-").FullName;
        var province = SyntheticProvince.Generate(new ProvinceOptions(1_000, 20261101, folder));
        await using (var hub = await Hub.StartAsync(database))
        {
            await hub.SetClockAsync("2026-10-22T01:00:00Z");
            await ImportAsync(hub, "allotments", province.Allotments);
            await ImportAsync(hub, "register", province.Register);
            await ImportAsync(hub, "deaths", province.Deaths);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task ImportAsync(Hub hub, string kind, string path)
    {
        var sent = await hub.As("nhap").UploadAsync(
            $"/api/register/imports?kind={kind}", Path.GetFileName(path), await File.ReadAllBytesAsync(path));
        var import = await hub.As("nhap").UntilAsync(
            $"/api/register/imports/{sent.Json["importId"]}",
            a => (string?)a["status"] is not ("Received" or "Running"));
        ((string?)import["status"]).ShouldBe("Completed", import.ToJsonString());
    }

    // Thousands of payees through the register would take longer than all else together; the month's batches come from
    // the domain's own plan and decisions instead, stored by the service's own store.
    private static async Task ApproveAsync(string database)
    {
        await using var hub = await Hub.StartAsync(database);
        await hub.SetClockAsync("2026-10-23T01:00:00Z");
        var now = hub.Services.GetRequiredService<IClock>().GetCurrentInstant();
        var communes = hub.Services.GetRequiredService<ReferenceData>().Communes.Keys.Order(StringComparer.Ordinal);
        await using var session = hub.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        foreach (var commune in communes.Take(Batches)) Approve(session, commune, now);
        await session.SaveChangesAsync();
    }

    private static void Approve(IDocumentSession session, string commune, Instant now)
    {
        var lines = Enumerable.Range(0, Payments / Batches).Select(i => LineOf(commune, i));
        var plan = BatchPlan.Make(
            PeriodIso.Parse(Period), commune, lines, (_, _) => 0, (_, _) => 0, _ => "TINH", "lap", now)
            .Single();
        List<object> events = [.. plan.Events];
        events.AddRange(PaymentBatchDecisions.Submit(Fold(plan.Key.Id, events), "trinh", now).Events);
        events.AddRange(PaymentBatchDecisions.Approve(
            Fold(plan.Key.Id, events), ApprovalPolicy.Default, "duyet1", now).Events);
        Fold(plan.Key.Id, events).Status.ShouldBe(BatchStatus.Approved);
        session.Events.StartStream<PaymentBatch>(plan.Key.Id, events);
        var fund = new FundKey(commune, plan.Key.Programme, "TINH", 2026);
        session.Events.StartStream<Fund>(
            fund.Id,
            new FundAllotted(now, "nhap", fund, plan.Amount, "01/QĐ-UBND"),
            new FundsReserved(now, "duyet1", fund, plan.Key.Id, plan.Amount));
    }

    private static PaymentBatch Fold(Guid id, IEnumerable<object> events) =>
        events.Aggregate((PaymentBatch?)null, (state, e) => PaymentBatch.Evolve(state, id, e))!;

    private static PlannedLine LineOf(string commune, int index)
    {
        var number = index.ToString("0000", CultureInfo.InvariantCulture);
        var person = Keys.GuidOf("process-test-person", commune, number);
        var payout = new Payout(
            PayoutMethod.Transfer, "970436", $"0{commune}{number}", $"NGUOI HUONG {number}", "Self",
            $"Người hưởng {number}");
        var month = PeriodIso.Parse(Period);
        return new PlannedLine(person, "HTXH", Bank, payout, null, ["nhap"], new PlacedLine(
            0, Keys.GuidOf("process-test-entitlement", commune, number), person, $"QN-{commune}-{number}", "75+",
            LineKind.Regular, month, month, new Money(500_000 + index * 1_000), "R"));
    }
}
