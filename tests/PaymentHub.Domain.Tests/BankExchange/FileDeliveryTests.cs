using CsCheck;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.BankExchange;

public class FileDeliveryTests
{
    private const string Id = "ABCDEFGHIJKLMNOP";
    private const string Why = "Ngân hàng không thấy tệp";

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 3, 2, 0);
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void The_intent_is_recorded_with_name_and_hash_before_the_first_byte_leaves()
    {
        var begun = FileDeliveryDecisions.Begin(Produced(), ChannelKind.Sftp, Now).Events.ShouldHaveSingleItem()
            .ShouldBeOfType<DeliveryBegun>();

        (begun.MessageId, begun.Attempt, begun.FileName, begun.Sha256).ShouldBe((Id, 1, "f.xml", Hash));
    }

    [Fact]
    public void A_file_found_under_way_is_unknown_and_is_not_sent_by_itself()
    {
        var file = Then(Produced(), new DeliveryBegun(Now, Id, 1, ChannelKind.Sftp, "f.xml", Hash));

        var found = FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now);

        found.Events.ShouldHaveSingleItem().ShouldBeOfType<DeliveryUnknown>();
        file = Then(file, [.. found.Events]);
        FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now).Events.ShouldBeEmpty();
    }

    [Fact]
    public void What_surely_did_not_arrive_is_tried_again_a_bounded_number_of_times()
    {
        var file = Produced();
        for (var attempt = 1; attempt <= FileDeliveryDecisions.OwnAttempts; attempt++)
        {
            file = Then(file, [.. FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now).Events]);
            file = Then(file, new DeliveryFailed(Now, Id, attempt, ChannelKind.Sftp, "refused"));
        }

        FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now).Events.ShouldBeEmpty();
        file.Delivery.Attempts.ShouldBe(FileDeliveryDecisions.OwnAttempts);
    }

    [Fact]
    public void A_person_sends_again_only_with_a_reason_and_another_person_and_never_other_bytes()
    {
        var file = Unknown();
        FileDeliveryDecisions.Resend(file, "  x ", false, "an", Now).Refusal.ShouldBeOfType<BankReasonMissing>();
        file = Then(file, [.. FileDeliveryDecisions.Resend(file, Why, false, "an", Now).Events]);
        FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now).Events.ShouldBeEmpty("one person sends nothing");
        FileDeliveryDecisions.Resend(file, Why, false, "AN", Now).Refusal.ShouldBeOfType<ResendSecondPerson>();

        var agreed = FileDeliveryDecisions.Resend(file, Why, false, "binh", Now).Events.ShouldHaveSingleItem()
            .ShouldBeOfType<ResendAgreed>();

        (agreed.Sha256, agreed.Attempt, agreed.ProposedBy).ShouldBe((Hash, 2, "an"));
        var begun = FileDeliveryDecisions.Begin(Then(file, agreed), ChannelKind.Sftp, Now).Events
            .ShouldHaveSingleItem().ShouldBeOfType<DeliveryBegun>();
        (begun.Attempt, begun.FileName, begun.Sha256).ShouldBe((2, "f.xml", Hash));
    }

    [Fact]
    public void Nothing_is_sent_again_once_the_bank_has_told_anything_of_its_payments() => FileDeliveryDecisions
        .Resend(Unknown(), Why, hasOutcomes: true, "an", Now).Refusal.ShouldBeOfType<FileHasEvidence>();

    [Fact]
    public void A_statement_or_an_enquiry_decides_what_is_unknown()
    {
        var told = FileDeliveryDecisions.Enquired(Unknown(), DeliveryFinding.Arrived, "Settled", true, "", Now);
        Then(Unknown(), [.. told.Events]).Delivery.State.ShouldBe(DeliveryState.Acknowledged);

        var there = FileDeliveryDecisions.Enquired(Unknown(), DeliveryFinding.Arrived, "out/f.xml", false, "", Now);
        Then(Unknown(), [.. there.Events]).Delivery.State.ShouldBe(DeliveryState.Delivered);

        var absent = FileDeliveryDecisions.Enquired(Unknown(), DeliveryFinding.Absent, "out: –", false, "", Now);
        var file = Then(Unknown(), [.. absent.Events]);
        file.Delivery.State.ShouldBe(DeliveryState.Unknown, "the bank may have taken it away");
        FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now).Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_bank_acknowledges_only_the_very_bytes()
    {
        FileDeliveryDecisions.Acknowledge(Produced(), new string('b', 64), "bank", Now).Refusal
            .ShouldBeOfType<FileHashDiffers>();
        var said = FileDeliveryDecisions.Acknowledge(Produced(), Hash.ToUpperInvariant(), "bank", Now);
        var file = Then(Produced(), [.. said.Events]);
        file.Delivery.State.ShouldBe(DeliveryState.Acknowledged);
        FileDeliveryDecisions.Acknowledge(file, Hash, "bank", Now).Events.ShouldBeEmpty();
        FileDeliveryDecisions.Resend(file, Why, false, "an", Now).Refusal.ShouldBeOfType<DeliveryDecided>();
        FileDeliveryDecisions.Decline(file, "Sai định dạng", hasOutcomes: true, "bank", Now).Refusal
            .ShouldBeOfType<FileHasEvidence>();
    }

    /// <summary>Whatever happens in whatever order, each sending beyond the own attempts was agreed by two.</summary>
    [Fact]
    public void Every_sending_after_the_file_may_have_arrived_was_agreed_by_two_people() =>
        Gen.Int[0, 7].Array[1, 60].Holds(steps =>
        {
            var (file, agreed, sent, mayHaveArrived) = (Produced(), 0, 0, 0);
            foreach (var step in steps)
            {
                var before = file.Delivery.State;
                var decision = Step(file, step, file.Delivery.Attempts);
                if (decision.Refusal is not null) continue;
                foreach (var e in decision.Events)
                {
                    if (e is ResendAgreed) agreed++;
                    if (e is DeliveryBegun) sent++;
                    var isThere = e is FileDelivered && before == DeliveryState.Sending;
                    if (e is DeliveryUnknown || isThere) mayHaveArrived++;
                    file = Then(file, e);
                }
            }

            // Each sending that may have arrived needed an agreement before the next one.
            mayHaveArrived.ShouldBeLessThanOrEqualTo(agreed + 1);
            sent.ShouldBeLessThanOrEqualTo(FileDeliveryDecisions.OwnAttempts + agreed);
        });

    private static Decision Step(InstructionFile file, int step, int attempt)
    {
        var isSending = file.Delivery.State == DeliveryState.Sending;
        return step switch
        {
            0 or 1 => FileDeliveryDecisions.Begin(file, ChannelKind.Sftp, Now),
            2 when isSending => Decision.Accept(new DeliveryFailed(Now, Id, attempt, ChannelKind.Sftp, "no")),
            3 when isSending => Decision.Accept(new DeliveryUnknown(Now, Id, attempt, ChannelKind.Sftp, "?")),
            4 when isSending => Decision.Accept(new FileDelivered(Now, "", Id)),
            5 => FileDeliveryDecisions.Enquired(file, DeliveryFinding.Absent, "–", false, "", Now),
            6 => FileDeliveryDecisions.Resend(file, Why, false, "an", Now),
            7 => FileDeliveryDecisions.Resend(file, Why, false, "binh", Now),
            _ => Decision.AlreadyDone,
        };
    }

    private static InstructionFile Produced() => Then(null, new FileProduced(
        Now, Id, InstructionKind.CreditTransfers, "AGRI", new YearMonth(2026, 11), "f.xml", Hash, 3, new Money(9), null,
        null, "pain.001.001.09"));

    private static InstructionFile Unknown() => Then(
        Produced(), new DeliveryBegun(Now, Id, 1, ChannelKind.Sftp, "f.xml", Hash),
        new DeliveryUnknown(Now, Id, 1, ChannelKind.Sftp, "time-out"));

    private static InstructionFile Then(InstructionFile? file, params object[] events) =>
        events.Aggregate(file, (s, e) => InstructionFile.Evolve(s, InstructionFile.IdOf(Id), e))!;
}
