using System.Globalization;
using NodaTime;
using PaymentHub.Seeds.Bank;

namespace PaymentHub.Seeds.Tests.Bank;

/// <summary>A simulation in a folder of its own that disappears with it.</summary>
internal sealed class BankOfTests : IDisposable
{
    public const string AgriAccount = "4500201000018";
    public const string VietinAccount = "113000200026";
    public const string BidvAccount = "57010000300034";
    public const string PostAccount = "006900500050";
    public const string FundAccount = "57010000999991";

    public static readonly InstitutionTable Table = new(
        [
            new("AGRI", false, "VBAAVNVX", "970405", AgriAccount, "SO TAI CHINH TINH QUANG NGAI"),
            new("VIETIN", false, "ICBVVNVX", "970415", VietinAccount, "SO TAI CHINH TINH QUANG NGAI"),
            new("BIDV", false, "BIDVVNVX", "970418", BidvAccount, "SO TAI CHINH TINH QUANG NGAI"),
            new("POST", true, "LVBKVNVX", "970449", PostAccount, "BUU DIEN TINH QUANG NGAI"),
        ],
        [FundAccount]);

    private readonly BankOptions options;

    public BankOfTests(BankPreset? preset = null, long seed = 7)
    {
        Folder = Directory.CreateTempSubdirectory("paymenthub-bank-").FullName;
        options = new BankOptions(seed, preset ?? new BankPreset(), Table, new LocalDate(2026, 11, 2));
        Bank = SyntheticBank.Open(options, Folder);
    }

    public string Folder { get; }
    public SyntheticBank Bank { get; private set; }

    /// <summary>No fault, no refusal, no return: everything is paid as ordered.</summary>
    public static BankPreset Flawless { get; } = new()
    {
        RejectRate = 0,
        ReturnRate = 0,
        NextDayRate = 0,
        UncollectedRate = 0,
        WrongAccount = 0,
        OverDebit = 0,
        UnderDebit = 0,
        DoubleDebit = 0,
        UnknownDebit = 0,
        UnknownCredit = 0,
        AmbiguousPairs = 0,
        MissingEndToEndId = 0,
    };

    public void Reopen() => Bank = SyntheticBank.Open(options, Folder);

    /// <summary>Sends one message with one batch.</summary>
    public Receipt Send(
        string institution, string account, char series, bool batchBooking, params Ordered[] payments) =>
        Bank.Receive(institution, "orders.xml", PaymentFiles.Pain001(
            PaymentFiles.Id('M', series), account, "2026-11-02",
            [new OrderedBatch(PaymentFiles.Id('B', series), batchBooking, payments)]));

    /// <summary>
    /// A month in small: two banks with batch-booked and individually booked batches, a pair of equal payments to one
    /// account, a payment to the insurance fund, an advance and a pay list.
    /// </summary>
    /// <returns>Every payment ordered, except the advance.</returns>
    public List<Ordered> SendMonth(int paymentsPerBatch)
    {
        var all = new List<Ordered>();
        (string Bank, string Account, int Series)[] banks =
            [("AGRI", AgriAccount, 1), ("VIETIN", VietinAccount, 2), ("BIDV", BidvAccount, 3)];
        foreach (var (bank, account, series) in banks)
        {
            var alone = Payments(series * 1_000_000, paymentsPerBatch);
            alone.Add(new Ordered(PaymentFiles.Id('P', series * 1_000_000 + 900_000), 540_000, "777000" + series));
            alone.Add(new Ordered(PaymentFiles.Id('P', series * 1_000_000 + 900_001), 540_000, "777000" + series));
            var together = Payments(series * 1_000_000 + 500_000, paymentsPerBatch);
            Ordered[] fund = [new(PaymentFiles.Id('P', series * 1_000_000 + 950_000), 91_000_000, FundAccount)];
            var bytes = PaymentFiles.Pain001(PaymentFiles.Id('M', series), account, "2026-11-02",
            [
                new OrderedBatch(PaymentFiles.Id('B', series * 10), false, alone),
                new OrderedBatch(PaymentFiles.Id('B', series * 10 + 1), true, together),
                new OrderedBatch(PaymentFiles.Id('B', series * 10 + 2), false, fund),
            ]);
            Bank.Receive(bank, "month.xml", bytes);
            all.AddRange([.. alone, .. together, .. fund]);
        }

        all.AddRange(SendCash(paymentsPerBatch));
        return all;
    }

    /// <summary>An advance to the post office and the pay list it covers.</summary>
    public List<Ordered> SendCash(int people)
    {
        var cash = Payments(9_000_000, people);
        var advance = new Ordered(PaymentFiles.Id('V', 1), cash.Sum(p => p.Amount), PostAccount);
        Send("AGRI", AgriAccount, 'v', true, advance);
        Bank.Receive("POST", "PAYLIST-" + PaymentFiles.Id('L', 1) + ".csv", PaymentFiles.PayList(cash));
        return cash;
    }

    public static List<Ordered> Payments(int from, int count) => Enumerable.Range(from, count).Select(i => new Ordered(
        PaymentFiles.Id('P', i), 500_000 + (i % 7) * 135_000L,
        "45" + i.ToString("00000000000", CultureInfo.InvariantCulture)))
        .ToList();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
