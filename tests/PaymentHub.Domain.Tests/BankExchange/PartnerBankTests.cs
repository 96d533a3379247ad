using NodaTime;
using PaymentHub.Domain.BankExchange;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.BankExchange;

public class PartnerBankTests
{
    private const string Why = "Theo hợp đồng";

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 3, 2, 0);
    private static readonly LocalDate Today = new(2026, 11, 3);
    private static readonly BankIdentity Identity = new("Ngân hàng Thử", "Test Bank", "TESTVNVX", "970499");

    private static readonly BankTerms Terms = new(
        "AGRI", ["pain.001.001.09"], ["camt.053", "pain.002"], 100, 5_000_000_000, new LocalTime(15, 30), [], 24);

    private static readonly BankKey Secret = new(
        new string('a', 64), KeyUse.ApiSecret, "API TEST", null, Today, Today.PlusDays(30));

    [Fact]
    public void What_could_lead_money_astray_takes_two_people()
    {
        foreach (var change in new GuardedChange[]
        {
            new(Account: new BankAccount("4500201000018", "SO TAI CHINH", Today)),
            new(Channel: new BankChannel(ChannelKind.Folder, Drop: "out", Pickup: "in")),
            new(ChannelEnd: ChannelKind.Folder),
            new(Key: Secret),
            new() { Fees = new FeeSchedule(Today, 1_100, 200, 0, 50_000, 10) },
        })
        {
            var bank = Onboarded();
            var proposed = PartnerBankDecisions.Propose(bank, change, Why, "an", Today, Now);
            bank = Fold(bank, proposed);
            (bank.Accounts.Length, bank.Channels.Length, bank.Keys.Length + bank.Fees.Length).ShouldBe((0, 0, 0));
            PartnerBankDecisions.Agree(bank, 1, "AN", Now).Refusal.ShouldBeOfType<BankSecondPerson>();

            var agreed = PartnerBankDecisions.Agree(bank, 1, "binh", Now);

            agreed.Events.ShouldHaveSingleItem().ShouldBeOfType<BankChangeAgreed>().ProposedBy.ShouldBe("an");
            bank = Fold(bank, agreed);
            bank.Waiting.ShouldBeEmpty();
            PartnerBankDecisions.Agree(bank, 1, "cuong", Now).Refusal.ShouldBeOfType<NoSuchProposal>();
        }
    }

    [Fact]
    public void A_declined_proposal_changes_nothing_and_its_number_is_not_used_again()
    {
        var bank = Onboarded();
        bank = Fold(bank, PartnerBankDecisions.Propose(bank, new(Key: Secret), Why, "an", Today, Now));
        bank = Fold(bank, PartnerBankDecisions.Decline(bank, 1, "Sai khóa", "binh", Now));
        bank.Keys.ShouldBeEmpty();

        var next = PartnerBankDecisions.Propose(bank, new(Key: Secret), Why, "an", Today, Now);

        next.Events.ShouldHaveSingleItem().ShouldBeOfType<BankChangeProposed>().No.ShouldBe(2);
    }

    [Fact]
    public void Keys_overlap_while_a_bank_changes_over_and_an_ended_one_counts_no_more()
    {
        var old = Secret;
        var fresh = Secret with
        {
            Fingerprint = new string('b', 64),
            From = Today.PlusDays(5),
            Until = Today.PlusDays(90),
        };
        var bank = Onboarded() with { Keys = [old, fresh] };

        bank.KeysOn(Today.PlusDays(4), KeyUse.ApiSecret).ShouldBe([old]);
        bank.KeysOn(Today.PlusDays(10), KeyUse.ApiSecret).ShouldBe([old, fresh]);
        bank.KeysOn(Today.PlusDays(10), KeyUse.Signature).ShouldBeEmpty();
        bank = Fold(bank, PartnerBankDecisions.EndKey(bank, old.Fingerprint, Today, "Lộ khóa", "binh", Now));
        bank.KeysOn(Today.PlusDays(10), KeyUse.ApiSecret).ShouldBe([fresh]);
        PartnerBankDecisions.EndKey(bank, old.Fingerprint, Today, "Lộ khóa", "binh", Now).Refusal
            .ShouldBeOfType<NoSuchKey>();
    }

    [Fact]
    public void A_bank_goes_live_after_every_step_of_its_certification_came_out_as_expected()
    {
        var bank = Fold(Onboarded(), PartnerBankDecisions.SetTerms(Onboarded(), Terms, Why, "an", Now));
        Live(bank).Refusal.ShouldBeOfType<BankNotCertified>();
        bank = Fold(bank, PartnerBankDecisions.StartCertification(bank, "an", Now));
        bank.Stage.ShouldBe(BankStage.Testing);
        bank.Run!.Script.Select(s => s.Code).ShouldBe(
            ["GOOD.camt.053", "GOOD.pain.002", "DUPLICATE", "TRUNCATED", "WRONG_TOTAL"]);

        bank = Judge(bank, "GOOD.camt.053", "camt.053.001.08", "ACCEPT", "h1", expected: true);
        bank = Judge(bank, "GOOD.pain.002", "pain.002.001.10", "REJECT", "h2", expected: false, "BAD_AMOUNT");
        bank = Judge(bank, "GOOD.pain.002", "pain.002.001.10", "ACCEPT", "h3", expected: true);
        bank = Judge(bank, "DUPLICATE", "camt.053.001.08", "ACCEPT", "h4", expected: false);
        bank = Judge(bank, "DUPLICATE", "camt.053.001.08", "ACCEPT", "h1", expected: true);
        bank = Judge(bank, "TRUNCATED", "camt.053.001.08", "ACCEPT", "h1", expected: false);
        bank = Judge(bank, "TRUNCATED", "unknown", "REJECT", "h5", expected: true, "TRUNCATED");
        bank.Stage.ShouldBe(BankStage.Testing);
        Live(bank).Refusal.ShouldBeOfType<BankNotCertified>();
        bank = Judge(bank, "WRONG_TOTAL", "camt.053.001.08", "HOLD", "h6", expected: true, "BALANCE");

        bank.Stage.ShouldBe(BankStage.Certified);
        bank = Fold(bank, Live(bank));
        bank.IsLive.ShouldBeFalse("one person sets no bank live");
        bank = Fold(bank, PartnerBankDecisions.Agree(bank, bank.Proposals, "binh", Now));
        bank.IsLive.ShouldBeTrue();
        PartnerBankDecisions.ObjectionToSending(bank, "TEST").ShouldBeNull();
    }

    [Fact]
    public void A_suspended_bank_gets_no_payments_and_a_bank_that_is_no_partner_gets_none()
    {
        var bank = Onboarded() with { Stage = BankStage.Live };
        bank = Fold(bank, PartnerBankDecisions.Suspend(bank, "Nghi lộ khóa", "an", Now));

        PartnerBankDecisions.ObjectionToSending(bank, "TEST").ShouldBeOfType<BankNotLive>();
        PartnerBankDecisions.ObjectionToSending(null, "TEST").ShouldBeOfType<BankNotLive>();
    }

    [Theory]
    [InlineData("/etc", "in", "SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ")]
    [InlineData("../out", "in", "SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ")]
    [InlineData("out", "out", "SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ")]
    [InlineData("out", "in", "MD5:00")]
    [InlineData("out", "in", null)]
    public void A_channel_without_a_pinned_host_or_with_a_folder_outside_is_refused(
        string drop, string pickup, string? hostKey) => PartnerBankDecisions.Propose(
            Onboarded(), new(Channel: new BankChannel(
                ChannelKind.Sftp, "sftp.bank.vn", 22, "hub", hostKey, drop, pickup)), Why, "an", Today, Now)
        .Refusal.ShouldBeOfType<BankDataUnfit>();

    [Fact]
    public void A_proposal_holds_exactly_one_change()
    {
        var both = new GuardedChange(Key: Secret, GoesLive: true);
        foreach (var change in new[] { both, new GuardedChange() })
            PartnerBankDecisions.Propose(Onboarded(), change, Why, "an", Today, Now).Refusal
                .ShouldBeOfType<BankDataUnfit>();
    }

    private static PartnerBank Onboarded() => Fold(
        null, PartnerBankDecisions.Onboard(null, "TEST", Identity, Why, "an", Now));

    private static Decision Live(PartnerBank bank) =>
        PartnerBankDecisions.Propose(bank, new(GoesLive: true), Why, "an", Today, Now);

    private static PartnerBank Judge(
        PartnerBank bank, string step, string format, string verdict, string hash, bool expected, params string[] why)
    {
        var decision = BankCertification.Judge(
            bank, step, new JudgedBytes("f.xml", hash, format, verdict, why), "bank-test", Now);
        decision.Events[0].ShouldBeOfType<CertificationFileJudged>().IsAsExpected.ShouldBe(expected, step);
        return Fold(bank, decision);
    }

    private static PartnerBank Fold(PartnerBank? bank, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        return decision.Events.Aggregate(bank, (s, e) => PartnerBank.Evolve(s, PartnerBank.IdOf("TEST"), e))!;
    }
}
