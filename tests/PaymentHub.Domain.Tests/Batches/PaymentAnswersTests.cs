using CsCheck;
using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>What institutions answer and book, in any order and any number of times, against the pure fold.</summary>
public sealed class PaymentAnswersTests
{
    private const long Amount = 500_000;
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 2, 1, 0);
    private static readonly Guid File = Keys.GuidOf("file");

    private static readonly string[] Good = ["RCVD", "ACTC", "PDNG", "ACCP", "ACSP", "ACSC", "ACCC", "PART"];

    [Fact]
    public void Good_answers_and_the_debit_end_settled_in_any_order_any_number_of_times() =>
        Steps(Good, "DEBIT").Array[1, 12].Where(s => s.Contains("DEBIT")).Holds(steps =>
        {
            var (payment, contradictions) = Play(steps);
            payment.Status.ShouldBe(PaymentStatus.Settled);
            payment.Settled.Dong.ShouldBe(Amount);
            contradictions.ShouldBe(0);
        });

    [Fact]
    public void Answers_alone_never_move_money_and_never_leave_an_end_without_a_contradiction() =>
        Steps([.. Good, "RJCT", "CANC", "ACCR", "BLCK", "TIMEOUT"]).Array[1, 12].Holds(steps =>
        {
            var (payment, contradictions) = Play(steps);
            payment.Settled.ShouldBe(Money.Zero);
            var ends = steps.Select(Told).Where(m => m is AnswerMeaning.Rejected or AnswerMeaning.Cancelled).ToList();
            if (ends.Count == 0)
            {
                payment.Status.ShouldNotBeOneOf(PaymentStatus.Rejected, PaymentStatus.Cancelled);
                contradictions.ShouldBe(0);
                return;
            }

            payment.Status.ShouldBeOneOf(PaymentStatus.Rejected, PaymentStatus.Cancelled);
            var first = Array.FindIndex(steps, s => Told(s) is AnswerMeaning.Rejected or AnswerMeaning.Cancelled);
            contradictions.ShouldBe(steps.Skip(first).Count(s => Told(s) == AnswerMeaning.Accepted));
        });

    [Fact]
    public void A_rejection_and_a_debit_are_a_case_for_a_person_whichever_comes_first() =>
        Steps(Good, "DEBIT", "RJCT").Array[2, 12].Where(s => s.Contains("DEBIT") && s.Contains("RJCT")).Holds(steps =>
        {
            var (payment, contradictions) = Play(steps);
            if (payment.Status == PaymentStatus.Settled) contradictions.ShouldBe(steps
                .Skip(Array.IndexOf(steps, "DEBIT")).Count(s => s == "RJCT"));
            else payment.Status.ShouldBe(PaymentStatus.Rejected, "its debit is then unexplained money");
        });

    [Fact]
    public void Two_answers_in_one_file_move_nothing()
    {
        var batch = Released();

        var told = PaymentAnswers.Apply(
            batch, File, [new(0, "RJCT", "AC01"), new(0, "ACSC", null)], Now);

        told.Events.ShouldBeEmpty();
        var answer = told.Contradictions.ShouldHaveSingleItem();
        (answer.Told, answer.Stands, answer.Amount.Dong).ShouldBe(("ACSC", PaymentStatus.Instructed, Amount));
    }

    [Theory]
    [InlineData("RJCT", "AB05", AnswerMeaning.Unknown)]
    [InlineData("RJCT", "AC01", AnswerMeaning.Rejected)]
    [InlineData("RJCT", null, AnswerMeaning.Rejected)]
    [InlineData("RJCR", null, AnswerMeaning.Nothing)]
    [InlineData("PDCR", null, AnswerMeaning.Nothing)]
    [InlineData("ACCR", null, AnswerMeaning.Cancelled)]
    [InlineData("PART", null, AnswerMeaning.Nothing)]
    [InlineData(null, null, AnswerMeaning.Nothing)]
    public void A_status_has_one_meaning(string? status, string? reason, AnswerMeaning meaning) =>
        PaymentAnswers.MeaningOf(status, reason).ShouldBe(meaning);

    private static Gen<string> Steps(string[] answers, params string[] more) =>
        Gen.OneOf([.. answers, .. more]);

    private static AnswerMeaning Told(string step) =>
        step == "TIMEOUT" ? AnswerMeaning.Unknown : PaymentAnswers.MeaningOf(step, null);

    // A debit settles what is outstanding, as the matcher does, and is a break where nothing is.
    private static (BatchPayment Payment, int Contradictions) Play(IEnumerable<string> steps)
    {
        var batch = Released();
        var contradictions = 0;
        foreach (var step in steps)
        {
            if (step == "DEBIT")
            {
                var open = batch.Payments[0].Outstanding;
                if (open.IsPositive)
                    batch = Fold(batch, new PaymentsSettled(
                        Now, File, new LocalDate(2026, 11, 2), "4500201000018", false, [new SettledPayment(0, open, 0)],
                        open));
                continue;
            }

            var answer = step == "TIMEOUT" ? new PaymentAnswer(0, "RJCT", "AB01") : new PaymentAnswer(0, step, null);
            var told = PaymentAnswers.Apply(batch, File, [answer], Now);
            contradictions += told.Contradictions.Length;
            batch = told.Events.Aggregate(batch, Fold);
        }

        return (batch.Payments[0], contradictions);
    }

    private static PaymentBatch Released()
    {
        var key = new BatchKey(new YearMonth(2026, 11), "21025", "HTXH", "AGRI", 0);
        var payout = new Payout(PayoutMethod.Transfer, "970405", "4500205123456", null, "NGUYEN VAN AN", "");
        object[] events =
        [
            new BatchPrepared(
                Now, "lap", key.Period, key.Commune, key.Programme, key.Institution, 0, BatchKind.Regular, "TINH", []),
            new PaymentsPlaced(
                Now, [new(0, Keys.GuidOf("p"), 0, "ABCDEFGHIJKLMNOP", new Money(Amount), payout, null)], []),
            new PaymentsInstructed(Now, "M1", [0], new Money(Amount)),
        ];
        PaymentBatch? batch = null;
        foreach (var e in events) batch = PaymentBatch.Evolve(batch, key.Id, e);
        return batch!;
    }

    private static PaymentBatch Fold(PaymentBatch batch, object e) => PaymentBatch.Evolve(batch, batch.Id, e)!;
}
