using System.Xml;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Pain002;

/// <summary>
/// Reads status reports pain.002.001.10, and .03, whose elements read here are the same. Another version or message is
/// UNSUPPORTED_TYPE. The report is handed out only whole: a cut-off file gives none.
/// </summary>
public static class Pain002Reader
{
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    /// <summary>The older version that some banks still send.</summary>
    public const string OlderNamespace = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.03";

    internal const string MessageElement = "CstmrPmtStsRpt";

    /// <summary>Reads the whole file. Throws only what the stream throws.</summary>
    public static Pain002Result Read(Stream bytes, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        var findings = new FindingList(limits.MaxFindings);
        using var checkedBytes = new CheckedByteStream(bytes, limits, findings);
        Pain002Report? report = null;
        try
        {
            report = Parse(checkedBytes, limits, findings);
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings.
        }

        checkedBytes.Drain();
        var outcome = findings.Judge(checkedBytes.Sha256(), checkedBytes.BytesRead);
        return new Pain002Result(outcome, outcome.Verdict == Verdict.Reject ? null : report);
    }

    private static Pain002Report? Parse(CheckedByteStream bytes, ReadLimits limits, FindingList findings)
    {
        if (XmlPrologue.Objection(bytes.Peek()) is { } objection)
        {
            findings.Add(objection);
            return null;
        }

        var table = new NameTable();
        using var xml = new XmlCursor(bytes, limits, findings, table);
        try
        {
            xml.OpenMessage([Namespace, OlderNamespace], MessageElement);
            var report = new Pain002Parser(xml, new Pain002Names(table), limits).ReadMessage();
            xml.FinishMessage();
            Pain002Checks.Run(report, findings);
            return report;
        }
        catch (XmlException error)
        {
            findings.Add(xml.Explain(error));
            return null;
        }
    }
}
