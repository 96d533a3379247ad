using System.Globalization;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation.Linkage;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>What the bank's line and our payment say of themselves, as they were when a rule matched them.</summary>
/// <param name="Open">What the payment could take, or give back, before the match.</param>
public sealed record MatchedFacts(
    MatchRule Rule, Money Share, BankEntry Entry, string? BankName, string? EndToEndId, string? Booking,
    string? Account, string? PayeeName, LocalDate? Released, Money? Open);

/// <summary>One field of a match: what each side says and how they compare; days count from the release.</summary>
public sealed record FieldEvidence(string Field, string? Ours, string? Bank, string Level, int? Days = null);

/// <summary>
/// The evidence of a deterministic match, field by field. It is computed when somebody asks and not stored with a
/// million matches a month: bank entries, payments and steps are only ever inserted, so the same facts are there for
/// good, and the pass and version that stand with the match say how they were judged. A later version that judged a
/// field otherwise would compare it here by its number.
/// </summary>
public static class MatchEvidence
{
    /// <summary>The fields that the rule looked at first, then those that it checked or only noted.</summary>
    public static IReadOnlyList<FieldEvidence> Of(MatchedFacts facts) => facts.Rule switch
    {
        MatchRule.Classified => [new("class", null, facts.Entry.Class.ToString(), "OfBank"), AmountOf(facts)],
        MatchRule.FeeSchedule => [new("fee", Number(facts.Share), Number(facts.Entry.Amount), "OfSchedule")],
        _ => OfPayment(facts),
    };

    private static IReadOnlyList<FieldEvidence> OfPayment(MatchedFacts facts) =>
        [ReferenceOf(facts), .. BookingOf(facts), AmountOf(facts), AccountOf(facts), DateOf(facts), NameOf(facts)];

    private static FieldEvidence ReferenceOf(MatchedFacts f) => Text("reference", f.EndToEndId, f.Entry.EndToEndId);

    private static FieldEvidence[] BookingOf(MatchedFacts f) =>
        f.Rule is MatchRule.BatchBooking or MatchRule.PartOfBooking
            ? [Text("booking", f.Booking, f.Entry.BatchBooking)]
            : [];

    private static FieldEvidence AccountOf(MatchedFacts f) => Text("account", f.Account, f.Entry.Account);

    private static FieldEvidence AmountOf(MatchedFacts f)
    {
        var level = f switch
        {
            { Rule: MatchRule.BatchBooking or MatchRule.PartOfBooking or MatchRule.AccountAndSum } => "OfSum",
            { Open: { } open } when f.Share < open => "Part",
            _ => f.Share == f.Entry.Amount ? "Equal" : "Different",
        };
        return new FieldEvidence("amount", Number(f.Open ?? f.Share), Number(f.Entry.Amount), level);
    }

    private static FieldEvidence DateOf(MatchedFacts f)
    {
        var days = f.Released is { } released ? Period.DaysBetween(released, f.Entry.ValueDate) : (int?)null;
        var level = days switch { null => "Missing", < 0 => "Before", 0 => "SameDay", _ => "Days" };
        return new FieldEvidence("date", Day(f.Released), Day(f.Entry.ValueDate), level, days);
    }

    private static FieldEvidence NameOf(MatchedFacts f) =>
        new("name", f.PayeeName, f.BankName, NameLevels.Of(f.PayeeName, f.BankName).ToString());

    private static FieldEvidence Text(string field, string? ours, string? banks) => new(
        field, ours, banks, ours is null || banks is null ? "Missing" : ours == banks ? "Equal" : "Different");

    private static string Number(Money amount) => amount.Dong.ToString(CultureInfo.InvariantCulture);

    private static string? Day(LocalDate? date) => date?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
