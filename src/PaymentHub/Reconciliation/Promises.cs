using System.Globalization;
using PaymentHub.Reference;

namespace PaymentHub.Reconciliation;

/// <summary>Working days within which each institution promises to book an order; rows of a table.</summary>
public sealed record Promises(IReadOnlyDictionary<string, int> Days)
{
    /// <exception cref="InvalidDataException">An institution has no row.</exception>
    public static Promises Load(ReferenceData reference)
    {
        var days = ReferenceData.Read(ReferenceData.Folder, "institution-promises.csv", r => (
                Institution: r.GetString("institution"),
                Days: int.Parse(r.GetString("days"), NumberStyles.None, CultureInfo.InvariantCulture)))
            .ToDictionary(p => p.Institution, p => p.Days, StringComparer.Ordinal);
        var missing = reference.Institutions.Keys.Where(i => !days.ContainsKey(i)).ToList();
        return missing.Count == 0
            ? new Promises(days)
            : throw new InvalidDataException(
                $"institution-promises.csv has no row for {string.Join(", ", missing)}.");
    }
}
