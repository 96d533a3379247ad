namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>
/// Tells a table that was cut off before its title row from a file of no known kind: the few rows there are, whatever a
/// bank writes above them, are labels of a profile, or the first part of a label or of its title row, and nothing
/// follows.
/// </summary>
internal sealed class TableBeginning(TableProfile profile)
{
    private bool _sawLabel, _isOther;

    /// <summary>Whether the rows so far are the beginning of a table of this profile.</summary>
    public bool IsOne { get; private set; }

    /// <summary>
    /// The next row, its cells without surrounding blanks; <paramref name="isEnded"/>: not the last one of a text.
    /// </summary>
    public void Add(IReadOnlyList<string> cells, bool isEnded)
    {
        var first = cells.FirstOrDefault(c => c.Length > 0);
        if (first is null || _isOther) return;
        var isLabel = profile.LabelOf(first) is { } label && profile.IsOfHead(label);
        var isPart = profile.BeginsTitle(cells, isEnded) || (!isEnded && profile.BeginsHeadLabel(first));
        // After the first label come labels and the title row; with any other row it is another bank's table.
        _isOther = _sawLabel && !isLabel && !isPart;
        _sawLabel |= isLabel;
        IsOne = !_isOther && (isLabel || isPart);
    }
}
