using System.Globalization;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Misuse;

namespace PaymentHub.Misuse;

/// <summary>
/// A decision without an end after the month of death. <paramref name="PaidUntil"/> and <paramref name="PaidAfter"/>
/// are the last month that the earlier system paid and what it paid for months after the death, null where it paid
/// none.
/// </summary>
public sealed record OpenDecision(
    KnownDeath Death, string Dossier, YearMonth? PaidUntil, Money? PaidAfter);

/// <summary>
/// A dossier that stays open after the beneficiary's death (NĐ 20/2021 Điều 8.2: the allowance stops from the month
/// right after). The planner makes no line for it any more, so the register itself is what has to be corrected.
/// </summary>
public static class OpenAfterDeath
{
    /// <summary>Adds the open dossiers to the findings of the same people, or makes a finding of its own.</summary>
    public static List<MisuseFinding> Join(IEnumerable<MisuseFinding> paid, IEnumerable<OpenDecision> open)
    {
        var findings = paid.ToDictionary(f => f.Key);
        foreach (var person in open.GroupBy(d => d.Death.PersonId))
        {
            var found = FindingOf([.. person.OrderBy(d => d.Dossier, StringComparer.Ordinal)]);
            findings[found.Key] =
                findings.TryGetValue(found.Key, out var paidFinding) ? Merge(paidFinding, found) : found;
        }

        return [.. findings.Values.OrderBy(f => f.Key)];
    }

    private static MisuseFinding Merge(MisuseFinding paid, MisuseFinding open) => paid with
    {
        Dossiers = [.. paid.Dossiers.Union(open.Dossiers).Order(StringComparer.Ordinal)],
        Amount = open.Amount is { } more ? (paid.Amount ?? Money.Zero) + more : paid.Amount,
        Evidence = [.. paid.Evidence, .. open.Evidence.Where(e => paid.Evidence.All(p => p.Key != e.Key))],
        ExplanationVi = paid.ExplanationVi + " " + open.ExplanationVi,
        ExplanationEn = paid.ExplanationEn + " " + open.ExplanationEn,
    };

    private static MisuseFinding FindingOf(List<OpenDecision> decisions)
    {
        var death = decisions[0].Death;
        var died = death.DiedOn.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var diedEn = death.DiedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var paid = decisions.Where(d => d.PaidAfter is not null).ToList();
        return new(
            Detectors.PaidAfterDeath,
            Keys.GuidOf("misuse", Detectors.PaidAfterDeath, death.PersonId.ToString()),
            [.. decisions.Select(d => d.Dossier).Distinct(StringComparer.Ordinal)],
            [],
            paid.Count == 0 ? null : paid.Sum(d => d.PaidAfter!.Value),
            [DeathEvidence(death, died, diedEn), .. decisions.Select(EvidenceOf)],
            $"Hồ sơ vẫn mở sau ngày mất {died} của người hưởng ({decisions.Count} hồ sơ).",
            $"{decisions.Count} dossier(s) stay open after the beneficiary's death on {diedEn}.");
    }

    // The same key as the evidence of paid lines, so that a case takes the death in once.
    private static MisuseEvidence DeathEvidence(KnownDeath death, string died, string diedEn) => new(
        $"death:{diedEn}:{death.ExtractNumber}",
        $"Khai tử: số định danh {death.PersonalId.Masked} trùng hoàn toàn, "
            + $"mất ngày {died}, trích lục {death.ExtractNumber}.",
        $"Death register: personal id {death.PersonalId.Masked} equal, died {diedEn}, extract {death.ExtractNumber}.");

    private static MisuseEvidence EvidenceOf(OpenDecision decision) =>
        decision is { PaidUntil: { } until, PaidAfter: { } paid }
            ? new(
                $"open:{decision.Dossier}:{PeriodIso.Format(until)}",
                $"Hồ sơ {decision.Dossier} chưa thôi hưởng; hệ thống cũ "
                + $"đã chi đến tháng {until.Month:00}/{until.Year}, "
                + $"trong đó {paid} đ cho các tháng sau tháng mất.",
                $"Dossier {decision.Dossier} has no end; the earlier system paid until {PeriodIso.Format(until)}, "
                + $"{paid} VND of it for months after the death.")
            : new(
                "open:" + decision.Dossier,
                $"Hồ sơ {decision.Dossier} chưa có tháng thôi hưởng.",
                $"Dossier {decision.Dossier} has no end.");
}
