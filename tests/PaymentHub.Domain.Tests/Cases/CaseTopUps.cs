using NodaTime;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Tests.Programmes;

namespace PaymentHub.Domain.Tests.Cases;

/// <summary>
/// The catalogue of the cases: the reference files, and from 2027 on a provincial resolution as other provinces have
/// them (Khánh Hòa adds percent points to voluntary insurance; Hà Nội has a higher standard). No resolution of this
/// province was found, so the reference files have none.
/// </summary>
internal static class CaseTopUps
{
    private static readonly LocalDate From = new(2027, 1, 1);

    public static readonly RateBook Book = ReferenceRates.BookWith(
        Instant.FromUtc(2026, 12, 10, 2, 0),
        Rule("TCXH", "K6", "STANDARD=650000", "TINH"),
        Rule("TCXH", "K8", "PERCENT=20", "XA"),
        Rule("BHXHTN", "NGHEO", "POINTS=30", "TINH"),
        Rule("HTXH", "", "AMOUNT=60000", "TAITRO"));

    private static RuleRow Rule(string programme, string group, string value, string source) => new(
        RuleKind.TopUp, source, programme, group, value, From, null, From, "mức của tỉnh", "provincial level",
        "NQ mẫu của HĐND tỉnh", true);
}
