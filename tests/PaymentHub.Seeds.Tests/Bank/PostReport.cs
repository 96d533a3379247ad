using System.Globalization;
using System.Text;
using PaymentHub.Seeds.Bank;

namespace PaymentHub.Seeds.Tests.Bank;

/// <summary>A row of the post office's report.</summary>
internal sealed record PostLine(string EndToEndId, bool IsPaid, long Amount, string PaidOn, string Reason);

/// <summary>Reads the post office's report the simple way; no field of it carries a comma in the tests but
/// names.</summary>
internal static class PostReport
{
    public static List<PostLine> Lines(BankFile file) => Rows(file).Skip(1).SkipLast(1).Select(f => new PostLine(
        f[0], f[1] == "ĐÃ CHI", long.Parse(f[2], CultureInfo.InvariantCulture), f[3], f[5])).ToList();

    public static List<string[]> Rows(BankFile file)
    {
        using var reader = new StreamReader(new MemoryStream(file.ToArray()), Encoding.UTF8);
        return CsvRows.Read(reader).Select(r => r.Fields).ToList();
    }
}
