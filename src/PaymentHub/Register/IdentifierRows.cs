using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>Somebody holds a number for the first time.</summary>
public sealed record HolderRow(
    IdentifierKind Kind, string Value, Guid PersonId, long Version, string ByUser, Instant At);

/// <summary>
/// One row a number and person, written when the person is first known by it; the key makes sure that no number ever
/// belongs to two people.
/// </summary>
public sealed class HolderRows : FactTable<HolderRow>
{
    public override string Name => "identifier";

    public override string Columns => "kind, value, person_id, version, by_user, at";

    public override IEnumerable<HolderRow> RowsOf(IEvent e) => e.Data switch
    {
        BeneficiaryRegistered x =>
            [new(IdentifierKind.PersonalId, x.Person.PersonalId.Value, e.StreamId, e.Version, x.By, x.At)],
        IdentifierReplaced { IsKnown: false } x =>
            [new(IdentifierKind.PersonalId, x.Person.PersonalId.Value, e.StreamId, e.Version, x.By, x.At)],
        IdentifierStated { IsKnown: false } x =>
            [new(x.Identifier.Kind, x.Identifier.Value, e.StreamId, e.Version, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, HolderRow row)
    {
        to.Text(row.Kind.ToString());
        to.Text(row.Value);
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}

/// <summary>The validity of a number as stated by one event.</summary>
public sealed record IdentifierTerm(
    Guid PersonId, long Version, Identifier Identifier, string Document, string ByUser, Instant At);

/// <summary>
/// The validity of a number from one event on. A new personal id says two things: since when it counts, and that the
/// former one ended the day before.
/// </summary>
public sealed class IdentifierTermRows : FactTable<IdentifierTerm>
{
    public override string Name => "identifier_term";

    public override string Columns =>
        "person_id, version, kind, value, from_day, until_day, document, by_user, at";

    public override IEnumerable<IdentifierTerm> RowsOf(IEvent e) => e.Data switch
    {
        IdentifierStated x => [new(e.StreamId, e.Version, x.Identifier, x.Document, x.By, x.At)],
        IdentifierReplaced { From: { } from } x =>
        [
            new(e.StreamId, e.Version, IdOf(x.Person.PersonalId, from, null), x.Reason, x.By, x.At),
            new(e.StreamId, e.Version, IdOf(x.Former, null, from.PlusDays(-1)), x.Reason, x.By, x.At),
        ],
        _ => [],
    };

    protected override void Write(RowWriter to, IdentifierTerm row)
    {
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Text(row.Identifier.Kind.ToString());
        to.Text(row.Identifier.Value);
        to.Date(row.Identifier.From);
        to.Date(row.Identifier.Until);
        to.Text(row.Document);
        to.Text(row.ByUser);
        to.At(row.At);
    }

    private static Identifier IdOf(PersonalId id, LocalDate? from, LocalDate? until) =>
        new(IdentifierKind.PersonalId, id.Value, from, until);
}

/// <summary>What social insurance pays a person, as stated from one event on.</summary>
public sealed class PensionRows : FactTable<(Guid Person, long Version, PensionStated Stated)>
{
    public override string Name => "pension";

    public override string Columns => "person_id, version, kind, from_month, until_month, monthly, by_user, at";

    public override IEnumerable<(Guid Person, long Version, PensionStated Stated)> RowsOf(IEvent e) =>
        e.Data is PensionStated stated ? [(e.StreamId, e.Version, stated)] : [];

    protected override void Write(RowWriter to, (Guid Person, long Version, PensionStated Stated) row)
    {
        var (p, s) = (row.Stated.Pension, row.Stated);
        to.Id(row.Person);
        to.Long(row.Version);
        to.Text(p.Kind.ToString());
        to.Month(p.From);
        to.Month(p.Until);
        to.Money(p.Monthly);
        to.Text(s.By);
        to.At(s.At);
    }
}

/// <summary>Where a person moved; without a commune the person left the province.</summary>
public sealed record MoveFact(
    Guid PersonId, long Version, string Former, string? Commune, string? Place, LocalDate? MovedOn, string? Document,
    string ByUser, Instant At);

/// <summary>One row a move, whether a list of moves or a register row brought it.</summary>
public sealed class MoveRows : FactTable<MoveFact>
{
    public override string Name => "person_move";

    public override string Columns =>
        "person_id, version, former, commune, place, moved_on, document, by_user, at";

    public override IEnumerable<MoveFact> RowsOf(IEvent e) => e.Data switch
    {
        MovedCommune x =>
            [new(e.StreamId, e.Version, x.Former, x.Person.Commune, null, x.MovedOn, x.Document, x.By, x.At)],
        LeftProvince x =>
            [new(e.StreamId, e.Version, x.Person.Commune, null, x.Place, x.MovedOn, x.Document, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, MoveFact row)
    {
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Text(row.Former);
        to.Text(row.Commune);
        to.Text(row.Place);
        to.Date(row.MovedOn);
        to.Text(row.Document);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
