using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// A decision said what the area of a commune is (REMOTE, EXTREMELY_DIFFICULT, …) from a day on; a statement about the
/// same attribute and first day takes the place of the earlier one.
/// </summary>
public sealed record AreaStated(Instant At, string By, string Commune, AreaTerm Term);

/// <summary>
/// An attribute of an area with its first and last day, the text that says so, and whether somebody read that text.
/// </summary>
public sealed record AreaTerm(string Attribute, LocalDate From, LocalDate? Until, string LegalBasis, bool Verified)
{
    /// <summary>True where both terms have a day in common.</summary>
    public bool Overlaps(AreaTerm other) =>
        Attribute == other.Attribute && !(Until < other.From) && !(other.Until < From);
}

/// <summary>Two terms of one attribute would hold on the same day.</summary>
public sealed record AreaTermsOverlap(string Commune, AreaTerm Known) : Refusal(
    "area-terms-overlap",
    $"Xã {Commune} đã có đặc điểm {Known.Attribute} từ {Known.From:dd'/'MM'/'uuuu}; hãy kết thúc thời hạn đó trước "
        + "(cùng đặc điểm, cùng ngày bắt đầu, ghi ngày kết thúc).",
    $"Commune {Commune} has {Known.Attribute} from {Known.From:uuuu'-'MM'-'dd} already; end that term first (the same "
        + "attribute and first day, with a last day).");

/// <summary>What was stated of one commune's area.</summary>
public sealed record StatedAreas(Guid Id, string Commune, ImmutableList<AreaTerm> Terms) : IFold<StatedAreas>
{
    /// <summary>The stream of a commune's area.</summary>
    public static Guid IdOf(string commune) => Keys.GuidOf("area", commune);

    public static StatedAreas? Evolve(StatedAreas? state, Guid id, object @event) => @event is AreaStated e
        ? new StatedAreas(id, e.Commune, With(state?.Terms ?? [], e.Term))
        : state;

    /// <summary>The terms with one more, in place of one with the same attribute and first day.</summary>
    public static ImmutableList<AreaTerm> With(IEnumerable<AreaTerm> terms, AreaTerm term) =>
        [.. terms.Where(t => t.Attribute != term.Attribute || t.From != term.From), term];
}

/// <summary>Decides about statements of areas.</summary>
public static class AreaDecisions
{
    /// <param name="term">What is stated.</param>
    /// <param name="known">What the reference tables and earlier statements say of the commune.</param>
    public static Decision State(
        string commune, AreaTerm term, IReadOnlyList<AreaTerm> known, Instant at, string byUser)
    {
        var others = known.Where(t => t.Attribute != term.Attribute || t.From != term.From).ToList();
        if (known.Contains(term)) return Decision.AlreadyDone;
        return others.Find(term.Overlaps) is { } other
            ? new AreaTermsOverlap(commune, other)
            : Decision.Accept(new AreaStated(at, byUser, commune, term));
    }
}
