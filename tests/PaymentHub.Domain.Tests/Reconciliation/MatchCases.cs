using System.Globalization;
using CsCheck;
using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>Batches as an institution's file finds them, the file's entries, and the order of the candidates.</summary>
public sealed record MatchCase(
    EntrySource Source, PaymentBatch[] Batches, AdvanceOrder[] Advances, BankEntry[] Entries, int[] CandidateOrder)
{
    public const string OwnAccount = "4500201000018";
    private const string PostOffice = "POST";
    private const int Payees = 4;
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 2, 1, 0);
    private static readonly YearMonth Period = new(2026, 11);
    private static readonly long[] Amounts = [500_000, 500_000, 1_000_000, 500_001];

    private static readonly Gen<EntryClass> AnyClass = Gen.Frequency(
        (10, Gen.Const(EntryClass.Payment)), (4, Gen.Const(EntryClass.Return)), (1, Gen.Const(EntryClass.Funding)),
        (1, Gen.Const(EntryClass.Charge)), (1, Gen.Const(EntryClass.AdvanceReturned)),
        (1, Gen.Const(EntryClass.OtherCredit)));

    private static readonly Gen<EntryClass> AnyCashClass = Gen.Frequency(
        (3, Gen.Const(EntryClass.Payment)), (2, Gen.Const(EntryClass.Uncollected)));

    /// <summary>
    /// A payment before the file: its amount, account, how much of it is settled already (in halves), or never left.
    /// </summary>
    private static readonly Gen<(long Amount, int Account, int Halves, bool HasLeft)[]> AnyPayments = Gen.Select(
        Gen.OneOf(Amounts), Gen.Int[0, 1], Gen.OneOf(0, 0, 0, 1, 2), Gen.OneOf(true, true, true, true, false))
        .Array[1, Payees];

    /// <summary>An entry before it is tied to its case; the numbers choose among what the case has.</summary>
    private sealed record Draft(
        EntryClass Class, int Payment, int Reference, int Account, long Amount, int Booking, int Day);

    public static Gen<MatchCase> Any { get; } =
        from isCash in Gen.OneOf(false, false, true)
        from batches in AnyPayments.Array[1, 2]
        from drafts in DraftOf(isCash ? AnyCashClass : AnyClass).Array[0, 12]
        from order in Gen.Int[0, 1_000].Array[Payees * 2]
        from given in Gen.Bool
        select Tied(isCash, batches, drafts, order, given);

    /// <summary>What the matcher is told, with the candidates of an account in this case's order.</summary>
    public MatchFacts Facts(bool turned = false)
    {
        var all = Batches.SelectMany(b => b.Payments.Select(p => (p.Placed, Ref: new PaymentRef(b.Id, p.Placed.No))))
            .ToList();
        var ordered = all.Select((p, i) => (p, Key: CandidateOrder[i])).OrderBy(p => p.Key).Select(p => p.p);
        return new MatchFacts(
            all.ToDictionary(p => p.Placed.EndToEndId, p => p.Ref),
            Batches.ToDictionary(b => b.Key.PaymentInformationId, RefsOf),
            (turned ? ordered.Reverse() : ordered).Where(p => p.Placed.Payout.Account is not null)
                .ToLookup(p => p.Placed.Payout.Account!, p => p.Ref),
            Advances.ToDictionary(a => a.EndToEndId),
            Batches.SelectMany(b => b.Payments.Select(p => (Ref: new PaymentRef(b.Id, p.Placed.No), Payment: p)))
                .ToDictionary(p => p.Ref, p => p.Payment));
    }

    private static PaymentRef[] RefsOf(PaymentBatch batch) =>
        [.. batch.Payments.Select(p => new PaymentRef(batch.Id, p.Placed.No))];

    public MatchResult Match(bool turned = false) => EntryMatching.Match(Source, Entries, Facts(turned), Now);

    public override string ToString() =>
        $"{Source}\n" + string.Join('\n', Batches.SelectMany(b => b.Payments).Select(p => $"  {p}"))
        + "\n" + string.Join('\n', Entries.Select(e => $"  {e}"));

    private static Gen<Draft> DraftOf(Gen<EntryClass> anyClass) =>
        from @class in anyClass
        from payment in Gen.Int[0, Payees * 2 - 1]
        from reference in Gen.Int[0, 5]
        from account in Gen.Int[0, 5]
        from amount in Gen.OneOf([.. Amounts, 250_000, 1_500_000, 2_000_000, 7])
        from booking in Gen.Int[0, 11]
        from day in Gen.Int[1, 2]
        select new Draft(@class, payment, reference, account, amount, booking, day);

    private static MatchCase Tied(
        bool isCash, (long Amount, int Account, int Halves, bool HasLeft)[][] batches, Draft[] drafts, int[] order,
        bool given)
    {
        var source = isCash
            ? new EntrySource(Keys.GuidOf("file"), PostOffice, PostOffice, FromAdvance: true)
            : new EntrySource(Keys.GuidOf("file"), "AGRI", OwnAccount, FromAdvance: false);
        var made = batches.Select((b, i) => BatchOf(source, b, i)).ToArray();
        var advance = new AdvanceOrder(
            EndToEndId.FromHash(Keys.HashOf("advance")), "ADVANCEMESSAGEID", PostOffice, "006900500050",
            new Money(1_000_000), given);
        var entries = drafts.Select((d, no) => EntryOf(isCash, made, advance, d, no)).ToArray();
        return new MatchCase(source, made, [advance], entries, order);
    }

    private static BankEntry EntryOf(bool isCash, PaymentBatch[] batches, AdvanceOrder advance, Draft d, int no)
    {
        var payments = batches.SelectMany(b => b.Payments).ToList();
        var payment = payments[d.Payment % payments.Count];
        var rest = payment.Amount - payment.Settled;
        var booking = !isCash && d is { Class: EntryClass.Payment, Booking: < 3 };
        var isAdvance = !isCash && d is { Class: EntryClass.Payment, Booking: 3 };
        var batch = batches[d.Payment % batches.Length];
        var total = batch.Payments.Sum(p => p.Outstanding);
        return new BankEntry(
            no, d.Class, d.Class is EntryClass.Payment or EntryClass.Charge,
            d.Booking % 2 == 0 ? new Money(d.Amount) : booking && total.IsPositive ? total
                : rest.IsPositive ? rest : payment.Amount,
            new LocalDate(2026, 11, d.Day), $"FT{no}",
            isAdvance ? advance.EndToEndId : d.Reference switch
            {
                0 or 1 or 2 => payment.Placed.EndToEndId,
                3 => EndToEndId.FromHash(Keys.HashOf("nobody", no.ToString(CultureInfo.InvariantCulture))),
                _ => null,
            },
            isCash ? null : isAdvance ? advance.Account : d.Account switch
            {
                0 or 1 or 2 => payment.Placed.Payout.Account,
                3 => "999999",
                4 => AccountOf(d.Booking % 2),
                _ => null,
            },
            booking ? d.Booking == 0 ? "UNKNOWNBOOKINGID" : batch.Key.PaymentInformationId : null,
            d.Class == EntryClass.Return ? "AC04" : null,
            d.Class == EntryClass.AdvanceReturned && d.Booking % 2 == 0 ? advance.MessageId : null);
    }

    private static string AccountOf(int index) => $"88{index.ToString(CultureInfo.InvariantCulture)}0001";

    private static PaymentBatch BatchOf(
        EntrySource source, (long Amount, int Account, int Halves, bool HasLeft)[] payments, int number)
    {
        var key = new BatchKey(Period, "21025", "HTXH", source.Institution, number);
        var placed = payments.Select((p, no) => PlacedOf(source, key, p.Amount, p.Account, no)).ToArray();
        var gone = placed.Where(p => payments[p.No].HasLeft).ToArray();
        var settled = gone.Where(p => payments[p.No].Halves > 0).Select(p => new SettledPayment(
            p.No, new Money(p.Amount.Dong * payments[p.No].Halves / 2), p.No)).ToArray();
        object[] events =
        [
            new BatchPrepared(
                Now, "lap", Period, key.Commune, key.Programme, key.Institution, number, BatchKind.Regular, "TW", []),
            new PaymentsPlaced(Now, placed, []),
            new PaymentsInstructed(Now, "MSGAAAAAAAAAAAAA", [.. gone.Select(p => p.No)], gone.Sum(p => p.Amount)),
            new PaymentsSettled(
                Now, Keys.GuidOf("earlier file"), new LocalDate(2026, 11, 1), source.Account, source.FromAdvance,
                settled, settled.Sum(s => s.Amount)),
        ];
        return events.Aggregate((PaymentBatch?)null, (state, e) => PaymentBatch.Evolve(
            state, key.Id, e is BatchMoney money ? state!.WithSources(money) : e))!;
    }

    private static PlacedPayment PlacedOf(EntrySource source, BatchKey key, long amount, int account, int no)
    {
        var payee = Keys.GuidOf("person", key.Code, no.ToString(CultureInfo.InvariantCulture));
        var payout = source.FromAdvance
            ? new Payout(PayoutMethod.Cash, null, null, null, "Self", $"Người {no}")
            : new Payout(PayoutMethod.Transfer, "970405", AccountOf(account), $"NGUOI {no}", "Self", $"Người {no}");
        return new PlacedPayment(
            no, payee, 0, new PaymentKey(payee, key.Programme, Period, 0).EndToEndId, new Money(amount), payout, null)
        {
            // Some payments have a second source, so that every property is tried with parts of parts.
            OtherSources = (no + account) % 2 == 0 ? null : [new SourceShare("TINH", new Money(333_333))],
        };
    }
}
