using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Misuse;
using PaymentHub.Storage;

namespace PaymentHub.Misuse;

/// <summary>A step of a misuse case (vụ việc); the finding's parts are null on steps that do not restate it.</summary>
public sealed record MisuseCaseStep(
    Guid Case, long Version, string Step, string? Detector, string[]? Dossiers, string[]? EndToEndIds, Money? Amount,
    string? Outcome, string? TextVi, string? TextEn, string ByUser, Instant At);

/// <summary>One row a step of a case.</summary>
public sealed class MisuseCaseRows : FactTable<MisuseCaseStep>
{
    public override string Name => "misuse_case";

    public override string Columns =>
        "case_id, version, step, detector, dossiers, end_to_end_ids, amount, outcome, text_vi, text_en, by_user, at";

    public override IEnumerable<MisuseCaseStep> RowsOf(IEvent e)
    {
        var (id, v) = (e.StreamId, e.Version);
        MisuseCaseStep? step = e.Data switch
        {
            CaseOpened c => new(
                id, v, "Opened", c.Detector, c.Dossiers, c.EndToEndIds, c.Amount, null, c.ExplanationVi,
                c.ExplanationEn, c.By, c.At),
            EvidenceAdded c => new(
                id, v, "Evidence", c.Detector, c.Dossiers, c.EndToEndIds, c.Amount, null, c.ExplanationVi,
                c.ExplanationEn, c.By, c.At),
            CaseDecided c => new(
                id, v, "Decided", null, null, null, null, c.Outcome.ToString(), null, null, c.By, c.At),
            RecoveryOrdered c => new(id, v, "Ordered", null, null, null, c.Amount, null, null, null, c.By, c.At),
            RecoveryReceived c => new(id, v, "Received", null, null, null, c.Amount, null, null, null, c.By, c.At),
            _ => null,
        };
        return step is null ? [] : [step];
    }

    protected override void Write(RowWriter to, MisuseCaseStep row)
    {
        to.Id(row.Case);
        to.Long(row.Version);
        to.Text(row.Step);
        to.Text(row.Detector);
        to.TextsOrNull(row.Dossiers);
        to.TextsOrNull(row.EndToEndIds);
        to.Long(row.Amount?.Dong);
        to.Text(row.Outcome);
        to.Text(row.TextVi);
        to.Text(row.TextEn);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
