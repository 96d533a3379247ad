using System.Globalization;
using NodaTime;
using static PaymentHub.Domain.Register.RegisterRow;

namespace PaymentHub.Domain.Register;

/// <summary>
/// Reads one raw row of the register against the reference data: a complete record, or every defect of the row at once.
/// Pure and independent of other rows.
/// </summary>
public static class RegisterRowParsing
{
    /// <summary>The record where no finding is an error; warnings come with it.</summary>
    public static RowReading<RegisterRecord> Parse(in RegisterRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var dossier = cells.Dossier(ColumnDossier, row.Dossier);
        var person = ReadPerson(row, reference, cells);
        var erasable = new ErasableDetails(
            cells.Text(ColumnPhone, row.Phone, 20),
            cells.Text(ColumnHamlet, row.Hamlet, 200),
            cells.Text(ColumnEthnicity, row.Ethnicity, 50));
        var (programme, group) = ReadGroup(row, reference, cells);
        var injury = ReadInjury(row, group, reference, cells);
        var decision = cells.Text(ColumnDecision, row.DecisionNumber, 100);
        var signer = cells.Text(ColumnSigner, row.Signer, 100);
        var signedOn = cells.Date(ColumnSignedOn, row.SignedOn);
        var papers = PapersParsing.Read(row, cells);
        var from = ReadFrom(row, (programme, group), signedOn, papers, person, reference, cells);
        var until = ReadUntil(row, from, cells);
        var before = ReadPaidBefore(row, cells);
        var payout = PayoutParsing.Read(row, programme, reference, cells);
        if (cells.HasErrors || cells.Question is not null) return new(null, cells.Findings, cells.Question);
        var record = new RegisterRecord(
            row.Row, dossier, person!, erasable, programme, group, injury, decision, signer, signedOn!.Value,
            from!.Value, until, before, payout!, string.Empty)
        { Papers = papers };
        return new(record with { ContentHash = HashOf(record) }, cells.Findings);
    }

    private static PersonDetails? ReadPerson(in RegisterRow row, RegisterReference reference, CellReader cells)
    {
        var id = cells.PersonalIdOf(ColumnPersonalId, row.PersonalId, reference);
        var name = cells.Name(ColumnFullName, row.FullName);
        var birth = cells.Birth(ColumnBirthDate, row.BirthDate);
        var sex = ReadSex(row.Sex);
        if (sex is null) cells.Error(ColumnSex, RowRules.SexInvalid, ValueClass.Of(row.Sex));
        if (id is { } known)
        {
            foreach (var rule in known.Contradictions(sex, birth?.Year))
                cells.Warn(ColumnPersonalId, rule, "12 digits");
        }

        var commune = cells.CommuneOf(ColumnCommune, row.Commune, ColumnCommuneName, row.CommuneName, reference);
        return id is null || birth is null || sex is null || commune is null
            ? null
            : new PersonDetails(id.Value, name, birth.Value, sex.Value, commune);
    }

    private static Sex? ReadSex(string cell) => cell switch
    {
        "Nam" => Sex.Male,
        "Nữ" => Sex.Female,
        _ => VietnameseKeys.ToneKey(VietnameseText.Normalize(cell)) switch
        {
            "nam" => Sex.Male,
            "nư4" => Sex.Female,
            _ => null,
        },
    };

    private static (string Programme, string Group) ReadGroup(
        in RegisterRow row, RegisterReference reference, CellReader cells)
    {
        var (programmeCode, groupCode) = (row.Programme.Trim(), row.Group.Trim());
        if (!reference.TryProgramme(programmeCode, out var programme))
        {
            cells.Error(ColumnProgramme, RowRules.GroupUnknown, ValueClass.Of(programmeCode));
            return (programmeCode, groupCode);
        }

        if (reference.TryGroup(programme, groupCode, out var group)) return (programme, group);
        cells.Error(ColumnGroup, RowRules.GroupUnknown, ValueClass.Of(groupCode));
        return (programme, groupCode);
    }

    private static int? ReadInjury(in RegisterRow row, string group, RegisterReference reference, CellReader cells)
    {
        var cell = row.InjuryPercent.AsSpan().Trim();
        var needed = reference.NeedsInjuryPercent(group);
        if (cell.IsEmpty && !needed) return null;
        var isNumber = cell.Length is > 0 and <= 3 && !cell.ContainsAnyExceptInRange('0', '9');
        if (isNumber && int.Parse(cell, null) is var percent && percent >= (needed ? 21 : 1) && percent <= 100)
            return percent;
        var valueClass = isNumber ? "out of range" : ValueClass.Of(row.InjuryPercent);
        cells.Error(ColumnInjuryPercent, RowRules.InjuryPercentInvalid, valueClass);
        return null;
    }

    /// <summary>
    /// The first month: as stated, or by the rule of the group where the cell is empty (NĐ 20/2021 Điều 8).
    /// </summary>
    private static YearMonth? ReadFrom(
        in RegisterRow row, (string Programme, string Group) of, LocalDate? signedOn, PapersDetails? papers,
        PersonDetails? person, RegisterReference reference, CellReader cells)
    {
        var isByRule = string.IsNullOrWhiteSpace(row.From) && reference.FirstMonth is not null
            && signedOn is not null && person is not null && !cells.HasErrors;
        if (!isByRule) return cells.Month(ColumnFrom, row.From);
        var from = reference.FirstMonth!(
            of.Programme, of.Group, signedOn!.Value, papers?.CertificateOn, person!.Birth.Earliest);
        cells.Warn(ColumnFrom, RowRules.MonthByRule, string.Create(CultureInfo.InvariantCulture, $"{from:MM'/'uuuu}"));
        return from;
    }

    /// <summary>A decision may end in the month it begins (a death before the first payment), never earlier.</summary>
    private static YearMonth? ReadUntil(in RegisterRow row, YearMonth? from, CellReader cells)
    {
        if (string.IsNullOrWhiteSpace(row.Until)) return null;
        var until = cells.Month(ColumnUntil, row.Until);
        if (from is { } first && until is { } last && last < first)
            cells.Error(ColumnUntil, RowRules.MonthOrder, "month before the first");
        return until;
    }

    private static PaidBefore? ReadPaidBefore(in RegisterRow row, CellReader cells)
    {
        if (string.IsNullOrWhiteSpace(row.PaidFrom) && string.IsNullOrWhiteSpace(row.PaidTo)
            && string.IsNullOrWhiteSpace(row.PaidMonthly)) return null;
        var from = cells.Month(ColumnPaidFrom, row.PaidFrom);
        var to = cells.Month(ColumnPaidTo, row.PaidTo);
        var monthly = cells.Amount(ColumnPaidMonthly, row.PaidMonthly);
        if (from > to) cells.Error(ColumnPaidTo, RowRules.MonthOrder, "month before the first");
        return from is { } first && to is { } last && monthly is { } flat ? new PaidBefore(first, last, flat) : null;
    }

    private static string HashOf(RegisterRecord record)
    {
        var hash = new ContentHash();
        hash.Add(record.Dossier);
        AddPerson(ref hash, record.Person, record.Erasable);
        hash.Add(record.Programme);
        hash.Add(record.Group);
        hash.Add(record.InjuryPercent ?? 0);
        hash.Add(record.DecisionNumber);
        hash.Add(record.Signer);
        hash.Add(Number(record.SignedOn));
        hash.Add(Number(record.From));
        hash.Add(record.Until is { } until ? Number(until) : 0);
        hash.Add(record.PaidBefore is { } before ? Number(before.From) : 0);
        hash.Add(record.PaidBefore is { } paid ? Number(paid.To) : 0);
        hash.Add(record.PaidBefore?.Monthly.ToString());
        AddPayout(ref hash, record.Payout);
        if (record.Papers is { } papers) AddPapers(ref hash, papers);
        return hash.Finish();
    }

    private static void AddPerson(ref ContentHash hash, PersonDetails person, ErasableDetails erasable)
    {
        hash.Add(person.PersonalId.Value);
        hash.Add(person.FullName);
        hash.Add((person.Birth.Year * 10000) + (person.Birth.Month * 100) + person.Birth.Day);
        hash.Add((int)person.Sex);
        hash.Add(person.Commune);
        hash.Add(erasable.Phone);
        hash.Add(erasable.Hamlet);
        hash.Add(erasable.Ethnicity);
    }

    private static void AddPayout(ref ContentHash hash, PayoutDetails payout)
    {
        hash.Add((int)payout.Method);
        hash.Add(payout.Institution);
        hash.Add(payout.BankBin);
        hash.Add(payout.Account);
        hash.Add(payout.HolderName);
        hash.Add((int)payout.Relation);
        hash.Add(payout.Payee?.Name);
        hash.Add(payout.Payee?.Identifier);
    }

    // Rows without papers keep the hash that they had before there were columns for them.
    private static void AddPapers(ref ContentHash hash, PapersDetails papers)
    {
        hash.Add(papers.CertificateOn is { } day ? Number(day) : 0);
        foreach (var one in papers.Dependants)
        {
            hash.Add(Number(one.Born));
            hash.Add(one.From is { } from ? Number(from) : 0);
            hash.Add(one.Last is { } last ? Number(last) : 0);
        }

        hash.Add(papers.Units ?? 0);
        hash.Add(papers.ShareKey);
        hash.Add(papers.SupportedBefore ?? -1);
    }

    private static int Number(LocalDate date) => (date.Year * 10000) + (date.Month * 100) + date.Day;

    private static int Number(YearMonth month) => (month.Year * 100) + month.Month;
}
