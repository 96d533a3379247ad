using System.Globalization;
using System.Text;
using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>What the rate book says about one group and one month, as known on a date.</summary>
public abstract record RateAnswer;

/// <summary>
/// A price per month in whole đồng, with the rows it came from. <see cref="Rounded"/> says that the exact product had a
/// remainder and was rounded half up to the đồng. <see cref="CarriedForward"/> says that a later row exists but is
/// unverified and was not accepted, so the last verified row carries on.
/// </summary>
public sealed record RateQuote(
    Money Amount,
    RateRow Rate,
    BaseAmountRow? Base,
    Instant RecordedAt,
    bool CarriedForward,
    bool Rounded,
    TopUp? TopUp = null,
    bool IsLockedWhenPaid = false) : RateAnswer
{
    /// <summary>The amount with what the province adds.</summary>
    public Money Total { get; } = TopUp is null ? Amount : Amount + TopUp.Amount;

    /// <summary>True where every row used was read in the decree's own text.</summary>
    public bool Verified => Rate.Verified && (Base?.Verified ?? true);

    /// <summary>
    /// The rows by key, as stored explanations name them:
    /// <c>RATE:programme/group[/percent]@date;BASE:kind@date=đ;X:value;UNVERIFIED;CARRIED;ROUNDED;TOPUP:source@date=đ
    /// </c>.
    /// </summary>
    public string Code { get; } = CodeOf(Rate, Base, CarriedForward, Rounded, TopUp);

    /// <summary>The legal basis of the rate and, where one was multiplied, of the base amount.</summary>
    public string LegalBasis =>
        Base is null || Base.LegalBasis == Rate.LegalBasis ? Rate.LegalBasis : $"{Rate.LegalBasis}; {Base.LegalBasis}";

    private static string CodeOf(
        RateRow rate, BaseAmountRow? baseAmount, bool carriedForward, bool rounded, TopUp? topUp)
    {
        var code = new StringBuilder();
        code.Append(CultureInfo.InvariantCulture, $"RATE:{rate.Programme}/{rate.Group}");
        if (rate.InjuryPercent is { } percent) code.Append(CultureInfo.InvariantCulture, $"/{percent}");
        code.Append(CultureInfo.InvariantCulture, $"@{rate.AppliesFrom:uuuu'-'MM'-'dd}");
        if (baseAmount is { } b)
            code.Append(
                CultureInfo.InvariantCulture,
                $";BASE:{b.Kind}@{b.AppliesFrom:uuuu'-'MM'-'dd}={b.Amount};X:{rate.Value}");
        if (!rate.Verified || baseAmount is { Verified: false }) code.Append(";UNVERIFIED");
        if (carriedForward) code.Append(";CARRIED");
        if (rounded) code.Append(";ROUNDED");
        if (topUp is { } more)
            code.Append(
                CultureInfo.InvariantCulture,
                $";TOPUP:{more.Rule.Code}@{more.Rule.AppliesFrom:uuuu'-'MM'-'dd}={more.Amount}");
        return code.ToString();
    }
}

/// <summary>
/// What the province adds to a monthly amount (mức cao hơn do HĐND tỉnh quyết định), borne by the source that the rule
/// names: a second funding source on the line.
/// </summary>
public sealed record TopUp(Money Amount, RuleRow Rule);

/// <summary>The group is helped in kind (kg per month): there is nothing to pay.</summary>
public sealed record InKindOnly(RateRow Rate) : RateAnswer;

/// <summary>No price: the line is held, never left out.</summary>
public sealed record NoRate(NoRateReason Reason) : RateAnswer;

/// <summary>Why there is no price.</summary>
public enum NoRateReason
{
    /// <summary>The catalogue has no such programme and group.</summary>
    UnknownGroup,

    /// <summary>No row applies to the month among those recorded and in force on the date asked.</summary>
    NotYetKnown,

    /// <summary>Only unverified rows would apply, and unverified rows are not accepted.</summary>
    OnlyUnverified,

    /// <summary>The benefit was abolished before the month.</summary>
    Ended,

    /// <summary>The base amount to multiply is not known for the month.</summary>
    BaseMissing,

    /// <summary>The group is priced by injury percent and the decision gives none, or one outside the table.</summary>
    PercentMissing,

    /// <summary>The support is owed for a death that the register does not know.</summary>
    DeathNotRecorded,
}
