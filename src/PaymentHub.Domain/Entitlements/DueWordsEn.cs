using System.Globalization;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>English: amounts as 1,080,000.</summary>
internal sealed class DueWordsEn : DueWords
{
    public override NumberFormatInfo Numbers { get; } = NumberFormatInfo.InvariantInfo;

    public override string? Flag(string flag) => flag switch
    {
        "REGULAR" => "Regular benefit of the month.",
        "ARREARS" => "Arrears: what is still owed for earlier months.",
        "RECOVERY" => "Recovery: paid above what was due; never deducted from later months by itself.",
        "ONEOFF" => "Paid once.",
        "NETTING" => "Taken off towards an over-payment, by the recovery decision.",
        "UNDERAGE" => "The person has not reached the age of the group in these months.",
        "OVERAGE" => "The person has passed the age of the group in these months.",
        "ANNULLED" => "The decision was declared void from its beginning.",
        "FORFEITED" => "These months are taken back whole by decision (TT 44/2022/TT-BTC Điều 15).",
        "EXHAUSTED" => "The months supported in a life are used up.",
        "HELD" => "Held, not to be paid.",
        "HEIR" => "The beneficiary is dead: payable only to the recorded heir.",
        "UNVERIFIED" => "This rate was not checked against the decree's own text.",
        "CARRIED" => "A later rate exists but is unverified, so the last verified one carries on.",
        "ROUNDED" => "The result is rounded to the đồng.",
        "LOCKED" => "The law keeps the price at which the month was paid.",
        "SUSPENDED" => "Payment rests; what is committed stays.",
        "BEFORE" => "These months lie before the first entitled month.",
        "STOPPED" => "These months lie after the entitlement ended.",
        "DEAD" => "These months lie after the month of death.",
        _ => null,
    };

    public override string Known(string date) => $"Computed with the rates published and in force by {date}.";

    public override string OneMonth(string month) => $"Month {month}";

    public override string SeveralMonths(string first, string last) => $"Months {first} to {last}";

    public override string Months(string span, string due, string paid) =>
        $"{span}: due {due} đ a month, committed {paid} đ a month.";

    public override string Amounts(string span, int count, string monthly, string total) => count == 1
        ? $"{span}: this line is {total} đ."
        : $"{span}: this line is {monthly} đ × {count} months = {total} đ.";

    public override string NameOf(RateRow rate) => rate.NameEn.Length > 0 ? rate.NameEn : rate.NameVi;

    public override string Rate(string key, string name, string from, string basis) =>
        $"Group {key}{Bracketed(name)}, applies from {from}. Legal basis: {basis}.";

    public override string RateOnly(string programme, string from, string law) =>
        $"Rate of programme {programme} for the group named in the decision, applies from {from}. Legal basis: {law}.";

    public override string Programme(string name, string basis) => $"Benefit: {name}. Legal basis: {basis}.";

    public override string BaseName(string kind) => kind switch
    {
        "SOCIAL_ASSISTANCE_STANDARD" => "Social assistance standard",
        "SOCIAL_PENSION" => "Social pension amount",
        "MERIT_STANDARD" => "Merit standard",
        "BASE_SALARY" => "Base salary",
        "RURAL_POVERTY_LINE" => "Rural poverty line",
        _ => kind,
    };

    public override string Base(string name, string amount, string from, string basis) =>
        $"{name} {amount} đ, applies from {from}. Legal basis: {basis}.";

    public override string Coefficient(string factor) => $"Times coefficient {factor}.";

    public override string Premium(string percent) =>
        $"Support of {percent} % of the health premium (4.5 % of the base salary).";

    public override string Contribution(string percent) => $"Support of {percent} % of 22 % of the rural poverty line.";

    public override string Covered(string amount) =>
        $"Of this {amount} đ a month is paid under another dossier of the person.";

    public override string NoRate(NoRateReason reason) => reason switch
    {
        NoRateReason.UnknownGroup => "The catalogue has no such group.",
        NoRateReason.NotYetKnown => "No rate is in force for these months.",
        NoRateReason.OnlyUnverified => "Only rates not checked against the decree's text exist.",
        NoRateReason.Ended => "The benefit was abolished before these months.",
        NoRateReason.BaseMissing => "The base amount to multiply is not known.",
        NoRateReason.PercentMissing => "The injury percent is missing or outside the table.",
        _ => "The register does not know the death.",
    };

    public override string Highest(ExclusionSet set, string dossier) =>
        $"Dossier {dossier} takes its place: {set.ReasonEn}. Legal basis: {set.LegalBasis}.";

    public override string Units(long units) => $"Times {units} shares.";

    public override string TopUp(string source, string amount, string from) =>
        $"Plus {amount} đ from {source}, applies from {from}.";

    public override string SourceName(string source) => source switch
    {
        "TW" => "the central budget",
        "TINH" => "the provincial budget",
        "XA" => "the commune's budget",
        "TAITRO" => "donors",
        _ => source,
    };

    public override string TextOf(RuleRow rule) => rule.TextEn.Length > 0 ? rule.TextEn : rule.TextVi;

    public override string Cause(string text, string basis) =>
        basis.Length == 0 ? $"Reason: {text}." : $"Reason: {text}. Legal basis: {basis}.";

    public override string Basis(string basis) => $"Legal basis: {basis}.";

    public override string Pension(string amount) =>
        $"A pension or insurance allowance of {amount} đ a month is not lower than the benefit.";

    public override string Shared(string dossier) => $"One share only: it belongs to dossier {dossier}.";

    public override string Paper(string number) => $"By decision {number}.";
}
