using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Storage;

namespace PaymentHub.Entitlements;

/// <summary>One row a decision: whose it is and its dossier number, both for ever.</summary>
public sealed class EntitlementRows : FactTable<(Guid Id, EntitlementGranted Granted)>
{
    public override string Name => "entitlement";

    public override string Columns => "entitlement_id, person_id, dossier, by_user, at";

    public override IEnumerable<(Guid Id, EntitlementGranted Granted)> RowsOf(IEvent e) =>
        e.Data is EntitlementGranted granted ? [(e.StreamId, granted)] : [];

    protected override void Write(RowWriter to, (Guid Id, EntitlementGranted Granted) row)
    {
        to.Id(row.Id);
        to.Id(row.Granted.PersonId);
        to.Text(row.Granted.Dossier);
        to.Text(row.Granted.ByUser);
        to.At(row.Granted.At);
    }
}

/// <summary>The terms of a decision from one event on.</summary>
public sealed record TermsRow(Guid Id, long Version, EntitlementTerms Terms, string ByUser, Instant At)
{
    /// <summary>The first month of a signed change; null where the terms hold for all months.</summary>
    public YearMonth? ChangeFrom { get; init; }

    public string? LegalBasis { get; init; }
}

/// <summary>One row a grant, change or move; an end without other changes is a row of the pauses.</summary>
public sealed class EntitlementTermsRows : FactTable<TermsRow>
{
    public override string Name => "entitlement_terms";

    public override string Columns =>
        "entitlement_id, version, programme, grp, injury_percent, decision_number, signed_by, signed_on, from_month, "
        + "until_month, commune, by_user, at, change_from, legal_basis";

    public override IEnumerable<TermsRow> RowsOf(IEvent e) => e.Data switch
    {
        EntitlementGranted x => [new(e.StreamId, e.Version, x.Terms, x.ByUser, x.At)],
        EntitlementChanged x =>
        [
            new(e.StreamId, e.Version, x.Terms, x.ByUser, x.At)
            {
                ChangeFrom = x.From,
                LegalBasis = x.Paper?.LegalBasis,
            },
        ],
        EntitlementMoved x => [new(e.StreamId, e.Version, x.Terms, x.ByUser, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, TermsRow row)
    {
        var t = row.Terms;
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(t.Programme);
        to.Text(t.Group);
        to.Int(t.InjuryPercent);
        to.Text(t.DecisionNumber);
        to.Text(t.SignedBy);
        to.Date(t.SignedOn);
        to.Month(t.From);
        to.Month(t.Until);
        to.Text(t.Commune);
        to.Text(row.ByUser);
        to.At(row.At);
        to.Month(row.ChangeFrom);
        to.Text(row.LegalBasis);
    }
}

/// <summary>Payment rests, resumes or ends from a month on.</summary>
public sealed record PauseRow(
    Guid Id, long Version, string Kind, YearMonth Month, string Reason, string ByUser, Instant At,
    DecisionPaper? Paper);

/// <summary>One row a suspension, resumption or end.</summary>
public sealed class EntitlementPauseRows : FactTable<PauseRow>
{
    public override string Name => "entitlement_pause";

    public override string Columns =>
        "entitlement_id, version, kind, month, reason, by_user, at, decision_number, signed_by, signed_on, "
        + "legal_basis";

    public override IEnumerable<PauseRow> RowsOf(IEvent e) => e.Data switch
    {
        EntitlementSuspended x => [new(e.StreamId, e.Version, "Suspended", x.From, x.Reason, x.ByUser, x.At, x.Paper)],
        EntitlementResumed x => [new(e.StreamId, e.Version, "Resumed", x.From, x.Reason, x.ByUser, x.At, x.Paper)],
        EntitlementEnded x => [new(e.StreamId, e.Version, "Ended", x.Until, x.Reason, x.ByUser, x.At, x.Paper)],
        _ => [],
    };

    protected override void Write(RowWriter to, PauseRow row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(row.Kind);
        to.Month(row.Month);
        to.Text(row.Reason);
        to.Text(row.ByUser);
        to.At(row.At);
        PaperColumns.Write(to, row.Paper);
    }
}

/// <summary>What the earlier system paid, as known from one event on; without months: nothing.</summary>
public sealed record PaidBeforeRow(
    Guid Id, long Version, YearMonth? First, YearMonth? Last, Money? Monthly, string ByUser, Instant At);

/// <summary>One row a statement of what was paid before, or its withdrawal.</summary>
public sealed class PaidBeforeRows : FactTable<PaidBeforeRow>
{
    public override string Name => "paid_before";

    public override string Columns => "entitlement_id, version, first_month, last_month, monthly, by_user, at";

    public override IEnumerable<PaidBeforeRow> RowsOf(IEvent e) => e.Data switch
    {
        PaidBeforeRecorded x => [new(e.StreamId, e.Version, x.First, x.Last, x.Monthly, x.ByUser, x.At)],
        PaidBeforeWithdrawn x => [new(e.StreamId, e.Version, null, null, null, x.ByUser, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, PaidBeforeRow row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Month(row.First);
        to.Month(row.Last);
        to.Long(row.Monthly?.Dong);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
