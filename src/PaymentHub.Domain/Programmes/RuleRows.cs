using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>What a row of <c>programme-rules.csv</c> says; each kind reads its value in its own way.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleKind>))]
public enum RuleKind
{
    /// <summary>PROGRAMME: a money kind with its names; the value says who is paid.</summary>
    Programme,

    /// <summary>SOURCE: percent of the money that a budget (nguồn kinh phí) bears.</summary>
    Source,

    /// <summary>AGE_BAND: the group that members of a family (code) have from one age in months on.</summary>
    AgeBand,

    /// <summary>ABSORBED: from the month on the group is paid as another group (value).</summary>
    Absorbed,

    /// <summary>
    /// EXCLUSIVE: of the groups of one set (code) only the highest is paid; with EXACT the group is no prefix.
    /// </summary>
    Exclusive,

    /// <summary>STACKS: the group is paid beside the highest of its companions (value) in the set.</summary>
    Stacks,

    /// <summary>DISPLACES: the programme takes the place of another (value) whatever the amounts.</summary>
    Displaces,

    /// <summary>PRICE_LOCKED: what was paid for a month stays, for ALL or the PARTLY subsidised.</summary>
    PriceLocked,

    /// <summary>PARTLY_SUBSIDISED: partly subsidised although its percent is 100.</summary>
    PartlySubsidised,

    /// <summary>START: the first month: SIGNED, CERTIFICATE or AGE.</summary>
    Start,

    /// <summary>PENSION_TEST: not beside a pension: NONE at all, or only one BELOW_AMOUNT.</summary>
    PensionTest,

    /// <summary>PER_CHILD: times the number of children below the age in months of the value.</summary>
    PerChild,

    /// <summary>BY_DEPENDANTS: the group of a family (code) for that many dependants within its ages.</summary>
    ByDependants,

    /// <summary>MAX_MONTHS: ends that many months after it began.</summary>
    MaxMonths,

    /// <summary>LIFETIME_MONTHS: at most that many months in a life.</summary>
    LifetimeMonths,

    /// <summary>YEARLY_IN: a yearly amount is due in this month of the year.</summary>
    YearlyIn,

    /// <summary>AT_DEATH: owed once for a death; with RECORD only when the death is in the register.</summary>
    AtDeath,

    /// <summary>TOP_UP: what the province adds, borne by the source in the code.</summary>
    TopUp,

    /// <summary>UNCOLLECTED: uncollected months before a suspension; further months before the end.</summary>
    Uncollected,

    /// <summary>RECOVERY_LIMIT: most percent of a month that a recovery by decision may take.</summary>
    RecoveryLimit,

    /// <summary>CAUSE: a reason to stop or suspend, with its words.</summary>
    Cause,

    /// <summary>ONE_SHARE: one share for a couple, a household or a person cared for.</summary>
    OneShare,

    /// <summary>PAYING_PLACE: which place decides the paying commune: RESIDENCE or STAY.</summary>
    PayingPlace,

    /// <summary>
    /// NOT_RECEIVED: money that came back counts as not received by the person: all CASH (code ANY), or to an ACCOUNT
    /// with the bank's reason (code).
    /// </summary>
    NotReceived,

    /// <summary>HOLDS_ARREARS: while payment rests or has ended for a cause (code), earlier months wait.</summary>
    HoldsArrears,

    /// <summary>
    /// REQUIRES: the group is for communes with one of these attributes (code AREA), or for households of one of these
    /// classes (code HOUSEHOLD).
    /// </summary>
    Requires,

    /// <summary>PAID_TOGETHER: most months that may be paid in one pay-out near Tết or in a disaster.</summary>
    PaidTogether,
}

/// <summary>
/// One rule of the catalogue: a row of <c>programme-rules.csv</c>. <paramref name="Group"/> is a prefix: K6 covers K6.A
/// to K6.D, empty covers the programme.
/// </summary>
public sealed record RuleRow(
    RuleKind Kind,
    string Code,
    string Programme,
    string Group,
    string Value,
    LocalDate AppliesFrom,
    LocalDate? Ends,
    LocalDate InForceFrom,
    string TextVi,
    string TextEn,
    string LegalBasis,
    bool Verified,
    string Source = "",
    string Note = "") : IEffectiveRow
{
    /// <summary>True where the row speaks about this group.</summary>
    public bool Covers(string programme, string group) =>
        Programme == programme && group.StartsWith(Group, StringComparison.Ordinal);

    /// <summary>True where the row applies to the month, counted from year 0.</summary>
    internal bool AppliesIn(int month) => FirstMonth <= month && month <= LastMonth;

    /// <summary>The first month to which the row applies, counted from year 0.</summary>
    internal int FirstMonth => AppliesFrom.Year * 12 + AppliesFrom.Month - 1;

    /// <summary>The last one, or the largest number.</summary>
    internal int LastMonth => Ends is { } ends ? ends.Year * 12 + ends.Month - 1 : int.MaxValue;

    /// <summary>The file's word for a kind, e.g. AGE_BAND; null for a word that is none.</summary>
    public static RuleKind? KindOf(string word)
    {
        var isWord = word.Length > 0 && word.All(c => char.IsAsciiLetterUpper(c) || c == '_');
        return isWord && Enum.TryParse<RuleKind>(word.Replace("_", "", StringComparison.Ordinal), true, out var kind)
            ? kind
            : null;
    }
}
