using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Misuse;

/// <summary>
/// One account that many people each declare as their own (Bản thân). Accounts of guardians, household heads,
/// facilities and proxies lawfully receive for several people and do not count, nor does a person who is also declared
/// through one of them.
/// </summary>
public static class SharedAccount
{
    /// <summary>One finding per account, its evidence one piece per dossier.</summary>
    public static IReadOnlyList<MisuseFinding> Detect(IEnumerable<AccountDeclaration> declarations) =>
        declarations.Where(d => d.Account.Length > 0)
            .GroupBy(d => (d.BankBin, d.Account))
            .Select(g => Unrelated([.. g]))
            .Where(own => own.Select(d => d.PersonId).Distinct().Count() >= Detectors.SharedAccountThreshold)
            .Select(FindingOf)
            .OrderBy(f => f.Key).ToList();

    private static List<AccountDeclaration> Unrelated(List<AccountDeclaration> all)
    {
        var throughOthers = all.Where(d => d.Relation != PayeeRelation.Self).Select(d => d.PersonId).ToHashSet();
        return [.. all.Where(d => !throughOthers.Contains(d.PersonId))];
    }

    private static MisuseFinding FindingOf(List<AccountDeclaration> own)
    {
        var sorted = own.OrderBy(d => d.Dossier, StringComparer.Ordinal)
            .ThenBy(d => d.EndToEndId, StringComparer.Ordinal).ToList();
        var (bin, account) = (own[0].BankBin, own[0].Account);
        var people = own.Select(d => d.PersonId).Distinct().Count();
        var paid = sorted.Where(d => d.Amount is not null).ToList();
        var masked = Detectors.Masked(account);
        return new(
            Detectors.SharedAccount,
            Keys.GuidOf("misuse", Detectors.SharedAccount, bin, account),
            Detectors.Distinct(sorted.Select(d => d.Dossier)),
            Detectors.Distinct(sorted.Select(d => d.EndToEndId ?? string.Empty)),
            paid.Count == 0 ? null : paid.Sum(d => d.Amount!.Value),
            [.. Detectors.Distinct(sorted.Select(d => d.Dossier)).Select(dossier => EvidenceOf(dossier, masked))],
            $"{people} người khác nhau cùng khai tài khoản {masked} là của bản thân (từ "
            + $"{Detectors.SharedAccountThreshold} người trở lên thì cảnh báo).",
            $"{people} different people declare account {masked} as their own (flagged from "
            + $"{Detectors.SharedAccountThreshold} people).");
    }

    private static MisuseEvidence EvidenceOf(string dossier, string masked) => new(
        "declared:" + dossier,
        $"Hồ sơ {dossier} khai tài khoản {masked}, người nhận: Bản thân.",
        $"Dossier {dossier} declares account {masked}, payee: the beneficiary.");
}
