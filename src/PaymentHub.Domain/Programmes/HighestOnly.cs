using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// One decision competing for one month. <paramref name="AlreadyPaid"/>: something is committed for the month under it;
/// <paramref name="PriceLocked"/>: the law keeps what was paid, so a paid month cannot be taken over by another tier.
/// </summary>
public readonly record struct Claim(
    string Dossier, string Programme, string Group, Money Amount, YearMonth From, bool AlreadyPaid, bool PriceLocked)
{
    /// <summary>The compiled rules of the group, where the caller has them.</summary>
    internal GroupRules? Rules { get; init; }

    internal bool IsIn(ExclusionSet set) => Rules?.IsIn(set) ?? set.Covers(Programme, Group);
}

/// <summary>
/// The outcome of one claim. A suppressed claim names the index of the claim that took its place and the exclusion
/// set's code; <see cref="SuppressedBy"/> is −1 for a claim that is paid.
/// </summary>
public readonly record struct Verdict(int SuppressedBy, string? Rule, string? LegalBasis)
{
    public static readonly Verdict Paid = new(-1, null, null);

    public bool IsPaid => SuppressedBy < 0;
}

/// <summary>
/// Highest-only within and across programmes (NĐ 20/2021 Điều 6.2, NĐ 176/2025, NĐ 159/2025 Điều 5). Claims outside
/// every exclusion set are all paid. Equal amounts: the decision with the earlier first month, then the smaller dossier
/// number, so the answer does not depend on the order in which decisions became known.
/// </summary>
public static class HighestOnly
{
    /// <summary>One verdict per claim, in the order of the claims.</summary>
    public static Verdict[] Choose(IReadOnlyList<Claim> claims, ExclusionRules rules)
    {
        var verdicts = new Verdict[claims.Count];
        Array.Fill(verdicts, Verdict.Paid);
        foreach (var set in rules.SetList)
        {
            if (CountOf(set, claims) < 2) continue;
            var members = MembersOf(set, claims);
            Displace(claims, rules, set, members, verdicts);
            KeepLocked(claims, set, members, verdicts);
            if (members.Count > 1) ChooseWithin(claims, rules, set, members, verdicts);
        }

        return verdicts;
    }

    private static int CountOf(ExclusionSet set, IReadOnlyList<Claim> claims)
    {
        var count = 0;
        for (var i = 0; i < claims.Count; i++)
            if (claims[i].IsIn(set)) count++;
        return count;
    }

    // The best first.
    private static List<int> MembersOf(ExclusionSet set, IReadOnlyList<Claim> claims)
    {
        var members = new List<int>(claims.Count);
        for (var i = 0; i < claims.Count; i++)
        {
            if (!claims[i].IsIn(set)) continue;
            var at = members.Count;
            while (at > 0 && Better(claims[i], claims[members[at - 1]]) < 0) at--;
            members.Insert(at, i);
        }

        return members;
    }

    private static void Displace(
        IReadOnlyList<Claim> claims, ExclusionRules rules, ExclusionSet set, List<int> members, Verdict[] verdicts)
    {
        foreach (var rule in rules.DisplacementList)
        {
            if (rule.Set != set.Code) continue;
            var winner = -1;
            foreach (var member in members)
                if (winner < 0 && claims[member].Programme == rule.Programme) winner = member;
            if (winner < 0) continue;
            for (var i = members.Count - 1; i >= 0; i--)
                if (claims[members[i]].Programme == rule.Displaced)
                    Suppress(members, i, verdicts, new(winner, set.Code, rule.LegalBasis));
        }
    }

    /// <summary>Where a locked month is already paid, only what was paid competes for it.</summary>
    private static void KeepLocked(IReadOnlyList<Claim> claims, ExclusionSet set, List<int> members, Verdict[] verdicts)
    {
        var winner = -1;
        foreach (var member in members)
            if (winner < 0 && claims[member] is { AlreadyPaid: true, PriceLocked: true }) winner = member;
        if (winner < 0) return;
        for (var i = members.Count - 1; i >= 0; i--)
            if (!claims[members[i]].AlreadyPaid) Suppress(members, i, verdicts, new(winner, set.Code, set.LegalBasis));
    }

    private static void Suppress(List<int> members, int at, Verdict[] verdicts, Verdict verdict)
    {
        verdicts[members[at]] = verdict;
        members.RemoveAt(at);
    }

    /// <summary>
    /// Compares the single highest claim with the combinations an exception allows, and takes the higher total.
    /// </summary>
    private static void ChooseWithin(
        IReadOnlyList<Claim> claims, ExclusionRules rules, ExclusionSet set, List<int> members, Verdict[] verdicts)
    {
        List<int>? best = null;
        foreach (var exception in rules.ExceptionList)
        {
            if (exception.Set != set.Code || StackedBy(exception, claims, members) is not { } stacked) continue;
            var most = best is null ? claims[members[0]].Amount : Total(claims, best);
            if (Total(claims, stacked) > most || stacked.Contains(best?[0] ?? members[0])) best = stacked;
        }

        var winner = best is null ? members[0] : BestOf(claims, best);
        foreach (var member in members)
            if (best is null ? member != winner : !best.Contains(member))
                verdicts[member] = new Verdict(winner, set.Code, set.LegalBasis);
    }

    // What an exception lets be paid together: its own groups and the best of their companions.
    private static List<int>? StackedBy(StackingException exception, IReadOnlyList<Claim> claims, List<int> members)
    {
        List<int>? stacked = null;
        foreach (var member in members)
            if (exception.IsStacked((claims[member].Programme, claims[member].Group))) (stacked ??= []).Add(member);
        if (stacked is null) return null;
        foreach (var member in members)
        {
            if (!exception.IsCompanion((claims[member].Programme, claims[member].Group))) continue;
            stacked.Add(member);
            break;
        }

        return stacked;
    }

    private static int BestOf(IReadOnlyList<Claim> claims, List<int> indexes)
    {
        var first = indexes[0];
        foreach (var index in indexes)
            if (Better(claims[index], claims[first]) < 0) first = index;
        return first;
    }

    private static Money Total(IReadOnlyList<Claim> claims, List<int> indexes)
    {
        var total = Money.Zero;
        foreach (var index in indexes) total += claims[index].Amount;
        return total;
    }

    private static int Better(in Claim a, in Claim b)
    {
        var byAmount = b.Amount.CompareTo(a.Amount);
        if (byAmount != 0) return byAmount;
        var byStart = a.From.CompareTo(b.From);
        return byStart != 0 ? byStart : string.CompareOrdinal(a.Dossier, b.Dossier);
    }
}
