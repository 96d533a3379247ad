using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>
/// A bank feed's way to write a payment: weeks later in the worst case, less a fee or exchanged, under the bank's own
/// prefixes, cut to a few characters.
/// </summary>
internal sealed class ShapedBank
{
    private static readonly string[] Prefixes =
    [
        "POS ", "POS DEBIT ", "ACH ", "ACH CREDIT ", "SQ *", "TST* ", "PAYPAL *", "CHECKCARD ", "WIRE TRF ", "EFT ",
        "DD ", "BILL PMT ", "ONLINE TRF TO ", "SEPA CT ", "FPS ", "IBFT ",
    ];

    private static readonly string[] Places = ["NY", "CA", "HCMC", "HA NOI", "DA NANG", "LONDON", "TX", "SG"];
    private static readonly string[] Forms = ["LLC", "Inc", "Ltd", "Co", "Group", "Corporation", "GmbH", "JSC"];
    private readonly MatchingOptions options;
    private readonly MatchingShape shape;
    private readonly Draw draw;
    private readonly long[] flat;
    private readonly int[] rates;

    public ShapedBank(MatchingOptions options, MatchingShape shape)
    {
        (this.options, this.shape) = (options, shape);
        draw = new Draw(options.Seed, $"bank-{options.Variant}");
        flat = [.. Enumerable.Range(0, 4).Select(_ => draw.Between(1, 40) * draw.Pick([5L, 25L, 50L, 100L]))];
        rates = [.. Enumerable.Range(0, 4).Select(_ => draw.Between(4, 140) * draw.Pick([1, 5, 5]) / 2)];
    }

    /// <summary>The bank's line; <paramref name="partner"/> is the id that the books gave to the payment.</summary>
    public MatchingRow Row(TrueEvent e, string id, string partner)
    {
        var text = options.Variant == MatchingVariant.Bare ? "" : Memo(e, partner);
        return new MatchingRow(id, e.Date.PlusDays(Lag(e.Channel)), Net(e), text, "", "");
    }

    private int Lag(int channel) => channel switch
    {
        0 => draw.Between(1, 3),
        1 => 1 + (draw.Between(0, shape.Lag - 1) * draw.Between(0, 99) / 100),
        2 => draw.Between(1, shape.Lag),
        _ => draw.Percent(75) ? draw.Between(1, 5) : draw.Between(1, shape.Lag),
    };

    private long Net(TrueEvent e)
    {
        var kind = draw.Between(0, 99);
        var (exact, flatShare, rate) = shape.Fees;
        if (kind < exact) return e.Amount;
        var net = kind < exact + flatShare ? e.Amount - flat[(e.Channel + (kind % 2)) % 4]
            : kind < exact + flatShare + rate ? e.Amount - (e.Amount * rates[e.Channel] / 10_000) - (kind % 2 * 30)
            : e.Amount * (1_000_000 + draw.Between(-1_000 * shape.Exchange, 1_000 * shape.Exchange)) / 1_000_000;
        return Math.Max(net, 1);
    }

    private string Memo(TrueEvent e, string partner)
    {
        if (draw.Percent(shape.Silent.Bank)) return draw.Percent(40) ? "" : draw.Pick(Prefixes).Trim(' ', '*');
        var party = Party(e.Party);
        var number = Number(e, partner);
        var words = draw.Between(0, 6) switch
        {
            0 => $"{Prefix()}{party} {number}",
            1 => $"{number} {party}",
            2 => $"{Prefix()}{number} {party}",
            3 => $"{party} {number} {draw.Pick(Places)}",
            4 => $"{Prefix()}{party}",
            5 => $"{party} {draw.Digits("####")} {number}",
            _ => $"{party} {number}",
        };
        var text = draw.Percent(50) ? words.Replace("-", "", StringComparison.Ordinal) : words;
        text = draw.Percent(85) ? VietnameseText.BankName(text).Trim() : text.Trim();
        return Cut(text, draw.Percent(80) ? draw.Between(shape.Width.Least, shape.Width.Most) : 60);
    }

    private string Number(TrueEvent e, string partner) =>
        options.Variant == MatchingVariant.Reference && draw.Percent(60) ? partner
        : options.Variant == MatchingVariant.Sparse ? draw.Digits("######")
        : draw.Percent(80) ? e.Reference : "";

    private string Prefix() => draw.Between(0, 9) switch
    {
        < 5 => draw.Pick(Prefixes),
        5 => $"CARD {draw.Digits("####")} ",
        6 => $"FT{draw.Digits("########")} ",
        7 => $"XX{draw.Digits("####")} ",
        _ => "",
    };

    private string Party(string party)
    {
        var words = party.Split(' ').Where(w => !Forms.Contains(w) || draw.Percent(30)).ToArray();
        if (draw.Percent(shape.Faults.Short)) words = [.. words.Select(Shortened)];
        if (draw.Percent(shape.Faults.Glued) && words.Length > 1)
            return draw.Percent(50) ? string.Concat(words) : string.Join(' ', words.Reverse());
        var text = string.Join(' ', words);
        if (!draw.Percent(shape.Faults.Typos) || text.Length < 6) return text;
        var at = draw.Between(1, text.Length - 3);
        return draw.Percent(50) ? text.Remove(at, 1) : $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}";
    }

    private string Shortened(string word) => word.Length <= 5 ? word
        : draw.Percent(60) ? word[..4] : word[..1] + string.Concat(word[1..].Where(c => !"aeiouAEIOU".Contains(c)));

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd();
}
