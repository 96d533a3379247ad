using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>An entry on a payer account that no order of ours explains.</summary>
internal sealed record Stranger(Institution Bank, LocalDate Date, Booking Booking);

/// <summary>Plans the debits and credits nobody ordered.</summary>
internal sealed class Strangers(Chance chance, IReadOnlySet<string> accounts)
{
    private const int DaySpread = 5;
    private static readonly string[] DebitTexts =
        ["THU NO TU DONG HD 04512", "TRICH NO DICH VU SMS BANKING DN", "DIEU CHINH"];

    private static readonly string[] CreditTexts =
        ["NOP TIEN MAT TAI QUAY", "CHUYEN NHAM XIN TRA LAI", "UNG HO QUY NGUOI NGHEO"];

    /// <summary>Spreads the entries over the banks that have orders in the round.</summary>
    public List<Stranger> Plan(BankPreset preset, IReadOnlyList<OrderFile> round, List<Planted> planted)
    {
        var banks = round.GroupBy(f => f.Bank).Select(g => (Bank: g.Key, First: g.Min(f => f.ExecutionDay))).ToArray();
        var strangers = new List<Stranger>();
        for (var i = 0; i < preset.UnknownDebit; i++)
            strangers.Add(One("unknown-debit" + i, EntryKind.UnknownDebit, DebitTexts, banks));
        for (var i = 0; i < preset.UnknownCredit; i++)
            strangers.Add(One("unknown-credit" + i, EntryKind.UnknownCredit, CreditTexts, banks));
        planted.Add(new Planted("unknownDebit", preset.UnknownDebit, preset.UnknownDebit));
        planted.Add(new Planted("unknownCredit", preset.UnknownCredit, preset.UnknownCredit));
        return strangers;
    }

    private Stranger One(string key, EntryKind kind, string[] texts, (Institution Bank, LocalDate First)[] banks)
    {
        var (bank, first) = banks[chance.Below("bank", key, banks.Length)];
        var account = chance.Digits("account", key, 12);
        for (var i = 0; accounts.Contains(account); i++)
            account = chance.Digits("account" + i, key, 13);
        return new Stranger(bank, BusinessDays.Plus(first, 1 + chance.Below("day", key, DaySpread)), new Booking
        {
            Kind = kind,
            Amount = 1_000L * (50 + chance.Below("amount", key, 2_000)) + 7,
            OtherAccount = account,
            OtherName = "NGUOI KHONG CO TRONG DANH SACH",
            Text = texts[chance.Below("text", key, texts.Length)],
        });
    }
}
