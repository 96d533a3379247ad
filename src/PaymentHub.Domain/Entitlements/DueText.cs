using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>The language of an explanation for people.</summary>
public enum ExplanationLanguage
{
    Vietnamese,
    English,
}

/// <summary>
/// Turns the stored code of a line (<see cref="DueExplanation.Code"/>) into sentences with the legal basis. Rows are
/// looked up as known at the code's own moment, so a later correction does not change an old explanation.
/// </summary>
public sealed class DueText
{
    private static readonly string[] Articles = [" Điều", " Phụ lục"];
    private static readonly string[] Places = [.. Articles, " khoản", " ("];

    private readonly RateBook _book;
    private readonly DueWords _words;
    private readonly bool _showGroup;
    private readonly List<string> _sentences = [];
    private LocalDate _known;
    private long? _inDay;
    private RateRow? _rate;
    private string _span = "";
    private long _due;

    private DueText(RateBook book, DueWords words, bool showGroup) =>
        (_book, _words, _showGroup) = (book, words, showGroup);

    /// <summary>
    /// The sentences of one stored code, in order. Throws <see cref="FormatException"/> for a code that this grammar
    /// does not know: codes are written by the service itself, so an unknown one means damage. Without
    /// <paramref name="showGroup"/> neither the group nor the clause that describes it is told, only the law: groups
    /// reveal health.
    /// </summary>
    public static IReadOnlyList<string> Explain(
        string code, RateBook book, ExplanationLanguage language, bool showGroup = true)
    {
        var words = language == ExplanationLanguage.Vietnamese ? DueWords.Vietnamese : DueWords.English;
        var text = new DueText(book, words, showGroup);
        foreach (var token in code.Split(';')) text.Read(token);
        return text._sentences;
    }

    private void Read(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            Say(_words.Flag(token) ?? throw Unknown(token));
            SayBasis(token);
            return;
        }

        ReadValue(token[..colon], token[(colon + 1)..]);
    }

    private void ReadValue(string name, string value)
    {
        switch (name)
        {
            case "KNOWN": SayKnown(value); break;
            case "M": (_span, _rate) = (SpanText(DueExplanation.EndsOf(value)), null); break;
            case "DUE": _due = Number(value); break;
            case "PAID": Say(_words.Months(_span, Dong(_due), Dong(Number(value)))); break;
            case "RATE": SayRate(value); break;
            case "BASE": SayBase(value); break;
            case "X": SayFactor(value); break;
            case "COVERED": Say(_words.Covered(Dong(Number(value)))); break;
            case "NORATE": Say(_words.NoRate(Enum.Parse<NoRateReason>(value))); break;
            case "HIGHEST": SayHighest(value); break;
            case "TOPUP": SayTopUp(value); break;
            case "UNITS": Say(_words.Units(Number(value))); break;
            case "CAUSE": SayCause(value); break;
            case "WAITS": SayWaits(value); break;
            case "PENSION": Say(_words.Pension(Dong(Number(value)))); SayBasis(name); break;
            case "SHARED": Say(_words.Shared(value)); SayBasis(name); break;
            case "PAPER": Say(_words.Paper(value)); break;
            case "PAY": SayPaid(DueExplanation.SpanOf(value)); break;
            default: throw Unknown(name);
        }
    }

    private void Say(string sentence) => _sentences.Add(sentence);

    // The article by which months are not due, or keep their price. Ages tell the group, so they are left out with it.
    private void SayBasis(string flag)
    {
        var rule = flag switch
        {
            "DEAD" => Rules.CauseOf("DEATH"),
            "LOCKED" => RuleOf(RuleKind.PriceLocked),
            "EXHAUSTED" => RuleOf(RuleKind.LifetimeMonths),
            "PENSION" => RuleOf(RuleKind.PensionTest),
            "SHARED" => RuleOf(RuleKind.OneShare),
            "UNDERAGE" or "OVERAGE" when _showGroup => RuleOf(RuleKind.AgeBand) ?? RuleOf(RuleKind.PerChild),
            "BEFORE" when _showGroup => RuleOf(RuleKind.Start),
            _ => null,
        };
        if (rule is null) return;
        var basis = _showGroup || rule.Group.Length == 0 ? rule.LegalBasis : LawOf(rule.LegalBasis);
        if (basis.Length > 0) Say(_words.Basis(basis));
    }

    // The articles of a whole programme tell nothing of one group, so they may always be named.
    private void SayProgramme(string programme)
    {
        if (Rules.Latest(RuleKind.Programme, programme, "") is not { LegalBasis.Length: > 0 } rule) return;
        Say(_words.Programme(_words.TextOf(rule), rule.LegalBasis));
    }

    private RuleRow? RuleOf(RuleKind kind) =>
        _rate is { } rate ? Rules.Latest(kind, rate.Programme, rate.Group) : null;

    private ProgrammeRules Rules => _book.RulesKnown(_known, _inDay);

    private void SayKnown(string value)
    {
        var at = value.IndexOf('@', StringComparison.Ordinal);
        _inDay = at < 0 ? null : Number(value[(at + 1)..]);
        _known = LocalDatePattern.Iso.Parse(at < 0 ? value : value[..at]).Value;
        Say(_words.Known(Date(_known)));
    }

    private void SayRate(string value)
    {
        var (key, from) = Keyed(value);
        var parts = key.Split('/');
        int? percent = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : null;
        _rate = _book.RowOf(parts[0], parts[1], percent, from, _known, _inDay);
        if (!_showGroup)
        {
            Say(_words.RateOnly(parts[0], Date(from), LawOf(_rate?.LegalBasis ?? "")));
            SayProgramme(parts[0]);
            return;
        }

        var name = _rate is null ? "" : _words.NameOf(_rate);
        var basis = _rate?.LegalBasis ?? "";
        Say(_words.Rate(key, name, Date(from), basis));
        if (!Articles.Any(a => basis.Contains(a, StringComparison.Ordinal))) SayProgramme(parts[0]);
    }

    private void SayBase(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        var (kind, from) = Keyed(value[..equals]);
        var basis = _book.BaseOf(kind, from, _known, _inDay)?.LegalBasis ?? "";
        Say(_words.Base(_words.BaseName(kind), Dong(Number(value[(equals + 1)..])), Date(from), basis));
    }

    private void SayFactor(string value)
    {
        var factor = _words.Decimal(value);
        Say(_rate?.Kind switch
        {
            ValueKind.PercentOfPremium => _words.Premium(factor),
            ValueKind.PercentOfContribution => _words.Contribution(factor),
            _ => _words.Coefficient(factor),
        });
    }

    private void SayHighest(string value)
    {
        var arrow = value.IndexOf('>', StringComparison.Ordinal);
        var sets = Rules.Exclusions.Sets;
        var set = sets.FirstOrDefault(s => s.Code == value[..arrow]) ?? throw Unknown(value);
        Say(_words.Highest(set, value[(arrow + 1)..]));
    }

    private void SayTopUp(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        var (source, from) = Keyed(value[..equals]);
        Say(_words.TopUp(_words.SourceName(source), Dong(Number(value[(equals + 1)..])), Date(from)));
    }

    // A cause that the catalogue does not name is told by its code: it is still true.
    private void SayCause(string code)
    {
        var cause = Rules.CauseOf(code);
        Say(cause is null ? _words.Cause(code, "") : _words.Cause(_words.TextOf(cause), cause.LegalBasis));
    }

    private void SayWaits(string cause)
    {
        var rule = Rules.WaitsFor(cause) ?? throw Unknown(cause);
        Say(_words.Cause(_words.TextOf(rule), rule.LegalBasis));
    }

    private void SayPaid(MonthSpan span)
    {
        var months = SpanText((span.First, span.Last));
        Say(_words.Amounts(months, span.Count, Dong(span.Monthly.Dong), Dong(span.Total.Dong)));
    }

    // The documents alone: an article or clause of many groups' law names the group as surely as its code does.
    private static string LawOf(string basis) => string.Join(
        "; ", basis.Split([';', ','], StringSplitOptions.TrimEntries)
            .Select(part => Places.Aggregate(part, (text, place) => text.Split(place)[0].TrimEnd()))
            .Where(law => law.Contains('/', StringComparison.Ordinal)).Distinct());

    private string SpanText((YearMonth First, YearMonth Last) span) => span.First == span.Last
        ? _words.OneMonth(Month(span.First))
        : _words.SeveralMonths(Month(span.First), Month(span.Last));

    private string Dong(long dong) => dong.ToString("N0", _words.Numbers);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static (string Key, LocalDate Date) Keyed(string value)
    {
        var at = value.LastIndexOf('@');
        return (value[..at], LocalDatePattern.Iso.Parse(value[(at + 1)..]).Value);
    }

    private static string Month(YearMonth month) => string.Create(CultureInfo.InvariantCulture, $"{month:MM'/'uuuu}");

    private static string Date(LocalDate date) => string.Create(CultureInfo.InvariantCulture, $"{date:dd'/'MM'/'uuuu}");

    private static FormatException Unknown(string token) => new($"Unknown part '{token}' of a stored explanation.");
}
