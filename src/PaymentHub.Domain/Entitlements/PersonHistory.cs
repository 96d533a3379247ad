using NodaTime;
using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// A fact about one person with the instant it became known: an event of an entitlement's stream or of the person's, a
/// pension, or money committed. <paramref name="Stream"/> is the entitlement's or person's id.
/// </summary>
public sealed record LearnedFact(Instant LearnedAt, Guid Stream, object Fact);

/// <summary>
/// Everything ever learned about one person, in the order of learning. What was known at an instant is the fold of the
/// facts learned by then, so any earlier computation can be repeated and gives the earlier answer.
/// </summary>
public sealed class PersonHistory(IReadOnlyList<LearnedFact> facts)
{
    /// <summary>The claims as they were known at an instant.</summary>
    public PersonClaims KnownAt(Instant at)
    {
        var streams = new Dictionary<Guid, Entitlement>();
        var committed = new List<CommittedMonth>();
        var pensions = new List<PensionFact>();
        LocalDate? born = null;
        YearMonth? death = null;
        foreach (var (_, stream, fact) in facts.Where(f => f.LearnedAt <= at))
        {
            switch (fact)
            {
                case CommittedMonth month: committed.Add(month); break;
                case PensionFact pension: pensions.Add(pension); break;
                case BeneficiaryRegistered e: born = e.Person.Birth.Earliest; break;
                case BeneficiaryCorrected e: born = e.Person.Birth.Earliest; break;
                case IdentifierReplaced e: born = e.Person.Birth.Earliest; break;
                case DeathRecorded e: death = e.DiedOn.ToYearMonth(); break;
                default:
                    if (Entitlement.Evolve(streams.GetValueOrDefault(stream), stream, fact) is { } state)
                        streams[stream] = state;
                    break;
            }
        }

        return new PersonClaims([.. streams.Values.SelectMany(e => e.ToParts())], committed, death)
        {
            Born = born,
            Pensions = pensions,
        };
    }

    /// <summary>What was due for a month, as known at an instant, with the rates known then.</summary>
    public PersonDue DueAt(Programmes.RateBook book, Instant at, YearMonth horizon, bool acceptUnverified) =>
        AmountDue.Compute(KnownAt(at), book.KnownAt(at, acceptUnverified), horizon);
}
