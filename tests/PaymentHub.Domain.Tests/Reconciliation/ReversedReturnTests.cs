using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

public sealed class ReversedReturnTests
{
    private static readonly EntrySource Source = new(Guid.NewGuid(), "BIDV", "57010000300034", false);
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 15, 4, 30);
    private static readonly PaymentRef Payment = new(Guid.NewGuid(), 0);

    [Theory]
    [InlineData(9, BreakKind.ReturnReversed)]
    [InlineData(6, null)]
    [InlineData(2, null)]
    public void After_a_return_whose_payment_waits_in_a_booking_a_debit_is_the_return_undone(int day, BreakKind? kind)
    {
        var returns = new Dictionary<string, LocalDate> { ["A7"] = new(2026, 11, 6) };

        var result = Match(day, Facts() with
        {
            ReturnsWaiting = returns,
            BookingsWaiting = new HashSet<Guid> { Payment.Batch },
        });

        result.Breaks.Select(b => (BreakKind?)b.Kind).SingleOrDefault().ShouldBe(kind);
        result.Matches.Length.ShouldBe(kind is null ? 1 : 0);
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, BreakKind.ReturnReversed)]
    public void It_is_so_too_where_booking_and_return_stand_in_the_same_file(int version, BreakKind? kind)
    {
        var amount = new Money(540_000);
        BankEntry[] lines =
        [
            new(0, EntryClass.Payment, true, amount + amount, new(2026, 11, 5), "FT1", null, null, "B1", null, null),
            new(1, EntryClass.Return, false, amount, new(2026, 11, 6), "FT2", "A7", "1111", null, "AC04", null),
            new(2, EntryClass.Payment, true, amount, new(2026, 11, 9), "FT3", "A7", "1111", null, null, null),
        ];

        var result = EntryMatching.Match(Source with { RuleVersion = version }, lines, ThreeOfABatch(), Now);

        result.Breaks.Where(b => b.Entry == 2).Select(b => (BreakKind?)b.Kind).SingleOrDefault().ShouldBe(kind);
        result.Breaks.Where(b => b.Entry < 2).Select(b => b.Kind)
            .ShouldBe([BreakKind.Ambiguous, BreakKind.UnknownReturn]);
    }

    private static MatchFacts ThreeOfABatch()
    {
        PaymentRef[] all = [.. Enumerable.Range(0, 3).Select(no => new PaymentRef(Payment.Batch, no))];
        var one = Facts();
        return one with
        {
            ByPaymentInformationId = new Dictionary<string, PaymentRef[]> { ["B1"] = all },
            Payments = all.ToDictionary(p => p, _ => one.Payments[Payment]),
        };
    }

    [Fact]
    public void Without_such_a_return_the_debit_settles() => Match(9, Facts()).Breaks.ShouldBeEmpty();

    private static MatchResult Match(int day, MatchFacts facts) => EntryMatching.Match(
        Source,
        [
            new BankEntry(
                0, EntryClass.Payment, true, new Money(540_000), new LocalDate(2026, 11, day), "FT1", "A7", "1111",
                null, null, null),
        ],
        facts, Now);

    private static MatchFacts Facts()
    {
        var to = new Payout(PayoutMethod.Transfer, "970418", "1111", "NGUYEN VAN A", "Self", "Nguyễn Văn A");
        var placed = new PlacedPayment(0, Guid.NewGuid(), 0, "A7", new Money(540_000), to, null);
        return new MatchFacts(
            new Dictionary<string, PaymentRef> { ["A7"] = Payment }, new Dictionary<string, PaymentRef[]>(),
            new[] { Payment }.ToLookup(_ => "1111"), new Dictionary<string, AdvanceOrder>(),
            new Dictionary<PaymentRef, BatchPayment> { [Payment] = new(placed, PaymentStatus.Instructed) });
    }
}
