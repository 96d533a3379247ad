using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>
/// How a bank writes the same payment down: later, less its fees or at its own rate, in capitals without marks, cut to
/// the width of its field, with words of its own, sometimes mistyped, sometimes with nothing at all.
/// </summary>
internal sealed class BankSide(MatchingOptions options)
{
    private static readonly string[][] Noise =
    [
        ["ACH DEBIT", "ACH", "ELECTRONIC PMT", "EFT"],
        ["WIRE OUT", "WIRE TRF", "SWIFT", "INTL WIRE"],
        ["CHECK", "CHQ", "CHK CARD"],
        ["CARD PURCHASE", "POS", "PMT", "ONLINE TRF"],
    ];

    private readonly Draw draw = new(options.Seed, $"bank-{options.Variant}");

    public MatchingRow Row(TrueEvent e, string id)
    {
        var date = e.Date.PlusDays(Lag(e.Channel));
        if (options.Variant == MatchingVariant.Names) return NamesRow(e, id, date);
        return new MatchingRow(id, date, Net(e), Memo(e), "", "");
    }

    /// <summary>Each channel has its own speed; a cheque may lie for a month.</summary>
    private int Lag(int channel) => channel switch
    {
        0 => draw.Between(1, 4),
        1 => draw.Percent(80) ? draw.Between(1, 2) : draw.Between(3, 9),
        2 => draw.Between(3, 30),
        _ => draw.Percent(70) ? draw.Between(1, 6) : draw.Between(7, 21),
    };

    private long Net(TrueEvent e) => e.Channel switch
    {
        0 => e.Amount,
        1 when draw.Percent(70) => e.Amount - draw.Pick([1_500L, 2_500L, 3_500L, 4_500L]),
        1 => e.Amount * draw.Between(9_820, 10_180) / 10_000,
        2 when draw.Percent(50) => e.Amount - 150,
        2 => e.Amount - (e.Amount * draw.Between(25, 300) / 10_000),
        _ when draw.Percent(55) => e.Amount - (e.Amount * 29 / 1000) - 30,
        _ => e.Amount - (e.Amount * draw.Pick([100, 150, 175, 250, 350]) / 10_000),
    };

    private string Memo(TrueEvent e)
    {
        if (draw.Percent(6)) return draw.Percent(50) ? "" : draw.Pick(Noise[e.Channel]);
        var party = draw.Percent(20) ? Shortened(e.Party) : e.Party;
        var words = draw.Between(0, 4) switch
        {
            0 => $"{draw.Pick(Noise[e.Channel])} {party} {e.Reference}",
            1 => $"{party} {draw.Pick(Noise[e.Channel])} {e.Reference}",
            2 => $"{e.Reference} {party}",
            3 => $"{draw.Pick(Noise[e.Channel])} {draw.Digits("########")} {party}",
            _ => $"{party} {e.Reference} {draw.Digits("######")}",
        };
        var dash = draw.Percent(50) ? "" : "-";
        var text = VietnameseText.BankName(Mistyped(words)).Replace("-", dash, StringComparison.Ordinal);
        return Cut(text, draw.Pick([16, 20, 22, 24, 28, 35, 60]));
    }

    private MatchingRow NamesRow(TrueEvent e, string id, NodaTime.LocalDate date)
    {
        var account = draw.Percent(12) ? "" : e.Account;
        if (account.Length > 0 && draw.Percent(4)) account = $"xxxx{account[^4..]}";
        else if (account.Length > 0 && draw.Percent(2)) account = Swapped(account);
        var name = draw.Percent(6) ? "" : VietnameseText.BankName(e.Party);
        if (draw.Percent(8)) name = Cut(name, 14);
        else if (draw.Percent(5)) name = Turned(name);
        else if (draw.Percent(4)) name = Initials(name);
        var amount = draw.Percent(85) ? e.Amount : e.Amount - draw.Pick([1_100L, 2_200L, 3_300L]);
        var memo = draw.Percent(50) ? Cut($"TRO CAP T{e.Date.Month} {e.Reference}", 18) : "CHUYEN TIEN";
        return new MatchingRow(id, date, amount, memo, account, name);
    }

    private string Mistyped(string words)
    {
        if (!draw.Percent(10) || words.Length < 6) return words;
        var at = draw.Between(1, words.Length - 3);
        return draw.Percent(50) ? words.Remove(at, 1) : Swapped(words, at);
    }

    private string Swapped(string text) => Swapped(text, draw.Between(2, text.Length - 3));

    private static string Swapped(string text, int at) => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}";

    private static string Shortened(string party)
    {
        var words = party.Split(' ');
        return string.Join(' ', words.Select(w => w.Length > 6 ? w[..4] : w));
    }

    private static string Turned(string name)
    {
        var cut = name.LastIndexOf(' ');
        return cut < 0 ? name : $"{name[(cut + 1)..]} {name[..cut]}";
    }

    private static string Initials(string name)
    {
        var words = name.Split(' ');
        if (words.Length < 2) return name;
        return string.Join(' ', words[..^1].Select(w => w.Length > 0 ? w[..1] : w)) + " " + words[^1];
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd();
}
