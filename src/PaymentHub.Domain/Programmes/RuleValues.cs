using System.Globalization;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// The values of rule rows as their kinds read them. A value that its kind cannot read is refused when the row is
/// published, so that readers never meet one.
/// </summary>
internal static class RuleValues
{
    /// <summary>An age band: <c>48..192</c>, <c>0..192,720..</c>, then FORWARD and SUBJECT where they apply.</summary>
    public readonly record struct Ages(int From, int Below, bool Forward, bool OfSubject);

    /// <summary>A top-up: STANDARD=đ, AMOUNT=đ, PERCENT=n of the amount, POINTS=n added to the percent.</summary>
    public readonly record struct Extra(string Kind, long Number);

    public static bool IsReadable(RuleRow row) => row.Kind switch
    {
        RuleKind.AgeBand => row.Code.Length > 0 && AgesOf(row.Value) is not null,
        RuleKind.Absorbed => GroupOf(row.Value) is not null,
        RuleKind.NotReceived => row is { Value: "CASH", Code: "ANY" } or { Value: "ACCOUNT", Code.Length: > 0 },
        RuleKind.Exclusive or RuleKind.Cause or RuleKind.HoldsArrears => row.Code.Length > 0,
        RuleKind.Stacks => row.Code.Length > 0 && row.Value.Length > 0,
        RuleKind.Displaces => row.Code.Length > 0 && row.Value.Length > 0,
        RuleKind.PriceLocked => row.Value is "ALL" or "PARTLY",
        RuleKind.Start => row.Value is "SIGNED" or "CERTIFICATE" or "AGE",
        RuleKind.Requires => row is { Code: "AREA" or "HOUSEHOLD", Value.Length: > 0 },
        RuleKind.PayingPlace => row.Value is "RESIDENCE" or "STAY",
        RuleKind.PensionTest => row.Value is "NONE" or "BELOW_AMOUNT",
        RuleKind.AtDeath => row.Value is "RECORD" or "",
        RuleKind.YearlyIn => NumberOf(row.Value) is >= 1 and <= 12,
        RuleKind.Source => row.Code.Length > 0 && NumberOf(row.Value) is >= 0 and <= 100,
        RuleKind.RecoveryLimit => NumberOf(row.Value) is >= 1 and <= 100,
        RuleKind.ByDependants => row.Code.Length > 0 && NumberOf(row.Value) is > 0,
        RuleKind.PerChild or RuleKind.MaxMonths or RuleKind.LifetimeMonths or RuleKind.PaidTogether =>
            NumberOf(row.Value) is > 0,
        RuleKind.Uncollected => PairOf(row.Value) is not null,
        RuleKind.TopUp => row.Code.Length > 0 && ExtraOf(row.Value) is not null,
        _ => true,
    };

    public static Ages[]? AgesOf(string value)
    {
        var parts = value.Split(';');
        foreach (var flag in parts.Skip(1))
            if (flag is not ("FORWARD" or "SUBJECT")) return null;
        var ages = new List<Ages>();
        foreach (var range in parts[0].Split(','))
        {
            var ends = range.Split("..");
            if (ends.Length != 2 || NumberOf(ends[0]) is not { } from) return null;
            int? below = ends[1].Length == 0 ? int.MaxValue : NumberOf(ends[1]);
            if (below is not { } end || end <= from) return null;
            ages.Add(new Ages(from, end, parts.Contains("FORWARD"), parts.Contains("SUBJECT")));
        }

        return [.. ages];
    }

    public static (string Programme, string Group)? GroupOf(string value)
    {
        var parts = value.Split('/');
        return parts is [{ Length: > 0 }, { Length: > 0 }] ? (parts[0], parts[1]) : null;
    }

    public static (int First, int Second)? PairOf(string value)
    {
        var parts = value.Split(';');
        return parts.Length == 2 && NumberOf(parts[0]) is { } a && NumberOf(parts[1]) is { } b ? (a, b) : null;
    }

    public static Extra? ExtraOf(string value)
    {
        var parts = value.Split('=');
        if (parts.Length != 2 || parts[0] is not ("STANDARD" or "AMOUNT" or "PERCENT" or "POINTS")) return null;
        return NumberOf(parts[1]) is { } number and > 0 ? new Extra(parts[0], number) : null;
    }

    public static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
