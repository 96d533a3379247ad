using NodaTime;
using PaymentHub.Domain.BankExchange;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.BankExchange;

public class HeldFileTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 3, 2, 0);

    [Fact]
    public void Two_people_post_a_held_file_and_the_first_alone_posts_nothing()
    {
        var file = Held("SEQUENCE_GAP");

        var first = SettlementFileDecisions.Release(file, Facts("SEQUENCE_GAP"), " Ngân hàng đã xác nhận ", "an", Now);
        first.Events.ShouldHaveSingleItem().ShouldBeOfType<FileReleaseProposed>().Reason.ShouldBe(
            "Ngân hàng đã xác nhận");
        file = Fold(file, first);
        file.Status.ShouldBe(SettlementFileStatus.Proposed);
        file.Accepted.ShouldBeNull();

        SettlementFileDecisions.Release(file, Facts("SEQUENCE_GAP"), "Lần nữa", "AN", Now).Refusal
            .ShouldBeOfType<FileSecondPerson>();
        var second = SettlementFileDecisions.Release(file, Facts("SEQUENCE_GAP"), "Đồng ý", "binh", Now);
        second.Events.Count.ShouldBe(2);
        second.Events[0].ShouldBeOfType<FileReleased>().ByUser.ShouldBe("binh");
        second.Events[1].ShouldBeOfType<FileAccepted>().Entries.ShouldBe(3);
        Fold(file, second).Status.ShouldBe(SettlementFileStatus.Accepted);
    }

    [Fact]
    public void Who_handed_the_file_in_does_not_decide_to_post_it() => SettlementFileDecisions
        .Release(Held("FUTURE_DATE"), Facts("FUTURE_DATE"), "Ngân hàng đã xác nhận", "Bank-Agri", Now).Refusal
        .ShouldBeOfType<FileOwnReceipt>();

    [Theory]
    [InlineData("BALANCE")]
    [InlineData("UNKNOWN_ACCOUNT")]
    [InlineData("CONFLICT")]
    [InlineData("LIMIT_EXCEEDED")]
    public void What_would_make_the_ledger_wrong_nobody_can_answer_for(string objection) => SettlementFileDecisions
        .Release(Held(objection), Facts("SCHEMA", objection), "Ngân hàng đã xác nhận", "an", Now).Refusal
        .ShouldBeOfType<FileNotPostable>().Objection.ShouldBe(objection);

    [Fact]
    public void Entries_without_a_date_are_not_posted() => SettlementFileDecisions
        .Release(Held("SCHEMA"), Facts("SCHEMA") with { IsComplete = false }, "Đã đối chiếu giấy", "an", Now).Refusal
        .ShouldBeOfType<FileIncomplete>();

    [Fact]
    public void Where_a_new_objection_has_come_up_the_signatures_begin_anew()
    {
        var file = Held("SEQUENCE_GAP");
        file = Fold(file, SettlementFileDecisions.Release(file, Facts("SEQUENCE_GAP"), "Đã hỏi", "an", Now));

        var again = SettlementFileDecisions.Release(
            file, Facts("SEQUENCE_GAP", "OPENING_GAP"), "Đã hỏi", "binh", Now);

        again.Events.ShouldHaveSingleItem().ShouldBeOfType<FileReleaseProposed>().ByUser.ShouldBe("binh");
        file = Fold(file, again);
        SettlementFileDecisions.Release(file, Facts("OPENING_GAP"), "Đồng ý", "an", Now).Events
            .ShouldContain(e => e is FileAccepted, "fewer objections than were signed for are no new ones");
    }

    [Fact]
    public void A_refusal_needs_a_reason_and_two_people_and_is_for_good()
    {
        var file = Held("BALANCE");
        SettlementFileDecisions.Refuse(file, "sai", "an", Now).Refusal.ShouldBeOfType<FileReasonMissing>();

        file = Fold(file, SettlementFileDecisions.Refuse(file, "Đề nghị từ chối", "binh", Now));
        SettlementFileDecisions.Refuse(file, "Lần nữa thôi", "BINH", Now).Refusal.ShouldBeOfType<RefusalSecondPerson>();
        var refused = SettlementFileDecisions.Refuse(file, "Ngân hàng gửi lại bản đúng", "an", Now);

        var e = refused.Events.ShouldHaveSingleItem().ShouldBeOfType<FileRefused>();
        (e.ByUser, e.Why).ShouldBe(("an", "Ngân hàng gửi lại bản đúng"));
        e.Reasons.ShouldBe(["BALANCE"]);
        file = Fold(file, refused);
        SettlementFileDecisions.Refuse(file, "Lần nữa thôi", "an", Now).Refusal.ShouldBeOfType<FileNotHeld>();
        SettlementFileDecisions.Release(file, Facts(), "Đồng ý ghi sổ", "binh", Now).Refusal
            .ShouldBeOfType<FileNotHeld>();
    }

    [Fact]
    public void A_file_that_passed_its_gate_waits_for_no_decision()
    {
        var accepted = SettlementFile.Evolve(
            Received(), Guid.Empty, new FileAccepted(Now, 3, [], null, []))!;

        SettlementFileDecisions.Release(accepted, Facts(), "Đồng ý ghi sổ", "an", Now).Refusal
            .ShouldBeOfType<FileNotHeld>();
    }

    private static SettlementFile Received() => SettlementFile.Evolve(
        null, Guid.Empty,
        new FileReceived(Now, "bank-agri", "AGRI", "a.xml", "00", 10, BankFileFormat.Statement))!;

    private static SettlementFile Held(params string[] reasons) =>
        SettlementFile.Evolve(Received(), Guid.Empty, new FileHeld(Now, reasons, []))!;

    private static HeldFileFacts Facts(params string[] objections) => new(objections, true, 3, [], null, [], []);

    private static SettlementFile Fold(SettlementFile file, Decision decision) =>
        decision.Events.Aggregate(file, (state, e) => SettlementFile.Evolve(state, Guid.Empty, e)!);
}
