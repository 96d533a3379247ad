using System.Globalization;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Tests.Cases;

/// <summary>
/// Reads one decision of a case: its dossier letter, programme/group, then phrases. Signed changes make parts of it.
/// </summary>
internal static class CaseDecision
{
    private const string Change = "điều chỉnh ";

    public static IEnumerable<DecisionFacts> Of(
        string entry, LocalDate? born, ProgrammeRules rules, List<SharedClaim> shared)
    {
        var phrases = entry.Split(';', StringSplitOptions.TrimEntries);
        var changes = phrases.Where(p => p.StartsWith(Change, StringComparison.Ordinal)).ToList();
        var facts = Of([.. phrases.Except(changes)], born, rules, shared);
        var state = new Entitlement(
            facts.Id, Guid.Empty, facts.Dossier, facts.Terms, facts.PaidBefore, [.. facts.Suspensions])
        {
            Circumstances = facts.Circumstances,
            EndCause = facts.EndCause,
            IsAnnulled = facts.IsAnnulled,
            Forfeitures = [.. facts.Forfeitures],
            Netting = facts.Netting,
        };
        return changes.Aggregate(state, Changed).ToParts();
    }

    // điều chỉnh 09/2026 BHXHTN/NGHEO
    private static Entitlement Changed(Entitlement state, string phrase)
    {
        var words = phrase.Split(' ');
        var group = words[3].Split('/');
        var terms = state.Terms with { Programme = group[0], Group = group[1] };
        var changed = new EntitlementChanged(terms, [], default, "", CaseFile.Month(words[2]));
        return Entitlement.Evolve(state, state.Id, changed)!;
    }

    private static DecisionFacts Of(
        string[] phrases, LocalDate? born, ProgrammeRules rules, List<SharedClaim> shared)
    {
        var head = phrases[0].Split(' ');
        var group = head[1].Split('/');
        var facts = new DecisionFacts(
            Entitlement.IdOf(head[0]), head[0],
            new EntitlementTerms(
                group[0], group[1], null, "12/QĐ-UBND", "Nguyễn Văn Đức", new LocalDate(2020, 1, 1), default, null,
                "21025"),
            null, []);
        foreach (var phrase in phrases.Skip(1)) facts = With(facts, phrase, shared);
        if (facts.Terms.From != default) return facts;
        var first = StartRules.FirstMonth(
            rules, group[0], group[1], facts.Terms.SignedOn, facts.Circumstances.CertificateOn, born);
        return facts with { Terms = facts.Terms with { From = first } };
    }

    private static DecisionFacts With(DecisionFacts facts, string phrase, List<SharedClaim> shared)
    {
        var words = phrase.Split(' ');
        var (terms, papers) = (facts.Terms, facts.Circumstances);
        return phrase switch
        {
            _ when Starts("từ") => facts with { Terms = terms with { From = CaseFile.Month(words[1]) } },
            _ when Starts("thôi") => facts with
            {
                Terms = terms with { Until = CaseFile.Month(words[1]) },
                EndCause = Cause(phrase),
            },
            _ when Starts("ký") => facts with { Terms = terms with { SignedOn = CaseFile.Date(words[1]) } },
            _ when Starts("tỷ lệ") => facts with { Terms = terms with { InjuryPercent = Whole(words[2]) } },
            _ when Starts("giấy") => Papers(papers with { CertificateOn = CaseFile.Date(words[1]) }),
            _ when Starts("suất") => Papers(papers with { Units = Whole(words[1]) }),
            _ when Starts("đã hỗ trợ") => Papers(papers with { SupportedBefore = Whole(words[3]) }),
            _ when Starts("con") || Starts("chăm sóc") => Papers(papers with { Dependants = Add(papers, words) }),
            _ when Starts("tạm dừng") => facts with { Suspensions = [.. facts.Suspensions, RestOf(words[2], phrase)] },
            _ when Starts("số dư") => facts with { PaidBefore = BroughtForward(words) },
            _ when Starts("hủy") => facts with { IsAnnulled = true },
            _ when Starts("thu hồi") => facts with { Forfeitures = [.. facts.Forfeitures, ForfeitOf(words[2])] },
            _ when Starts("trừ dần") => facts with { Netting = NettingOf(words) },
            _ when Starts("chung với") => Share(facts, words, shared),
            _ => throw new FormatException($"'{phrase}' is no phrase of a case."),
        };

        DecisionFacts Papers(Circumstances with) => facts with { Circumstances = with };

        bool Starts(string word) => phrase.StartsWith(word + " ", StringComparison.Ordinal) || phrase == word;
    }

    private static int Whole(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static string? Cause(string phrase)
    {
        var open = phrase.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? null : phrase[(open + 1)..^1];
    }

    // con 15/03/2018 [từ 06/2026] [đến 09/2027]: the last month is included.
    private static Dependants Add(Circumstances papers, string[] words)
    {
        var start = Array.FindIndex(words, w => w.Contains('/', StringComparison.Ordinal));
        var (from, last) = (After("từ"), After("đến"));
        return new([.. papers.Dependants ?? new([]), new(CaseFile.Date(words[start]), from, last?.PlusMonths(1))]);

        YearMonth? After(string word) =>
            Array.IndexOf(words, word) is var i and >= 0 ? CaseFile.Month(words[i + 1]) : null;
    }

    private static Suspension RestOf(string range, string phrase)
    {
        var (from, last) = CaseFile.Range(range);
        return new Suspension(from, last?.PlusMonths(1), Cause(phrase) ?? "");
    }

    private static PaidBefore BroughtForward(string[] words)
    {
        var (first, last) = CaseFile.Range(words[2]);
        return new PaidBefore(first, last!.Value, CaseFile.Dong(words[3]));
    }

    private static Forfeiture ForfeitOf(string range)
    {
        var (from, last) = CaseFile.Range(range);
        return new Forfeiture(from, last?.PlusMonths(1), "FRAUD");
    }

    // trừ dần 1.000.000 mỗi tháng 200.000 từ 11/2026
    private static NettingPlan NettingOf(string[] words) => new(
        CaseFile.Dong(words[2]), CaseFile.Dong(words[5]), CaseFile.Month(words[7]), "88/QĐ-UBND");

    // chung với X CSND/D20.2A1 từ 05/2026 [đến 09/2026]
    private static DecisionFacts Share(DecisionFacts facts, string[] words, List<SharedClaim> shared)
    {
        var group = words[3].Split('/');
        YearMonth? until = words.Length > 7 ? CaseFile.Month(words[7]).PlusMonths(1) : null;
        shared.Add(new SharedClaim(facts.Id, words[2], group[0], group[1], null, CaseFile.Month(words[5]), until));
        return facts;
    }
}
