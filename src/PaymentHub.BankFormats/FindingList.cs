namespace PaymentHub.BankFormats;

/// <summary>Reading cannot go on; the finding that says why is already in the list.</summary>
internal sealed class ReadingStopped : Exception;

/// <summary>Collects what is found in one file, up to the limit, and judges it.</summary>
internal sealed class FindingList(int maxFindings)
{
    private readonly List<FileFinding> _items = [];

    /// <summary>The worst effect so far.</summary>
    public Verdict Worst { get; private set; } = Verdict.Accept;

    /// <summary>Adds a finding; past the limit it adds LIMIT_EXCEEDED instead and stops the reading.</summary>
    public void Add(FileFinding finding)
    {
        if (_items.Count >= maxFindings)
        {
            _items.Add(new FileFinding(
                finding.Line, finding.Where, FileReason.LimitExceeded,
                $"Tệp có quá {maxFindings} lỗi; dừng đọc tại đây.",
                $"More than {maxFindings} findings; reading stops here."));
            Worst = Verdict.Reject;
            throw new ReadingStopped();
        }

        _items.Add(finding);
        if (finding.Effect > Worst) Worst = finding.Effect;
    }

    /// <summary>Adds a finding that ends the reading.</summary>
    public ReadingStopped Stop(int line, string where, string rule, string vietnamese, string english)
    {
        Add(new FileFinding(line, where, rule, vietnamese, english));
        return new ReadingStopped();
    }

    public FileOutcome Judge(string? sha256, long bytes) => new(Worst, ReasonsWorstFirst(), [.. _items], sha256, bytes);

    private List<string> ReasonsWorstFirst() =>
        [.. _items.Where(f => f.Effect != Verdict.Accept)
            .OrderByDescending(f => f.Effect)
            .Select(f => f.Rule)
            .Distinct()];
}
