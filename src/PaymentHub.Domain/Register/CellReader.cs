using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// Reads the cells of one row and gathers everything wrong with them. A value that cannot be read gives a finding and a
/// neutral value, so that reading goes on and one look at the report shows all defects of the row.
/// </summary>
internal sealed class CellReader(int row, LocalDate asOf)
{
    private List<RowFinding>? _findings;

    public bool HasErrors { get; private set; }

    public IReadOnlyList<RowFinding> Findings => _findings ?? (IReadOnlyList<RowFinding>)[];

    public void Error(string column, string rule, string valueClass)
    {
        HasErrors = true;
        (_findings ??= []).Add(RowFinding.Error(row, column, rule, valueClass));
    }

    public void Warn(string column, string rule, string valueClass) =>
        (_findings ??= []).Add(RowFinding.Warning(row, column, rule, valueClass));

    /// <summary>Normalised free text of at most <paramref name="limit"/> characters.</summary>
    public string Text(string column, string cell, int limit)
    {
        var text = VietnameseText.Normalize(cell, out var faults);
        if (faults != TextFaults.None) ReportFaults(column, cell, faults);
        if (text.Length > limit) Error(column, RowRules.TooLong, ValueClass.LengthOf(text));
        return text;
    }

    /// <summary>Text that must not be empty.</summary>
    public string Required(string column, string cell, int limit, string rule)
    {
        var text = Text(column, cell, limit);
        if (text.Length == 0) Error(column, rule, ValueClass.Empty);
        return text;
    }

    /// <summary>A name: it must be there and hold letters only, apart from blanks and the signs of names.</summary>
    public string Name(string column, string cell)
    {
        var text = Required(column, cell, 100, RowRules.NameMissing);
        if (text.Length > 0 && !text.AsSpan().ContainsAnyLetter())
            Error(column, RowRules.NameMissing, ValueClass.Of(text));
        return text;
    }

    public string Dossier(string column, string cell)
    {
        var text = cell.Trim();
        if (text.Length is 0 or > 24 || !IsDossier(text))
            Error(column, RowRules.DossierInvalid, text.Length > 24 ? ValueClass.LengthOf(text) : ValueClass.Of(text));
        return text;
    }

    public PersonalId? PersonalIdOf(string column, string cell, RegisterReference reference)
    {
        var reading = PersonalIdReading.Of(cell);
        if (reading.Rule is { } rule) Error(column, rule, reading.ValueClass);
        else if (!reference.KnowsPrefix(reading.Id!.Value.Prefix)) Warn(column, RowRules.IdPrefixUnknown, "12 digits");
        return reading.Id;
    }

    /// <summary>What the row asks about its place, where several communes are possible.</summary>
    public PlaceQuestion? Question { get; private set; }

    /// <summary>
    /// The commune of a code and a name; without a name column the code alone decides. A list of an earlier day is read
    /// with the units of that day.
    /// </summary>
    public string? CommuneOf(
        string codeColumn, string codeCell, string nameColumn, string nameCell, RegisterReference reference)
    {
        var code = codeCell.Trim();
        var name = Text(nameColumn, nameCell, 100);
        if (reference.PlacesAsOf is { } day && reference.Places is { } places)
            return FormerCommune((codeColumn, nameColumn), places.Find(code, name, day), code, name);
        if (!reference.TryCommune(code, out var commune))
        {
            Error(codeColumn, RowRules.CommuneUnknown, ValueClass.Of(code));
            return null;
        }

        if (!commune.IsNamed(name)) Error(nameColumn, RowRules.CommuneNameMismatch, ValueClass.Of(name));
        return commune.Code;
    }

    private string? FormerCommune(
        (string Code, string Name) columns, PlaceReading place, string code, string name)
    {
        var column = columns.Code;
        if (place.Code is { } known)
        {
            if (place.IsFormer && known != code) Warn(column, RowRules.PlaceConverted, ValueClass.Of(code));
            return known;
        }

        if (place.IsAmbiguous)
        {
            Warn(column, RowRules.PlaceAmbiguous, ValueClass.Of(code));
            Question = new PlaceQuestion(row, columns.Code, columns.Name, code, name, place.Candidates);
        }
        else
        {
            Error(column, RowRules.CommuneUnknown, ValueClass.Of(code));
        }

        return null;
    }

    public LocalDate? Date(string column, string cell)
    {
        if (CellDates.TryDate(cell.AsSpan().Trim(), out var date) && date <= asOf) return date;
        Error(column, RowRules.DateInvalid, ClassOfDate(cell));
        return null;
    }

    public BirthDate? Birth(string column, string cell)
    {
        if (CellDates.TryBirthDate(cell.AsSpan().Trim(), out var birth) && birth.Earliest <= asOf) return birth;
        Error(column, RowRules.DateInvalid, ClassOfDate(cell));
        return null;
    }

    public YearMonth? Month(string column, string cell)
    {
        if (CellDates.TryMonth(cell.AsSpan().Trim(), out var month)) return month;
        Error(column, RowRules.MonthInvalid, ValueClass.Of(cell));
        return null;
    }

    /// <summary>A whole positive number of đồng with at most 15 digits.</summary>
    public Money? Amount(string column, string cell)
    {
        var text = cell.AsSpan().Trim();
        if (text.Length is > 0 and <= 15 && !text.ContainsAnyExceptInRange('0', '9')
            && long.Parse(text, null) is var dong and > 0) return new Money(dong);
        Error(column, RowRules.AmountInvalid, text.ContainsAnyExcept('0') ? ValueClass.Of(cell) : ClassOfZero(text));
        return null;
    }

    private static string ClassOfZero(ReadOnlySpan<char> text) => text.IsEmpty ? ValueClass.Empty : "zero";

    private static string ClassOfDate(string cell) =>
        CellDates.TryBirthDate(cell.AsSpan().Trim(), out _) ? "future date" : ValueClass.Of(cell);

    private static bool IsDossier(string text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        return true;
    }

    private void ReportFaults(string column, string text, TextFaults faults)
    {
        if (faults.HasFlag(TextFaults.NotNfc)) Warn(column, RowRules.TextNfd, "decomposed accents");
        if (faults.HasFlag(TextFaults.LookAlike)) Warn(column, RowRules.TextLookalike, "look-alike letters");
        if (!faults.HasFlag(TextFaults.LegacyEncoding)) return;
        var coding = LegacyText.Detect(text)?.ToString().ToUpperInvariant();
        Error(column, RowRules.TextLegacyEncoding, coding is null ? "legacy encoding" : $"{coding} text");
    }
}

/// <summary>Small questions about spans of characters.</summary>
internal static class LetterSpans
{
    public static bool ContainsAnyLetter(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (char.IsLetter(c)) return true;
        return false;
    }
}
