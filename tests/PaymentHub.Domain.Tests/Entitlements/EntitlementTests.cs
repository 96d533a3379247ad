using NodaTime;
using PaymentHub.Domain.Entitlements;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

public class EntitlementTests
{
    private const string Dossier = "QN-21025-000123";
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 20, 2, 0);
    private static readonly PaidBefore Paid = new(Month(2026, 7), Month(2026, 9), new Money(750_000));
    private static readonly EntitlementTerms Severe = Terms("TCXH", "K6.C", Month(2024, 3));
    private static readonly EntitlementRow Row = new(Person, Dossier, Severe, Paid);

    [Fact]
    public void A_fresh_row_grants_the_decision_and_records_what_was_paid_before()
    {
        var decision = EntitlementDecisions.FromRegister(Row, null, Now, "nhap");

        decision.Events.ShouldBe(
        [
            new EntitlementGranted(Person, Dossier, Severe, Now, "nhap"),
            new PaidBeforeRecorded(Paid.First, Paid.Last, Paid.Monthly, Now, "nhap"),
        ]);
    }

    [Fact]
    public void The_same_row_again_is_already_done()
    {
        var decision = EntitlementDecisions.FromRegister(Row, Folded(Row), Now, "nhap");

        decision.IsRefused.ShouldBeFalse();
        decision.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_row_carries_the_full_terms_and_names_the_fields()
    {
        var worse = Severe with { Group = "K6.A", DecisionNumber = "9/QĐ-UBND" };

        var change = EntitlementDecisions.FromRegister(Row with { Terms = worse }, Folded(Row), Now, "nhap").Events
            .ShouldHaveSingleItem().ShouldBeOfType<EntitlementChanged>();

        change.Terms.ShouldBe(worse);
        change.ChangedFields.ShouldBe(["Group", "DecisionNumber"]);
    }

    [Fact]
    public void A_row_that_only_adds_the_end_month_ends_the_entitlement()
    {
        var ending = Row with { Terms = Severe with { Until = November } };
        var decision = EntitlementDecisions.FromRegister(ending, Folded(Row), Now, "nhap");

        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<EntitlementEnded>().Until.ShouldBe(November);
        Folded(ending).Terms.Until.ShouldBe(November);
    }

    [Fact]
    public void A_row_that_takes_the_end_month_back_is_a_change()
    {
        var ended = Folded(Row with { Terms = Severe with { Until = November } });

        EntitlementDecisions.FromRegister(Row, ended, Now, "nhap").Events
            .ShouldHaveSingleItem().ShouldBeOfType<EntitlementChanged>().ChangedFields.ShouldBe(["Until"]);
    }

    [Fact]
    public void What_was_paid_before_can_be_corrected_and_withdrawn()
    {
        var state = Folded(Row);
        var corrected = Row with { PaidBefore = Paid with { Monthly = new Money(810_000) } };

        EntitlementDecisions.FromRegister(corrected, state, Now, "x").Events
            .ShouldHaveSingleItem().ShouldBeOfType<PaidBeforeRecorded>().Monthly.Dong.ShouldBe(810_000);
        var withdrawn = EntitlementDecisions.FromRegister(Row with { PaidBefore = null }, state, Now, "x").Events
            .ShouldHaveSingleItem();
        Entitlement.Evolve(state, state.Id, withdrawn)!.PaidBefore.ShouldBeNull();
    }

    [Fact]
    public void A_dossier_never_moves_to_another_person() =>
        Refusal(Row with { PersonId = Guid.Empty }, Folded(Row)).ShouldBeOfType<EntitlementOfAnotherPerson>();

    [Fact]
    public void Impossible_rows_are_refused()
    {
        Refusal(Row with { Terms = Severe with { Until = Month(2024, 2) } })
            .ShouldBeOfType<EntitlementMonthsInverted>();
        Refusal(Row with { Terms = Severe with { InjuryPercent = 20 } }).ShouldBeOfType<InjuryPercentOutOfRange>();
        Refusal(Row with { PaidBefore = Paid with { Last = Month(2026, 6) } })
            .ShouldBeOfType<EntitlementMonthsInverted>();
        Refusal(Row with { PaidBefore = Paid with { Monthly = Money.Zero } }).ShouldBeOfType<PaidBeforeNotPositive>();
    }

    [Fact]
    public void Suspending_and_resuming_leaves_the_months_between_at_rest()
    {
        var suspended = After(Folded(Row), s => EntitlementDecisions.Suspend(Dossier, s, November, "x", Now, "lap"));
        suspended.IsSuspended.ShouldBeTrue();
        EntitlementDecisions.Suspend(Dossier, suspended, November, "x", Now, "lap").Events.ShouldBeEmpty();

        var resumed = After(suspended, s => EntitlementDecisions.Resume(Dossier, s, Month(2027, 2), "x", Now, "lap"));
        resumed.IsSuspended.ShouldBeFalse();
        resumed.Suspensions.ShouldBe([new Suspension(November, Month(2027, 2), "x")]);
        EntitlementDecisions.Resume(Dossier, resumed, November, "x", Now, "lap").Events.ShouldBeEmpty();
    }

    [Fact]
    public void Resuming_from_the_first_resting_month_brings_all_months_back()
    {
        var suspended = After(Folded(Row), s => EntitlementDecisions.Suspend(Dossier, s, November, "x", Now, "lap"));

        After(suspended, s => EntitlementDecisions.Resume(Dossier, s, November, "x", Now, "lap"))
            .Suspensions.ShouldBeEmpty();
    }

    [Fact]
    public void Ending_twice_is_done_once_and_an_unknown_dossier_is_refused()
    {
        var ended = After(Folded(Row), s => EntitlementDecisions.End(Dossier, s, November, "x", Now, "lap"));

        EntitlementDecisions.End(Dossier, ended, November, "x", Now, "lap").Events.ShouldBeEmpty();
        EntitlementDecisions.End(Dossier, ended, Month(2020, 1), "x", Now, "lap").Refusal
            .ShouldBeOfType<EntitlementMonthsInverted>();
        EntitlementDecisions.End(Dossier, null, November, "x", Now, "lap").Refusal.ShouldBeOfType<EntitlementUnknown>();
    }

    [Fact]
    public void A_folded_decision_is_computed_like_the_facts_it_gives()
    {
        var folded = Folded(Row);
        var due = new PersonClaims([folded], []).Due();

        due.ToPay.ShouldBe(new PersonClaims([folded.ToFacts()], []).Due().ToPay);
        due.ToPay.Dong.ShouldBe(2 * 810_000 + 3 * 60_000);
    }

    [Fact]
    public void A_dossier_number_always_names_the_same_stream()
    {
        Entitlement.IdOf(Dossier).ShouldBe(Entitlement.IdOf(Dossier));
        Entitlement.IdOf(Dossier).ShouldNotBe(Entitlement.IdOf(Dossier + "4"));
    }

    private static Entitlement Folded(EntitlementRow row) =>
        After(null, s => EntitlementDecisions.FromRegister(row, s, Now, "nhap"));

    private static Entitlement After(Entitlement? state, Func<Entitlement?, Decision> command)
    {
        var decision = command(state);
        decision.Refusal.ShouldBeNull();
        var id = Entitlement.IdOf(Dossier);
        return decision.Events.Aggregate(state, (s, e) => Entitlement.Evolve(s, id, e)).ShouldNotBeNull();
    }

    private static Refusal? Refusal(EntitlementRow row, Entitlement? state = null) =>
        EntitlementDecisions.FromRegister(row, state, Now, "nhap").Refusal;
}
