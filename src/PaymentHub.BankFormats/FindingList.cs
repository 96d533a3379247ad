namespace PaymentHub.BankFormats;

/// <summary>Reading cannot go on; the finding that says why is already in the list.</summary>
internal sealed class ReadingStopped : Exception;

/// <summary>
/// Collects what is found in one file, up to the limit, and judges it.
/// </summary>
/// <param name="maxFindings">Findings before the reading stops.</param>
/// <param name="policy">Weighs a finding before it is kept: how a strict profile makes a remark a refusal.</param>
/// <param name="maxLikeRemarks">
/// Remarks of one rule about one element that are kept; further ones are counted only, so that a bank's habit, repeated
/// in every entry, neither hides the rest nor ends the reading.
/// </param>
internal sealed class FindingList(
    int maxFindings, Func<FileFinding, FileFinding>? policy = null, int maxLikeRemarks = int.MaxValue)
{
    private readonly List<FileFinding> _items = [];
    private readonly Dictionary<(string Rule, string Leaf), int> _remarks = [];
    private long _unshown;

    /// <summary>The worst effect so far.</summary>
    public Verdict Worst { get; private set; } = Verdict.Accept;

    /// <summary>Adds a finding; past the limit it adds LIMIT_EXCEEDED instead and stops the reading.</summary>
    public void Add(FileFinding finding)
    {
        if (policy is not null) finding = policy(finding);
        if (finding.Effect == Verdict.Accept && IsOneTooMany(finding)) return;
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

    /// <summary>Says how many remarks were counted only; once, at the end.</summary>
    public void Close()
    {
        if (_unshown == 0) return;
        _items.Add(new FileFinding(
            0, "", FileReason.Schema, $"Còn {_unshown} nhận xét giống các nhận xét trên, không liệt kê.",
            $"{_unshown} more remarks like those above are not listed.", Verdict.Accept));
        _unshown = 0;
    }

    public FileOutcome Judge(string? sha256, long bytes) => new(Worst, ReasonsWorstFirst(), [.. _items], sha256, bytes);

    private bool IsOneTooMany(FileFinding finding)
    {
        if (maxLikeRemarks == int.MaxValue) return false;
        var key = (finding.Rule, finding.Where[(finding.Where.LastIndexOf('/') + 1)..]);
        var count = _remarks.GetValueOrDefault(key) + 1;
        _remarks[key] = count;
        if (count <= maxLikeRemarks) return false;
        _unshown++;
        return true;
    }

    private List<string> ReasonsWorstFirst() =>
        [.. _items.Where(f => f.Effect != Verdict.Accept)
            .OrderByDescending(f => f.Effect)
            .Select(f => f.Rule)
            .Distinct()];
}
