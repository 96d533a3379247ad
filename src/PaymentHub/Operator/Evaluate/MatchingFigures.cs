using System.Text.Json.Nodes;
using PaymentHub.Domain.Reconciliation.Linkage;

namespace PaymentHub.Operator.Evaluate;

/// <summary>The figures of a run, as one JSON object; those that need the truth are null without it.</summary>
internal static class MatchingFigures
{
    public static JsonObject Of(
        LinkResult result, LinkRow[] left, LinkRow[] right, List<(string Left, string Right)>? truth)
    {
        var taken = result.Pairs.Where(p => p.Band != LinkBand.Ambiguous).ToArray();
        var auto = taken.Where(p => p.Band == LinkBand.Auto).ToArray();
        var known = truth?.ToHashSet();
        var found = Right(taken, known);
        var (precision, recall) = (Share(found, taken.Length), Share(found, known?.Count));
        return new JsonObject
        {
            ["pairs"] = taken.Length,
            ["precision"] = precision,
            ["recall"] = recall,
            ["f1"] = known is null ? null : Share(2 * found, taken.Length + known.Count),
            ["autoPrecision"] = Share(Right(auto, known), auto.Length),
            ["autoShare"] = Share(auto.Length, left.Length),
            ["ambiguous"] = result.Pairs.Length - taken.Length,
            ["seconds"] = 0,
            ["peakMemoryMb"] = 0,
            ["blockingRecall"] = known is null ? null : Share(result.Candidates.Count(known.Contains), known.Count),
            ["leftRows"] = left.Length,
            ["rightRows"] = right.Length,
            ["truePairs"] = known?.Count,
            ["truthUnknown"] = known is null ? null : Unknown(known, left, right),
            ["candidates"] = result.Candidates.Length,
            ["matchedShare"] = Math.Round(result.MatchedShare, 4),
            ["bestFirstComponents"] = result.BestFirstComponents,
            ["feeRules"] = new JsonArray([.. result.FeeRules.Select(r => JsonValue.Create(r))]),
            ["ruleVersion"] = LinkageOptions.RuleVersion,
        };
    }

    /// <summary>True pairs that name a row neither file has: they count as missed.</summary>
    private static int Unknown(HashSet<(string Left, string Right)> known, LinkRow[] left, LinkRow[] right)
    {
        var (l, r) = (left.Select(x => x.Id).ToHashSet(), right.Select(x => x.Id).ToHashSet());
        return known.Count(k => !l.Contains(k.Left) || !r.Contains(k.Right));
    }

    private static int? Right(LinkPair[] pairs, HashSet<(string Left, string Right)>? known) =>
        known is null ? null : pairs.Count(p => known.Contains((p.Left, p.Right)));

    private static double? Share(int? part, int? whole) =>
        part is null || whole is null or 0 ? null : Math.Round((double)part.Value / whole.Value, 4);
}
