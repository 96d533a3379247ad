namespace PaymentHub.BankFormats.Pain002;

/// <summary>
/// Báo cáo trạng thái lệnh chi: what the bank says of one payment file (pain.002.001.10). A status may stand at the
/// file (group), at a batch, or at single lines; the reader does not spread it.
/// <list type="bullet">
/// <item>RJCT of the file or of a batch kills all its lines, listed or not.</item>
/// <item>PART says nothing at all about a line that is not listed.</item>
/// <item>A status at a lower level is more precise than one above it; only ACCC and CPUC mean that the payee has the
/// money.</item>
/// </list>
/// </summary>
public sealed record Pain002Report
{
    /// <summary>The report's own id, given by the bank.</summary>
    public required string MessageId { get; init; }

    /// <summary>Our payment file.</summary>
    public required string OriginalMessageId { get; init; }

    /// <summary>As the bank names it, such as pain.001.001.09; banks write variants.</summary>
    public string? OriginalMessageName { get; init; }

    /// <summary>Payments of our file as the bank counted them.</summary>
    public long? OriginalCount { get; init; }

    /// <summary>Sum of our file in đồng as the bank read it.</summary>
    public long? OriginalSum { get; init; }

    /// <summary>Status of the whole file, or null.</summary>
    public string? GroupStatus { get; init; }

    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    public IReadOnlyList<OriginalBatch> Batches { get; init; } = [];
}

/// <summary>What the report says of one batch of our file (<c>OrgnlPmtInfAndSts</c>).</summary>
public sealed record OriginalBatch
{
    public required string OriginalPaymentInformationId { get; init; }

    public required int Line { get; init; }

    public long? OriginalCount { get; init; }

    public long? OriginalSum { get; init; }

    /// <summary>Status of the whole batch, or null.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<StatusReason> Reasons { get; init; } = [];

    /// <summary>The lines that the bank lists; others may exist.</summary>
    public IReadOnlyList<StatusLine> Lines { get; init; } = [];
}

/// <summary>What the report says of one payment (<c>TxInfAndSts</c>).</summary>
public sealed record StatusLine
{
    public required string EndToEndId { get; init; }

    public required int Line { get; init; }

    /// <summary>ISO status code, or null where the bank lists the line without one.</summary>
    public string? Status { get; init; }

    /// <summary>ISO reason code; a precise one wins over NARR.</summary>
    public string? ReasonCode { get; init; }

    public string? ReasonText { get; init; }

    /// <summary>đồng, where the bank repeats it.</summary>
    public long? Amount { get; init; }

    /// <summary>The bank's reference (<c>AcctSvcrRef</c>).</summary>
    public string? BankReference { get; init; }
}

/// <summary>One reason (<c>StsRsnInf</c>): ISO or proprietary code and free text.</summary>
public sealed record StatusReason(string? Code, string? Text)
{
    /// <summary>The reason is in the text only.</summary>
    public const string Narrative = "NARR";

    /// <summary>The most telling of several: a code that is not NARR, with the text of all.</summary>
    internal static StatusReason? Best(List<StatusReason> reasons)
    {
        if (reasons.Count == 0) return null;
        var code = reasons.FirstOrDefault(r => r.Code is not (null or Narrative))?.Code ?? reasons[0].Code;
        var texts = reasons.Where(r => r.Text is not null).Select(r => r.Text!);
        var text = string.Join("; ", texts);
        return new StatusReason(code, text.Length == 0 ? null : text);
    }
}

/// <summary>The result of reading a status report; the report is null where the file is refused.</summary>
public sealed record Pain002Result(FileOutcome Outcome, Pain002Report? Report)
{
    public Verdict Verdict => Outcome.Verdict;
}
