namespace PaymentHub.BankFormats;

/// <summary>Reading cannot go on; the finding that says why is already in the list.</summary>
internal sealed class ReadingStopped : Exception;

/// <summary>
/// Collects what is found in one file, up to the limit, and judges it.
/// </summary>
/// <param name="maxFindings">Findings before the reading stops.</param>
/// <param name="policy">Weighs a finding before it is kept: how a strict profile makes a remark a refusal.</param>
/// <param name="maxLikeRemarks">
/// Remarks of one rule about one element that are kept (of what holds a file, ten times as many); further ones are
/// counted only, so that a bank's habit, repeated in every entry, neither hides the rest nor ends the reading.
/// </param>
internal sealed class FindingList(
    int maxFindings, Func<FileFinding, FileFinding>? policy = null, int maxLikeRemarks = int.MaxValue)
{
    private readonly List<FileFinding> _items = [];
    private readonly Dictionary<(string Rule, string Leaf, Verdict Effect), int> _alike = [];
    private readonly FormalFindings _formal = new(maxFindings, maxLikeRemarks);
    private long _unshown;

    /// <summary>How many findings are kept so far.</summary>
    public int Count => _items.Count;

    /// <summary>The worst effect so far.</summary>
    public Verdict Worst { get; private set; } = Verdict.Accept;

    /// <summary>Whether something of this rule was found.</summary>
    public bool Has(string rule) => _items.Exists(f => f.Rule == rule);

    /// <summary>Adds a finding; past the limit it adds LIMIT_EXCEEDED instead and stops the reading.</summary>
    public void Add(FileFinding finding)
    {
        if (policy is not null) finding = policy(finding);
        if (finding.Effect != Verdict.Reject && IsOneTooMany(finding)) return;
        StopWhereFull(finding);
        _items.Add(finding);
        if (finding.Effect > Worst) Worst = finding.Effect;
    }

    /// <summary>
    /// Whether one more finding of the schema about an element of this name is kept; where not, it is counted only.
    /// </summary>
    public bool TakesFormal(string name) => policy is not null || _formal.Takes(name);

    /// <summary>
    /// Adds a finding of the schema. Remarks of the schema take no room from other findings and never end the reading;
    /// where the policy makes them refusals, they count like any other.
    /// </summary>
    public void AddFormal(FileFinding finding)
    {
        if (policy is not null) finding = policy(finding);
        if (finding.Effect == Verdict.Reject) StopWhereFull(finding);
        _formal.Add(finding, _items.Count);
        if (finding.Effect > Worst) Worst = finding.Effect;
    }

    /// <summary>Findings of the schema alone, in reading order.</summary>
    public IEnumerable<FileFinding> Formal => _formal.All;

    /// <summary>
    /// Whether, after the first <paramref name="count"/> findings, an entry was refused because its amount or side
    /// could not be read: sums then say nothing.
    /// </summary>
    public bool LacksAmountsSince(int count) => _items.Skip(count).Any(
        f => f.Effect == Verdict.Reject && f.Rule is FileReason.BadAmount or FileReason.BadSign);

    /// <summary>Whether something after the first <paramref name="count"/> findings refuses the file.</summary>
    public bool RefusesSince(int count) => _items.Skip(count).Any(f => f.Effect == Verdict.Reject);

    /// <summary>Adds a finding that ends the reading.</summary>
    public ReadingStopped Stop(int line, string where, string rule, string vietnamese, string english)
    {
        Add(new FileFinding(line, where, rule, vietnamese, english));
        return new ReadingStopped();
    }

    /// <summary>
    /// Takes back what was found after <paramref name="count"/> findings: what a file that turns out to be cut off
    /// shows in its broken last line says nothing.
    /// </summary>
    public void KeepFirst(int count)
    {
        _items.RemoveRange(count, _items.Count - count);
        Worst = _items.Select(f => f.Effect).DefaultIfEmpty().Max();
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

    public FileOutcome Judge(string? sha256, long bytes)
    {
        var all = _formal.Among(_items);
        DropConsequences(all);
        return new FileOutcome(Worst, ReasonsWorstFirst(all), all, sha256, bytes);
    }

    private void StopWhereFull(FileFinding finding)
    {
        if (_items.Count + _formal.Refusals < maxFindings) return;
        _items.Add(new FileFinding(
            finding.Line, finding.Where, FileReason.LimitExceeded,
            $"Tệp có quá {maxFindings} lỗi; dừng đọc tại đây.",
            $"More than {maxFindings} findings; reading stops here."));
        Worst = Verdict.Reject;
        throw new ReadingStopped();
    }

    // What a file lacks because it ends too early is no second thing to mend.
    private static void DropConsequences(List<FileFinding> all)
    {
        if (!all.Exists(f => f.Rule == FileReason.Truncated && f.Effect == Verdict.Reject)) return;
        all.RemoveAll(f => f.Effect != Verdict.Accept && FileReason.FollowsFromCut.Contains(f.Rule));
    }

    private bool IsOneTooMany(FileFinding finding)
    {
        if (maxLikeRemarks == int.MaxValue) return false;
        const int HoldsForOneRemark = 10;
        var key = (finding.Rule, LeafOf(finding.Where), finding.Effect);
        var count = _alike.GetValueOrDefault(key) + 1;
        _alike[key] = count;
        var most = finding.Effect == Verdict.Hold ? maxLikeRemarks * HoldsForOneRemark : maxLikeRemarks;
        if (count <= most) return false;
        _unshown++;
        return true;
    }

    // The last element of a path without its number: Stmt[1]/:61:[23] and Stmt[1]/:61:[24] are alike.
    private static string LeafOf(string where)
    {
        var leaf = where[(where.LastIndexOf('/') + 1)..];
        var number = leaf.EndsWith(']') ? leaf.LastIndexOf('[') : -1;
        return number < 0 ? leaf : leaf[..number];
    }

    private static List<string> ReasonsWorstFirst(List<FileFinding> all) =>
        [.. all.Where(f => f.Effect != Verdict.Accept)
            .OrderByDescending(f => f.Effect)
            .Select(f => f.Rule)
            .Distinct()];
}
