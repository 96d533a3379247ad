using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>How a message is read.</summary>
internal enum IsoReading
{
    /// <summary>Statements, reports and notifications with entries.</summary>
    Cash,

    /// <summary>Instructions, with counts and control sums.</summary>
    Payments,

    /// <summary>Answers to instructions.</summary>
    Statuses,

    /// <summary>Requests to cancel instructions, with counts and control sums.</summary>
    Recalls,
}

/// <summary>
/// A message definition: its name, the element of its body, the element that is one entry, and the versions known.
/// </summary>
internal sealed partial record IsoMessage(
    string Name, string Body, string Marker, IsoReading Reading, int FirstVersion, int LastVersion)
{
    private static readonly IsoMessage[] All =
    [
        new("camt.052.001", "BkToCstmrAcctRpt", "Ntry", IsoReading.Cash, 1, 14),
        new("camt.053.001", "BkToCstmrStmt", "Ntry", IsoReading.Cash, 1, 14),
        new("camt.053.001", "CBIDlyStmtReqLogMsg", "Ntry", IsoReading.Cash, 1, 14),
        new("camt.053.001", "CBIPrdcStmtReqLogMsg", "Ntry", IsoReading.Cash, 1, 14),
        new("camt.054.001", "BkToCstmrDbtCdtNtfctn", "Ntry", IsoReading.Cash, 1, 14),
        new("pain.001.001", "CstmrCdtTrfInitn", "CdtTrfTxInf", IsoReading.Payments, 3, 13),
        new("pacs.008.001", "FIToFICstmrCdtTrf", "CdtTrfTxInf", IsoReading.Payments, 1, 14),
        new("pacs.004.001", "PmtRtr", "TxInf", IsoReading.Payments, 1, 15),
        new("pain.002.001", "CstmrPmtStsRpt", "TxInfAndSts", IsoReading.Statuses, 3, 14),
        new("pacs.002.001", "FIToFIPmtStsRpt", "TxInfAndSts", IsoReading.Statuses, 1, 16),
        new("camt.029.001", "RsltnOfInvstgtn", "TxInfAndSts", IsoReading.Statuses, 1, 14),
        new("camt.055.001", "CstmrPmtCxlReq", "TxInf", IsoReading.Recalls, 1, 13),
    ];

    private static readonly FrozenDictionary<string, IsoMessage> ByBody = All
        .SelectMany(m => new[] { KeyValuePair.Create(m.Body, m), KeyValuePair.Create(m.Body + "V01", m) })
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsBody(string localName) => ByBody.ContainsKey(localName);

    /// <summary>
    /// Whether this body is named by the corporate banking interchange of Italy (CBI), whose wrapper has a namespace of
    /// its own while the statement inside it is that of camt.053.
    /// </summary>
    public static bool IsOfWrapper(string localName) => localName.StartsWith("CBI", StringComparison.Ordinal);

    public static IsoMessage Of(string localName) => ByBody[localName];

    /// <summary>
    /// The message definition that a namespace names, whoever issued it: <c>camt.053.001.08</c>; null where it names
    /// none.
    /// </summary>
    public static string? NamedBy(string space)
    {
        var found = Named().Match(space);
        return found.Success ? found.Value : null;
    }

    /// <summary>
    /// Whether the full name is a version of this message that is known. Variants that a country made of a version
    /// (<c>pain.001.003.03</c>) have its elements.
    /// </summary>
    public bool Takes(string fullName)
    {
        const int KindLength = 8;
        const int LastVariant = 3;
        if (!fullName.StartsWith(Name[..KindLength], StringComparison.Ordinal)) return false;
        var variant = Number(fullName.AsSpan(KindLength + 1, 3));
        var version = Number(fullName.AsSpan(KindLength + 5));
        return variant is >= 1 and <= LastVariant && version >= FirstVersion && version <= LastVersion;

        static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"[a-z]{4}\.\d{3}\.\d{3}\.\d{2}")]
    private static partial Regex Named();
}
