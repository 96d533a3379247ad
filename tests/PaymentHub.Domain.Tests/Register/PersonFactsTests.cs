using NodaTime;
using PaymentHub.Domain.Register;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class PersonFactsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 20, 2, 0);
    private static readonly RegisterRecord First = SampleRegister.Record();
    private static readonly Beneficiary Person = After(null, BeneficiaryDecisions.Register(First, null, Now, "nhap"))!;
    private static readonly PersonalId Id = First.Person.PersonalId;

    private static readonly PayoutDetails Other = First.Payout with { Account = "9999888877" };

    [Fact]
    public void A_move_takes_the_person_to_the_other_commune_and_again_is_not_news()
    {
        var move = new MoveRecord(
            2, Id, "Nguyễn Văn Đức", "21025", "21484", "Xã Ba Tơ", new LocalDate(2026, 9, 14), "GX-1");
        var decision = BeneficiaryDecisions.Move(move, Person, Now, "nhap");
        var moved = After(Person, decision)!;
        moved.Person.Commune.ShouldBe("21484");
        move.FirstMonth.ShouldBe(new YearMonth(2026, 10));
        BeneficiaryDecisions.Move(move, moved, Now, "nhap").Events.ShouldBeEmpty();
        BeneficiaryDecisions.Register(First, moved, Now, "nhap").Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_later_row_that_repeats_the_old_commune_does_not_undo_the_move()
    {
        var move = new MoveRecord(
            2, Id, "Nguyễn Văn Đức", "21025", "21484", "Xã Ba Tơ", new LocalDate(2026, 9, 14), "GX-1");
        var moved = After(Person, BeneficiaryDecisions.Move(move, Person, Now, "nhap"))!;
        var renamed = First with { Person = First.Person with { FullName = "Nguyễn Văn Đực" } };
        var after = After(moved, BeneficiaryDecisions.Register(renamed, moved, Now, "nhap"))!;
        (after.Person.Commune, after.Person.FullName).ShouldBe(("21484", "Nguyễn Văn Đực"));
    }

    [Fact]
    public void A_move_from_a_commune_that_does_not_manage_the_person_is_refused() =>
        BeneficiaryDecisions.Move(
            new MoveRecord(2, Id, "X", "21208", "21484", "", new LocalDate(2026, 9, 14), "GX-1"), Person, Now, "nhap")
            .Refusal.ShouldBe(new MoveFromElsewhere());

    [Fact]
    public void Leaving_the_province_is_recorded_once()
    {
        var move = new MoveRecord(2, Id, "X", "21025", null, "Đà Nẵng", new LocalDate(2026, 9, 14), "GX-1");
        var decision = BeneficiaryDecisions.Move(move, Person, Now, "nhap");
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<LeftProvince>();
        BeneficiaryDecisions.Move(move, After(Person, decision), Now, "nhap").Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_number_is_stated_once_and_stated_anew_when_its_validity_changes()
    {
        var code = new Identifier(IdentifierKind.SocialSecurityCode, "AS123456789", new LocalDate(2026, 1, 1), null);
        var first = BeneficiaryDecisions.StateIdentifier(code, "QĐ 1", Person, Now, "nhap");
        first.Events.ShouldHaveSingleItem().ShouldBeOfType<IdentifierStated>().IsKnown.ShouldBeFalse();
        var state = After(Person, first)!;
        BeneficiaryDecisions.StateIdentifier(code, "QĐ 1", state, Now, "nhap").Events.ShouldBeEmpty();
        var ended = code with { Until = new LocalDate(2026, 6, 30) };
        BeneficiaryDecisions.StateIdentifier(ended, "QĐ 2", state, Now, "nhap")
            .Events.ShouldHaveSingleItem().ShouldBeOfType<IdentifierStated>().IsKnown.ShouldBeTrue();
    }

    [Fact]
    public void A_new_personal_id_replaces_and_going_back_is_known()
    {
        var other = new Identifier(IdentifierKind.PersonalId, "051061000777", new LocalDate(2026, 5, 4), null);
        var replaced = BeneficiaryDecisions.StateIdentifier(other, "QĐ 1", Person, Now, "nhap");
        replaced.Events.ShouldHaveSingleItem().ShouldBeOfType<IdentifierReplaced>().From
            .ShouldBe(new LocalDate(2026, 5, 4));
        var state = After(Person, replaced)!;
        state.IsKnownAs(Id).ShouldBeTrue();
        state.Person.PersonalId.Value.ShouldBe("051061000777");
        BeneficiaryDecisions.ReplaceIdentifier(Id, "nhầm", state, Now, "nhap").Events.ShouldHaveSingleItem()
            .ShouldBeOfType<IdentifierReplaced>().IsKnown.ShouldBeTrue();
    }

    [Theory]
    [InlineData(IdentifierKind.OldIdentityCard, "212345678", true)]
    [InlineData(IdentifierKind.OldIdentityCard, "2123456789", false)]
    [InlineData(IdentifierKind.InsuranceCode, "5120001234", true)]
    [InlineData(IdentifierKind.HealthCard, "HT2510512000123", true)]
    [InlineData(IdentifierKind.HealthCard, "HT6510512000123", false)]
    [InlineData(IdentifierKind.PersonalId, "051060000118", true)]
    [InlineData(IdentifierKind.SocialSecurityCode, "12345", false)]
    public void A_number_has_the_form_of_its_kind(IdentifierKind kind, string value, bool valid) =>
        Identifier.IsValid(kind, value).ShouldBe(valid);

    [Fact]
    public void A_typed_number_is_found_however_it_is_written() =>
        Identifier.Clean(" ht 2 51-0512.000123 ").ShouldBe("HT2510512000123");

    [Fact]
    public void A_change_of_account_waits_for_a_second_person()
    {
        var id = Guid.NewGuid();
        var proposed = After(Person, Propose(id, Other, "trinh"))!;
        proposed.Payouts[First.Dossier].ShouldBe(First.Payout);
        PayoutChangeDecisions.Confirm(id, proposed, Now, "trinh").Refusal.ShouldBe(new PayoutChangeOwn());
        PayoutChangeDecisions.Confirm(id, proposed, Now, "TRINH").Refusal.ShouldBe(new PayoutChangeOwn());
        var confirmed = After(proposed, PayoutChangeDecisions.Confirm(id, proposed, Now, "duyet1"))!;
        confirmed.Payouts[First.Dossier].ShouldBe(Other);
        confirmed.Proposed.ShouldBeEmpty();
        PayoutChangeDecisions.Confirm(id, confirmed, Now, "duyet2").Refusal.ShouldBe(new PayoutChangeNotWaiting());
    }

    [Fact]
    public void A_change_without_paper_or_reason_or_difference_is_refused()
    {
        PayoutChangeDecisions.Propose(Guid.NewGuid(), First.Dossier, Other, " ", "mất thẻ", Person, Now, "trinh")
            .Refusal.ShouldBe(new PayoutEvidenceMissing());
        Propose(Guid.NewGuid(), First.Payout, "trinh").Refusal.ShouldBe(new PayoutUnchanged());
        var proposed = After(Person, Propose(Guid.NewGuid(), Other, "trinh"))!;
        PayoutChangeDecisions.Propose(Guid.NewGuid(), First.Dossier, Other, "GĐN 1", "x", proposed, Now, "lap")
            .Refusal.ShouldBe(new PayoutChangeWaiting(First.Dossier));
    }

    [Theory]
    [InlineData(PayeeRelation.Proxy, 2027, 10, true)]
    [InlineData(PayeeRelation.Proxy, 2027, 11, false)]
    [InlineData(PayeeRelation.Guardian, 2030, 1, true)]
    public void A_proxy_lasts_twelve_months_at_most(PayeeRelation relation, int year, int month, bool suits)
    {
        var last = new YearMonth(year, month).OnDayOfMonth(1).PlusMonths(1).PlusDays(-1);
        var term = new PayeeTerm(new LocalDate(2026, 11, 1), last, "UQ 1");
        var payout = Other with { Payee = new Payee(relation, "Lê A", "051060000999", term) };
        (Propose(Guid.NewGuid(), payout, "trinh").Refusal is null).ShouldBe(suits);
    }

    [Fact]
    public void A_declined_change_leaves_the_payout_and_lets_another_be_proposed()
    {
        var id = Guid.NewGuid();
        var proposed = After(Person, Propose(id, Other, "trinh"))!;
        var declined = After(proposed, PayoutChangeDecisions.Decline(id, "giấy không rõ", proposed, Now, "duyet1"))!;
        declined.Payouts[First.Dossier].ShouldBe(First.Payout);
        Propose(Guid.NewGuid(), Other, "trinh", declined).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void A_household_is_poor_from_the_decision_on_until_another_says_otherwise()
    {
        var member = new HouseholdMember(Id, "Nguyễn Văn Đức", "Chủ hộ");
        var poor = new PovertyStatus(PovertyClass.Poor, new LocalDate(2026, 1, 1), null, "QĐ 1");
        var row = new HouseholdRecord(2, "H-1", "21025", member, poor);
        var state = After(null, HouseholdDecisions.Register(row, Person.Id, null, Now, "nhap"), Household.IdOf("H-1"))!;
        HouseholdDecisions.Register(row, Person.Id, state, Now, "nhap").Events.ShouldBeEmpty();
        var out1 = row with { Poverty = new(PovertyClass.Neither, new LocalDate(2026, 7, 1), null, "QĐ 2") };
        var later = After(state, HouseholdDecisions.Register(out1, Person.Id, state, Now, "nhap"), state.Id)!;
        later.ClassOn(new LocalDate(2026, 6, 30)).ShouldBe(PovertyClass.Poor);
        later.ClassOn(new LocalDate(2026, 7, 1)).ShouldBe(PovertyClass.Neither);
        later.ClassOn(new LocalDate(2025, 12, 31)).ShouldBe(PovertyClass.Neither);
        later.Members.Keys.ShouldBe([Person.Id]);
    }

    private static Decision Propose(Guid id, PayoutDetails payout, string by, Beneficiary? state = null) =>
        PayoutChangeDecisions.Propose(
            id, First.Dossier, payout, "GĐN 12/2026", "mất thẻ", state ?? Person, Now, by);

    private static Beneficiary? After(Beneficiary? state, Decision decision) =>
        decision.Events.Aggregate(state, (s, e) => Beneficiary.Evolve(s, Beneficiary.IdOf(Id), e));

    private static Household? After(Household? state, Decision decision, Guid id) =>
        decision.Events.Aggregate(state, (s, e) => Household.Evolve(s, id, e));
}
