using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>What one row of the register file says about one decision.</summary>
public sealed record EntitlementRow(Guid PersonId, string Dossier, EntitlementTerms Terms, PaidBefore? PaidBefore)
{
    /// <summary>What the row states of the papers; null where it states nothing.</summary>
    public StatedPapers? Papers { get; init; }
}

/// <summary>What a row states of the papers of a decision; what is null it leaves as it is.</summary>
public sealed record StatedPapers(
    int? Units, LocalDate? CertificateOn, string? ShareKey, int? SupportedBefore, Dependants? Dependants)
{
    /// <summary>The papers with what is stated in place of what was known.</summary>
    public Circumstances Over(Circumstances known) => new(
        Units ?? known.Units, CertificateOn ?? known.CertificateOn, ShareKey ?? known.ShareKey,
        SupportedBefore ?? known.SupportedBefore, Dependants ?? known.Dependants);
}

/// <summary>Decisions about one entitlement.</summary>
public static class EntitlementDecisions
{
    private const string ByRegister = "REGISTER";

    /// <summary>
    /// Grants, changes or ends by a register row. A row that only adds or moves the end month ends the entitlement; any
    /// other difference is a change naming the fields; equal content is already done.
    /// </summary>
    public static Decision FromRegister(EntitlementRow row, Entitlement? state, Instant at, string byUser)
    {
        if (FaultOf(row) is { } fault) return fault;
        var events = new List<object>(2);
        if (state is null)
        {
            events.Add(new EntitlementGranted(row.PersonId, row.Dossier, row.Terms, at, byUser));
        }
        else
        {
            if (state.PersonId != row.PersonId) return new EntitlementOfAnotherPerson(row.Dossier);
            if (ChangeOf(state.Terms, row.Terms, at, byUser) is { } change) events.Add(change);
        }

        var known = state?.Circumstances ?? Circumstances.None;
        if (row.Papers?.Over(known) is { } papers && papers != known)
            events.Add(new CircumstancesRecorded(papers, at, byUser));
        if (state?.PaidBefore != row.PaidBefore) events.Add(BroughtForward(row.PaidBefore, at, byUser));
        return Decision.Accept([.. events]);
    }

    /// <summary>Ends an entitlement; the same end month again is already done.</summary>
    public static Decision End(
        string dossier, Entitlement? state, YearMonth until, string reason, Instant at, string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        if (state.Terms.Until == until) return Decision.AlreadyDone;
        if (until < state.Terms.From) return new EntitlementMonthsInverted(dossier);
        return Decision.Accept(new EntitlementEnded(until, reason, at, byUser));
    }

    /// <summary>Rests payment from a month on; an entitlement already resting is already done.</summary>
    public static Decision Suspend(
        string dossier, Entitlement? state, YearMonth from, string reason, Instant at, string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        return state.IsSuspended
            ? Decision.AlreadyDone
            : Decision.Accept(new EntitlementSuspended(from, reason, at, byUser));
    }

    /// <summary>Resumes payment from a month on; an entitlement that is not resting is already done.</summary>
    public static Decision Resume(
        string dossier, Entitlement? state, YearMonth from, string reason, Instant at, string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        return state.IsSuspended
            ? Decision.Accept(new EntitlementResumed(from, reason, at, byUser))
            : Decision.AlreadyDone;
    }

    private static object? ChangeOf(EntitlementTerms before, EntitlementTerms after, Instant at, string byUser)
    {
        var fields = ChangedFields(before, after);
        return fields switch
        {
            [] => null,
            [nameof(EntitlementTerms.Until)] when after.Until is { } until =>
                new EntitlementEnded(until, ByRegister, at, byUser),
            _ => new EntitlementChanged(after, fields, at, byUser),
        };
    }

    private static object BroughtForward(PaidBefore? paid, Instant at, string byUser) => paid is null
        ? new PaidBeforeWithdrawn(at, byUser)
        : new PaidBeforeRecorded(paid.First, paid.Last, paid.Monthly, at, byUser);

    internal static List<string> ChangedFields(EntitlementTerms a, EntitlementTerms b)
    {
        var changed = new List<string>();
        Note(a.Programme == b.Programme, nameof(a.Programme));
        Note(a.Group == b.Group, nameof(a.Group));
        Note(a.InjuryPercent == b.InjuryPercent, nameof(a.InjuryPercent));
        Note(a.DecisionNumber == b.DecisionNumber, nameof(a.DecisionNumber));
        Note(a.SignedBy == b.SignedBy, nameof(a.SignedBy));
        Note(a.SignedOn == b.SignedOn, nameof(a.SignedOn));
        Note(a.From == b.From, nameof(a.From));
        Note(a.Until == b.Until, nameof(a.Until));
        Note(a.Commune == b.Commune, nameof(a.Commune));
        return changed;

        void Note(bool same, string field)
        {
            if (!same) changed.Add(field);
        }
    }

    private static Refusal? FaultOf(EntitlementRow row)
    {
        if (row.Terms.Until < row.Terms.From) return new EntitlementMonthsInverted(row.Dossier);
        if (row.Terms.InjuryPercent is < 21 or > 100)
            return new InjuryPercentOutOfRange(row.Dossier, row.Terms.InjuryPercent.Value);
        if (row.PaidBefore is not { } paid) return null;
        if (paid.Last < paid.First) return new EntitlementMonthsInverted(row.Dossier);
        return paid.Monthly.IsPositive ? null : new PaidBeforeNotPositive(row.Dossier);
    }
}
