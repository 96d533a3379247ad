using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>
/// What may be changed of a partner bank. Whatever could lead money or data astray (accounts, channels, keys, fees,
/// going live) takes two people; what only protects (ending a key, suspending) takes one.
/// </summary>
public static class PartnerBankDecisions
{
    private const int MinReasonLength = 5;

    public static Decision Onboard(
        PartnerBank? bank, string institution, BankIdentity identity, string? reason, string user, Instant now)
    {
        if (bank is not null) return new BankKnown(institution);
        if (Objection(reason, BankRules.ObjectionTo(identity)) is { } refusal) return refusal;
        return Decision.Accept(new BankOnboarded(now, user, institution, identity, reason!.Trim()));
    }

    public static Decision Correct(
        PartnerBank bank, BankIdentity identity, string? reason, string user, Instant now)
    {
        if (Objection(reason, BankRules.ObjectionTo(identity)) is { } refusal) return refusal;
        return bank.Identity == identity
            ? Decision.AlreadyDone
            : Decision.Accept(new BankIdentityCorrected(now, user, bank.Code, identity, reason!.Trim()));
    }

    public static Decision SetTerms(PartnerBank bank, BankTerms terms, string? reason, string user, Instant now)
    {
        if (Objection(reason, BankRules.ObjectionTo(terms)) is { } refusal) return refusal;
        return Decision.Accept(new BankTermsSet(now, user, bank.Code, terms, reason!.Trim()));
    }

    public static Decision SetDesks(PartnerBank bank, BankDesk[] desks, string? reason, string user, Instant now)
    {
        if (Objection(reason, BankRules.ObjectionTo(desks)) is { } refusal) return refusal;
        return Decision.Accept(new BankDesksSet(now, user, bank.Code, desks, reason!.Trim()));
    }

    /// <summary>The first of two people; <paramref name="today"/> is the day in Vietnam.</summary>
    public static Decision Propose(
        PartnerBank bank, GuardedChange change, string? reason, string user, LocalDate today, Instant now)
    {
        if (Objection(reason, BankRules.ObjectionTo(change, today)) is { } refusal) return refusal;
        if (change.GoesLive && ObjectionToLife(bank) is { } dead) return dead;
        return Decision.Accept(new BankChangeProposed(
            now, user, bank.Code, bank.Proposals + 1, change, reason!.Trim()));
    }

    /// <summary>The second person agrees to the proposal with this number.</summary>
    public static Decision Agree(PartnerBank bank, int no, string user, Instant now)
    {
        if (Array.Find(bank.Waiting, w => w.No == no) is not { } waiting) return new NoSuchProposal(no);
        if (string.Equals(waiting.ByUser, user, StringComparison.OrdinalIgnoreCase)) return new BankSecondPerson(user);
        if (waiting.Change.GoesLive && ObjectionToLife(bank) is { } dead) return dead;
        return Decision.Accept(new BankChangeAgreed(now, user, bank.Code, no, waiting.Change, waiting.ByUser));
    }

    /// <summary>Anybody who may agree may decline, the proposer too.</summary>
    public static Decision Decline(PartnerBank bank, int no, string? reason, string user, Instant now)
    {
        if (Objection(reason, null) is { } refusal) return refusal;
        return Array.Exists(bank.Waiting, w => w.No == no)
            ? Decision.Accept(new BankChangeDeclined(now, user, bank.Code, no, reason!.Trim()))
            : new NoSuchProposal(no);
    }

    /// <summary>Ends a key after <paramref name="until"/>, its last day.</summary>
    public static Decision EndKey(
        PartnerBank bank, string fingerprint, LocalDate until, string? reason, string user, Instant now)
    {
        if (Objection(reason, null) is { } refusal) return refusal;
        return Array.Exists(bank.Keys, k => k.Fingerprint == fingerprint && k.Until > until)
            ? Decision.Accept(new BankKeyEnded(now, user, bank.Code, fingerprint, until, reason!.Trim()))
            : new NoSuchKey(until);
    }

    public static Decision Suspend(PartnerBank bank, string? reason, string user, Instant now)
    {
        if (Objection(reason, null) is { } refusal) return refusal;
        return bank.Stage == BankStage.Suspended
            ? Decision.AlreadyDone
            : Decision.Accept(new BankSuspended(now, user, bank.Code, reason!.Trim()));
    }

    /// <summary>Starts a certification run; one that runs is thereby ended.</summary>
    public static Decision StartCertification(PartnerBank bank, string user, Instant now) => bank.Terms is { } terms
        ? Decision.Accept(new CertificationStarted(
            now, user, bank.Code, (bank.Run?.No ?? 0) + 1, BankCertification.ScriptOf(terms)))
        : new BankTermsMissing();

    /// <summary>Why no payments go to this bank, or null; a bank that is no partner gets none.</summary>
    public static Refusal? ObjectionToSending(PartnerBank? bank, string institution) =>
        bank is { IsLive: true } ? null : new BankNotLive(institution);

    private static BankNotCertified? ObjectionToLife(PartnerBank bank) =>
        bank.Stage == BankStage.Certified
        || (bank.Stage == BankStage.Suspended && bank.Run is null or { IsPassed: true })
            ? null
            : new BankNotCertified(bank.Code);

    private static Refusal? Objection(string? reason, Refusal? other) =>
        (reason?.Trim().Length ?? 0) < MinReasonLength ? new BankReasonMissing() : other;
}
