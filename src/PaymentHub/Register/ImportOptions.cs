using NodaTime;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// How a file is to be read, beside its kind: the source whose column names it has, the coding of its letters, and the
/// day whose communes it names. All of it is part of what makes an import the same import.
/// </summary>
/// <param name="IsDryRun">Tells what would change and changes nothing.</param>
/// <param name="Source">Name of the source, null for a file in the template's own columns.</param>
/// <param name="Mapping">The source's column names as they were when the file came.</param>
/// <param name="Coding">The coding that a person asked to convert from.</param>
/// <param name="PlacesAsOf">The day whose administrative units the file names; null: those in force.</param>
public sealed record ImportOptions(
    bool IsDryRun = false, string? Source = null, ColumnMapping? Mapping = null,
    TextCoding Coding = TextCoding.Unicode, LocalDate? PlacesAsOf = null)
{
    public static ImportOptions None { get; } = new();
}
