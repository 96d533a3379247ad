using NodaTime;

namespace PaymentHub.Seeds.Bank.Counter;

/// <summary>Puts the files of all banks into the order of their arrival, with the scenario's faults.</summary>
/// <param name="scenario">The seed's month.</param>
internal sealed class DeliveryPlan(BankScenario scenario)
{
    private const int SlowDays = 6;
    private const int FaultPercent = 35;
    private readonly Chance chance = new(scenario.Seed);

    public IReadOnlyList<Delivery> Of(
        IReadOnlyList<BankFile> statuses, IReadOnlyCollection<AccountLedger> ledgers, IReadOnlyList<BankFile> reports)
    {
        var all = ledgers.Where(l => l.Statements.Count > 0)
            .SelectMany(l => OfBank(l, [.. statuses.Where(s => s.Institution == l.Bank.Code)]))
            .Concat(reports.Select(r => new Delivery(r, r.AvailableAt, DeliveryFault.None, Expectation.Posted)));
        return [.. all.OrderBy(d => d.At).ThenBy(d => d.File.Institution, StringComparer.Ordinal)];
    }

    private List<Delivery> OfBank(AccountLedger ledger, IReadOnlyList<BankFile> statuses)
    {
        var bank = ledger.Bank.Code;
        var days = new StatementTurns(chance, ledger).Deliveries();
        var answers = statuses.Select(s => new Delivery(s, s.AvailableAt, DeliveryFault.None, Expectation.Posted));
        var turn = chance.Below("status", bank, 3);
        var arriving = turn switch
        {
            0 => AfterFirst(days, answers),
            1 => [.. days, .. answers.Select(a => a with { Fault = DeliveryFault.AnswerAfterTimeOut })],
            _ => [.. answers, .. days],
        };
        return InTime(bank, arriving);
    }

    private static List<Delivery> AfterFirst(List<Delivery> days, IEnumerable<Delivery> answers)
    {
        var first = days.FindIndex(d => d.Expected == Expectation.Posted) + 1;
        var late = answers.Select(a => a with { Fault = DeliveryFault.StatementBeforeStatus });
        return [.. days[..first], .. late, .. days[first..]];
    }

    // Nothing arrives before it exists, nor before what was sent ahead of it on the same channel.
    private List<Delivery> InTime(string bank, List<Delivery> arriving)
    {
        var dead = Hits("dead", bank) ? arriving.Count / 2 : arriving.Count;
        var isSlow = dead == arriving.Count && Hits("slow", bank);
        var end = arriving.Max(d => d.File.AvailableAt);
        var before = LocalDateTime.MinIsoValue;
        return [.. arriving.Select((delivery, i) =>
        {
            var at = i >= dead ? end : isSlow ? delivery.At.PlusDays(SlowDays) : delivery.At;
            before = LocalDateTime.Max(before, at);
            return delivery with { At = before, Fault = ChannelFault(delivery.Fault, i >= dead, isSlow) };
        })];
    }

    // The channel's own fault is told by the deliveries that have no other.
    private static DeliveryFault ChannelFault(DeliveryFault own, bool isDead, bool isSlow) => own switch
    {
        DeliveryFault.None when isDead => DeliveryFault.DeadChannel,
        DeliveryFault.None when isSlow => DeliveryFault.SlowChannel,
        _ => own,
    };

    private bool Hits(string purpose, string key) => chance.Below(purpose, key, 100) < FaultPercent;
}
