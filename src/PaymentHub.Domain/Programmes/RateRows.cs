using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>What the number of a rate row means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ValueKind>))]
public enum ValueKind
{
    /// <summary>COEFFICIENT: times the base amount (hệ số × mức chuẩn).</summary>
    Coefficient,

    /// <summary>AMOUNT: whole đồng, taken as it stands.</summary>
    Amount,

    /// <summary>PERCENT_OF_PREMIUM: percent of the monthly health premium, itself 4.5 % of the base.</summary>
    PercentOfPremium,

    /// <summary>PERCENT_OF_22PCT: percent of 22 % of the base (rural poverty line, chuẩn nghèo nông thôn).</summary>
    PercentOfContribution,

    /// <summary>QUANTITY_KG: kilograms in kind; never a payment order.</summary>
    QuantityKg,
}

/// <summary>How often a rate is owed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateUnit>))]
public enum RateUnit
{
    Month,
    Year,
    Case,
    Household,
    Person,
    PersonMonth,
}

/// <summary>
/// The dates and standing that decide whether a row may be used for a month, whatever the row prices.
/// </summary>
public interface IEffectiveRow
{
    /// <summary>First day the row prices (áp dụng từ); may lie before <see cref="InForceFrom"/>.</summary>
    LocalDate AppliesFrom { get; }

    /// <summary>Last day the row prices, only where a benefit was abolished or is one-off.</summary>
    LocalDate? Ends { get; }

    /// <summary>Day the decree takes effect (hiệu lực): nobody may compute with the row earlier.</summary>
    LocalDate InForceFrom { get; }

    /// <summary>False where the decree's text was not seen.</summary>
    bool Verified { get; }
}

/// <summary>
/// The price of one group of one programme over a period: a row of <c>programs-rates.csv</c>. <paramref
/// name="BaseKind"/> is null where the value stands alone. <paramref name="InjuryPercent"/> is set only for rows of the
/// 21–100 % tables.
/// </summary>
public sealed record RateRow(
    string Programme,
    string Group,
    string NameVi,
    string NameEn,
    string? BaseKind,
    ValueKind Kind,
    Hundredths Value,
    RateUnit Unit,
    LocalDate AppliesFrom,
    LocalDate? Ends,
    LocalDate InForceFrom,
    string LegalBasis,
    bool Verified,
    string Source = "",
    string Note = "",
    int? InjuryPercent = null) : IEffectiveRow;

/// <summary>
/// A base amount (mức chuẩn, lương cơ sở, chuẩn nghèo) in đồng per month: a row of <c>base-amounts.csv</c>.
/// </summary>
public sealed record BaseAmountRow(
    string Kind,
    Money Amount,
    LocalDate AppliesFrom,
    LocalDate InForceFrom,
    bool Verified,
    string LegalBasis,
    string Source = "",
    string Note = "") : IEffectiveRow
{
    LocalDate? IEffectiveRow.Ends => null;
}

/// <summary>
/// The allowance of a wounded person (thương binh) by injury percent (tỷ lệ tổn thương, 21..100): a row of
/// <c>merit-wounded-rates.csv</c>. Tables are not a fixed multiple of the standard, so amounts are stored (NĐ 75/2021
/// Điều 3).
/// </summary>
public sealed record MeritPercentRow(
    string Group,
    string NameVi,
    int InjuryPercent,
    Money Amount,
    LocalDate AppliesFrom,
    LocalDate? Ends,
    LocalDate InForceFrom,
    string LegalBasis,
    bool Verified,
    string Source = "")
{
    /// <summary>The same price as a rate row of the merit programme, so that one lookup serves both tables.</summary>
    public RateRow ToRateRow() => new(
        ProgrammeCode.Merit, Group, NameVi, "", null, ValueKind.Amount, Hundredths.OfWhole(Amount.Dong), RateUnit.Month,
        AppliesFrom, Ends, InForceFrom, LegalBasis, Verified, Source, "", InjuryPercent);
}

/// <summary>A row together with the instant it was recorded: what was known when.</summary>
public sealed record Recorded<T>(T Row, Instant At)
    where T : IEffectiveRow;

/// <summary>
/// The words of the reference files for kinds and units; an unknown word gives null, never a default.
/// </summary>
public static class RateText
{
    public static ValueKind? KindOf(string text) => text switch
    {
        "COEFFICIENT" => ValueKind.Coefficient,
        "AMOUNT" => ValueKind.Amount,
        "PERCENT_OF_PREMIUM" => ValueKind.PercentOfPremium,
        "PERCENT_OF_22PCT" => ValueKind.PercentOfContribution,
        "QUANTITY_KG" => ValueKind.QuantityKg,
        _ => null,
    };

    public static RateUnit? UnitOf(string text) => text switch
    {
        "month" => RateUnit.Month,
        "year" => RateUnit.Year,
        "case" => RateUnit.Case,
        "household" => RateUnit.Household,
        "person" => RateUnit.Person,
        "person-month" => RateUnit.PersonMonth,
        _ => null,
    };

    /// <summary>The base kind of a row; the files write NONE where the value stands alone.</summary>
    public static string? BaseKindOf(string text) => text is "" or "NONE" ? null : text;
}
