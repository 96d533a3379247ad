using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Misuse;

/// <summary>
/// The identification number states another sex or birth year than the register. Raising an age above a threshold
/// leaves this trace (Hà Tĩnh: 1939 changed to 1930); so does an honest typing error.
/// </summary>
public static class IdContradictsBirth
{
    /// <summary>One finding per person and number.</summary>
    public static IReadOnlyList<MisuseFinding> Detect(IEnumerable<StatedIdentity> identities) =>
        identities.Select(i => (Identity: i, Rules: i.PersonalId.Contradictions(i.Sex, i.Birth.Year)))
            .Where(x => x.Rules.Count > 0)
            .Select(x => FindingOf(x.Identity, x.Rules))
            .OrderBy(f => f.Key).ToList();

    private static MisuseFinding FindingOf(StatedIdentity identity, IReadOnlyList<string> rules) => new(
        Detectors.IdContradictsBirth,
        Keys.GuidOf("misuse", Detectors.IdContradictsBirth, identity.PersonId.ToString(), identity.PersonalId.Value),
        Detectors.Distinct(identity.Dossiers),
        [],
        null,
        [.. rules.Select(rule => EvidenceOf(identity, rule))],
        "Số định danh cá nhân mâu thuẫn với giới tính hoặc năm sinh đã khai.",
        "The personal id contradicts the stated sex or birth year.");

    private static MisuseEvidence EvidenceOf(StatedIdentity identity, string rule)
    {
        var (id, masked) = (identity.PersonalId, identity.PersonalId.Masked);
        return rule == RowRules.IdSexMismatch
            ? new(
                rule,
                $"Số định danh {masked} ghi giới tính {Vi(id.Sex)}, hồ sơ khai {Vi(identity.Sex)}.",
                $"Personal id {masked} states {En(id.Sex)}, the register {En(identity.Sex)}.")
            : new(
                rule,
                $"Số định danh {masked} ghi năm sinh {id.BirthYear}, hồ sơ khai năm {identity.Birth.Year}.",
                $"Personal id {masked} states birth year {id.BirthYear}, the register {identity.Birth.Year}.");
    }

    private static string Vi(Sex sex) => sex == Sex.Male ? "Nam" : "Nữ";

    private static string En(Sex sex) => sex == Sex.Male ? "male" : "female";
}
