using PaymentHub.Seeds.Bank.Forms;

namespace PaymentHub.Seeds.Bank.Counter;

/// <summary>The statements of one account in the order of their sending, each fault on days of its own.</summary>
internal sealed class StatementTurns(Chance chance, AccountLedger ledger)
{
    private const int FaultPercent = 35;
    private readonly StatementForm form = ledger.Form;
    private readonly IReadOnlyList<DailyStatement> statements = ledger.Statements;
    private readonly Dictionary<int, DeliveryFault> faults = [];
    private readonly HashSet<int> taken = [];

    public List<Delivery> Deliveries()
    {
        // A gap can only be seen behind a statement that is there.
        Draw(DeliveryFault.Late, 3, i => i > 0 && IsMissed(i, i + 1) && IsMissed(i, i + 2));
        Draw(DeliveryFault.Reordered, 2, i => i > 0 && IsMissed(i, i + 1));
        Draw(DeliveryFault.Merged, 2, _ => !form.IsTable());
        Draw(DeliveryFault.ResentChanged, 1, i => CanChange(statements[i]));
        // Other forms than XML declare no character set, so Latin-1 is a right way to write them.
        Draw(DeliveryFault.WrongCharset, 1, i => form == StatementForm.Camt053 && Damage.HasText(File(i).ToArray()));
        Draw(DeliveryFault.Announced, 1, i => statements[i].Bookings.Count > 0);
        Draw(DeliveryFault.Truncated, 1, _ => true);
        Draw(DeliveryFault.WrongTotals, 1, _ => true);
        Draw(DeliveryFault.Duplicated, 1, _ => true);
        var deliveries = new List<Delivery>();
        for (var i = 0; i < statements.Count; i++)
        {
            var fault = faults.GetValueOrDefault(i);
            deliveries.AddRange(Of(fault, i));
            i += Length(fault) - 1;
        }

        return deliveries;
    }

    private IEnumerable<Delivery> Of(DeliveryFault fault, int i) => fault switch
    {
        DeliveryFault.Late => [AfterGap(fault, i + 1), AfterGap(fault, i + 2), Filling(fault, i)],
        DeliveryFault.Reordered => [AfterGap(fault, i + 1), Filling(fault, i)],
        DeliveryFault.Merged => [Good(fault, StatementForms.File(form, statements[i], statements[i + 1]))],
        DeliveryFault.Duplicated =>
        [
            Good(fault, File(i)),
            Bad(fault, i, "GUI-LAI", File(i).ToArray()) with { Expected = Expectation.Duplicate },
        ],
        DeliveryFault.ResentChanged =>
        [
            Good(fault, File(i)),
            Bad(fault, i, "SUA", StatementForms.File(form, Hostility.Changed(statements[i])).ToArray()),
        ],
        DeliveryFault.Truncated => [Bad(fault, i, "DUT", Damage.Truncated(File(i).ToArray())), Good(fault, File(i))],
        DeliveryFault.WrongCharset =>
            [Bad(fault, i, "SAI-MA", Damage.WrongCharset(File(i).ToArray())), Good(fault, File(i))],
        DeliveryFault.WrongTotals =>
            [Bad(fault, i, "SAI-TONG", WrongTotals(i)), Good(fault, File(i))],
        DeliveryFault.Announced =>
        [
            Good(fault, StatementForms.Notification(statements[i])),
            Good(fault, File(i)),
        ],
        _ => [Good(fault, File(i))],
    };

    private void Draw(DeliveryFault fault, int length, Func<int, bool> isPossible)
    {
        var key = $"{ledger.Bank.Code}-{fault}";
        if (chance.Below("fault-of-delivery", key, 100) >= FaultPercent)
            return;
        var starts = Enumerable.Range(0, Math.Max(0, statements.Count - length + 1))
            .Where(i => Enumerable.Range(i, length).All(d => !taken.Contains(d)) && isPossible(i)).ToArray();
        if (starts.Length == 0)
            return;
        var start = starts[chance.Below("day-of-fault", key, starts.Length)];
        faults[start] = fault;
        taken.UnionWith(Enumerable.Range(start, length));
    }

    private static int Length(DeliveryFault fault) => fault switch
    {
        DeliveryFault.Late => 3,
        DeliveryFault.Reordered or DeliveryFault.Merged => 2,
        _ => 1,
    };

    // Without numbers a statement is missed only where it moves the balance on which a later one begins.
    private bool IsMissed(int i, int later) =>
        form.IsNumbered() || statements[i].Opening != statements[later].Opening;

    private static bool CanChange(DailyStatement statement) =>
        statement.Bookings.Any(b => !b.IsCredit && b.Batch is null);

    private BankFile File(int i) => StatementForms.File(form, statements[i]);

    // MT940 declares no totals; its closing balance is the sum that can be wrong.
    private byte[] WrongTotals(int i) => form switch
    {
        StatementForm.Camt053 => Damage.WrongTotals(File(i).ToArray()),
        StatementForm.Mt940 => Bytes(statements[i] with { Closing = statements[i].Closing + 1 }),
        _ => Bytes(statements[i] with { Miscount = 1 }),
    };

    private byte[] Bytes(DailyStatement statement) => StatementForms.File(form, statement).ToArray();

    private Delivery AfterGap(DeliveryFault fault, int i) =>
        Good(fault, File(i)) with { Expected = Expectation.PostedAfterGap };

    private Delivery Filling(DeliveryFault fault, int i) => Good(fault, File(i)) with { FillsGap = true };

    private static Delivery Good(DeliveryFault fault, BankFile file) =>
        new(file, file.AvailableAt, fault, Expectation.Posted);

    private Delivery Bad(DeliveryFault fault, int i, string mark, byte[] bytes)
    {
        var file = File(i);
        var spoiled = file with { FileName = $"{mark}-{file.FileName}", Write = stream => stream.Write(bytes) };
        return new Delivery(spoiled, file.AvailableAt, fault, Expectation.NotPosted);
    }
}
