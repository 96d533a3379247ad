using System.Globalization;
using NodaTime;
using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Misuse;

/// <summary>
/// One person paid twice. By identification number: two decisions of one programme for common months, granted by
/// different communes or in the same group. By likeness: different numbers with the same folded name, full birth date
/// and account. A shared name, a shared year or 1 January alone means nothing in a province of two million.
/// </summary>
/// <remarks>
/// Lawful and left alone: several merit lines (NCC); the lone-parent allowance K4, which is paid per child and beside
/// K5, K6 and K8 (NĐ 20/2021 Điều 6.2); different groups in one commune, which the highest-only rule settles.
/// </remarks>
public static class DuplicatePerson
{
    private const string MeritProgramme = "NCC";
    private const string AssistanceProgramme = "TCXH";
    private const string LoneParentGroup = "K4";
    private static readonly string[] BesideLoneParent = ["K4", "K5", "K6", "K8"];

    /// <summary>One finding per person and programme, and one per set of people who look like one.</summary>
    public static IReadOnlyList<MisuseFinding> Detect(IEnumerable<GrantedDecision> decisions)
    {
        var all = decisions.ToList();
        return [.. SamePerson(all).Concat(SameLikeness(all)).OrderBy(f => f.Key)];
    }

    private static IEnumerable<MisuseFinding> SamePerson(List<GrantedDecision> all) =>
        all.Where(d => !string.Equals(d.Programme, MeritProgramme, StringComparison.Ordinal))
            .GroupBy(d => (d.PersonId, d.Programme))
            .Select(g => (g.Key, Twice: InPairs([.. g], IsUnlawfulPair)))
            .Where(g => g.Twice.Count > 0)
            .Select(g => FindingOf(g.Key.PersonId, g.Key.Programme, g.Twice));

    private static bool IsUnlawfulPair(GrantedDecision a, GrantedDecision b)
    {
        if (!a.Overlaps(b) || IsLoneParentPair(a, b)) return false;
        return !string.Equals(a.Commune, b.Commune, StringComparison.Ordinal)
            || string.Equals(a.Group, b.Group, StringComparison.Ordinal);
    }

    private static bool IsLoneParentPair(GrantedDecision a, GrantedDecision b) =>
        string.Equals(a.Programme, AssistanceProgramme, StringComparison.Ordinal)
        && ((a.Group == LoneParentGroup && MayStandBeside(b.Group))
            || (b.Group == LoneParentGroup && MayStandBeside(a.Group)));

    private static bool MayStandBeside(string group) =>
        Array.Exists(BesideLoneParent, g => group == g || group.StartsWith(g + ".", StringComparison.Ordinal));

    private static IEnumerable<MisuseFinding> SameLikeness(List<GrantedDecision> all) =>
        all.Where(d => d.Birth.Distinguishes && !string.IsNullOrEmpty(d.Account))
            .GroupBy(d => (d.BankBin, d.Account, d.Birth))
            .SelectMany(g => g.GroupBy(d => VietnameseText.Fold(d.FullName)))
            .Select(g => InPairs([.. g], LooksLikeOne))
            .Where(alike => alike.Count > 0)
            .Select(FindingOf);

    /// <summary>
    /// Where someone else receives, twins whose names differ only in accents share a parent's account: there the
    /// accented names have to be equal as well.
    /// </summary>
    private static bool LooksLikeOne(GrantedDecision a, GrantedDecision b)
    {
        if (a.PersonId == b.PersonId || !a.Overlaps(b)) return false;
        return (a.Relation == PayeeRelation.Self && b.Relation == PayeeRelation.Self)
            || VietnameseText.SameName(a.FullName, b.FullName);
    }

    private static List<GrantedDecision> InPairs(
        List<GrantedDecision> group, Func<GrantedDecision, GrantedDecision, bool> isPair) =>
        group.Count < 2
            ? []
            : [.. group.Where(a => group.Exists(b => a.Dossier != b.Dossier && isPair(a, b)))
                .OrderBy(d => d.Dossier, StringComparer.Ordinal)];

    private static MisuseFinding FindingOf(Guid personId, string programme, List<GrantedDecision> twice) => new(
        Detectors.DuplicatePerson,
        Keys.GuidOf("misuse", Detectors.DuplicatePerson, personId.ToString(), programme),
        Detectors.Distinct(twice.Select(d => d.Dossier)),
        [],
        null,
        [.. twice.Select(EvidenceOf)],
        $"Một người có {twice.Count} quyết định cùng chương trình {programme} hưởng trùng tháng.",
        $"One person holds {twice.Count} decisions of programme {programme} for the same months.");

    private static MisuseFinding FindingOf(List<GrantedDecision> alike)
    {
        var people = alike.Select(d => d.PersonId.ToString()).Distinct().Order(StringComparer.Ordinal).ToArray();
        var account = Detectors.Masked(alike[0].Account!);
        return new(
            Detectors.DuplicatePerson,
            Keys.GuidOf(["misuse", Detectors.DuplicatePerson, .. people]),
            Detectors.Distinct(alike.Select(d => d.Dossier)),
            [],
            null,
            [.. alike.Select(EvidenceOf)],
            $"{people.Length} số định danh khác nhau có cùng họ tên, ngày sinh đầy đủ và tài khoản {account}.",
            $"{people.Length} different personal ids share name, full birth date and account {account}.");
    }

    private static MisuseEvidence EvidenceOf(GrantedDecision d) => new(
        "decision:" + d.Dossier,
        $"Hồ sơ {d.Dossier}: số định danh {d.PersonalId.Masked}, chương trình {d.Programme}, xã {d.Commune}, "
        + $"hưởng từ {Text(d.From)}{(d.Until is { } until ? " đến trước " + Text(until) : string.Empty)}.",
        $"Dossier {d.Dossier}: personal id {d.PersonalId.Masked}, programme {d.Programme}, commune {d.Commune}, "
        + $"from {Text(d.From)}{(d.Until is { } end ? " until before " + Text(end) : string.Empty)}.");

    private static string Text(YearMonth month) => month.ToString("MM/yyyy", CultureInfo.InvariantCulture);
}
