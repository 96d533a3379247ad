using CsCheck;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>What can happen to a batch.</summary>
public enum StepKind
{
    Hold,
    ReleaseHold,
    Submit,
    SendBack,
    Approve,
    Release,
    Accept,
    Reject,
    Cancel,
    Suspect,
    Debit,
    DebitToWrongAccount,
    DebitWithoutReference,
    Return,
    LeaveUncollected,
    Reissue,
    GiveBack,
}

/// <summary>
/// One step: who acts, on which payment or payments, with what share of the payment's amount (0: all that is still out,
/// or still kept), and for a release under which message and with which deaths known.
/// </summary>
public sealed record Step(StepKind Kind, string User, int No, int[] Nos, int Percent, bool HasReason, string Message)
{
    private static readonly string[] Users =
        [BatchModel.Importer, BatchModel.Planner, "trinh", "duyet1", "duyet2", "khobac"];

    private static readonly Gen<StepKind> AnyKind = Gen.Frequency(
        (2, Gen.Const(StepKind.Hold)), (2, Gen.Const(StepKind.ReleaseHold)), (3, Gen.Const(StepKind.Submit)),
        (1, Gen.Const(StepKind.SendBack)), (4, Gen.Const(StepKind.Approve)), (4, Gen.Const(StepKind.Release)),
        (2, Gen.Const(StepKind.Accept)), (1, Gen.Const(StepKind.Reject)), (1, Gen.Const(StepKind.Cancel)),
        (2, Gen.Const(StepKind.Suspect)), (8, Gen.Const(StepKind.Debit)),
        (1, Gen.Const(StepKind.DebitToWrongAccount)), (3, Gen.Const(StepKind.DebitWithoutReference)),
        (4, Gen.Const(StepKind.Return)), (5, Gen.Const(StepKind.LeaveUncollected)), (3, Gen.Const(StepKind.Reissue)),
        (3, Gen.Const(StepKind.GiveBack)));

    public static Gen<Step> Any { get; } =
        from kind in AnyKind
        from user in Gen.OneOf(Users)
        from no in Gen.Int[0, Life.MostPayments]
        from nos in Gen.Int[0, Life.MostPayments - 1].Array[0, 3]
        from percent in Gen.OneOf(0, 0, 0, 40, 100, 130)
        from hasReason in Gen.Frequency((9, Gen.Const(true)), (1, Gen.Const(false)))
        from message in Gen.OneOf("MSGAAAAAAAAAAAAA", "MSGBBBBBBBBBBBBB", "MSGCCCCCCCCCCCCC")
        select new Step(kind, user, no, nos, percent, hasReason, message);

    /// <summary>The way to the bank, as the people whose duty it is go it.</summary>
    public static Step[] ToTheBank { get; } =
    [
        Plain(StepKind.Submit, "trinh"), Plain(StepKind.Approve, "duyet1"), Plain(StepKind.Approve, "duyet2"),
        Plain(StepKind.Release, "khobac"),
    ];

    /// <summary>The reason given, too short when there shall be none.</summary>
    public string Reason => HasReason ? "Cần xác minh lại" : "  ?  ";

    private static Step Plain(StepKind kind, string user) => new(kind, user, 0, [], 0, true, "MSGAAAAAAAAAAAAA");
}

/// <summary>
/// A batch to begin with and everything that then happens to it. The division of a payment says what the province and
/// the commune add to the central money: nothing, a part, two odd parts, or all of it.
/// </summary>
public sealed record Life(
    bool IsCash, (long Amount, int Account, bool IsHeld)[] Payments, long SecondApproverAbove, long Allotted,
    Step[] Steps)
{
    public const int MostPayments = 5;
    public const string OwnSource = "TW";

    public int[] Divisions { get; init; } = new int[MostPayments];

    /// <summary>What the commune's fund has; the province's has as much as the central one.</summary>
    public long CommuneAllotted { get; init; }

    /// <summary>What other sources than the batch's own one bear of a payment.</summary>
    public (string Source, long Amount)[] OthersOf(int no) => Divisions[no] switch
    {
        1 => [("TINH", 100_000)],
        2 => [("TINH", 166_667), ("XA", 7)],
        3 => [("XA", Payments[no].Amount)],
        _ => [],
    };

    /// <summary>What one source bears of the whole batch.</summary>
    public long NeededOf(string source)
    {
        var others = Enumerable.Range(0, Payments.Length).SelectMany(OthersOf).ToList();
        return source == OwnSource
            ? Payments.Sum(p => p.Amount) - others.Sum(o => o.Amount)
            : others.Where(o => o.Source == source).Sum(o => o.Amount);
    }

    /// <summary>What was allotted to the fund of a source.</summary>
    public long AllottedTo(string source) => source == "XA" ? CommuneAllotted : Allotted;

    public static readonly string[] Sources = [OwnSource, "TINH", "XA"];

    /// <summary>
    /// Few amounts and few accounts, so that equal candidates meet; now and then a fund that cannot pay. Most lives are
    /// led to the bank after a few steps, since chance alone rarely gets there.
    /// </summary>
    public static Gen<Life> Any { get; } =
        from isCash in Gen.Bool
        from payments in Gen.Select(
            Gen.OneOf(500_000L, 500_000L, 650_000L, 1_300_001L), Gen.Int[0, 2],
            Gen.Int[0, 9].Select(n => n == 0)).Array[1, MostPayments]
        from limit in Gen.OneOf(0L, 1_500_000L, 2_000_000_000L)
        from allotted in Gen.Frequency((9, Gen.Const(100_000_000L)), (1, Gen.Const(1_000_000L)))
        from isLed in Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))
        from early in Step.Any.Array[0, isLed ? 4 : 30]
        from late in Step.Any.Array[0, 20]
        from divisions in Gen.OneOf(0, 0, 0, 1, 2, 3).Array[MostPayments]
        from commune in Gen.Frequency((9, Gen.Const(100_000_000L)), (1, Gen.Const(6L)))
        select new Life(isCash, payments, limit, allotted, [.. early, .. isLed ? Step.ToTheBank : [], .. late])
        {
            Divisions = divisions,
            CommuneAllotted = commune,
        };

    public override string ToString() =>
        $"{(IsCash ? "cash" : "bank")} [{string.Join(", ", Payments)}] limit {SecondApproverAbove} "
        + $"allotted {Allotted}, {CommuneAllotted}, divisions [{string.Join(',', Divisions)}]\n"
        + string.Join('\n', Steps.Select(
            (s, i) => $"  {i}: {s.Kind} by {s.User} no {s.No} nos [{string.Join(',', s.Nos)}] {s.Percent}% "
                + $"{(s.HasReason ? "with" : "without")} reason, {s.Message}"));
}
