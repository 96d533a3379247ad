using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>
/// What a version of the rules finds stays what it found: a match that is stored with its version can be repeated. A
/// change that moves any of these figures needs another <see cref="LinkageOptions.RuleVersion"/>, and then other words
/// here.
/// </summary>
public class RuleVersionTests
{
    private static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Đinh", "Hồ", "Võ"];
    private static readonly string[] Middles = ["Thị", "Văn", "Ngọc", "Minh", "Thanh"];
    private static readonly string[] Givens = ["Hoa", "An", "Bình", "Dũng", "Lan", "Sơn", "Trà", "Yến", "Tâm"];

    [Theory]
    [InlineData("firms", 1, "2d676c415b834b1e")]
    [InlineData("people", 2, "1ee37c7bb4e03dab")]
    [InlineData("odd rows", 3, "474940325d66d3cd")]
    [InlineData("odd rows", 4, "b03ec24ea1b8f427")]
    public void The_pairs_and_the_bits_of_this_version_are_known(string world, int seed, string sha256)
    {
        LinkageOptions.RuleVersion.ShouldBe(5);
        var (left, right) = world switch
        {
            "firms" => Firms(seed),
            "people" => People(seed),
            _ => OddRows(seed),
        };

        var words = Written(Linker.Link(left, right));

        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..16].ShouldBe(sha256, words[..400]);
    }

    // Three digits: the last ones of a logarithm are the processor's.
    private static string Written(LinkResult result) => string.Join('\n', result.Pairs
        .Select(p => string.Create(
            CultureInfo.InvariantCulture,
            $"{p.Left} {p.Right} {p.Band} {p.Probability:F3} {p.Bits:F3} {p.RunnerUp} {p.Margin:F3} "
            + $"{string.Join(' ', p.WouldDecide)} {string.Join(' ', p.Evidence.Select(WordOf))}"))
        .Concat(result.Candidates.Order().Select(c => $"{c.Left} {c.Right}"))
        .Concat(result.FeeRules).Append($"{result.BestFirstComponents}")
        .Append(result.MatchedShare.ToString("F3", CultureInfo.InvariantCulture)));

    private static string WordOf(FieldEvidence e) =>
        string.Create(CultureInfo.InvariantCulture, $"{e.Field} {e.Level} {e.Bits:F3}");

    private static (LinkRow[] Left, LinkRow[] Right) Firms(int seed)
    {
        var draw = new SeededDraw((ulong)seed);
        var (left, right) = (new List<LinkRow>(), new List<LinkRow>());
        for (var i = 0; i < 300; i++)
        {
            var party = $"{Givens[draw.Below(Givens.Length)]} {Families[draw.Below(Families.Length)]} Co-op";
            var day = new LocalDate(2026, 1, 5).PlusDays(draw.Below(90));
            var amount = 1_000L + draw.Below(draw.Below(4) == 0 ? 3_000 : 900_000);
            var number = draw.Below(2) == 0 ? "" : $" HD{10_000 + draw.Below(90_000)}";
            var net = draw.Below(3) switch { 0 => amount - 1_100, 1 => amount - (amount / 50), _ => amount };
            var memo = $"TT {party}{number}".ToUpperInvariant();
            if (draw.Below(12) > 0)
                left.Add(new($"l{i:000}", day.PlusDays(draw.Below(9)), net, memo[..Math.Min(memo.Length, 18)]));
            if (draw.Below(12) > 0) right.Add(new($"r{i:000}", day, amount, $"{party} -{number}"));
        }

        return ([.. left], [.. right]);
    }

    // A bank's side knows names without marks, cut, in another order or by initials, and accounts with a slip.
    private static (LinkRow[] Left, LinkRow[] Right) People(int seed)
    {
        var draw = new SeededDraw((ulong)seed);
        var (left, right) = (new List<LinkRow>(), new List<LinkRow>());
        for (var i = 0; i < 300; i++)
        {
            var (family, middle) = (Families[draw.Below(Families.Length)], Middles[draw.Below(Middles.Length)]);
            var given = Givens[draw.Below(Givens.Length)];
            var account = $"45002{1_000_000 + draw.Below(9_000_000)}";
            var day = new LocalDate(2026, 11, 2).PlusDays(draw.Below(20));
            long amount = 500_000 + (50_000 * draw.Below(6));
            var written = draw.Below(5) switch
            {
                0 => $"{given} {family} {middle}",
                1 => $"{family[..1]} {middle[..1]} {given}",
                2 => $"{family} {middle}"[..6],
                _ => $"{family} {middle} {given}",
            };
            var slip = draw.Below(6) == 0 ? account[..^1] + draw.Below(10) : draw.Below(9) == 0 ? null : account;
            if (draw.Below(14) > 0)
                left.Add(new($"l{i:000}", day.PlusDays(draw.Below(4)), amount, "CHI TRA T11", slip, written));
            if (draw.Below(14) > 0)
                right.Add(new($"r{i:000}", day, amount, "Chi trả", account, $"{family} {middle} {given}"));
        }

        return ([.. left], [.. right]);
    }

    // Anything may be unknown or written otherwise: days, amounts, texts, short and masked accounts. The books' side is
    // the one that fees were taken off, amounts are few and common, and some rows are there twice.
    private static (LinkRow[] Left, LinkRow[] Right) OddRows(int seed)
    {
        var draw = new SeededDraw((ulong)seed);
        var (left, right) = (new List<LinkRow>(), new List<LinkRow>());
        for (var i = 0; i < 260; i++)
        {
            var party = $"{Givens[draw.Below(Givens.Length)]} {Middles[draw.Below(Middles.Length)]} Trading";
            var (day, gross) = (new LocalDate(2026, 3, 30).PlusDays(draw.Below(60)), GrossOf(ref draw));
            var net = draw.Below(3) switch { 0 => gross - 700, 1 => gross - (gross * 3 / 100), _ => gross };
            var account = $"{draw.Below(2):0}{draw.Below(10_000):0000}{(draw.Below(3) == 0 ? "" : $"{i:000}")}";
            var number = $"PO {4_000 + i}/{draw.Below(9)}";
            var bank = new LinkRow(
                $"l{i:000}", Or(ref draw, day.PlusDays(draw.Below(25))), draw.Below(11) == 0 ? null : -gross,
                WordsOf(ref draw, party, number), AccountOf(ref draw, account),
                draw.Below(3) == 0 ? null : party.ToUpperInvariant());
            var ours = new LinkRow(
                $"r{i:000}", Or(ref draw, day), draw.Below(13) == 0 ? null : net, $"{party} {number}",
                draw.Below(4) == 0 ? null : account, party);
            if (draw.Below(9) > 0) left.Add(bank);
            if (draw.Below(9) > 0) right.Add(ours);
            if (draw.Below(20) == 0) left.Add(bank with { Id = $"m{i:000}" });
            if (draw.Below(20) == 0) right.Add(ours with { Id = $"s{i:000}" });
        }

        return ([.. left], [.. right]);
    }

    private static LocalDate? Or(ref SeededDraw draw, LocalDate day) => draw.Below(10) == 0 ? null : day;

    private static long GrossOf(ref SeededDraw draw) =>
        draw.Below(3) == 0 ? 10_000 * (1 + draw.Below(12)) : 5_000 + draw.Below(400_000);

    private static string? WordsOf(ref SeededDraw draw, string party, string number) => draw.Below(6) switch
    {
        0 => null,
        1 => $"{party.Replace(" ", "", StringComparison.Ordinal)} {number}".ToUpperInvariant(),
        2 => $"{number} {party}"[..14],
        3 => $"PAYMENT {party}, thank you",
        4 => number.Replace("/", "", StringComparison.Ordinal),
        _ => $"{party} {number} REF {draw.Below(100_000)}",
    };

    private static string? AccountOf(ref SeededDraw draw, string account) => draw.Below(8) switch
    {
        0 => null,
        1 => $"XXXX{account[^4..]}",
        2 => "00" + account,
        3 => account[..^1],
        4 => account[1..] + account[..1],
        5 => account[..^2] + draw.Below(10) + account[^1..],
        _ => account,
    };
}
