namespace PaymentHub.Domain.Batches;

/// <summary>What the reason of a failed payment asks to be done (việc phải làm).</summary>
public enum ReasonAction
{
    OurError,
    FixData,
    FixAccount,
    Investigate,
    WaitAndRetry,
    Wait,
    WaitStatus,
    DoNotRetry,
    NotApplicable,
    AcceptWithNote,
    TreasuryFund,
    Reroute,
    StopFraud,
    StopDeceased,
}

/// <summary>Whether the payment may be made again (chi lại).</summary>
public enum ReasonRetry
{
    No,
    Yes,
    AfterFix,
    OnceAfterCheck,
}

/// <summary>What becomes of the person's later payments (các kỳ sau).</summary>
public enum FuturePayments
{
    /// <summary>They go on.</summary>
    No,

    /// <summary>Those to this very account wait for a person.</summary>
    HoldThisAccount,

    /// <summary>Those to this account wait once it has failed twice.</summary>
    HoldAfter2,

    /// <summary>All of them wait for a person.</summary>
    Stop,
}

/// <summary>
/// Mã lý do trả lại, từ chối: what a bank's reason code means for us. Source: the published ISO 20022 code sets of
/// return and status reasons, judged in <c>iso-return-reasons.csv</c>.
/// </summary>
/// <param name="WhoActs">bank, caseworker, compliance, engineering, fraud_unit, operations, security, treasury or
/// none.</param>
/// <param name="Contact">Whether the beneficiary is spoken to: yes, no, maybe, or family_protocol.</param>
public sealed record ReasonRule(
    string Code, ReasonAction Action, ReasonRetry Retry, FuturePayments Future, string WhoActs, string Contact)
{
    /// <summary>
    /// True where making the payment again is wrong whatever the register says: it was a duplicate, was stopped, or is
    /// not known to have failed.
    /// </summary>
    public bool ForbidsReissue => Action is ReasonAction.DoNotRetry or ReasonAction.StopFraud or ReasonAction.WaitStatus
        || (Future == FuturePayments.Stop && Action != ReasonAction.StopDeceased);

    /// <summary>True where only another account or another receiver mends it.</summary>
    public bool NeedsOtherPayout =>
        Retry == ReasonRetry.No && Action is ReasonAction.FixAccount or ReasonAction.StopDeceased;

    /// <summary>
    /// Whether payments to the account wait after it failed so often for this reason. Cash that nobody collects is
    /// counted by months instead, as the law wants it.
    /// </summary>
    public bool HoldsAccountAfter(int failures) => Future switch
    {
        FuturePayments.HoldThisAccount => failures > 0,
        FuturePayments.HoldAfter2 => failures > 1,
        _ => false,
    };
}

/// <summary>All reasons that we know; any other one is looked into by people.</summary>
public sealed class ReasonRules
{
    private readonly Dictionary<string, ReasonRule> _rules;

    /// <exception cref="ArgumentException">A code has two rows.</exception>
    public ReasonRules(IEnumerable<ReasonRule> rules) =>
        _rules = rules.ToDictionary(r => r.Code, StringComparer.Ordinal);

    public int Count => _rules.Count;

    public ReasonRule Of(string code) => _rules.TryGetValue(code, out var rule)
        ? rule
        : new ReasonRule(
            code, ReasonAction.Investigate, ReasonRetry.OnceAfterCheck, FuturePayments.No, "operations", "maybe");
}
