using PaymentHub.Domain.Reconciliation.Linkage;
using Xunit;
namespace PaymentHub.Domain.Tests.Reconciliation;
public class DbgTests
{
    [Fact]
    public void Dbg()
    {
        var day = new NodaTime.LocalDate(2026, 11, 2);
        var pays = Enumerable.Range(0, 60).Select(i => new LinkRow($"E2E{i:0000}", day, 500_000 + (i % 9 * 40_000), $"E2E{i:0000} NGUYEN VAN {(char)('A' + (i % 26))}{i}", $"45002{i * 7_919 % 100_000:00000}{i:000}")).ToList();
        var b = new[] { new LinkRow("b1", day.PlusDays(1), pays[17].Amount, null, pays[17].Account![..^1] + "9"), new LinkRow("b2", day.PlusDays(1), pays[30].Amount, null, pays[30].Account!) };
        var r = Linker.Link(b, pays, new LinkageOptions { Threshold = 0 });
        var s = $"pairs {r.Pairs.Length} cands {r.Candidates.Length}\n";
        foreach (var p in r.Pairs) s += $"{p.Left} {p.Right} {p.Probability} {p.Bits} " + string.Join(";", p.Evidence.Select(e => $"{e.Field} {e.Level} {e.Bits:0.0}")) + "\n";
        System.IO.File.WriteAllText("/tmp/dbg.txt", s);
    }
}
