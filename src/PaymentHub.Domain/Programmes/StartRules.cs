using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// The first entitled month by rule (thời điểm bắt đầu hưởng): the month in which the decision is signed, for disabled
/// people the month of their certificate, for K5.B and K5.C the month in which the age is reached (NĐ 20/2021 Điều 8).
/// </summary>
public static class StartRules
{
    /// <param name="certificateOn">Date of the disability certificate, where there is one.</param>
    /// <param name="born">The birth date, where it is known.</param>
    public static YearMonth FirstMonth(
        ProgrammeRules rules, string programme, string group, LocalDate signedOn, LocalDate? certificateOn,
        LocalDate? born)
    {
        var signed = signedOn.ToYearMonth();
        return rules.Latest(RuleKind.Start, programme, group)?.Value switch
        {
            "CERTIFICATE" => certificateOn?.ToYearMonth() ?? signed,
            "AGE" => born is { } date && AgeOf(rules, programme, group) is { } months
                ? date.ToYearMonth().PlusMonths(months)
                : signed,
            _ => signed,
        };
    }

    private static int? AgeOf(ProgrammeRules rules, string programme, string group) =>
        rules.Latest(RuleKind.AgeBand, programme, group) is { } band
            ? RuleValues.AgesOf(band.Value)![0].From
            : null;
}
