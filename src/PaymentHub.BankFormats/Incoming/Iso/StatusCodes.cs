using System.Collections.Frozen;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// The statuses that answers may carry (external code sets of payment group and transaction statuses, and of
/// cancellation statuses): another word moves nothing, which is told so that nobody takes it for an answer.
/// </summary>
internal static class StatusCodes
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "RCVD", "ACTC", "PATC", "RCVC", "RVCM", "RVMC", "RVNM", "RVNA", "RVNC", "ACCP", "ACFC", "ACFW", "ACWC", "ACWP",
        "ACPD", "ACSP", "ACSC", "ACCC", "ACIS", "CPUC", "PDNG", "BLCK", "PRES", "PART", "CANC", "RJCT",
        // Answers to a recall: accepted, refused, accepted in part, pending.
        "ACCR", "RJCR", "PACR", "PDCR",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string code) => Known.Contains(code);
}
