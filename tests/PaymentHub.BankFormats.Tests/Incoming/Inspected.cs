using System.Text;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Inspecting text and bytes in tests.</summary>
internal static class Inspected
{
    public static readonly InspectionOptions Strict = new() { IsStrict = true };

    public static Inspection Of(string text, InspectionOptions? options = null) =>
        Of(Encoding.UTF8.GetBytes(text), options);

    public static Inspection Of(byte[] bytes, InspectionOptions? options = null) =>
        FileInspector.Inspect(new MemoryStream(bytes), options);

    public static List<IncomingEntry> Entries(string text) => Entries(Encoding.UTF8.GetBytes(text));

    public static List<IncomingEntry> Entries(byte[] bytes)
    {
        var entries = new List<IncomingEntry>();
        FileInspector.Inspect(new MemoryStream(bytes), stage: (_, entry) => entries.Add(entry));
        return entries;
    }

    /// <summary>Every finding on one line each, for messages of failed tests.</summary>
    public static string Findings(this Inspection found) =>
        string.Join('\n', found.Outcome.Findings.Select(f => $"{f.Line} {f.Where} {f.Rule} {f.Effect}: {f.TextEn}"));
}
