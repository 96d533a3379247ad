using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>A household and its commune from one event on.</summary>
public sealed record HouseholdFact(Guid Id, long Version, string Code, string Commune, string ByUser, Instant At);

/// <summary>One row a registration or move of a household.</summary>
public sealed class HouseholdRows : FactTable<HouseholdFact>
{
    public override string Name => "household";

    public override string Columns => "household_id, version, code, commune, by_user, at";

    public override IEnumerable<HouseholdFact> RowsOf(IEvent e) => e.Data switch
    {
        HouseholdRegistered x => [new(e.StreamId, e.Version, x.Code, x.Commune, x.By, x.At)],
        HouseholdMoved x => [new(e.StreamId, e.Version, x.Code, x.Commune, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, HouseholdFact row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(row.Code);
        to.Text(row.Commune);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>Somebody belongs to a household, or no longer, from one event on.</summary>
public sealed record MemberFact(
    Guid Id, long Version, Guid PersonId, HouseholdMember Member, bool IsPresent, string ByUser, Instant At);

/// <summary>One row a joining or leaving of a member.</summary>
public sealed class MemberRows : FactTable<MemberFact>
{
    public override string Name => "household_member";

    public override string Columns =>
        "household_id, version, person_id, personal_id, full_name, relation, present, by_user, at";

    public override IEnumerable<MemberFact> RowsOf(IEvent e) => e.Data switch
    {
        MemberJoined x => [new(e.StreamId, e.Version, x.PersonId, x.Member, true, x.By, x.At)],
        MemberLeft x => [new(e.StreamId, e.Version, x.PersonId, x.Member, false, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, MemberFact row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Id(row.PersonId);
        to.Text(row.Member.PersonalId.Value);
        to.Text(row.Member.FullName);
        to.Text(row.Member.Relation);
        to.Flag(row.IsPresent);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>One row a decision on a household's poverty.</summary>
public sealed class PovertyRows : FactTable<(Guid Id, long Version, PovertyClassed Classed)>
{
    public override string Name => "poverty";

    public override string Columns =>
        "household_id, version, class, from_day, until_day, decision_number, by_user, at";

    public override IEnumerable<(Guid Id, long Version, PovertyClassed Classed)> RowsOf(IEvent e) =>
        e.Data is PovertyClassed classed ? [(e.StreamId, e.Version, classed)] : [];

    protected override void Write(RowWriter to, (Guid Id, long Version, PovertyClassed Classed) row)
    {
        var s = row.Classed.Status;
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(s.Class.ToString());
        to.Date(s.From);
        to.Date(s.Until);
        to.Text(s.DecisionNumber);
        to.Text(row.Classed.By);
        to.At(row.Classed.At);
    }
}

/// <summary>An event of the register, for those who ask what changed.</summary>
public sealed record ChangeFact(Guid Stream, long Version, string Kind, Instant At);

/// <summary>
/// One row an event of a person, a decision or a household. The transaction's number is the database's own and no part
/// of what follows from the events.
/// </summary>
public sealed class RegisterChangeRows : FactTable<ChangeFact>
{
    public override string Name => "register_change";

    public override string Columns => "stream_id, version, kind, at";

    public override IEnumerable<ChangeFact> RowsOf(IEvent e)
    {
        var space = e.Data.GetType().Namespace;
        var concerns = space is "PaymentHub.Domain.Register" or "PaymentHub.Domain.Entitlements";
        return concerns ? [new(e.StreamId, e.Version, e.EventTypeName, EventTypes.AtOf(e.Data))] : [];
    }

    protected override void Write(RowWriter to, ChangeFact row)
    {
        to.Id(row.Stream);
        to.Long(row.Version);
        to.Text(row.Kind);
        to.At(row.At);
    }
}
