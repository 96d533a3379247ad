using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Bank.Counter;
using PaymentHub.Seeds.Bank.Forms;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Processes;
using PaymentHub.Tests.Story;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Simulation;

/// <summary>What one seed gave.</summary>
/// <param name="Seed">The same seed plays the same month again.</param>
/// <param name="Faults">How often each fault occurred, by its name.</param>
/// <param name="Differences">Where the service and the banks' own books differ; none in a month that went
/// well.</param>
/// <param name="State">The money at the end.</param>
internal sealed record SimulatedOutcome(
    long Seed, IReadOnlyDictionary<string, int> Faults, IReadOnlyList<string> Differences, MoneyState State);

/// <summary>Starts the service on a database, with settings beside the usual ones.</summary>
internal delegate Task<ISimulatedService> StartService(string database, (string Key, string Value)[] settings);

/// <summary>
/// Releases the month, lets the synthetic banks do what the seed's scenario says, hands their files in as they would
/// arrive, lets people decide on what was set aside, and compares the end with the banks' own books.
/// </summary>
/// <param name="postgres">Where the databases are.</param>
/// <param name="seed">The month.</param>
/// <param name="start">Starts the service on a database.</param>
internal sealed class SimulatedMonth(
    PostgresFixture postgres, long seed, StartService start)
{
    private const string Reason = "Ngân hàng đã xác nhận bằng văn bản";
    private readonly BankScenario _scenario = BankScenario.Of(seed);
    private readonly List<string> _differences = [];
    private readonly Dictionary<string, Queue<Guid>> _waiting = new(StringComparer.Ordinal);
    private LocalDateTime _now;

    public async Task<SimulatedOutcome> PlayAsync()
    {
        var folder = Directory.CreateTempSubdirectory("paymenthub-bank-").FullName;
        var database = await SimulatedProvince.CreateAsync(postgres);
        try
        {
            await using var channels = await SimulatedChannels.OpenAsync(seed);
            await using var hub = await start(database, channels.Settings);
            await using var read = new TestDatabase(database, keepsConnections: true);
            var bank = OpenBank(folder);
            await channels.AgreeAsync(hub);
            await ReleaseAsync(hub, bank, channels);
            await hub.ReleasedAsync();
            channels.AllOut();
            var deliveries = bank.Deliveries(_scenario);
            foreach (var delivery in deliveries) await DeliverAsync(hub, delivery, channels);
            await PostedAsync(read);
            _differences.AddRange(_waiting.Where(w => w.Value.Count > 0).Select(w => $"{w.Key}: a gap stays open"));
            _differences.AddRange(await new Comparison(hub, read, bank.Truth()).DifferencesAsync());
            return new SimulatedOutcome(
                seed, FaultsOf(bank.Truth(), deliveries, channels), _differences, await MoneyState.OfAsync(database));
        }
        finally
        {
            await postgres.DropDatabaseAsync(database);
            Directory.Delete(folder, recursive: true);
        }
    }

    // After an institution's last file its open breaks are judged once more.
    private static Task PostedAsync(TestDatabase database) => Until.HoldsAsync(
        "nothing is left to post",
        async () => !await database.AnyAsync(
            """
            select from wolverine.wolverine_incoming_envelopes
            where status in ('Incoming', 'Scheduled') and message_type like '%ReconcileNext%'
            """));

    private SyntheticBank OpenBank(string folder)
    {
        var reference = Path.Combine(Repository.Root, "seeds", "reference");
        return SyntheticBank.Open(
            new BankOptions(seed, _scenario.Preset, InstitutionTable.Load(reference), new LocalDate(2026, 11, 2)),
            folder);
    }

    private static async Task ReleaseAsync(
        ISimulatedService hub, SyntheticBank bank, SimulatedChannels channels)
    {
        await hub.SetClockAsync("2026-10-30T01:00:00Z");
        var released = await hub.As("khobac").PostAsync(
            "/api/batches/release", new JsonObject { ["period"] = MonthSteps.Period });
        var ids = Items(released["messageIds"]).Select(id => (string)id!).ToHashSet();
        var files = await hub.As("khobac").UntilAsync(
            $"/api/files?period={MonthSteps.Period}",
            f => ids.IsSubsetOf(Items(f["items"]).Select(i => (string)i["messageId"]!)));
        foreach (var file in Items(files["items"]))
        {
            var institution = $"{file["institution"]}";
            var bytes = await channels.TakeAsync(hub, institution, $"{file["messageId"]}", $"{file["fileName"]}");
            var receipt = bank.Receive(institution, $"{file["fileName"]}", bytes);
            if (receipt.Status != ReceiptStatus.Accepted)
                throw new InvalidOperationException($"{file["fileName"]}: {string.Join("; ", receipt.Problems)}");
        }
    }

    private async Task DeliverAsync(ISimulatedService hub, Delivery delivery, SimulatedChannels channels)
    {
        if (delivery.At != _now)
        {
            _now = delivery.At;
            var instant = _now.WithOffset(Offset.FromHours(7)).ToInstant();
            await hub.SetClockAsync(InstantPattern.General.Format(instant));
        }

        var handedIn = await channels.HandInAsync(hub, delivery.File);
        if (handedIn.Id is not { } id)
        {
            if (delivery.Expected != Expectation.NotPosted) Differs(delivery, handedIn.Said);
            return;
        }

        if (handedIn.IsDuplicate)
        {
            if (delivery.Expected != Expectation.Duplicate) Differs(delivery, "taken for a duplicate");
            return;
        }

        await hub.HandedInAsync();
        await JudgeAsync(hub, delivery, id);
    }

    private async Task JudgeAsync(ISimulatedService hub, Delivery delivery, Guid id)
    {
        var judged = await hub.As(BankFiles.UserOf(delivery.File.Institution)).UntilAsync(
            $"/api/bank-files/{id}", f => $"{f["status"]}" is "Reconciled" or "Held" or "Refused");
        var status = $"{judged["status"]}";
        switch (delivery.Expected)
        {
            case Expectation.Posted when status == "Reconciled":
            case Expectation.NotPosted when status == "Refused":
                break;
            case Expectation.NotPosted when status == "Held":
                await DecideAsync(hub, "khobac", id, "refuse");
                await DecideAsync(hub, "doisoat", id, "refuse");
                break;
            case Expectation.PostedAfterGap when status == "Held":
                Waiting(delivery).Enqueue(id);
                break;
            default:
                Differs(delivery, $"{status} {judged["reasons"]?.ToJsonString()} {judged["findings"]?.ToJsonString()}");
                break;
        }

        while (delivery.FillsGap && Waiting(delivery).TryDequeue(out var held)) await PostAsync(hub, held);
    }

    private Queue<Guid> Waiting(Delivery delivery) =>
        _waiting.TryGetValue(delivery.File.Institution, out var queue)
            ? queue
            : _waiting[delivery.File.Institution] = new();

    private static async Task PostAsync(ISimulatedService hub, Guid id)
    {
        await DecideAsync(hub, "khobac", id, "post");
        await DecideAsync(hub, "doisoat", id, "post");
        await hub.As("doisoat").UntilAsync($"/api/bank-files/{id}", f => $"{f["status"]}" == "Reconciled");
    }

    private static Task<JsonNode> DecideAsync(ISimulatedService hub, string user, Guid id, string what) =>
        hub.As(user).PostAsync($"/api/bank-files/{id}/{what}", new JsonObject { ["reason"] = Reason });

    private void Differs(Delivery delivery, string found) => _differences.Add(
        $"{delivery.File.FileName} ({delivery.Fault}): expected {delivery.Expected}, found {found}");

    private static Dictionary<string, int> FaultsOf(
        BankTruth truth, IReadOnlyList<Delivery> deliveries, SimulatedChannels channels)
    {
        var faults = truth.Planted.GroupBy(p => p.Kind).ToDictionary(g => g.Key, g => g.Sum(p => p.Count));
        foreach (var code in truth.Returned.Select(r => r.Code)) Add($"return {code}", 1);
        foreach (var (what, count) in channels.Counts) Add(what, count);
        foreach (var form in Enum.GetNames<StatementForm>())
            Add($"statements as {form}", deliveries.Count(d => d.File.FileName.Contains(
                $"{form}-", StringComparison.OrdinalIgnoreCase)));
        Add("split days", truth.Accounts.Sum(a => a.Statements - a.Days));
        Add("rejected", truth.Rejected.Count);
        Add("uncollected", truth.Cash.Sum(c => c.Uncollected));
        foreach (var fault in Enum.GetValues<DeliveryFault>().Where(f => f != DeliveryFault.None))
            Add(fault.ToString(), deliveries.Count(d => d.Fault == fault));
        return faults;

        void Add(string name, int count) => faults[name] = faults.GetValueOrDefault(name) + count;
    }
}
