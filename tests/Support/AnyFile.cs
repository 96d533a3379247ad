using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.Tests.Support;

/// <summary>What holds for every file, however broken: the reading ends, and nothing is lost in silence.</summary>
public static class AnyFile
{
    /// <summary>Reads the file and throws where one of the promises is broken.</summary>
    public static void Check(Stream bytes, InspectionOptions options)
    {
        var staged = 0L;
        var found = FileInspector.Inspect(bytes, options, (_, _) => staged++);
        var isRefused = found.Outcome.Verdict == Verdict.Reject;
        Demand(isRefused || found.RawMarkers == found.Entries, "Markers in the bytes are not the entries read.");
        Demand(isRefused || staged == found.Entries, "Entries counted are not the entries handed out.");
        Demand(
            isRefused == found.Outcome.Findings.Any(f => f.Effect == Verdict.Reject), "A refusal without a reason.");
        Demand(found.Outcome.Findings.Count <= ReadLimits.DefaultMaxFindings + 2, "Too many findings.");
        Demand(!InspectionJson.Line("x", found).Contains('\n', StringComparison.Ordinal), "More than one line.");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
