using System.Globalization;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>The sentences of <see cref="DueText"/> in one language.</summary>
internal abstract class DueWords
{
    public static readonly DueWords Vietnamese = new DueWordsVi();
    public static readonly DueWords English = new DueWordsEn();

    public abstract NumberFormatInfo Numbers { get; }

    /// <summary>The sentence of a part without a value, or null where the grammar has no such part.</summary>
    public abstract string? Flag(string flag);

    public abstract string Known(string date);

    public abstract string OneMonth(string month);

    public abstract string SeveralMonths(string first, string last);

    public abstract string Months(string span, string due, string paid);

    /// <summary>The amount of the line for one span of months.</summary>
    public abstract string Amounts(string span, int count, string monthly, string total);

    public abstract string NameOf(RateRow rate);

    public abstract string Rate(string key, string name, string from, string basis);

    /// <summary>The rate of a programme and its law, without the group and the clause that tells it.</summary>
    public abstract string RateOnly(string programme, string from, string law);

    /// <summary>The programme that the rate belongs to, with the articles that found it.</summary>
    public abstract string Programme(string name, string basis);

    public abstract string BaseName(string kind);

    public abstract string Base(string name, string amount, string from, string basis);

    public abstract string Coefficient(string factor);

    public abstract string Premium(string percent);

    public abstract string Contribution(string percent);

    public abstract string Covered(string amount);

    public abstract string NoRate(NoRateReason reason);

    public abstract string Highest(ExclusionSet set, string dossier);

    public abstract string Units(long units);

    public abstract string TopUp(string source, string amount, string from);

    /// <summary>The name of a budget (nguồn kinh phí) by its code.</summary>
    public abstract string SourceName(string source);

    public abstract string TextOf(RuleRow rule);

    public abstract string Cause(string text, string basis);

    /// <summary>The article that a sentence rests on.</summary>
    public abstract string Basis(string basis);

    public abstract string Pension(string amount);

    public abstract string Shared(string dossier);

    public abstract string Paper(string number);

    public string Decimal(string value) => value.Replace(".", Numbers.NumberDecimalSeparator, StringComparison.Ordinal);

    /// <summary>Brackets around a text that may be empty.</summary>
    protected static string Bracketed(string text) => text.Length == 0 ? "" : $" ({text})";
}
