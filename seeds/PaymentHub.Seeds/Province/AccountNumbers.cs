using System.Globalization;

namespace PaymentHub.Seeds.Province;

/// <summary>A payee's account at a bank: the bank's NAPAS BIN and the number as text, leading zeros kept.</summary>
internal readonly record struct BankAccount(string Bin, string Number);

/// <summary>Opens accounts in the number formats of real banks. No number is given twice.</summary>
internal sealed class AccountNumbers
{
    private sealed record Format(string Bin, string Prefix, int Digits);

    private readonly Dictionary<Format, long> opened = [];
    private readonly WeightedTable<Format> quangNgai;
    private readonly WeightedTable<Format> konTum;
    private readonly long step;
    private readonly long start;

    public AccountNumbers(int seed)
    {
        var draw = new Draw(seed, "accounts");
        step = (draw.Between(10_000_000, 99_999_999) * 10L) + draw.Pick([1, 3, 7, 9]);
        start = draw.Between(0, 999_999_999);
        var rows = EmbeddedTables.Rows("data/accounts.csv").Select(row => (
            Format: new Format(row["napas_bin"], row["prefix"], Int(row["digits"])),
            Weight: Int(row["weight"]),
            KonTum: row["area"] == "konTum",
            Rural: row["napas_bin"] == "970405")).ToArray();
        quangNgai = new(rows.Where(row => !row.KonTum).Select(row => (row.Format, row.Weight)));
        konTum = new(rows.Select(row => (row.Format, row.KonTum ? row.Weight * 4 : row.Rural ? 2 : row.Weight)));
    }

    /// <summary>Opens an account for somebody who lives in <paramref name="commune"/>.</summary>
    public BankAccount Open(Draw draw, Commune commune)
    {
        var format = draw.Pick(commune.FormerKonTum ? konTum : quangNgai);
        opened.TryGetValue(format, out var count);
        opened[format] = count + 1;
        var modulus = PowerOfTen(format.Digits);
        if (count >= modulus)
            throw new InvalidOperationException($"Bank {format.Bin} is out of numbers under {format.Prefix}.");
        var serial = ((start % modulus) + (count * (step % modulus))) % modulus;
        var digits = serial.ToString(CultureInfo.InvariantCulture).PadLeft(format.Digits, '0');
        return new BankAccount(format.Bin, format.Prefix + digits);
    }

    private static long PowerOfTen(int digits) => digits == 0 ? 1 : 10 * PowerOfTen(digits - 1);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
