using System.Globalization;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;

namespace PaymentHub.Reconciliation;

/// <summary>The limits of clearing breaks, from the reference tables; a kind without a row stops the start.</summary>
public static class BreakLimits
{
    public static BreakRules Load() => Load(ReferenceData.Folder);

    /// <exception cref="InvalidDataException">A limit or the days of a kind of break are missing.</exception>
    public static BreakRules Load(string folder)
    {
        var limits = ReferenceData.Read(
            folder, "reconciliation-limits.csv",
            r => (Name: r.GetString("name"), Value: NumberOf(r.GetString("value"))))
            .ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
        var days = ReferenceData.Read(
            folder, "break-rules.csv",
            r => (Kind: Enum.Parse<BreakKind>(r.GetString("kind")), Days: (int)NumberOf(r.GetString("due_days"))))
            .ToDictionary(d => d.Kind, d => d.Days);
        var missing = Enum.GetValues<BreakKind>().Where(k => !days.ContainsKey(k)).ToList();
        if (missing.Count > 0)
            throw new InvalidDataException($"break-rules.csv has no row for {string.Join(", ", missing)}.");
        return new BreakRules(new Money(LimitOf("second_person_from")), LimitOf("attachment_bytes"), days);

        long LimitOf(string name) => limits.TryGetValue(name, out var value)
            ? value
            : throw new InvalidDataException($"reconciliation-limits.csv has no row {name}.");
    }

    private static long NumberOf(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
