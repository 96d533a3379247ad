using System.Text;
using CsCheck;
using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Tests.Incoming;

namespace PaymentHub.BankFormats.Tests.Outgoing;

/// <summary>The committed profiles, and payments to send by them.</summary>
internal static class Samples
{
    private const string Letters = "ABCĐƯễạơ bnđ &<>'\"=+-@;|,./()“";

    private static readonly Gen<string> Names =
        Gen.String[Gen.Char[Letters], 0, 60].Select(s => "Y" + s.Normalize());

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "reference", "bank-profiles");

    public static IEnumerable<string> Codes =>
        Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order();

    public static string Json(string code) => File.ReadAllText(Path.Combine(Folder, code + ".json"));

    public static ProfileReading Read(string code, Func<string, string>? changed = null) => OutgoingProfileReader.Read(
        code + ".json", Encoding.UTF8.GetBytes(changed is null ? Json(code) : changed(Json(code))));

    public static OutgoingProfile Profile(string code) => Read(code).Profile!;

    /// <summary>The same bank, sent its own list.</summary>
    public static OutgoingProfile ListProfile(string code) => Profile(code) with { Version = null };

    /// <summary>All committed pay lists, as <c>hub inspect</c> knows them.</summary>
    public static InspectionOptions Inspecting { get; } = TableSamples.Options with
    {
        PayLists = [.. Codes.Select(ListProfile).Select(p => new PayListProfile(p.Code, p.List!))],
    };

    public static bool IsCash(OutgoingProfile profile) => profile.Code == "POST";

    public static byte[] Bytes(OutgoingFile file)
    {
        using var output = new MemoryStream();
        file.Write(output);
        return output.ToArray();
    }

    /// <summary>Three payments to people and one to a fund, the first with what banks stumble over.</summary>
    public static PaymentInstruction Three(OutgoingProfile profile) => Instruction(profile,
    [
        Order("ABCDEFGHIJKLMNOP", 500_000, "Nguyễn Thị Thùy Trang", "0004500205123456"),
        Order("QRSTUVWXYZ234567", 566_000, "Đinh Văn \"Rê\" & Y Hương", "4500205999999"),
        Order("BCDEFGHIJKLMNOPQ", 650_000, "=Phạm Thị Ưng", "113000200777"),
    ]);

    public static PaymentInstruction Instruction(OutgoingProfile profile, IReadOnlyList<PaymentOrder> orders) => new()
    {
        MessageId = "PH26NOVEMBER2345",
        CreatedAt = new LocalDateTime(2026, 10, 30, 9, 15, 0).WithOffset(Offset.FromHours(7)),
        InitiatingParty = "Sở Tài chính tỉnh Quảng Ngãi",
        Period = new YearMonth(2026, 11),
        Orders = IsCash(profile)
            ? [.. orders.Select(AsCash)]
            : orders,
    };

    public static PaymentOrder Order(
        string id, long amount, string name, string account, string batch = "BATCHONE2345") => new()
        {
            EndToEndId = id,
            AmountDong = amount,
            BatchId = batch,
            ValueDate = new LocalDate(2026, 11, 2),
            Debtor = new DebtorAccount("SO TAI CHINH TINH QUANG NGAI", "4500201000018", "VBAAVNVX"),
            Creditor = new CreditorAccount("970405", "VBAAVNVX", "Agribank", name, account),
        };

    /// <summary>Random valid payments: up to four batches, two days and two accounts of ours.</summary>
    public static Gen<List<PaymentOrder>> Orders(int most) => Gen.Select(
        Gen.Long[1, 999_999_999], Names, Gen.Int[0, 3], Gen.Bool, Gen.Bool,
        (amount, name, batch, day, debtor) =>
        {
            var order = Order("", amount, name, $"00{amount}", $"B{batch}");
            return order with
            {
                Purpose = name.Length % 5 == 0 ? OrderPurpose.Fund : OrderPurpose.Benefit,
                ValueDate = order.ValueDate.PlusDays(day ? 1 : 0),
                Debtor = order.Debtor with { Number = debtor ? "4500201000018" : "4500201000019" },
            };
        }).List[1, most]
        .Select(orders => orders.Select((o, i) => o with { EndToEndId = $"E{i:000}ABCDEFGHIJKL" }).ToList());

    private static PaymentOrder AsCash(PaymentOrder order, int i) => order with
    {
        Creditor = null,
        Cash = new CashPayee(
            $"QN-21025-{i:000000}", order.Creditor!.Holder, i % 3 == 1 ? 0 : 1941 + i, "21025", order.Creditor.Holder),
    };
}
