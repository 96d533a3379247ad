using System.Globalization;
using NodaTime;
using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>
/// What the exact passes leave of a province's statement: lines without a reference whose account is mistyped, cut or
/// gone. Amounts are few and dates are one, so the account is all that tells.
/// </summary>
public class LeftoversTests
{
    private const int Orders = 4_000;
    private const int Lines = 600;
    private const int OneWithoutAccountIn = 6;

    private static readonly LocalDate Released = new(2026, 10, 31);

    [Fact]
    public void Lines_without_an_account_take_no_certainty_from_lines_that_have_one()
    {
        var (left, right) = (new List<LinkRow>(), new List<LinkRow>());
        var draw = new SeededDraw(7);
        for (var i = 0; i < Orders; i++)
        {
            right.Add(new LinkRow(
                Id("E", i), Released, 500_000 + (250_000 * draw.Below(4)), null,
                $"9{draw.Below(100_000_000):D8}{draw.Below(1_000):D3}"));
        }

        for (var i = 0; i < Lines; i++)
        {
            var order = right[i * 5];
            left.Add(order with { Id = Id("L", i), Date = Released.PlusDays(3), Account = Mangled(order.Account!, i) });
        }

        var found = Linker.Link(left, right).Pairs;

        var auto = found.Where(p => p.Band == LinkBand.Auto).ToArray();
        auto.ShouldAllBe(p => NumberOf(p.Right) == NumberOf(p.Left) * 5);
        auto.Length.ShouldBeGreaterThan(Lines * 7 / 10, "five lines of six have an account, and their partner is sure");
        auto.ShouldNotContain(p => NumberOf(p.Left) % OneWithoutAccountIn == 0);
    }

    [Fact]
    public void A_longer_end_of_an_account_proves_more()
    {
        LinkRow[] right =
        [
            .. Enumerable.Range(0, 400).Select(i => new LinkRow(
                Id("E", i), Released, 500_000, null, $"{100 + i}{i / 100:D2}{7_700 + (i % 100)}")),
        ];
        LinkRow[] left =
        [
            .. right.Take(200).Select((r, i) => r with
            {
                Id = Id("L", i),
                Account = i < 100 ? r.Account : i < 150 ? r.Account![^6..] : r.Account![^4..],
            }),
        ];

        var pairs = Linker.Link(left, right, new LinkageOptions { Threshold = 0 }).Pairs;

        BitsOf("L00120").ShouldBe(BitsOf("L00170") + 2, 0.01, "four rows end in these four digits, one in these six");

        double BitsOf(string id) => pairs.Single(p => p.Left == id).Evidence.Single(e => e.Field == "account").Bits;
    }

    private static string? Mangled(string account, int i) => (i % OneWithoutAccountIn) switch
    {
        0 => null,
        1 => account[^6..],
        2 or 3 => $"{account[..5]}{(account[5] - '0' + 3) % 10}{account[6..]}",
        _ => $"{account[..^1]}{(account[^1] - '0' + 3) % 10}",
    };

    private static string Id(string kind, int no) => kind + no.ToString("D5", CultureInfo.InvariantCulture);

    private static int NumberOf(string id) => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture);
}
