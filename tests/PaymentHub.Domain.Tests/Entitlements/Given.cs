using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>People, decisions and months as the register would give them.</summary>
public static class Given
{
    public static readonly Guid Person = Keys.GuidOf("person", "051040001234");

    public static readonly YearMonth November = Month(2026, 11);

    public static YearMonth Month(int year, int month) => new(year, month);

    public static EntitlementTerms Terms(
        string programme, string group, YearMonth from, YearMonth? until = null, int? percent = null) => new(
        programme, group, percent, "123/QĐ-UBND", "Nguyễn Văn Đức", new LocalDate(from.Year, from.Month, 5), from,
        until, "21025");

    public static DecisionFacts Decision(
        string dossier,
        string programme,
        string group,
        YearMonth from,
        YearMonth? until = null,
        PaidBefore? paidBefore = null,
        int? percent = null) => new(
        Entitlement.IdOf(dossier), dossier, Terms(programme, group, from, until, percent), paidBefore, []);

    /// <summary>Somebody with a social pension since July 2025, paid 500,000 a month by the earlier system.</summary>
    public static DecisionFacts Pensioner(YearMonth paidUntil) => Decision(
        "QN-21025-000001", "HTXH", "75+", Month(2025, 7),
        paidBefore: new PaidBefore(Month(2025, 7), paidUntil, new Money(500_000)));

    public static PersonClaims Claims(params DecisionFacts[] decisions) => new(decisions, []);

    public static PersonDue Due(this PersonClaims person, YearMonth? horizon = null) =>
        AmountDue.Compute(person, ReferenceRates.Demo, horizon ?? November);

    /// <summary>The person after everything payable of a plan was placed.</summary>
    public static PersonClaims Placing(this PersonClaims person, PersonDue due) => person with
    {
        Committed = [.. person.Committed, .. due.Lines.SelectMany(l => l.Commitments())],
    };

    public static PersonClaims Committing(
        this PersonClaims person, string dossier, YearMonth first, YearMonth last, long monthly)
    {
        var id = Entitlement.IdOf(dossier);
        var span = new MonthSpan(first, last, new Money(monthly));
        var months = Enumerable.Range(0, span.Count)
            .Select(n => new CommittedMonth(id, first.PlusMonths(n), span.Monthly));
        return person with { Committed = [.. person.Committed, .. months] };
    }
}
