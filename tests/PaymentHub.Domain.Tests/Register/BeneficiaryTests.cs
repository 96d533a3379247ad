using CsCheck;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class BeneficiaryTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 20, 2, 0);
    private static readonly RegisterRecord First = SampleRegister.Record();

    [Fact]
    public void The_first_row_registers_the_person_and_sets_the_payout()
    {
        var decision = BeneficiaryDecisions.Register(First, null, Now, "nhap");
        var id = Beneficiary.IdOf(First.Person.PersonalId);
        decision.Events[0].ShouldBe(new BeneficiaryRegistered(Now, "nhap", id, First.Dossier, First.Person));
        var payout = decision.Events[1].ShouldBeOfType<PayoutAccountSet>();
        (payout.PersonId, payout.Dossier, payout.Payout).ShouldBe((id, First.Dossier, First.Payout));
        payout.Changed.ShouldBeEmpty();
        decision.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void Another_payee_is_appointed_beside_the_payout()
    {
        var record = First with { Payout = WithGuardian(First.Payout) };
        BeneficiaryDecisions.Register(record, null, Now, "nhap").Events.Select(e => e.GetType()).ShouldBe(
            [typeof(BeneficiaryRegistered), typeof(PayoutAccountSet), typeof(PayeeAppointed)]);
    }

    [Fact]
    public void The_same_row_again_changes_nothing()
    {
        var state = After(null, First)!;
        var again = BeneficiaryDecisions.Register(First, state, Now, "nhap");
        again.IsRefused.ShouldBeFalse();
        again.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_corrected_name_gives_the_full_details_and_the_changed_field()
    {
        var state = After(null, First);
        var person = First.Person with { FullName = "Nguyễn Văn Đực", Birth = BirthDate.OfYear(1961) };
        var changed = First with { Person = person };
        var e = BeneficiaryDecisions.Register(changed, state, Now, "nhap").Events.ShouldHaveSingleItem()
            .ShouldBeOfType<BeneficiaryCorrected>();
        e.Person.ShouldBe(changed.Person);
        e.Changed.ShouldBe(["FullName", "Birth"]);
        After(state, changed)!.Person.ShouldBe(changed.Person);
    }

    [Fact]
    public void A_move_and_a_correction_in_one_row_are_two_events()
    {
        var state = After(null, First);
        var changed = First with { Person = First.Person with { Commune = "21484", FullName = "Nguyễn Văn Đực" } };
        var events = BeneficiaryDecisions.Register(changed, state, Now, "nhap").Events;
        var moved = events[0].ShouldBeOfType<MovedCommune>();
        (moved.Former, moved.Person).ShouldBe(("21025", First.Person with { Commune = "21484" }));
        events[1].ShouldBeOfType<BeneficiaryCorrected>().Changed.ShouldBe(["FullName"]);
        After(state, changed)!.Person.ShouldBe(changed.Person);
    }

    [Fact]
    public void A_changed_account_concerns_its_own_decision_only()
    {
        var second = First with { Dossier = "QN-2", Payout = First.Payout with { Account = "123" } };
        var state = After(After(null, First), second)!;
        state.Payouts[First.Dossier].Account.ShouldBe("4501205000321");
        state.Payouts["QN-2"].Account.ShouldBe("123");
        var changed = second with { Payout = second.Payout with { Account = "456", BankBin = "970436" } };
        var e = BeneficiaryDecisions.Register(changed, state, Now, "nhap").Events.ShouldHaveSingleItem()
            .ShouldBeOfType<PayoutAccountSet>();
        (e.Dossier, e.Payout).ShouldBe(("QN-2", changed.Payout));
        e.Changed.ShouldBe(["BankBin", "Account"]);
    }

    [Fact]
    public void Going_back_to_receiving_in_person_is_an_appointment_too()
    {
        var guarded = First with { Payout = WithGuardian(First.Payout) };
        var state = After(null, guarded);
        var e = BeneficiaryDecisions.Register(First, state, Now, "nhap").Events.ShouldHaveSingleItem()
            .ShouldBeOfType<PayeeAppointed>();
        e.Payout.Payee.ShouldBeNull();
        After(state, First)!.Payouts[First.Dossier].ShouldBe(First.Payout);
    }

    [Fact]
    public void Contact_data_is_in_no_event()
    {
        var changed = First with { Erasable = new ErasableDetails("0123", "thôn 1", "Hrê") };
        BeneficiaryDecisions.Register(changed, After(null, First), Now, "nhap").Events.ShouldBeEmpty();
        var json = BeneficiaryDecisions.Register(First, null, Now, "nhap").Events
            .Select(e => System.Text.Json.JsonSerializer.Serialize(e, e.GetType()));
        json.ShouldAllBe(j => !j.Contains("0905000111", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_of_another_person_is_refused() => BeneficiaryDecisions.Register(
            First with { Person = First.Person with { PersonalId = PersonalId.Parse("051060000999") } },
            After(null, First), Now, "nhap")
        .Refusal.ShouldBeOfType<PersonMismatch>();

    [Fact]
    public void A_replaced_identifier_keeps_the_person_and_old_rows_stay_known()
    {
        var state = After(null, First)!;
        var replaced = PersonalId.Parse("051061000777");
        BeneficiaryDecisions.ReplaceIdentifier(replaced, " ", state, Now, "lap").Refusal
            .ShouldBeOfType<IdentifierReasonMissing>();
        var decision = BeneficiaryDecisions.ReplaceIdentifier(replaced, "Cải chính năm sinh", state, Now, "lap");
        state = Fold(state, decision)!;
        (state.Id, state.Person.PersonalId).ShouldBe((Beneficiary.IdOf(First.Person.PersonalId), replaced));
        state.IsKnownAs(First.Person.PersonalId).ShouldBeTrue();
        BeneficiaryDecisions.Register(First, state, Now, "nhap").Events.ShouldBeEmpty();
        BeneficiaryDecisions.ReplaceIdentifier(replaced, "x", state, Now, "lap").Events.ShouldBeEmpty();
        var corrected = First with { Person = First.Person with { FullName = "Khác" } };
        After(state, corrected)!.Person.PersonalId.ShouldBe(replaced);
    }

    [Fact]
    public void A_death_is_recorded_once_and_says_how_far_the_papers_agree()
    {
        var state = After(null, First)!;
        var death = new DeathRecord(
            2, First.Person.PersonalId, "NGUYỄN VĂN ĐỨC", BirthDate.OfYear(1960), new(2026, 8, 9), "21/TLKT",
            new(2026, 8, 11));
        var decision = BeneficiaryDecisions.RecordDeath(death, state, Now, "nhap");
        var e = decision.Events.ShouldHaveSingleItem().ShouldBeOfType<DeathRecorded>();
        (e.DiedOn, e.NameAgrees, e.BirthAgrees).ShouldBe((death.DiedOn, true, false));
        state = Fold(state, decision)!;
        state.DiedOn.ShouldBe(death.DiedOn);
        BeneficiaryDecisions.RecordDeath(death, state, Now, "nhap").Events.ShouldBeEmpty();
        BeneficiaryDecisions.RecordDeath(death with { DiedOn = new(2026, 8, 8) }, state, Now, "nhap")
            .Events.Count.ShouldBe(1);
        BeneficiaryDecisions.RecordDeath(death, null, Now, "nhap").Refusal.ShouldBeOfType<PersonUnknown>();
        var stranger = death with { PersonalId = PersonalId.Parse("051060000999") };
        BeneficiaryDecisions.RecordDeath(stranger, state, Now, "nhap").Refusal.ShouldBeOfType<PersonMismatch>();
    }

    [Fact]
    public void Importing_any_file_twice_changes_nothing_even_where_its_rows_contradict_each_other() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Array[1, 6].Holds(rows =>
        {
            var file = rows.DistinctBy(r => r.Item1).Select(r => RowOf(r.Item1, r.Item2, r.Item3, r.Item4)).ToList();
            var state = file.Aggregate((Beneficiary?)null, After);
            return file.Select(r => BeneficiaryDecisions.Register(r, state, Now, "nhap"))
                .All(d => d is { IsRefused: false, Events.Count: 0 });
        });

    [Fact]
    public void After_a_row_the_state_says_what_the_row_says() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Array[2, 8].Holds(rows =>
        {
            Beneficiary? state = null;
            foreach (var row in rows.Select(r => RowOf(0, r.Item2, r.Item3, r.Item4)))
            {
                state = After(state, row);
                if (state!.Person != row.Person || state.Payouts[row.Dossier] != row.Payout) return false;
            }

            return true;
        });

    private static RegisterRecord RowOf(int dossier, int name, int commune, bool guarded) => First with
    {
        Dossier = "QN-" + dossier,
        Person = First.Person with { FullName = "Tên " + name, Commune = "2100" + commune },
        Payout = guarded ? WithGuardian(First.Payout) : First.Payout with { Account = "10" + name },
    };

    private static PayoutDetails WithGuardian(PayoutDetails payout) =>
        payout with { Payee = new Payee(PayeeRelation.Guardian, "Trần Thị Hòa", "051170000222") };

    private static Beneficiary? After(Beneficiary? state, RegisterRecord row) =>
        Fold(state, BeneficiaryDecisions.Register(row, state, Now, "nhap"));

    private static Beneficiary? Fold(Beneficiary? state, Decision decision) => decision.Events.Aggregate(
        state, (s, e) => Beneficiary.Evolve(s, Beneficiary.IdOf(First.Person.PersonalId), e));
}
