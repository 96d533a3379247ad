namespace PaymentHub.Domain.Register;

/// <summary>
/// What only shows across the rows of one file. Every row concerned gets a finding, so the outcome does not depend on
/// the order of the rows: the file does not say which of two contradicting rows is right.
/// </summary>
public static class FileChecks
{
    /// <summary>
    /// An error for every row whose dossier number occurs more than once; empty numbers are left to row parsing.
    /// </summary>
    public static IReadOnlyList<RowFinding> DuplicateDossiers(IEnumerable<(int Row, string Dossier)> rows) =>
        Repeated(rows.Where(r => r.Dossier.Length > 0), r => r.Dossier)
            .SelectMany(g => g.Select(r => RowFinding.Error(
                r.Row, RegisterRow.ColumnDossier, RowRules.DossierDuplicate, "repeated value")))
            .OrderBy(f => f.Row).ToList();

    /// <summary>
    /// A warning for every row of a person whose rows state different names, birth dates or sexes. Communes may differ:
    /// a person who moved has decisions of two communes.
    /// </summary>
    public static IReadOnlyList<RowFinding> DifferingPersons(IEnumerable<(int Row, PersonDetails Person)> rows) =>
        Repeated(rows, r => r.Person.PersonalId)
            .Where(g => g.Exists(r => !StatesSamePerson(g[0].Person, r.Person)))
            .SelectMany(g => g.Select(r => RowFinding.Warning(
                r.Row, RegisterRow.ColumnFullName, RowRules.PersonDiffers, "differs between rows")))
            .OrderBy(f => f.Row).ToList();

    /// <summary>An error for every allotment row that repeats another one's key.</summary>
    public static IReadOnlyList<RowFinding> DuplicateAllotments(IEnumerable<AllotmentRecord> rows) =>
        Repeated(rows, r => (r.Commune, r.Programme, r.Source, r.Year, r.DecisionNumber))
            .SelectMany(g => g.Select(r => RowFinding.Error(
                r.Row, AllotmentRow.ColumnDecision, RowRules.AllotmentDuplicate, "repeated value")))
            .OrderBy(f => f.Row).ToList();

    private static bool StatesSamePerson(PersonDetails a, PersonDetails b) =>
        a.Birth == b.Birth && a.Sex == b.Sex && VietnameseText.SameName(a.FullName, b.FullName);

    /// <summary>
    /// Groups of two and more; a dictionary of first rows keeps the common case, no repetition, cheap.
    /// </summary>
    private static Dictionary<TKey, List<TRow>>.ValueCollection Repeated<TRow, TKey>(
        IEnumerable<TRow> rows, Func<TRow, TKey> keyOf)
        where TKey : notnull
    {
        var first = new Dictionary<TKey, TRow>();
        var repeated = new Dictionary<TKey, List<TRow>>();
        foreach (var row in rows)
        {
            var key = keyOf(row);
            if (first.TryAdd(key, row)) continue;
            if (!repeated.TryGetValue(key, out var group)) repeated[key] = group = [first[key]];
            group.Add(row);
        }

        return repeated.Values;
    }
}
