using System.Security.Cryptography;
using PaymentHub.Seeds.Bank;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class RoundTests
{
    [Fact]
    public void The_same_seed_and_files_give_the_same_bytes()
    {
        using var first = new BankOfTests(seed: 11);
        using var second = new BankOfTests(seed: 11);
        first.SendMonth(70);
        second.SendMonth(70);
        Hashes(second).ShouldBe(Hashes(first));
    }

    [Fact]
    public void Another_seed_makes_other_mistakes()
    {
        using var first = new BankOfTests(seed: 11);
        using var second = new BankOfTests(seed: 12);
        first.SendMonth(70);
        second.SendMonth(70);
        second.Bank.Truth().Unexplained.ShouldNotBe(first.Bank.Truth().Unexplained);
    }

    [Fact]
    public void A_bank_reopened_on_its_folder_repeats_its_past()
    {
        using var test = new BankOfTests();
        test.SendMonth(40);
        var before = Hashes(test);
        SendOneMore(test);
        var after = Hashes(test);
        test.Reopen();
        Hashes(test).ShouldBe(after);
        after.Count.ShouldBeGreaterThan(before.Count);
    }

    [Fact]
    public void A_later_order_never_changes_a_statement_already_handed_out()
    {
        using var test = new BankOfTests();
        test.SendMonth(40);
        var before = StatementHashes(test);
        SendOneMore(test);
        var after = StatementHashes(test);
        after.Where(s => before.ContainsKey(s.Key)).ToDictionary().ShouldBe(before, ignoreOrder: true);
        var statements = test.Bank.Statements().Where(f => f.Institution == "BIDV").Select(SeenStatement.Read).ToList();
        var booked = statements.Single(s => s.Entries.Any(e => e.EndToEndId == PaymentFiles.Id('Z', 1)));
        booked.Sequence.ShouldBeGreaterThan(9);
    }

    [Fact]
    public void Faults_are_planted_in_the_first_round_only()
    {
        using var test = new BankOfTests(new BankPreset { ReturnRate = 0, RejectRate = 0 });
        test.SendMonth(40);
        var first = test.Bank.Truth().Unexplained;
        test.Send("AGRI", BankOfTests.AgriAccount, 'z', false, [.. BankOfTests.Payments(5_000_000, 50)]);
        test.Bank.Truth().Unexplained.ShouldBe(first);
    }

    [Fact]
    public void Hostile_variants_are_what_they_claim_to_be()
    {
        using var test = new BankOfTests();
        test.SendMonth(40);
        var genuine = test.Bank.Statements().ToDictionary(f => f.FileName, f => f.ToArray());
        var hostile = test.Bank.HostileFiles().ToDictionary(h => h.Expected, h => h.File);
        hostile.Keys.ShouldBe(["TRUNCATED", "DUPLICATE", "CONFLICT", "HOLD_BALANCE", "DTD_FORBIDDEN"]);
        var original = genuine.Values.Single(bytes => bytes.SequenceEqual(hostile["DUPLICATE"].ToArray()));
        original.AsSpan().StartsWith(hostile["TRUNCATED"].ToArray()).ShouldBeTrue();
        var conflict = SeenStatement.Read(hostile["CONFLICT"]);
        var same = genuine.Keys.Single(name => hostile["CONFLICT"].FileName.EndsWith(name, StringComparison.Ordinal));
        var real = SeenStatement.Read(test.Bank.Statements().Single(f => f.FileName == same));
        conflict.Id.ShouldBe(real.Id);
        conflict.Entries.Sum(e => e.Signed).ShouldBe(real.Entries.Sum(e => e.Signed) - 1_000);
        conflict.Closing.ShouldBe(conflict.Opening + conflict.Entries.Sum(e => e.Signed));
        var unbalanced = SeenStatement.Read(hostile["HOLD_BALANCE"]);
        unbalanced.Closing.ShouldNotBe(unbalanced.Opening + unbalanced.Entries.Sum(e => e.Signed));
        Should.Throw<System.Xml.XmlException>(() => ReadStrictly(hostile["DTD_FORBIDDEN"]))
            .Message.ShouldContain("DTD");
    }

    private static void SendOneMore(BankOfTests test) => test.Send(
        "BIDV", BankOfTests.BidvAccount, 'z', false, new Ordered(PaymentFiles.Id('Z', 1), 640_000, "999888777"));

    private static void ReadStrictly(BankFile file)
    {
        using var reader = System.Xml.XmlReader.Create(new MemoryStream(file.ToArray()));
        while (reader.Read())
        {
        }
    }

    private static Dictionary<string, string> StatementHashes(BankOfTests test) =>
        test.Bank.Statements().ToDictionary(f => f.FileName, Hash);

    private static List<string> Hashes(BankOfTests test)
    {
        using var truth = new MemoryStream();
        test.Bank.Truth().Write(truth);
        return [.. test.Bank.Statuses().Concat(test.Bank.Statements()).Concat(test.Bank.PostReports())
            .Select(f => f.FileName + " " + Hash(f)), Convert.ToHexString(SHA256.HashData(truth.ToArray()))];
    }

    private static string Hash(BankFile file) => Convert.ToHexString(SHA256.HashData(file.ToArray()));
}
