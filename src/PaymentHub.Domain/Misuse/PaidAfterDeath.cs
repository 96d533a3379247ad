using System.Globalization;
using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Misuse;

/// <summary>
/// Money for the dead: a line for a month after the month of death (NĐ 20/2021 Điều 8.2: the allowance stops from the
/// month right after), to whomever; or any line to the dead person's own account ordered once the death was known. What
/// was due up to the month of death may still be paid to a recorded heir.
/// </summary>
public static class PaidAfterDeath
{
    /// <summary>One finding per dead person, its evidence one piece per line.</summary>
    public static IReadOnlyList<MisuseFinding> Detect(IEnumerable<PaidLine> lines, IEnumerable<KnownDeath> deaths)
    {
        var deathOf = deaths.GroupBy(d => d.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(d => d.KnownAt)!);
        return lines
            .Where(line => deathOf.TryGetValue(line.PersonId, out var death) && IsUnlawful(line, death))
            .GroupBy(line => line.PersonId)
            .Select(g => FindingOf(deathOf[g.Key], g))
            .OrderBy(f => f.Key).ToList();
    }

    /// <summary>The rule for one line, also for the check at release: true where the line must be held.</summary>
    public static bool IsUnlawful(PaidLine line, KnownDeath death) =>
        IsAfterDeath(line, death) || IsToOwnAccount(line, death);

    private static bool IsAfterDeath(PaidLine line, KnownDeath death) => line.To > death.DiedOn.ToYearMonth();

    private static bool IsToOwnAccount(PaidLine line, KnownDeath death) =>
        !line.ToRecordedHeir && line.Relation == PayeeRelation.Self
        && line.Account is not null && line.OrderedAt >= death.KnownAt;

    private static MisuseFinding FindingOf(KnownDeath death, IEnumerable<PaidLine> lines)
    {
        var sorted = lines.OrderBy(l => l.From).ThenBy(l => l.Dossier, StringComparer.Ordinal)
            .ThenBy(l => l.EndToEndId, StringComparer.Ordinal).ToList();
        var died = death.DiedOn.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var diedEn = death.DiedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(
            Detectors.PaidAfterDeath,
            Keys.GuidOf("misuse", Detectors.PaidAfterDeath, death.PersonId.ToString()),
            Detectors.Distinct(sorted.Select(l => l.Dossier)),
            Detectors.Distinct(sorted.Select(l => l.EndToEndId)),
            sorted.Sum(l => l.Amount),
            [DeathEvidence(death, died, diedEn), .. sorted.Select(l => LineEvidence(l, death))],
            $"Người hưởng đã mất ngày {died} nhưng vẫn có {sorted.Count} khoản được lập chi không đúng quy định; "
            + "xem trạng thái từng lệnh.",
            $"The beneficiary died on {diedEn}, yet {sorted.Count} line(s) are ordered against the rules; "
            + "see each order's state.");
    }

    private static MisuseEvidence DeathEvidence(KnownDeath death, string died, string diedEn) => new(
        string.Create(CultureInfo.InvariantCulture, $"death:{diedEn}:{death.ExtractNumber}"),
        $"Khai tử: số định danh {death.PersonalId.Masked} trùng hoàn toàn, mất ngày {died}, "
        + $"trích lục {death.ExtractNumber}.",
        $"Death register: personal id {death.PersonalId.Masked} equal, died {diedEn}, extract {death.ExtractNumber}.");

    private static MisuseEvidence LineEvidence(PaidLine line, KnownDeath death)
    {
        var months = Months(line);
        var monthsEn = months.Replace('/', '-');
        var (vi, en) = IsAfterDeath(line, death)
            ? ("chi cho tháng sau tháng mất", "for a month after the month of death")
            : ("chi vào tài khoản của người đã mất khi đã biết việc khai tử",
                "to the dead person's own account, death known");
        return new(
            string.Create(CultureInfo.InvariantCulture, $"line:{line.EndToEndId}:{line.Dossier}:{monthsEn}"),
            $"Hồ sơ {line.Dossier}, lệnh {line.EndToEndId}, tháng {months}, {line.Amount} đ: {vi}.",
            $"Dossier {line.Dossier}, order {line.EndToEndId}, months {months}, {line.Amount} VND: {en}.");
    }

    private static string Months(PaidLine line)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"{line.From.Month:00}/{line.From.Year}");
        return line.From == line.To
            ? from
            : string.Create(CultureInfo.InvariantCulture, $"{from}–{line.To.Month:00}/{line.To.Year}");
    }
}
