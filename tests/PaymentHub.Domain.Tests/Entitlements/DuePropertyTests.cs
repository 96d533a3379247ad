using CsCheck;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>What must hold for any person, whatever decisions, commitments and death.</summary>
public class DuePropertyTests
{
    private static readonly Gen<YearMonth> AnyMonth = Gen.Int[0, 14].Select(n => Month(2025, 11).PlusMonths(n));

    private static readonly Gen<DecisionFacts> AnyDecision =
        from kind in Gen.OneOf(
            ("TCXH", "K4"), ("TCXH", "K6.C"), ("TCXH", "K6.A"), ("TCXH", "K1.A"), ("TCXH", "K5.C"), ("HTXH", "75+"),
            ("NCC", "LS1"), ("NCC", "TB"), ("BHYT", "CN"), ("BHYT", "BT"), ("BHXHTN", "NGHEO"), ("BHXHTN", "DTTS"),
            ("CSTG", "D25.B"), ("KHANCAP", "D12.GAO"))
        from percent in Gen.Int[20, 100]
        from start in AnyMonth
        from until in Gen.Int[0, 20]
        from paid in Gen.Int[0, 8]
        from monthly in Gen.Long[1, 12]
        select Decision(
            "", kind.Item1, kind.Item2, start, until < 12 ? start.PlusMonths(until) : null,
            paid == 0 ? null : new PaidBefore(start, start.PlusMonths(paid), new Money(monthly * 90_000)), percent);

    private static readonly Gen<(int, YearMonth, long)> AnyCommitment =
        Gen.Select(Gen.Int[0, 3], AnyMonth, Gen.Long[1, 12].Select(n => n * 90_000));

    private static readonly Gen<PersonClaims> AnyPerson =
        from decisions in AnyDecision.Array[1, 4]
        from commitments in AnyCommitment.Array[0, 6]
        from dead in Gen.Bool
        from death in AnyMonth
        select PersonOf(decisions, commitments, dead ? death : null);

    [Fact]
    public void The_order_of_decisions_and_commitments_does_not_matter() =>
        AnyPerson.Holds(person =>
        {
            var turned = person with
            {
                Decisions = [.. person.Decisions.Reverse()],
                Committed = [.. person.Committed.Reverse()],
            };

            Told(turned.Due()).ShouldBe(Told(person.Due()));
        });

    [Fact]
    public void What_was_placed_leaves_nothing_more_to_pay() =>
        AnyPerson.Holds(person =>
        {
            var due = person.Due();
            var again = person.Placing(due).Due();

            again.ToPay.ShouldBe(Money.Zero, Told(again));
            again.ToRecover.ShouldBe(due.ToRecover, Told(again));
        });

    [Fact]
    public void Planning_every_month_in_turn_pays_as_much_as_planning_the_last_one() =>
        AnyPerson.Where(p => p.MonthOfDeath is null && !p.Decisions.Any(IsPriceLocked)).Holds(person =>
        {
            var stepwise = person;
            for (var month = Month(2026, 9); month < November; month = month.PlusMonths(1))
                stepwise = stepwise.Placing(stepwise.Due(month));
            var last = stepwise.Due();

            var net = Committed(stepwise) + last.ToPay - last.ToRecover;
            var atOnce = person.Due();
            net.ShouldBe(Committed(person) + atOnce.ToPay - atOnce.ToRecover);
        });

    [Fact]
    public void No_line_is_negative_and_its_months_add_up_to_it() =>
        AnyPerson.Holds(person =>
        {
            foreach (var line in person.Due().Lines)
            {
                line.Months.Sum(m => m.Total).ShouldBe(line.Amount);
                line.Months.ShouldAllBe(m => m.Monthly.IsPositive && m.First <= m.Last);
                line.LastMonth.ShouldBeLessThanOrEqualTo(November);
                (line.Amount.IsPositive || line.Hold is not null).ShouldBeTrue();
                DueExplanation.MonthsOf(line.Explanation.Code).ShouldBe(line.Months);
            }
        });

    [Fact]
    public void One_more_commitment_never_raises_what_is_to_pay() =>
        (from person in AnyPerson from more in AnyCommitment select (person, more)).Holds(t =>
        {
            var (which, month, amount) = t.more;
            var decision = t.person.Decisions[which % t.person.Decisions.Count];

            var after = t.person.Committing(decision.Dossier, month, month, amount);

            after.Due().ToPay.Dong.ShouldBeLessThanOrEqualTo(t.person.Due().ToPay.Dong);
        });

    [Fact]
    public void Of_each_decision_regular_and_arrears_and_committed_less_overpaid_is_the_due() =>
        AnyPerson.Holds(person =>
        {
            var months = AmountDue.Months(person, ReferenceRates.Demo, November).ToLookup(m => m.EntitlementId);
            var lines = person.Due().Lines.ToLookup(l => l.EntitlementId);
            foreach (var decision in person.Decisions)
            {
                var sum = months[decision.Id].Sum(m => m.Committed);
                foreach (var line in lines[decision.Id])
                    sum += line.Kind == DueKind.Recovery ? -line.Amount : line.Amount;
                sum.ShouldBe(months[decision.Id].Sum(m => m.Due));
            }
        });

    [Fact]
    public void Every_line_can_be_explained_from_its_stored_code_in_both_languages() =>
        AnyPerson.Holds(person =>
        {
            foreach (var line in person.Due().Lines)
                foreach (var language in Enum.GetValues<ExplanationLanguage>())
                    DueText.Explain(line.Explanation.Code, ReferenceRates.Book, language)
                        .ShouldAllBe(sentence => sentence.EndsWith('.'));
        });

    [Fact]
    public void Nobody_is_due_a_month_after_death_and_nothing_in_kind() =>
        AnyPerson.Holds(person =>
        {
            foreach (var line in person.Due().Lines.Where(l => l.IsPayable))
            {
                if (person.MonthOfDeath is { } death) line.LastMonth.ShouldBeLessThanOrEqualTo(death);
                line.Programme.ShouldNotBe("KHANCAP");
            }
        });

    /// <summary>There the price depends on when a month was paid, which is the law's intention.</summary>
    private static bool IsPriceLocked(DecisionFacts decision) =>
        decision.Terms is { Programme: "BHXHTN" } or { Programme: "BHYT", Group: "CN" };

    private static PersonClaims PersonOf(
        DecisionFacts[] decisions, (int Which, YearMonth Month, long Amount)[] commitments, YearMonth? death)
    {
        var named = decisions.Select((d, i) => d with { Dossier = $"D{i}", Id = Entitlement.IdOf($"D{i}") }).ToArray();
        return commitments.Aggregate(
            new PersonClaims(named, [], death),
            (p, c) => p.Committing(named[c.Which % named.Length].Dossier, c.Month, c.Month, c.Amount));
    }

    private static Money Committed(PersonClaims person) =>
        AmountDue.Months(person, ReferenceRates.Demo, November).Sum(m => m.Committed);

    private static string Told(PersonDue due) =>
        string.Join('\n', due.Lines.Select(l => $"{l.Dossier} {l.Amount} {l.Explanation.Code}"));
}
