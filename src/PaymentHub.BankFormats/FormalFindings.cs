namespace PaymentHub.BankFormats;

/// <summary>
/// What a file has against the schema of its message, kept beside what the readers find: the two see the same fault now
/// and then, and the habits of a bank must not hide anything else.
/// </summary>
/// <param name="most">Findings that are kept at most.</param>
/// <param name="mostAlike">Remarks about elements of one name that are kept at most.</param>
internal sealed class FormalFindings(int most, int mostAlike)
{
    private readonly List<(int After, FileFinding Finding)> _items = [];
    private readonly Dictionary<string, int> _alike = new(StringComparer.Ordinal);
    private long _unshown;

    /// <summary>In reading order.</summary>
    public IEnumerable<FileFinding> All => _items.Select(i => i.Finding);

    /// <summary>How many of them refuse the file.</summary>
    public int Refusals { get; private set; }

    /// <summary>Whether a remark about an element of this name is kept; counts it where not.</summary>
    public bool Takes(string name)
    {
        if (_items.Count < most)
        {
            var count = _alike.GetValueOrDefault(name);
            _alike[name] = count + 1;
            if (count < mostAlike) return true;
        }

        _unshown++;
        return false;
    }

    /// <summary>Keeps a finding that came after so many of the others.</summary>
    public void Add(FileFinding finding, int after)
    {
        _items.Add((after, finding));
        if (finding.Effect == Verdict.Reject) Refusals++;
    }

    /// <summary>
    /// The other findings with these in between, as far as there is room (one more where a limit is told). What a
    /// reader said of the same place already is left out, unless it weighs less there.
    /// </summary>
    public List<FileFinding> Among(List<FileFinding> others)
    {
        if (_items.Count == 0) return [.. others];
        var said = others.GroupBy(f => (f.Line, f.Where)).ToDictionary(g => g.Key, g => g.Max(f => f.Effect));
        var all = new List<FileFinding>(others.Count + _items.Count);
        var (room, unshown, next) = (most + 1 - others.Count, _unshown, 0);
        foreach (var (after, finding) in _items)
        {
            while (next < after && next < others.Count) all.Add(others[next++]);
            var isSaid = said.TryGetValue((finding.Line, finding.Where), out var effect) && effect >= finding.Effect;
            if (isSaid) continue;
            if (room-- > 0) all.Add(finding);
            else unshown++;
        }

        while (next < others.Count) all.Add(others[next++]);
        if (unshown > 0) all.Add(More(unshown));
        return all;
    }

    private static FileFinding More(long unshown) => new(
        0, "", FileReason.Schema, $"Còn {unshown} nhận xét về lược đồ, không liệt kê.",
        $"{unshown} more remarks on the schema are not listed.", Verdict.Accept);
}
