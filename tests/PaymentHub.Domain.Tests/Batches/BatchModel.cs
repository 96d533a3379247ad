using PaymentHub.Domain.Ledger;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>What a command must do: change something, change nothing, or be refused.</summary>
public enum Answer
{
    Changes,
    ChangesNothing,
    Refused,
}

/// <summary>How far the batch of the model has come.</summary>
public enum Stage
{
    Placed,
    Submitted,
    Approved,
    Released,
}

/// <summary>Where a payment of the model stands.</summary>
public enum Place
{
    Waiting,
    Out,
    Rejected,
    Cancelled,
    Voided,
}

/// <summary>One payment of the model: plain counters, nothing derived is stored.</summary>
public sealed class ModelPayment(long amount, string? account, bool isHeld)
{
    public long Amount => amount;

    public string? Account => account;

    public bool IsHeld { get; set; } = isHeld;

    public Place Place { get; set; }

    public bool IsAccepted { get; set; }

    public bool IsUnknown { get; set; }

    /// <summary>Money debited for it, or handed out in cash.</summary>
    public long Debited { get; set; }

    /// <summary>Debited money that came back.</summary>
    public long Back { get; set; }

    /// <summary>Cash that nobody collected and that was therefore never handed out.</summary>
    public long Uncollected { get; set; }

    public long Reissued { get; set; }

    /// <summary>Its money went back to the funds after it failed.</summary>
    public bool IsWrittenBack { get; set; }

    public bool HasLeft => Place is not Place.Waiting and not Place.Voided;

    /// <summary>The file it left with.</summary>
    public string? Message { get; set; }

    public long InTransit => Place == Place.Out ? Amount - Debited - Uncollected : 0;

    public long Kept => Debited - Back;

    public bool IsUntouched => Place == Place.Out && Debited + Uncollected == 0;

    public long Payable => Reissued > 0 || IsWrittenBack ? 0 : Place switch
    {
        Place.Rejected or Place.Cancelled => Amount,
        Place.Out when InTransit == 0 => Back + Uncollected,
        _ => 0,
    };
}

/// <summary>
/// A batch as a bookkeeper would keep it on paper: written from the rules of the design, sharing no code with the
/// domain but the names of the ledger's accounts.
/// </summary>
public sealed class BatchModel(
    bool isCash, ModelPayment[] payments, long secondApproverAbove, long allotted, bool isCovered)
{
    public const string Importer = "nhap";
    public const string Planner = "lap";

    private readonly List<string> _approvers = [];
    private string? _submitter;
    private string? _message;
    private long _reserved;

    public bool IsCash => isCash;

    public ModelPayment[] Payments => payments;

    public Stage Stage { get; private set; }

    /// <summary>Debits that nobody could explain, and credits of the same kind.</summary>
    public long UnexplainedDebits { get; private set; }

    public long UnexplainedCredits { get; private set; }

    private long Amount => payments.Sum(p => p.Amount);

    public Answer SetHold(int no, bool hold, bool hasReason)
    {
        if (!hasReason || no >= payments.Length || payments[no].Place != Place.Waiting) return Answer.Refused;
        if (payments[no].IsHeld == hold) return Answer.ChangesNothing;
        payments[no].IsHeld = hold;
        return Answer.Changes;
    }

    public Answer Submit(string user)
    {
        if (Stage == Stage.Submitted && _submitter == user) return Answer.ChangesNothing;
        if (Stage != Stage.Placed) return Answer.Refused;
        (Stage, _submitter) = (Stage.Submitted, user);
        return Answer.Changes;
    }

    public Answer Approve(string user)
    {
        if (_approvers.Contains(user)) return Answer.ChangesNothing;
        if (Stage != Stage.Submitted || HasDuty(user)) return Answer.Refused;
        var isLast = _approvers.Count + 1 == (Amount > secondApproverAbove ? 2 : 1);
        if (isLast && !isCovered) return Answer.Refused;
        _approvers.Add(user);
        if (isLast) (Stage, _reserved) = (Stage.Approved, Amount);
        return Answer.Changes;
    }

    public Answer SendBack(string user, bool hasReason)
    {
        if (!hasReason || Stage != Stage.Submitted || HasDuty(user)) return Answer.Refused;
        (Stage, _submitter) = (Stage.Placed, null);
        _approvers.Clear();
        return Answer.Changes;
    }

    public Answer Release(string user, string message, IReadOnlyCollection<int> dead)
    {
        if (Stage == Stage.Released && _message == message) return Answer.ChangesNothing;
        var waits = payments.Any(p => p.Place == Place.Waiting && !p.IsHeld);
        if (Stage != Stage.Approved && !(Stage == Stage.Released && waits)) return Answer.Refused;
        if (HasDuty(user) || _approvers.Contains(user)) return Answer.Refused;
        for (var no = 0; no < payments.Length; no++)
        {
            if (payments[no].Place != Place.Waiting) continue;
            payments[no].IsHeld |= dead.Contains(no);
            if (!payments[no].IsHeld) (payments[no].Place, payments[no].Message) = (Place.Out, message);
        }

        (Stage, _message) = (Stage.Released, message);
        return Answer.Changes;
    }

    public Answer Accept(int[] nos) => EachOf(
        nos,
        p => p.Place == Place.Out && !p.IsAccepted && p.Debited < p.Amount && p.Back + p.Uncollected == 0,
        p => (p.IsAccepted, p.IsUnknown) = (true, false));

    public Answer Reject(int[] nos) => EachOf(nos, p => p.IsUntouched, p => p.Place = Place.Rejected);

    public Answer Cancel(int[] nos) => EachOf(nos, p => p.IsUntouched, p => p.Place = Place.Cancelled);

    public Answer Suspect(int[] nos) => EachOf(
        nos, p => p.IsUntouched && !p.IsUnknown, p => (p.IsAccepted, p.IsUnknown) = (false, true));

    public Answer Reissue(int[] nos, bool hasReason)
    {
        var isSound = nos.All(no => no < payments.Length && payments[no].Payable == payments[no].Amount)
            && nos.Distinct().Count() == nos.Length;
        if (!isSound || !hasReason) return Answer.Refused;
        foreach (var no in nos) payments[no].Reissued = payments[no].Payable;
        return nos.Length > 0 ? Answer.Changes : Answer.ChangesNothing;
    }

    public Answer GiveBack(string user, int no, bool hasReason)
    {
        if (!hasReason || no >= payments.Length || HasDuty(user)) return Answer.Refused;
        var p = payments[no];
        if (p.Place == Place.Voided || p.IsWrittenBack) return Answer.ChangesNothing;
        if (p.Place == Place.Waiting && Stage >= Stage.Approved) p.Place = Place.Voided;
        else if (p.Payable == p.Amount) p.IsWrittenBack = true;
        else return Answer.Refused;
        return Answer.Changes;
    }

    /// <summary>A debit, or a hand-out of cash, that names the payment.</summary>
    public void Debit(int no, long amount, bool toRightAccount)
    {
        var p = payments[no];
        if (isCash && p.InTransit == 0 && p.Debited > 0) return;
        var own = toRightAccount ? Math.Min(amount, p.InTransit) : 0;
        p.Debited += own;
        if (p.InTransit == 0 && own > 0 && p.Back + p.Uncollected == 0) p.IsUnknown = false;
        UnexplainedDebits += amount - own;
    }

    /// <summary>A debit that names nothing but an account.</summary>
    public void DebitOfAccount(string account, long amount)
    {
        var fits = Enumerable.Range(0, payments.Length)
            .Where(no => payments[no].Account == account && payments[no].InTransit == amount).ToList();
        var open = Enumerable.Range(0, payments.Length)
            .Where(no => payments[no].Account == account && payments[no].InTransit > 0).ToList();
        if (fits.Count == 1) Debit(fits[0], amount, toRightAccount: true);
        else if (fits.Count == 0 && OnlyChoice(open, amount) is { } several)
        {
            foreach (var no in several) Debit(no, payments[no].InTransit, toRightAccount: true);
        }
        else
        {
            UnexplainedDebits += amount;
        }
    }

    // Every choice is tried; only one that no other choice equals says anything.
    private List<int>? OnlyChoice(List<int> open, long amount)
    {
        var choices = Enumerable.Range(1, (1 << open.Count) - 1)
            .Select(choice => open.Where((_, i) => ((choice >> i) & 1) == 1).ToList())
            .Where(chosen => chosen.Sum(no => payments[no].InTransit) == amount).ToList();
        return choices.Count == 1 ? choices[0] : null;
    }

    /// <summary>Money that came back and names its payment.</summary>
    public void Return(int no, long amount)
    {
        var own = Math.Min(amount, payments[no].Kept);
        payments[no].Back += own;
        if (own > 0) payments[no].IsUnknown = false;
        UnexplainedCredits += amount - own;
    }

    /// <summary>Cash that the report says was not collected; it counts only when it is all that is still out.</summary>
    public void LeaveUncollected(int no, long amount)
    {
        if (payments[no].InTransit != amount) return;
        payments[no].Uncollected += amount;
        payments[no].IsUnknown = false;
    }

    /// <summary>What each account of the ledger must hold; debit is positive, empty accounts are left out.</summary>
    public Dictionary<LedgerAccount, long> Balances()
    {
        var approved = _reserved;
        var instructed = payments.Where(p => p.HasLeft).Sum(p => p.Amount);
        var voided = payments.Where(p => p.Place == Place.Voided).Sum(p => p.Amount);
        var written = payments.Where(p => p.IsWrittenBack).Sum(p => p.Amount);
        var refused = payments.Where(p => p.Place is Place.Rejected or Place.Cancelled).Sum(p => p.Amount);
        var (debited, back) = (payments.Sum(p => p.Debited), payments.Sum(p => p.Back));
        var (uncollected, again) = (payments.Sum(p => p.Uncollected), payments.Sum(p => p.Reissued));
        var all = new Dictionary<LedgerAccount, long>
        {
            [LedgerAccount.Allotment] = -allotted,
            [LedgerAccount.FundAvailable] = allotted - approved + voided + written,
            [LedgerAccount.FundReserved] = approved - debited + back - voided - written,
            [LedgerAccount.FundSpent] = debited - back,
            [LedgerAccount.Obligation] = approved - again - voided - written,
            [LedgerAccount.Payable] = instructed + voided - approved,
            [LedgerAccount.InTransit] = refused + debited + uncollected - instructed,
            [LedgerAccount.ReturnedHeld] = again + written - refused - back - uncollected,
            [isCash ? LedgerAccount.Advances : LedgerAccount.Bank] =
                back + UnexplainedCredits - debited - UnexplainedDebits,
            [LedgerAccount.Unexplained] = UnexplainedDebits - UnexplainedCredits,
        };
        return all.Where(a => a.Value != 0).ToDictionary();
    }

    private bool HasDuty(string user) => user is Importer or Planner || user == _submitter;

    private Answer EachOf(int[] nos, Func<ModelPayment, bool> applies, Action<ModelPayment> change)
    {
        var moving = nos.Distinct().Select(no => payments[no]).Where(applies).ToList();
        moving.ForEach(change);
        return moving.Count > 0 ? Answer.Changes : Answer.ChangesNothing;
    }
}
